"""The main job through every floor: an article goes in, is approved in the desk, and a bilingual edition comes out."""

import html
import re
from pathlib import Path

import pytest
from cli_fixture import diglot
from journals import prepare_journal

from l10n.model import CatalogKey
from l10n.newsroom.project import open_project, utc_now
from webapp import create_app
from webapp.rows import paragraph_id

FIRST = "---\ntitle: The ferry\nlicence: CC0-1.0\n---\n\nThe boat carried 120 people.\n\nSaid [the *captain*](https://example.org/c): “At last.”\n"
SECOND = (
    "---\ntitle: The bridge\nlicence: CC0-1.0\n---\n\nThe boat carried 120 people.\n\nNothing is known of the bridge.\n"
)
SPANISH = {
    "The ferry": "El transbordador",
    "The boat carried 120 people.": "El barco llevó a 120 personas.",
    "Said [the *captain*][1]: “At last.”": "Dijo [el *capitán*][1]: “Por fin.”",
}


@pytest.fixture
def newsroom(tmp_path: Path) -> Path:
    assert diglot(tmp_path, "init", "newsroom", "--target", "es").code == 0
    root = tmp_path / "newsroom"
    (root / "articles" / "ferry.md").write_text(FIRST, encoding="utf-8")
    assert diglot(root, "update").code == 0
    prepare_journal(root)
    return root


class Desk:
    """The real desk over the real project, with the owner signed in by the link that `serve` prints."""

    def __init__(self, root: Path) -> None:
        self.project = open_project(root)
        self.client = create_app(self.project, secret_key=self.project.secret_key()).test_client()
        self.post(f"/welcome/{self.project.people.owner_link(now=utc_now())}")

    def post(self, path: str, **fields: str) -> int:
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.client.get("/help").text)
        assert token
        return self.client.post(path, data={"csrf_token": token[1], **fields}).status_code

    def decide(self, source: str, target: str, action: str = "approve", slug: str = "ferry") -> int:
        catalog, _ = self.project.catalogs.read(CatalogKey(slug, "es"))
        [entry] = [e for e in catalog.entries if e.source == source]
        path = f"/articles/{slug}/es/p/{paragraph_id(entry.key)}"
        base = re.search(r'name="base" value="([^"]*)"', self.client.get(path).text)
        assert base
        return self.post(path, target=target, base=html.unescape(base[1]), action=action)


def test_approved_in_the_desk_then_built_then_remembered(newsroom):
    assert diglot(newsroom, "build").code == 1
    desk = Desk(newsroom)
    for source, target in SPANISH.items():
        assert desk.decide(source, target) == 303
    built = diglot(newsroom, "build")
    assert (built.code, built.err) == (0, "")
    page = (newsroom / "editions" / "ferry" / "ferry.en-es.html").read_text(encoding="utf-8")
    assert "El barco llevó a 120 personas." in page
    assert '<a href="https://example.org/c" rel="noreferrer">el <em>capitán</em></a>' in page
    (newsroom / "articles" / "bridge.md").write_text(SECOND, encoding="utf-8")
    diglot(newsroom, "update")
    assert "drafted 1 by memory; 2 empty" in diglot(newsroom, "draft", "bridge").out
    assert "Machine draft" in desk.client.get("/articles/bridge/es").text


def test_a_wrong_number_is_not_approved_and_the_text_is_kept_on_the_page(newsroom):
    desk = Desk(newsroom)
    assert desk.decide("The boat carried 120 people.", "El barco llevó a 102 personas.") == 422
    assert desk.project.status()[0].counts.approved == 0


def test_a_corrected_article_takes_its_approval_back_and_builds_again_after_review(newsroom):
    desk = Desk(newsroom)
    for source, target in SPANISH.items():
        desk.decide(source, target)
    article = newsroom / "articles" / "ferry.md"
    article.write_text(FIRST.replace("120 people", "125 people"), encoding="utf-8")
    assert diglot(newsroom, "update", "--check").code == 1
    assert "~1" in diglot(newsroom, "update").out
    refused = diglot(newsroom, "build")
    assert refused.code == 1
    assert "1 needing work; the first is ¶1" in refused.err
    assert "<del" in desk.client.get("/articles/ferry/es").text
    assert desk.decide("The boat carried 125 people.", "El barco llevó a 125 personas.") == 303
    assert diglot(newsroom, "build").code == 0


def test_a_catalog_finished_in_another_program_is_in_review_not_approved(newsroom):
    catalog = newsroom / "locales" / "es" / "LC_MESSAGES" / "ferry.po"
    text = catalog.read_text(encoding="utf-8")
    catalog.write_text(
        text.replace('msgid "The ferry"\nmsgstr ""', 'msgid "The ferry"\nmsgstr "El transbordador"'), encoding="utf-8"
    )
    counts = open_project(newsroom).status()[0].counts
    assert (counts.review, counts.approved) == (1, 0)
    assert diglot(newsroom, "build").code == 1


def test_a_damaged_catalog_is_named_with_its_line_and_left_alone(newsroom):
    catalog = newsroom / "locales" / "es" / "LC_MESSAGES" / "ferry.po"
    catalog.write_text(catalog.read_text(encoding="utf-8") + "<<<<<<< ours\n", encoding="utf-8")
    before = catalog.read_bytes()
    for command in ("update", "status", "draft", "check", "build"):
        ran = diglot(newsroom, command)
        assert ran.code == 4, command
        assert re.search(r"ferry\.po:\d+: ", ran.err), ran.err
    assert catalog.read_bytes() == before
