"""Whole articles at the desk, on a project on disk: added, corrected, exchanged, published; nothing happens on GET."""

from __future__ import annotations

import hashlib
import io
import re
from pathlib import Path
from typing import Any

import pytest

from l10n.clock import utc_now
from l10n.errors import DiglotError
from l10n.glossary import Term
from l10n.model import Action, CatalogKey
from l10n.newsroom.config import load_config
from l10n.newsroom.project import Project
from webapp import create_app
from webapp.access import ROLES
from webapp.files import UPLOAD_BYTES, refusal

CONFIG = '[project]\nname = "n"\nsource = "en"\ntargets = ["es"]\nlicence = "CC0-1.0"\n'
TEXT = "The ferry sank\n\nBy Ana Li\n\nThe boat left at noon. It carried rice.\n\nNobody was hurt.\n"
BASE = "/articles/ferry/es"
KEY = CatalogKey("ferry", "es")


class Desk:
    """A signed-in visit to a project on disk."""

    def __init__(self, root: Path) -> None:
        (root / "diglot.toml").write_text(CONFIG, encoding="utf-8")
        self.project = Project(load_config(root))
        self.app = create_app(self.project, testing=True)
        self.client: Any = self.app.test_client()

    def enter(self, handle: str, role: str) -> None:
        people = self.project.people
        people.accept(
            people.invite(handle=handle, role=role, now=utc_now()), passphrase="boats carry rice", now=utc_now()
        )
        self.client = self.app.test_client()
        self.post("/login", handle=handle, passphrase="boats carry rice", next="/")

    def post(self, path: str, **fields: Any) -> Any:
        page = self.client.get("/people" if path != "/login" else "/login").text
        page = page if "csrf_token" in page else self.client.get("/", follow_redirects=True).text
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert token
        return self.client.post(path, data={"csrf_token": token[1], **fields})

    def approve(self) -> None:
        catalog, revision = self.project.catalogs.read(KEY)
        filled = {e.key: e.approved("¡" + e.source) for e in catalog.entries}
        self.project.catalogs.replace(KEY, catalog.with_entries(filled), expected=revision)

    def tree(self) -> dict[str, str]:
        root = self.project.root
        files = (p for part in ("articles", "locales", "editions") for p in (root / part).rglob("*") if p.is_file())
        return {str(p.relative_to(root)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.enter("maya", "maintainer")
    return desk


@pytest.fixture
def ferry(desk: Desk) -> Desk:
    assert desk.post("/articles/new", text=TEXT, slug="ferry", action="add").status_code == 303
    return desk


def fields_of(page: str) -> dict[str, Any]:
    """The form of the cut as a browser sends it."""
    import html

    form = page.split('action="/articles/new"', 1)[1]
    found: dict[str, Any] = {}
    for name, value in re.findall(r'<input[^>]* name="(?!csrf)(\w+)" value="([^"]*)"', form):
        found.setdefault(name, []).append(html.unescape(value))
    found["kind"] = re.findall(r'value="(\w+)" selected', form.split('class="cuts"')[1])
    found["block"] = [html.unescape(t) for t in re.findall(r'name="block".*?>\n(.*?)</textarea>', form, re.S)]
    return found


def test_what_the_desk_adds_is_what_the_command_adds(desk: Desk, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "diglot.toml").write_text(CONFIG, encoding="utf-8")
    (other / "ferry.txt").write_text(TEXT, encoding="utf-8")
    Project(load_config(other)).add(other / "ferry.txt")
    shown = desk.post("/articles/new", text=TEXT).text
    assert desk.tree() == {}
    answer = desk.post("/articles/new", action="add", **{**fields_of(shown), "slug": "ferry"})
    assert (answer.status_code, answer.location) == (303, BASE)
    assert (tmp_path / "articles/ferry.md").read_bytes() == (other / "articles/ferry.md").read_bytes()
    assert len(desk.project.catalogs.read(KEY)[0].entries) == len(desk.project.document("ferry").segments)


def test_a_person_puts_the_cut_right(desk: Desk) -> None:
    fields = fields_of(desk.post("/articles/new", text=TEXT).text)
    fields["kind"][-1] = "quote"
    fields = fields_of(desk.post("/articles/new", action=f"split-{len(fields['kind']) - 2}", **fields).text)
    assert fields["block"][-3:] == ["The boat left at noon.", "It carried rice.", "Nobody was hurt."]
    desk.post("/articles/new", action="add", **{**fields, "slug": "ferry", "licence": "CC-BY-4.0"})
    document = desk.project.document("ferry")
    assert document.text.endswith("\n\nThe boat left at noon.\n\nIt carried rice.\n\n> Nobody was hurt.\n")
    assert document.facts["licence"] == "CC-BY-4.0"


@pytest.mark.parametrize("text", ["https://news.example/a", "www.news.example/a", ""])
def test_the_desk_fetches_nothing(desk: Desk, text: str) -> None:
    answer = desk.post("/articles/new", text=text)
    assert (answer.status_code, desk.tree()) == (422, {})


def test_a_text_with_markup_is_shown_as_text(desk: Desk) -> None:
    shown = desk.post("/articles/new", text=TEXT + "\n</textarea><script>alert(1)</script>\n")
    assert (shown.status_code, "<script>alert" in shown.text) == (200, False)


def test_too_large_a_file_is_refused_with_the_limit(desk: Desk) -> None:
    answer = desk.post("/articles/new", file=(io.BytesIO(b"x" * (UPLOAD_BYTES + 1)), "a.txt"))
    assert (answer.status_code, "3 MB" in answer.text, desk.tree()) == (413, True, {})


def test_a_correction_is_shown_before_it_is_made(ferry: Desk) -> None:
    ferry.approve()
    before, new = ferry.tree(), TEXT.replace("noon", "nine")
    shown = ferry.post("/articles/ferry/update", text=new)
    assert (shown.status_code, ferry.tree()) == (200, before)
    assert "Undoes the approval" in shown.text
    assert ferry.client.get("/articles/ferry/update").status_code == 200
    base = re.search(r'name="base" value="(\w+)"', shown.text)
    assert base
    fields = {"text": new, "base": base[1], "do": "it"}
    assert ferry.post("/articles/ferry/update", **fields).status_code == 303
    assert "nine" in ferry.project.document("ferry").text
    after = ferry.tree()
    fields["text"] = TEXT.replace("noon", "ten")
    assert ferry.post("/articles/ferry/update", **fields).status_code == 409  # somebody was faster
    assert ferry.tree() == after


@pytest.mark.parametrize("format", ["docx", "kit", "csv", "po", "xliff", "xliff2", "tmx"])
def test_every_format_is_downloaded_and_writes_nothing(ferry: Desk, format: str) -> None:
    ferry.approve()
    before = ferry.tree()
    answer = ferry.client.get(f"{BASE}/files/{format}")
    assert (answer.status_code, answer.headers["Content-Disposition"].startswith("attachment")) == (200, True)
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert ferry.tree() == before


def test_a_file_that_came_back_is_shown_then_taken_in_unapproved(ferry: Desk) -> None:
    data = ferry.client.get(f"{BASE}/files/po").data.decode()
    data = data.replace(
        'msgid "Nobody was hurt."\nmsgstr ""', 'msgid "Nobody was hurt."\nmsgstr "Nadie resultó herido."'
    )
    before = ferry.tree()
    shown = ferry.post(f"{BASE}/files/import", file=(io.BytesIO(data.encode()), "ferry.es.po"))
    assert ("Nadie resultó herido." in shown.text.replace("<ins>", "").replace("</ins>", ""), ferry.tree()) == (
        True,
        before,
    )
    hidden = dict(re.findall(r'name="(data|name)" value="([^"]*)"', shown.text))
    assert ferry.post(f"{BASE}/files/import", do="it", **hidden).status_code == 303
    [entry] = [e for e in ferry.project.catalogs.read(KEY)[0].entries if e.target]
    assert (entry.target, str(entry.state())) == ("Nadie resultó herido.", "review")


@pytest.mark.parametrize(
    ("name", "data"), [("a.po", b"\xff\xfe\x00"), ("a.zip", b"PK\x03\x04"), ("a.exe", b"MZ"), ("a.docx", b"no zip")]
)
def test_a_file_that_cannot_be_read_is_refused_in_words(ferry: Desk, name: str, data: bytes) -> None:
    before = ferry.tree()
    answer = ferry.post(f"{BASE}/files/import", file=(io.BytesIO(data), name))
    assert (answer.status_code, 'role="alert"' in answer.text, ferry.tree()) == (422, True, before)


def test_what_is_not_approved_is_not_published(ferry: Desk) -> None:
    assert "not approved" in ferry.client.get(f"{BASE}/publish").text
    answer = ferry.post(f"{BASE}/publish", action="edition")
    assert (answer.status_code, (ferry.project.root / "editions").exists()) == (422, False)


def test_an_edition_is_made_and_only_listed_files_are_given(ferry: Desk) -> None:
    ferry.approve()
    assert ferry.post(f"{BASE}/publish", action="edition").status_code == 303
    files = ferry.project.edition_files("ferry")
    assert [file.name for file in files if file.draft] == []
    for file in files:
        answer = ferry.client.get(f"{BASE}/publish/{file.name}")
        assert hashlib.sha256(answer.data).hexdigest() == file.sha256
        assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    (ferry.project.root / "editions/ferry/secret.txt").write_text("x", encoding="utf-8")
    for name in ("secret.txt", "manifest.json", "..%2f..%2fdiglot.toml"):
        assert ferry.client.get(f"{BASE}/publish/{name}").status_code == 404


def test_a_name_that_must_not_be_published_is_said_in_the_preview_and_stops_the_edition(ferry: Desk) -> None:
    ferry.approve()
    ferry.project.add_term(Term(source="rice", do_not_publish=True))
    preview = ferry.client.get(f"{BASE}/preview")
    assert (preview.status_code, 'role="alert"' in preview.text) == (200, True)
    assert ferry.post(f"{BASE}/publish", action="edition").status_code == 422
    assert ferry.post(f"{BASE}/publish", action="draft").status_code == 422


@pytest.mark.parametrize("path", ["/articles/new", "/articles/ferry/update", f"{BASE}/publish", f"{BASE}/files/import"])
def test_a_reader_changes_nothing(ferry: Desk, path: str) -> None:
    ferry.enter("moe", "reader")
    before = ferry.tree()
    assert (ferry.post(path, text=TEXT, do="it").status_code, ferry.tree()) == (403, before)


def test_an_article_that_is_here_is_not_added_again(ferry: Desk) -> None:
    before = ferry.tree()
    fields = fields_of(ferry.post("/articles/new", text=TEXT).text)
    answer = ferry.post("/articles/new", action="add", **{**fields, "slug": "ferry"})
    assert (answer.status_code, "short name already" in answer.text, "--slug" in answer.text) == (409, True, False)
    assert ferry.tree() == before


def test_a_refusal_names_no_command() -> None:
    error = DiglotError("not all is approved", remedy="look at it; diglot build --draft, to see it")
    assert refusal(error) == "Not all is approved. Look at it."
    assert refusal(DiglotError("a.b: no", remedy="--slug x")) == "A.b: no."
    assert refusal(DiglotError("no", remedy="save it as UTF-8, or try: iconv -f X")) == "No. Save it as UTF-8."
    assert refusal(DiglotError("no", remedy="endings it knows: .md, .txt")) == "No. Endings it knows: .md, .txt."


def named(desk: Desk) -> list[tuple[str, str]]:
    return [(credit.handle, credit.shown) for credit in desk.project.credits_of(KEY)]


def decide_as(desk: Desk, handle: str) -> None:
    entry = desk.project.catalogs.read(KEY)[0].entries[-1]
    desk.project.decide(
        catalog=KEY,
        key=entry.key,
        action=Action.REVIEW,
        target=f"{handle}: nadie",
        base=entry.revision,
        by=handle,
        now=utc_now(),
    )


def test_each_person_says_for_themselves_whether_they_are_named(ferry: Desk) -> None:
    ferry.enter("thiri", "translator")
    for handle in ("maya", "thiri"):
        decide_as(ferry, handle)
    ferry.post("/settings", name="Thiri Aung")
    assert named(ferry) == [("maya", ""), ("thiri", "")], "what they wish in general names them in no article"
    credits = f"{BASE}/publish/credits"
    assert ferry.post(credits, handle="thiri", credit="name", name="Thiri Aung").status_code == 303
    page = ferry.client.get(f"{BASE}/publish").text
    assert ("Thiri Aung" in page, named(ferry)) == (True, [("maya", ""), ("thiri", "Thiri Aung")])
    assert ferry.post(credits, handle="thiri", credit="name", name="  ").status_code == 422
    assert ferry.post(credits, handle="thiri", credit="handle").status_code == 303
    assert ferry.post(credits, handle="maya", credit="handle").status_code == 403
    assert ferry.post(credits, handle="maya", credit="withhold").status_code == 403
    assert named(ferry) == [("maya", ""), ("thiri", "thiri")]


def test_a_maintainer_withholds_others_and_names_nobody(ferry: Desk) -> None:
    ferry.enter("thiri", "translator")
    decide_as(ferry, "thiri")
    ferry.post(f"{BASE}/publish/credits", handle="thiri", credit="handle")
    ferry.enter("nilar", "maintainer")
    credits = f"{BASE}/publish/credits"
    assert ferry.post(credits, handle="thiri", credit="name", name="U Thiri").status_code == 403
    assert ferry.post(credits, handle="thiri", credit="nonsense").status_code == 400
    assert ferry.post(credits, handle="nobody", credit="withhold").status_code == 404
    assert named(ferry) == [("thiri", "thiri")]
    assert ferry.post(credits, handle="thiri", credit="withhold").status_code == 303
    assert named(ferry) == [("thiri", "")]


ALLOWED = {
    ("GET", "/articles/new"): "maintainer",
    ("POST", "/articles/new"): "maintainer",
    ("GET", "/articles/ferry/update"): "maintainer",
    ("POST", "/articles/ferry/update"): "maintainer",
    ("GET", f"{BASE}/files"): "translator",
    ("GET", f"{BASE}/files/csv"): "translator",
    ("POST", f"{BASE}/files/import"): "translator",
    ("GET", f"{BASE}/publish"): "reader",
    ("POST", f"{BASE}/publish"): "maintainer",
    ("POST", f"{BASE}/publish/credits"): "reader",
    ("GET", f"{BASE}/publish/none.html"): "reader",
}


def test_every_route_of_whole_articles_has_its_role(ferry: Desk) -> None:
    routes = {
        (method, rule.rule)
        for rule in ferry.app.url_map.iter_rules()
        if rule.endpoint.partition(".")[0] in ("adding", "updating", "files", "publishing")
        for method in (rule.methods or set()) & {"GET", "POST"}
    }
    assert len(routes) == len(ALLOWED)
    refused = {}
    for role in ("", *ROLES):
        ferry.client = ferry.app.test_client()
        if role:
            ferry.enter(f"{role}s", role)
        for method, path in ALLOWED:
            answer = ferry.client.get(path) if method == "GET" else ferry.post(path)
            refused[method, path, role] = answer.status_code == 403 or "/login" in answer.headers.get("Location", "")
            refused[method, path, role] |= answer.status_code == 401
    ranks = ["", *ROLES]
    expected = {
        (method, path, role): ranks.index(role) < ranks.index(least)
        for (method, path), least in ALLOWED.items()
        for role in ranks
        if path != f"{BASE}/publish/credits"  # for oneself alone, below
    }
    assert {key: refused[key] for key in expected} == expected
    assert refused["POST", f"{BASE}/publish/credits", ""]


def test_an_embargo_stands_on_the_publish_page_and_stops_it(ferry: Desk) -> None:
    article = ferry.project.root / "articles" / "ferry.md"
    text = article.read_text(encoding="utf-8").removeprefix("---\n")
    front = "---\nembargo: 2999-01-01T00:00Z\n" + ("" if text != article.read_text(encoding="utf-8") else "---\n\n")
    article.write_text(front + text, encoding="utf-8")
    ferry.enter("nilar", "maintainer")
    page = ferry.client.get(f"{BASE}/publish").text
    assert ("Under embargo until" in page, "Make the edition" in page, "Draft edition" in page) == (True, False, False)
    answer = ferry.post(f"{BASE}/publish", action="draft")
    assert (answer.status_code, "The article is under embargo" in answer.text) == (422, True)
