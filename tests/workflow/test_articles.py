"""Articles renamed, archived and removed, with real files: whatever happens in between, no approval is lost."""

from __future__ import annotations

import shutil
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from dying import dies_at
from journals import prepare_journal

from l10n.errors import ArticleError, ConfigError, ConflictError
from l10n.model import Action, CatalogKey, Entry, State
from l10n.newsroom.project import Project, open_project
from l10n.readers.markdown import read_markdown
from l10n.workflow.articles import rename_under_way
from l10n.workflow.picture_paths import move_addresses, move_note

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ARTICLE = """---
title: The flood
image: flood/boat.jpg
---
![A boat](flood/boat.jpg "Boats at noon")

See [the map](./flood/map.pdf) of the old town.

Nobody was hurt.
"""


def newsroom(root: Path, targets: str = '"my", "pt-BR"') -> Project:
    (root / "diglot.toml").write_text(f'[project]\nsource = "en"\ntargets = [{targets}]\n')
    return open_project(root)


def update(root: Path) -> list[str]:
    """Update, and return the catalogs that changed."""
    return [f"{u.slug} {u.locale}" for u in open_project(root).update() if u.changed]


def approve_all(project: Project, slug: str) -> None:
    prepare_journal(project.root)
    for locale in project.target_locales:
        key = CatalogKey(slug, locale)
        for entry in project.catalogs.read(key)[0].entries:
            target = entry.source.upper() if "[" not in entry.source else entry.source + "!"
            decided = project.decide(
                catalog=key, key=entry.key, action=Action.APPROVE, target=target, base=entry.revision, by="ko", now=NOW
            )
            assert not decided.refused


def remembered(project: Project) -> list[tuple[str, str]]:
    """What the memory gives a translator into Burmese for texts of this article that stand elsewhere too."""
    texts = (
        "A boat",
        "The flood",
        "See [the map][1] of the old town.",
        "The river rose on Monday.",
        "Nobody was hurt.",
    )
    found = [project.recall(Entry(text), CatalogKey("another", "my")) for text in texts]
    return [(r.remembered.source, r.remembered.target) for each in found for r in each if r.score == 1.0]


def standing(project: Project, slug: str) -> list[tuple[str, str, str]]:
    """What every catalog of the article says: locale, source, state; the approved ones in the journal too."""
    rows = []
    for locale in project.target_locales:
        for entry in project.catalogs.read(CatalogKey(slug, locale))[0].entries:
            rows.append((locale, entry.source, entry.state().value))
            if entry.state() is State.APPROVED:
                assert [d.by for d in project.journal.history(CatalogKey(slug, locale), entry.key)] == ["ko"]
    return rows


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = newsroom(tmp_path)
    (tmp_path / "articles" / "flood").mkdir(parents=True)
    (tmp_path / "articles" / "flood" / "boat.jpg").write_bytes(b"boat")
    (tmp_path / "articles" / "flood.md").write_text(ARTICLE)
    update(tmp_path)
    approve_all(project, "flood")
    return project


def test_a_renamed_article_keeps_every_approval_picture_and_name(project):
    root, before = project.root, standing(project, "flood")
    assert {state for _, _, state in before} == {"approved"}
    project.rename_article("flood", "flood-in-may")
    update(root)
    assert standing(project, "flood-in-may") == before
    assert update(root) == []
    assert project.slugs() == ["flood-in-may"]
    assert (root / "articles" / "flood-in-may.md").read_text() == ARTICLE.replace("flood/", "flood-in-may/")
    assert (root / "articles" / "flood-in-may" / "boat.jpg").read_bytes() == b"boat"
    assert [key.slug for key in project.catalogs.keys()] == ["flood-in-may"] * 2  # noqa: SIM118
    assert project.journal.history(CatalogKey("flood", "my")) == []
    assert (list(root.glob("**/flood.*")), rename_under_way(root)) == ([], None)


