"""`Project.update`: what is in line is not read again, one bad article stops no other, processes share the work."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from l10n.errors import ArticleError, CatalogError
from l10n.model import CatalogKey
from l10n.newsroom.project import Project, open_project

LONG_AGO_NS = 1_700_000_000_000_000_000


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "articles").mkdir()
    text = '[project]\nname = "desk"\nsource = "en"\ntargets = ["my", "es"]\n'
    (tmp_path / "diglot.toml").write_text(text, encoding="utf-8")
    for slug in ("flood", "storm", "wind"):
        write(tmp_path, slug, f"# The {slug}\n\nIt came at night.\n")
    return open_project(tmp_path)


def write(root: Path, slug: str, text: str) -> None:
    (root / "articles" / f"{slug}.md").write_text(text, encoding="utf-8")


def changed(project: Project, **options) -> list[tuple[str, str]]:
    return [(u.slug, u.locale) for u in project.update(**options) if u.changed]


def catalog_path(project: Project, slug: str, locale: str) -> Path:
    return project.root / "locales" / locale / "LC_MESSAGES" / f"{slug}.po"


def test_first_update_makes_every_catalog_and_second_none(project):
    assert len(changed(project)) == 6
    assert changed(project) == []


def test_results_of_the_index_are_those_of_reading(project):
    list(project.update())
    by_index = list(project.update())
    assert [(u.slug, u.locale, u.unchanged, u.changed) for u in by_index] == [
        (u.slug, u.locale, u.unchanged, u.changed) for u in project.update(rebuild=True)
    ]


def test_an_article_in_line_is_not_parsed_again(project):
    list(project.update())
    for folder in ("articles", "locales"):
        for path in (project.root / folder).rglob("*.*"):
            os.utime(path, ns=(LONG_AGO_NS, LONG_AGO_NS))
    project.parsed = None  # type: ignore[assignment]
    assert project.index().in_line("flood", ["my", "es"]) is not None
    assert changed(project) == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda p: write(p.root, "flood", "# The flood\n\nIt came by day.\n"),
        lambda p: catalog_path(p, "flood", "my").unlink(),
        lambda p: (p.root / "locales" / "flood.pot").unlink(),
        lambda p: (p.root / "locales" / "flood.pot").write_text(""),
        lambda p: (p.root / ".diglot" / "cache" / "index.sqlite").write_bytes(b"damaged"),
        lambda p: (p.root / ".diglot" / "cache" / "index.sqlite").unlink(),
    ],
    ids=["article changed", "catalog gone", "template gone", "template changed", "index damaged", "index gone"],
)
def test_what_is_not_proved_in_line_is_brought_in_line(project, spoil):
    list(project.update())
    spoil(project)
    list(project.update())
    files = sorted(p for p in (project.root / "locales").rglob("*.*"))
    before = [p.read_bytes() for p in files]
    list(project.update(rebuild=True))
    assert [p.read_bytes() for p in files] == before
    assert len(files) == 9


def test_a_catalog_changed_by_another_tool_is_read_again(project):
    list(project.update())
    path = catalog_path(project, "flood", "my")
    path.write_bytes(path.read_bytes().replace(b'msgid "It came at night."', b'msgid "It came."'))
    assert changed(project) == [("flood", "my")]


def test_a_new_target_locale_is_no_reason_to_trust_the_index(project):
    list(project.update())
    text = (project.root / "diglot.toml").read_text().replace('"es"]', '"es", "fr"]')
    (project.root / "diglot.toml").write_text(text)
    again = open_project(project.root)
    assert changed(again) == [("flood", "fr"), ("storm", "fr"), ("wind", "fr")]


def test_check_records_nothing_and_writes_nothing(project):
    assert len(changed(project, check=True)) == 6
    assert not (project.root / ".diglot").exists()
    assert not (project.root / "locales").exists()


def test_one_bad_article_stops_no_other(project):
    (project.root / "articles" / "storm.md").write_bytes(b"\xff\xfe")
    told = []
    done = changed(project, failed=lambda slug, error: told.append((slug, type(error))))
    assert done == [("flood", "my"), ("flood", "es"), ("wind", "my"), ("wind", "es")]
    assert told == [("storm", ArticleError)]


def test_without_a_listener_the_first_error_is_raised_at_the_end(project):
    (project.root / "articles" / "flood.md").write_bytes(b"\xff\xfe")
    with pytest.raises(ArticleError):
        list(project.update())
    assert catalog_path(project, "wind", "es").exists()


def test_one_bad_catalog_stops_no_other_locale_and_is_told_each_time(project):
    list(project.update())
    catalog_path(project, "flood", "my").write_text('msgid "cut')
    write(project.root, "flood", "# The flood\n\nIt came by day.\n")
    for expected in ([("flood", "es")], []):
        told = []
        assert changed(project, failed=lambda slug, error: told.append((slug, type(error)))) == expected  # noqa: B023
        assert told == [("flood", CatalogError)]


def test_processes_give_the_same_results_in_the_same_order(project, tmp_path):
    for n in range(12):
        write(project.root, f"article-{n:02}", f"# Article {n}\n\nIt came in the night of day {n}.\n")
    (project.root / "articles" / "storm.md").write_bytes(b"\xff\xfe")
    told = []
    shared = list(project.update(jobs=2, failed=lambda slug, error: told.append((slug, str(error)))))
    assert [(u.slug, u.locale) for u in shared] == [
        (slug, locale) for slug in project.slugs() if slug != "storm" for locale in ("my", "es")
    ]
    assert all(u.changed for u in shared)
    assert told == [("storm", "articles/storm.md: the article is not UTF-8")]
    assert changed(project, failed=lambda *_: None) == []


def test_status_from_the_index_is_that_of_the_catalogs(project):
    list(project.update())
    key = CatalogKey("flood", "my")
    catalog, revision = project.catalogs.read(key)
    entry = catalog.entries[0].approved("ရေကြီး")
    project.catalogs.replace(key, catalog.with_entries({entry.key: entry}), expected=revision)
    first, second = project.status(), project.status()
    assert first == second
    assert [(s.slug, s.locale, s.counts.approved, s.counts.empty) for s in first][:3] == [
        ("flood", "my", 1, 1),
        ("flood", "es", 0, 2),
        ("storm", "my", 0, 2),
    ]


def test_a_gone_catalog_counts_nothing(project):
    list(project.update())
    project.status()
    catalog_path(project, "flood", "my").unlink()
    assert project.status(["flood"], ["my"])[0].counts.segments == 0


def test_a_name_that_leads_elsewhere_is_no_article(project):
    for slug in ("../articles/flood", "flood/../flood", "", "gone"):
        with pytest.raises(ArticleError):
            project.document(slug)
