"""Backups of a newsroom in PostgreSQL are those of one on SQLite, and each can become the other."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from newsroom_fixture import NOW, approve, make_newsroom, targets
from postgres import needs_postgres, postgres_url, server
from shared_fixture import ES, FIRST, OTHER, URL, opened, shared_newsroom, work_on

from l10n.backups import JOURNAL
from l10n.errors import ConflictError, StorageError
from l10n.model import Action, CatalogKey, Decision, Outcome
from l10n.newsroom.doctoring import Standing, examine_project
from l10n.newsroom.project import Project
from l10n.newsroom.restoring import Restored, restore
from l10n.newsroom.safekeeping import BackedUp
from l10n.stores.database import open_database, reading, writing

pytestmark = [pytest.mark.slow, needs_postgres]


@pytest.fixture
def url() -> Iterator[str]:
    with postgres_url() as url:
        yield url


def another_database() -> str:
    """Return the URL of an empty database, which goes with the server."""
    return server().make()


def back_up(project: Project, name: str = "one.backup") -> BackedUp:
    return project.backup(project.root.parent / name, now=NOW)


def wrong(root: Path) -> list[str]:
    return [each.message for each in examine_project(root, now=NOW)[0] if each.standing is Standing.WRONG]


def rows_of(project: Project) -> dict[str, list[tuple[object, ...]]]:
    """Return all that the journal holds, but for sessions."""
    tables = ("decisions", "chain", "chain_head", "people", "invitations", "comments", "openings", "unsaved_texts")
    with reading(project.database) as connection:
        return {
            name: sorted(map(tuple, connection.execute(sa.text(f"SELECT * FROM {name}"))), key=repr)
            for name in (*tables, "jobs", "sends", "credits")
        }


def texts_of(project: Project) -> dict[CatalogKey, list[tuple[str, str]]]:
    found: dict[CatalogKey, list[tuple[str, str]]] = {}
    for key in project.catalogs.keys():  # noqa: SIM118  the port's method
        found[key] = [(entry.source, entry.target) for entry in project.catalogs.read(key)[0].entries]
    return found


def demand_same(one: Project, other: Project) -> None:
    assert rows_of(one) == rows_of(other)
    assert texts_of(one) == texts_of(other)


def demand_goes_on(project: Project) -> None:
    """Work on, and see that no number is given twice and nothing is wrong."""
    before = {decision.id for decision in project.journal.history(ES)}
    approve(project, target="El río creció el lunes.", by="luz")
    new = {decision.id for decision in project.journal.history(ES)} - before
    assert min(new) > max(before)
    project.people.invite(handle="luz", role="reader", now=NOW)
    assert targets(project)[0] == "El río creció el lunes."


def test_a_newsroom_on_many_machines_comes_back_on_one(url: str, tmp_path: Path) -> None:
    project = shared_newsroom(tmp_path / "room", url)
    made = back_up(project)
    assert (made.left_out, made.unsynced) == ((), ())
    assert made.manifest.links == 2
    restored = restore(made.path, tmp_path / "there", now=NOW, files=True, environment={URL: url})
    assert (restored.shared, restored.trouble, restored.applied) == (False, None, 0)
    there = opened(tmp_path / "there")
    assert not there.config.is_shared
    assert f'# url = "{url}"' in there.config.path.read_text("utf-8")
    demand_same(project, there)
    assert wrong(tmp_path / "there") == []
    demand_goes_on(there)
    assert targets(project)[0] == FIRST
    with closing(sqlite3.connect(tmp_path / "there" / JOURNAL)) as journal:
        assert journal.execute("SELECT count(*) FROM sessions").fetchone() == (0,)


def test_a_newsroom_on_one_machine_moves_to_many_and_back(url: str, tmp_path: Path) -> None:
    make_newsroom(tmp_path / "many", "flood", "storm")  # a newsroom without a name has its folder's in its catalogs
    one = opened(tmp_path / "many")
    work_on(one)
    made = back_up(one)
    one = opened((tmp_path / "many").rename(tmp_path / "room"))
    many = into(url, made.path, tmp_path / "many")
    demand_same(one, many)
    assert not (tmp_path / "many" / JOURNAL).exists()
    assert [done for done in many.sync(now=NOW) if done.changed or done.conflicts] == []
    again = back_up(many, "two.backup")
    kept = {name: member for name, member in made.manifest.members.items() if name != JOURNAL}
    assert {name: member for name, member in again.manifest.members.items() if name != JOURNAL} == kept
    assert (again.manifest.links, again.manifest.link) == (made.manifest.links, made.manifest.link)
    restore(again.path, tmp_path / "back", now=NOW, environment={})
    demand_same(one, opened(tmp_path / "back"))
    demand_goes_on(many)
    demand_goes_on(opened(tmp_path / "back"))


def into(url: str, file: Path, folder: Path) -> Project:
    restored = restore(file, folder, now=NOW, environment={URL: url})
    assert (restored.shared, restored.trouble) == (True, None)
    return opened(folder, url)


def test_the_same_database_gives_the_same_bytes(url: str, tmp_path: Path) -> None:
    project = shared_newsroom(tmp_path / "room", url)
    assert back_up(project).path.read_bytes() == back_up(project, "two.backup").path.read_bytes()


def test_a_database_that_is_not_empty_is_refused_and_nothing_is_put_anywhere(url: str, tmp_path: Path) -> None:
    project = shared_newsroom(tmp_path / "room", url)
    made = back_up(project)
    before = rows_of(project)
    with pytest.raises(ConflictError, match="not empty") as caught:
        restore(made.path, tmp_path / "there", now=NOW, environment={})
    assert "--files" in caught.value.remedy
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.backup", "room"]
    assert rows_of(project) == before
    demand_same(project, into(another_database(), made.path, tmp_path / "there"))


def test_where_the_database_does_not_keep_it_the_folder_goes_too(url: str, tmp_path: Path) -> None:
    made = back_up(opened_with_work(tmp_path / "room"))
    with writing(open_database(url)) as connection:
        connection.exec_driver_sql(
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'disk'; END $$"
        )
        connection.exec_driver_sql(
            "CREATE CONSTRAINT TRIGGER last AFTER INSERT ON people DEFERRABLE INITIALLY DEFERRED"
            " FOR EACH ROW EXECUTE FUNCTION refuse()"
        )
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "diglot.toml").write_text("[project]\n", encoding="utf-8")
    for folder, replace in (("there", False), ("old", True)):
        with pytest.raises(StorageError, match="disk"):
            restore(made.path, tmp_path / folder, now=NOW, replace=replace, environment={URL: url})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["old", "one.backup", "room"]
    assert [path.name for path in (tmp_path / "old").iterdir()] == ["diglot.toml"]
    with writing(open_database(url)) as connection:
        connection.exec_driver_sql("DROP TRIGGER last ON people")
    demand_same(opened(tmp_path / "room"), into(url, made.path, tmp_path / "there"))


def opened_with_work(root: Path) -> Project:
    project = opened(make_newsroom(root))
    work_on(project)
    return project


def test_decisions_that_were_under_way_are_carried_out_wherever_it_is_restored(url: str, tmp_path: Path) -> None:
    project = shared_newsroom(tmp_path / "room", url)
    entry = project.catalogs.read(ES)[0].entries[0]
    after = entry.approved("El río bajó.")
    project.journal.append(Decision(ES, entry.key, Action.APPROVE, entry.revision, entry, after, "luz", NOW))
    made = back_up(project)
    restored = restore(made.path, tmp_path / "there", now=NOW, files=True, environment={})
    assert (restored.applied, targets(opened(tmp_path / "there"))[0]) == (1, "El río bajó.")
    empty = another_database()
    assert carried_out(restore(made.path, tmp_path / "many", now=NOW, environment={URL: empty})) == 1
    assert targets(opened(tmp_path / "many", empty)) == ["El río bajó.", OTHER]
    assert targets(project)[0] == FIRST


def carried_out(restored: Restored) -> int:
    assert (restored.trouble, restored.shared) == (None, True)
    return restored.applied


def test_numbers_of_decisions_that_were_purged_are_not_given_again(url: str, tmp_path: Path) -> None:
    project = shared_newsroom(tmp_path / "room", url)
    with writing(project.database) as connection:
        connection.exec_driver_sql("SELECT setval(pg_get_serial_sequence('decisions', 'id'), 70)")
    made = back_up(project)
    restore(made.path, tmp_path / "there", now=NOW, files=True, environment={})
    there = opened(tmp_path / "there")
    approve(there, target="Uno.")
    assert there.journal.history(ES)[0].id == 71
    many = into(another_database(), back_up(there, "two.backup").path, tmp_path / "many")
    approve(many, target="Dos.")
    assert many.journal.history(ES)[0].id == 72


def test_work_in_a_checkout_that_the_database_has_not_is_told(url: str, tmp_path: Path) -> None:
    project = shared_newsroom(tmp_path / "room", url)
    list(project.sync(now=NOW))
    approve(project, target="El río bajó.")
    assert back_up(project).unsynced == ()
    file = tmp_path / "room" / "locales" / "es" / "LC_MESSAGES" / "flood.po"
    file.write_bytes(file.read_bytes().replace(OTHER.encode(), b"Nadie fue herido."))
    made = back_up(project, "two.backup")
    assert made.unsynced == ("locales/es/LC_MESSAGES/flood.po",)
    restore(made.path, tmp_path / "there", now=NOW, files=True, environment={})
    assert targets(opened(tmp_path / "there")) == ["El río bajó.", OTHER]


def test_a_backup_made_while_several_machines_decide_holds_all_that_they_were_told_before(
    url: str, tmp_path: Path
) -> None:
    slugs = ["delta", "flood", "harbour", "market"]
    project = shared_newsroom(tmp_path / "room", url, *slugs)
    told: list[tuple[str, str]] = []
    stop, broken = threading.Event(), list[BaseException]()

    def write(slug: str) -> None:
        own, number = opened(tmp_path / "room"), 0
        try:
            while not stop.is_set():
                number += 1
                words = f"Texto {''.join(chr(ord(digit) + 49) for digit in str(number))}."
                approve(own, slug, number % 2, target=words, by=slug)
                told.append((slug, words))
        except BaseException as error:
            broken.append(error)
            stop.set()

    writers = [threading.Thread(target=write, args=(slug,)) for slug in slugs]
    for writer in writers:
        writer.start()
    taken = []
    try:
        for number in range(3):
            while len(told) < 30 * (number + 1) and not broken:
                stop.wait(0.01)
            before = list(told)
            taken.append((before, back_up(project, f"{number}.backup")))
    finally:
        stop.set()
        for writer in writers:
            writer.join(30)
    assert broken == []
    for number, (before, made) in enumerate(taken):
        there = tmp_path / f"there-{number}"
        assert restore(made.path, there, now=NOW, files=True, environment={}).trouble is None
        assert wrong(there) == []
        demand_nothing_lost(opened(there), before, slugs)


def demand_nothing_lost(project: Project, told: list[tuple[str, str]], slugs: list[str]) -> None:
    for slug in slugs:
        key = CatalogKey(slug, "es")
        history = project.journal.history(key)
        assert {text for name, text in told if name == slug} <= {decision.after.target for decision in history}
        assert all(decision.outcome is Outcome.APPLIED for decision in history)
        newest: dict[object, str] = {}
        for decision in history:
            newest.setdefault(decision.key, decision.after.target)
        assert {e.key: e.target for e in project.catalogs.read(key)[0].entries if e.target} == newest