@pytest.mark.slow
@pytest.mark.parametrize("finish", ["recover", "again"])
def test_a_rename_killed_at_any_moment_is_finished(tmp_path, finish):
    first = tmp_path / "first"
    first.mkdir()
    project = newsroom(first)
    (first / "articles" / "flood").mkdir(parents=True)
    (first / "articles" / "flood" / "boat.jpg").write_bytes(b"boat")
    (first / "articles" / "flood.md").write_text(ARTICLE)
    update(first)
    approve_all(project, "flood")
    before = standing(project, "flood")
    died = 0
    for number in range(200):
        root = tmp_path / f"run-{number}"
        shutil.copytree(first, root)
        if not dies_at(number, root, "rename_article", "flood", "may"):
            break
        died += 1
        project = open_project(root)
        under_way = rename_under_way(root)
        if under_way:
            with pytest.raises(ConflictError, match="interrupted"):
                list(project.update())
        if finish == "recover":
            project.recover()
        elif project.slugs() == ["flood"] or under_way:
            with suppress(ArticleError):  # the rename under way is finished first, and then there is no 'flood'
                project.rename_article("flood", "may")
        slug = "may" if under_way or finish == "again" or project.slugs() == ["may"] else "flood"
        assert (project.slugs(), rename_under_way(root)) == ([slug], None)
        update(root)
        assert standing(project, slug) == before
        assert {key.slug for key in project.catalogs.keys()} == {slug}  # noqa: SIM118
    assert died > 10


@pytest.mark.parametrize(
    ("new", "message"),
    [
        ("desk", "taken by Diglot's own interface"),
        ("Flood May", "cannot be the short name"),
        ("flood", "is called 'flood' already"),
        ("storm", "the name 'storm' is taken"),
        ("shelved", "is taken by an archived article"),
        ("gone", "is taken by catalogs kept of a removed article"),
    ],
)
def test_a_name_that_cannot_be_is_refused_with_a_remedy(project, new, message):
    root = project.root
    for slug in ("storm", "shelved", "gone"):
        (root / "articles" / f"{slug}.md").write_text(f"# {slug}\n\nText of {slug}.\n")
    update(root)
    project.archive_article("shelved")
    project.remove_article("gone")
    with pytest.raises(ArticleError, match=message) as caught:
        project.rename_article("flood", new)
    assert caught.value.remedy or new == "flood"
    assert rename_under_way(root) is None
    assert project.slugs() == ["flood", "storm"]


def test_an_archived_article_is_nowhere_but_in_the_memory_and_comes_back_whole(project):
    root, before = project.root, standing(project, "flood")
    memory = remembered(project)
    project.archive_article("flood")
    assert (project.slugs(), update(root), project.status()) == ([], [], [])
    assert remembered(project) == memory != []
    assert [(a.slug, a.place, a.title) for a in project.articles()] == [("flood", "archived", "The flood")]
    project.restore_article("flood")
    assert standing(project, "flood") == before
    assert update(root) == []


def test_what_is_archived_cannot_be_added_archived_or_restored_twice(project):
    root = project.root
    project.archive_article("flood")
    source = root / "flood.txt"
    source.write_text("Another flood\n\nIt rained for days and days in the valley.\n")
    with pytest.raises(ArticleError, match="'flood' is archived") as caught:
        project.add(source)
    assert "diglot article restore flood" in caught.value.remedy
    with pytest.raises(ArticleError, match="there is no article 'flood'"):
        project.archive_article("flood")
    project.restore_article("flood")
    with pytest.raises(ArticleError, match="there is no archived article 'flood'"):
        project.restore_article("flood")


def test_an_archived_page_of_the_web_is_known_by_its_address(project):
    root = project.root
    page = "---\ntitle: Rain\noriginal: https://news.example/rain\n---\nIt rained for days and days in the valley.\n"
    (root / "rain.md").write_text(page)
    project.add(root / "rain.md", slug="rain-in-may")
    project.archive_article("rain-in-may")
    with pytest.raises(ArticleError, match="archived, as 'rain-in-may'"):
        project.add(root / "rain.md")


