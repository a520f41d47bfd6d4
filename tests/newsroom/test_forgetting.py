"""`purge`: what goes after publication, and that editions, credits and the chain stay what they are."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from cli_fixture import diglot
from newsroom_fixture import CONFIG, NOW, approve, make_newsroom, targets

from l10n.errors import ArticleError, ConflictError
from l10n.model import CatalogKey
from l10n.newsroom.doctoring import Standing, examine_project
from l10n.newsroom.project import open_project
from l10n.ports.comments import TRANSLATION, Comment
from l10n.stores.credits import Credit

KEY = CatalogKey("flood", "es")
RETENTION = '[retention]\ndays = 30\n[publish]\nformats = ["html", "text"]\n'
LATER = NOW + timedelta(days=40)


def sites(root):
    return {path.name: path.read_bytes() for path in (root / "site").rglob("*") if path.is_file()}


def rows(root, table):
    with closing(sqlite3.connect(root / ".diglot" / "journal.sqlite")) as database:
        return database.execute(f"SELECT * FROM {table}").fetchall()


def wrong(root):
    return [each for each in examine_project(root, now=LATER)[0] if each.standing is Standing.WRONG]


@pytest.fixture
def newsroom(tmp_path):
    root = make_newsroom(tmp_path / "room", "flood", "storm")
    config = CONFIG.replace('targets = ["my", "es"]', 'targets = ["es"]')
    (root / "diglot.toml").write_text(config + RETENTION, encoding="utf-8")
    (root / "articles" / "flood.md").write_text("---\ntitle: The flood\n---\n\nIt rose.\n", encoding="utf-8")
    project = open_project(root)
    list(project.update())
    people = project.people
    for handle in ("ana", "ben", "secretperson"):
        token = people.invite(handle=handle, role="maintainer", now=NOW)
        people.accept(token, passphrase="boats carry rice and letters", now=NOW)
    approve(project, number=0, target="Unas palabras malas", by="secretperson")
    approve(project, number=0, target="La inundación", by="ben")
    approve(project, number=0, target="La inundación, dicho así", by="secretperson")
    approve(project, number=0, target="La inundación", by="secretperson")
    approve(project, number=1, target="Creció.", by="ana")
    approve(project, "storm", target="La tormenta", by="secretperson")
    project.credits.set(KEY, Credit("ana", "name", "Ana Ruiz"))
    project.credits.set(KEY, Credit("secretperson", "withhold"))
    entry = project.catalogs.read(KEY)[0].entries[0]
    project.comments.add(Comment(KEY, entry.key, TRANSLATION, "Ask secretperson.", "ben", NOW))
    project.openings.note("secretperson", KEY, entry.key, revision=entry.revision, now=NOW)
    publication = project.publish(["flood"], now=NOW)
    assert publication.refused == {}
    return root


def test_nothing_goes_before_its_time_and_nothing_by_looking(newsroom):
    assert open_project(newsroom).purge(now=NOW + timedelta(days=29)) == []
    before = (newsroom / ".diglot" / "journal.sqlite").read_bytes()
    [found] = open_project(newsroom).purge(now=LATER)
    assert found.slug == "flood"
    assert found.counts == {"history": 4, "authors": 2, "comments": 1, "openings": 1, "unsaved": 0, "jobs": 0}
    assert (newsroom / ".diglot" / "journal.sqlite").read_bytes() == before


def test_editions_credits_and_the_chain_stay_what_they_are(newsroom):
    project = open_project(newsroom)
    editions, site, texts = project.provenance(project.catalogs.read(KEY)[0]), sites(newsroom), targets(project)
    project.purge(now=LATER, dry_run=False)
    project = open_project(newsroom)
    assert (project.provenance(project.catalogs.read(KEY)[0]), targets(project)) == (editions, texts)
    assert editions.translators == ("Ana Ruiz",)
    assert project.publish(["flood"], now=LATER).shipped.written == ()
    assert sites(newsroom) == site
    assert wrong(newsroom) == []
    assert project.purge(now=LATER) == [], "once is enough"


def test_what_went_is_nowhere_in_the_journal(newsroom):
    open_project(newsroom).purge(now=LATER, dry_run=False)
    journal = newsroom / ".diglot"
    data = b"".join(path.read_bytes() for path in journal.glob("journal.sqlite*"))
    for trace in ("Unas palabras malas", "dicho así", "Ask secretperson"):
        assert trace.encode() not in data
    assert [(row[1], row[9]) for row in rows(newsroom, "decisions")] == [
        ("flood", "a former member 1"),
        ("flood", "a former member 2"),
        ("flood", "ana"),
        ("storm", "secretperson"),
    ]
    assert rows(newsroom, "comments") == rows(newsroom, "openings") == []
    assert [row[2] for row in rows(newsroom, "credits")] == ["ana"]


def test_what_is_published_again_keeps_its_newest_history(newsroom):
    project = open_project(newsroom)
    approve(project, number=0, target="La crecida", by="ben")
    project.purge(now=LATER, dry_run=False)
    history = open_project(newsroom).journal.history(KEY)
    assert "La crecida" in [d.after.target for d in history]
    assert wrong(newsroom) == []


def test_a_journal_goes_on_after_a_purge(newsroom):
    open_project(newsroom).purge(now=LATER, dry_run=False)
    approve(open_project(newsroom), number=0, target="La crecida", by="ben")
    open_project(newsroom).people.remove("secretperson")
    assert wrong(newsroom) == []
    assert b"secretperson" not in (newsroom / ".diglot" / "journal.sqlite").read_bytes()


def test_only_what_the_configuration_names_goes(newsroom):
    path = newsroom / "diglot.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("days = 30", 'days = 30\nforget = ["comments"]'))
    open_project(newsroom).purge(now=LATER, dry_run=False)
    assert (len(rows(newsroom, "decisions")), rows(newsroom, "comments")) == (6, [])
    assert len(rows(newsroom, "openings")) == 1


def test_an_article_that_never_went_out_is_refused(newsroom):
    with pytest.raises(ArticleError, match="never published"):
        open_project(newsroom).purge(["storm"], now=LATER)


def test_the_command_shows_first_and_does_as_it_is_told(tmp_path):
    root, then = make_newsroom(tmp_path / "room"), datetime(2021, 9, 2, tzinfo=UTC)
    config = CONFIG.replace('targets = ["my", "es"]', 'targets = ["es"]')
    (root / "diglot.toml").write_text(config + RETENTION, encoding="utf-8")
    for number, target in ((0, "El agua subió."), (0, "El río subió."), (1, "No hubo heridos.")):
        approve(open_project(root), number=number, target=target, now=then)
    assert diglot(root, "purge").out == "✓ there is nothing to forget\n"
    assert open_project(root).publish(now=then).refused == {}
    told = "flood  would go: 2 decisions, 2 names, up to 2021-09-02\n"
    ran = diglot(root, "purge", "--dry-run")
    assert (ran.code, ran.out) == (0, f"! {told}")
    ran = diglot(root, "purge")
    assert (ran.code, ran.out, "with --yes" in ran.err) == (1, f"! {told}", True)
    assert json.loads(diglot(root, "purge", "--dry-run", "--json").out)["done"] is False
    ran = diglot(root, "purge", "--yes")
    assert (ran.code, ran.out) == (0, "✓ flood  gone: 2 decisions, 2 names, up to 2021-09-02\n")
    assert diglot(root, "purge", "--yes").out == "✓ there is nothing to forget\n"
    assert wrong(root) == []


def test_nothing_is_forgotten_where_nobody_asked_for_it(tmp_path):
    root = make_newsroom(tmp_path / "room")
    assert "days is 0" in diglot(root, "purge").err


def test_a_word_that_is_nothing_to_forget_is_refused(newsroom):
    path = newsroom / "diglot.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("days = 30", 'days = 30\nforget = ["comment"]'))
    ran = diglot(newsroom, "purge")
    assert (ran.code, "did you mean 'comments'" in ran.err) == (3, True)


def test_a_decision_that_lost_what_it_replaced_cannot_be_undone(newsroom):
    project = open_project(newsroom)
    project.purge(now=LATER, dry_run=False)
    stripped = next(d for d in project.journal.history(KEY) if not d.before.source)
    with pytest.raises(ConflictError, match="was purged"):
        project.undo(decision_id=stripped.id, by="ben", now=LATER)
    before = targets(project)
    assert project.undo_all(by=stripped.by, since=NOW - timedelta(days=1), who="ben", now=LATER) == 0
    assert targets(project) == before
