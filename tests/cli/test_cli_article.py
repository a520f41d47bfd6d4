"""`diglot article`, `diglot target` and `diglot update --normalize`, as a newsroom calls them."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from cli_fixture import diglot

from l10n.model import CatalogKey, State
from l10n.newsroom.project import open_project
from l10n.stores.index import FileIndex, Seen

TEXT = "The river rose on Monday.\n\nNobody was hurt.\n"


@pytest.fixture
def newsroom(tmp_path: Path) -> Path:
    (tmp_path / "diglot.toml").write_text('[project]\nsource = "en"\ntargets = ["my"] # ours\n')
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "flood.md").write_text(TEXT)
    assert diglot(tmp_path, "update").code == 0
    approve(tmp_path, "flood")
    return tmp_path


def approve(root: Path, slug: str) -> None:
    """Approve everything, as a catalog from another clone would have it."""
    store = open_project(root).catalogs
    catalog, revision = store.read(CatalogKey(slug, "my"))
    entries = tuple(entry.approved(f"{entry.source}!") for entry in catalog.entries)
    store.replace(catalog.key, type(catalog)(slug, "my", entries), expected=revision)


def states(root: Path, slug: str, locale: str = "my") -> list[State]:
    return [entry.state() for entry in open_project(root).catalogs.read(CatalogKey(slug, locale))[0].entries]


def test_an_article_is_renamed_archived_restored_and_listed(newsroom):
    renamed = diglot(newsroom, "article", "rename", "flood", "may")
    assert (renamed.code, renamed.out) == (0, "✓ flood is called may now, with its catalogs and its history\n")
    assert states(newsroom, "may") == [State.APPROVED] * 2
    assert diglot(newsroom, "article", "archive", "may").code == 0
    assert json.loads(diglot(newsroom, "article", "list", "--json").out)["articles"] == [
        {"slug": "may", "place": "archived", "title": "The river rose on Monday.", "locales": ["my"]}
    ]
    assert "may" not in diglot(newsroom, "status").out
    assert diglot(newsroom, "article", "restore", "may").code == 0
    assert "may      active" in diglot(newsroom, "article", "list").out
    assert json.loads(diglot(newsroom, "update", "--json").out)["catalogs"][0]["changed"] is False


def test_removing_asks_first_and_says_what_stays(newsroom):
    refused = diglot(newsroom, "article", "remove", "flood")
    assert refused.code == 4
    assert "Kept: its catalogs, history, pictures and editions." in refused.err
    assert "No original was kept of it" in refused.err
    assert "diglot article remove flood --yes" in refused.err
    assert (newsroom / "articles" / "flood.md").exists()
    assert diglot(newsroom, "article", "remove", "flood", "--yes").code == 0
    assert "removed  my" in diglot(newsroom, "article", "list").out
    (newsroom / "articles" / "flood.md").write_text(TEXT)
    assert diglot(newsroom, "update").code == 0
    assert states(newsroom, "flood") == [State.APPROVED] * 2


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (("article", "rename", "flod", "may"), 4, "there is no article 'flod'"),
        (("article", "rename", "flood", "desk"), 4, "--slug"),
        (("article", "restore", "flood"), 4, "there is no archived article 'flood'"),
        (("article", "remove", "storm", "--yes"), 4, "there is no article 'storm'"),
        (("article", "rename", "flood"), 2, "NEW"),
        (("article", "renam", "flood"), 2, "There is no command 'renam'. Did you mean 'rename'?"),
        (("target", "add", "pt_BR"), 3, "write pt-BR"),
        (("target", "drop", "es"), 3, "'es' is not a target"),
        (("update", "--normalize", "--accept-typography", "--as", "ko"), 2, "a run of its own"),
    ],
)
def test_wrong_input_is_answered_in_words_and_changes_nothing(newsroom, args, code, words):
    before = (newsroom / "diglot.toml").read_bytes(), (newsroom / "articles" / "flood.md").read_bytes()
    wrong = diglot(newsroom, *args)
    assert (wrong.code, "Traceback" in wrong.err) == (code, False)
    assert words.replace("--slug", "choose another") in wrong.err
    assert ((newsroom / "diglot.toml").read_bytes(), (newsroom / "articles" / "flood.md").read_bytes()) == before


def test_a_target_comes_and_goes_with_its_approvals(newsroom):
    assert "es is a target now; catalogs in line: 1" in diglot(newsroom, "target", "add", "es").out
    assert (newsroom / "diglot.toml").read_text() == '[project]\nsource = "en"\ntargets = ["my", "es"] # ours\n'
    assert states(newsroom, "flood", "es") == [State.EMPTY] * 2
    dropped = diglot(newsroom, "target", "drop", "my")
    assert (dropped.code, "catalogs kept in locales/my/: 1" in dropped.out) == (0, True)
    assert json.loads(diglot(newsroom, "target", "list", "--json").out)["targets"] == [
        {"locale": "es", "place": "target", "catalogs": 1},
        {"locale": "my", "place": "dropped", "catalogs": 1},
    ]
    assert "1 of them kept from before" in diglot(newsroom, "target", "add", "my").out
    assert states(newsroom, "flood") == [State.APPROVED] * 2


def test_targets_from_the_environment_are_not_written_to_the_file(newsroom, monkeypatch):
    monkeypatch.setenv("DIGLOT_PROJECT_TARGETS", "my,es")
    refused = diglot(newsroom, "target", "add", "fr")
    assert (refused.code, "DIGLOT_PROJECT_TARGETS=my,es,fr" in refused.err) == (3, True)


def older_catalog(root: Path) -> None:
    """Rewrite the catalog as rules would that keep soft line breaks."""
    store = open_project(root).catalogs
    catalog, revision = store.read(CatalogKey("flood", "my"))
    older = tuple(type(e)(e.source.replace(" on ", "\non ")).approved(e.target) for e in catalog.entries)
    store.replace(catalog.key, type(catalog)("flood", "my", older), expected=revision)
    with sqlite3.connect(root / ".diglot" / "cache" / "index.sqlite") as index:
        index.execute("UPDATE files SET digest = 'the rules of an older version' WHERE path = ''")


def test_a_new_version_says_that_it_reads_differently_and_migrates_without_loss(newsroom):
    older_catalog(newsroom)
    catalog = newsroom / "locales" / "my" / "LC_MESSAGES" / "flood.po"
    before = catalog.read_bytes()
    assert diglot(newsroom, "status").code == 0  # whatever ran first, the update still knows
    for _ in range(2):
        refused = diglot(newsroom, "update")
        assert refused.code == 4
        assert "the article has not changed, but this version of Diglot reads it differently" in refused.err
        assert "diglot update --normalize" in refused.err
        assert catalog.read_bytes() == before
    checked = diglot(newsroom, "update", "--normalize", "--check")
    assert (checked.code, catalog.read_bytes()) == (1, before)
    assert "would be migrated: 1 in another notation, all kept; 2 of 2 approvals kept" in checked.out
    assert diglot(newsroom, "update", "--normalize").code == 0
    assert states(newsroom, "flood") == [State.APPROVED] * 2
    assert diglot(newsroom, "update", "--normalize", "--check").code == 0
    updated = diglot(newsroom, "update", "--json")
    assert (updated.code, json.loads(updated.out)["catalogs"][0]["changed"]) == (0, False)


def test_an_article_that_was_edited_since_is_updated_by_a_new_version_as_ever(newsroom):
    older_catalog(newsroom)
    (newsroom / "articles" / "flood.md").write_text(TEXT.replace("Monday", "Tuesday"))
    assert diglot(newsroom, "update").code == 0
    assert states(newsroom, "flood") == [State.STALE, State.APPROVED]


def test_after_an_update_under_the_new_rules_the_old_ones_are_forgotten(newsroom):
    older_catalog(newsroom)
    assert diglot(newsroom, "update", "--rebuild").code == 0
    older_text = (newsroom / "articles" / "flood.md").read_text()
    (newsroom / "articles" / "flood.md").write_text(older_text.replace("Monday", "Tuesday"))
    assert diglot(newsroom, "update").code == 0
    (newsroom / "articles" / "flood.md").write_text(older_text)
    assert diglot(newsroom, "update").code == 0


def test_the_index_remembers_what_templates_were_made_of_across_versions(tmp_path):
    path = tmp_path / ".diglot" / "cache" / "index.sqlite"
    (tmp_path / ".diglot").mkdir()

    def index(rules: str) -> FileIndex:
        return FileIndex(path, root=tmp_path, rules=rules)

    one = index("1")
    one.record("locales/flood.pot", Seen("a", basis="digest"))
    assert one.save()
    assert one.read_before_all(["flood"]) == {}
    two = index("2")
    assert two.read_before_all(["flood", "storm"]) == {"flood": "digest"}
    two.record("articles/storm.md", Seen("b"))
    assert two.save(only=(["flood", "storm"], []))
    three = index("3")
    assert three.read_before_all(["flood"]) == {"flood": "digest"}
    three.record("locales/flood.pot", Seen("c", basis="newer"))
    assert three.save(only=(["flood"], []))
    assert index("3").read_before_all(["flood"]) == {}
    assert index("4").read_before_all(["flood"]) == {"flood": "newer"}