def test_a_removed_article_added_again_has_every_approval_back(tmp_path):
    project = newsroom(tmp_path)
    source = tmp_path / "flood.txt"
    source.write_text("The flood\n\nThe river rose on Monday.\n\nNobody was hurt.\n")
    project.add(source)
    update(tmp_path)
    approve_all(project, "flood")
    before, original = standing(project, "flood"), project.kept_original("flood")
    assert original
    assert original.read_bytes() == source.read_bytes()
    project.remove_article("flood")
    assert (project.slugs(), update(tmp_path)) == ([], [])
    assert [(a.slug, a.place, a.locales) for a in project.articles()] == [("flood", "removed", ("my", "pt-BR"))]
    assert len(remembered(project)) == 3
    assert project.add(source).written
    update(tmp_path)
    assert standing(project, "flood") == before


def test_an_archived_article_can_be_removed(project):
    project.archive_article("flood")
    project.remove_article("flood")
    assert [(a.slug, a.place) for a in project.articles()] == [("flood", "removed")]
    with pytest.raises(ArticleError, match="there is no article 'flood'"):
        project.remove_article("flood")


def test_only_addresses_of_its_own_pictures_move():
    text = (
        "A flood/boat.jpg in words. [map](flood/a.pdf) ![x](<./flood/a b.png>)\n\n"
        "`](flood/x)` [far](https://a.example/flood/y) [up](../flood/z) [r]\n\n"
        '    ](flood/code)\n\n<img src="flood/i.png" alt="hi">\n\n[r]: flood/r.png\n'
    )
    moved = move_addresses(text, "flood", "may", parse=read_markdown)
    assert moved == (
        text.replace("(flood/a.pdf)", "(may/a.pdf)")
        .replace("./flood/a b", "./may/a b")
        .replace('"flood/i.png"', '"may/i.png"')
        .replace(": flood/r.png", ": may/r.png")
    )


def test_a_note_names_the_new_addresses():
    note = "Body, paragraph 1 of 2\n[1] flood/a.pdf\n[2] https://a.example/flood/b\n[3] ./flood/c"
    assert move_note(note, "flood", "may").splitlines()[1:] == [
        "[1] may/a.pdf",
        "[2] https://a.example/flood/b",
        "[3] ./may/c",
    ]


@pytest.mark.parametrize("name", ["diglot.toml", "pyproject.toml"])
def test_a_target_dropped_and_added_again_has_its_approvals_back(tmp_path, name):
    section = "[project]" if name == "diglot.toml" else "[tool.diglot.project]"
    text = f'{section}\nsource = "en" # ours\ntargets = [\n    "my", # Burmese\n    "es",\n]\n\n[tool.other]\nx = 1\n'
    text = text if name == "pyproject.toml" else text.partition("\n[tool")[0] + "\n"
    (tmp_path / name).write_text(text)
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "flood.md").write_text("The river rose.\n")
    update(tmp_path)
    project = open_project(tmp_path)
    approve_all(project, "flood")
    before = standing(project, "flood")
    project.drop_target("my")
    dropped = open_project(tmp_path)
    assert dropped.target_locales == ("es",)
    assert update(tmp_path) == []
    dropped.add_target("my")
    assert (tmp_path / name).read_text() == text.replace('    "my", # Burmese\n    "es",\n', '    "es",\n    "my",\n')
    again = open_project(tmp_path)
    update(tmp_path)
    assert sorted(standing(again, "flood")) == sorted(before)


@pytest.mark.parametrize("locale", ["pt_BR", "en", "my"])
def test_a_locale_that_can_be_no_target_is_refused(tmp_path, locale):
    with pytest.raises(ConfigError):
        newsroom(tmp_path).add_target(locale)
    assert open_project(tmp_path).target_locales == ("my", "pt-BR")
