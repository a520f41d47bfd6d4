from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from journals import put_journal

from l10n.chain import FORMER, Fault
from l10n.errors import StorageError
from l10n.model import Action, CatalogKey, Decision, Entry, Outcome
from l10n.stores.chain_reading import find_fault_in, head_in, number_of
from l10n.stores.database import migrate, open_database, writing
from l10n.stores.journal import SqlJournal
from l10n.stores.people import SqlPeople

KEY = CatalogKey("flood", "my")
NOW = datetime(2026, 11, 22, 12, 30, 15, 123456, tzinfo=UTC)
BEFORE = Entry("Hello", "ဟဲလို", "headline")
DECISION = Decision(
    KEY, ("headline", "Hello"), Action.APPROVE, BEFORE.revision, BEFORE, BEFORE.approved("မင်္ဂလာပါ"), "aung", NOW
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.sqlite"


@pytest.fixture
def journal(path: Path) -> SqlJournal:
    return SqlJournal(put_journal(path))


def fault(path: Path) -> Fault | None:
    with closing(sqlite3.connect(path)) as database:
        return find_fault_in(database.execute)


def change(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        assert database.execute(statement).rowcount


def test_every_decision_is_a_link(journal, path):
    assert (fault(path), head_in(path)) == (None, "")
    journal.append(DECISION)
    first = head_in(path)
    journal.append_all([replace(DECISION, catalog=CatalogKey("storm", "my")), replace(DECISION, by="thiri")])
    assert fault(path) is None
    assert (number_of(path, first), number_of(path, head_in(path))) == ((1, 3), (3, 3))
    assert number_of(path, "0" * 64) is None


def test_what_becomes_of_a_decision_later_leaves_the_chain_whole(journal, path):
    ids = [journal.append(DECISION) for _ in range(4)]
    journal.settle({ids[0]: Outcome.APPLIED, ids[1]: Outcome.CONFLICT})
    journal.rename("flood", "may")
    journal.append(replace(DECISION, catalog=CatalogKey("flood", "my")))
    journal.rename("may", "june")
    journal.rename("june", "june")
    assert fault(path) is None


def test_a_renaming_of_nothing_adds_nothing(journal, path):
    journal.append(DECISION)
    journal.rename("nothing", "more")
    assert number_of(path, head_in(path)) == (1, 1)


def test_a_person_is_removed_with_the_salts_that_tell_who_they_were(journal, path):
    people = SqlPeople(journal._database, hashing="pbkdf2:sha256:1")
    for handle in ("aung", "thiri"):
        token = people.invite(handle=handle, role="maintainer", now=NOW)
        people.accept(token, passphrase="boats carry rice and letters", now=NOW)
    for by in ("aung", "thiri", "aung"):
        journal.append(replace(DECISION, by=by))
    people.remove("aung")
    assert fault(path) is None
    assert [d.by for d in map(journal.decision, (1, 2, 3))] == [FORMER, "thiri", FORMER]
    assert b"aung" not in path.read_bytes()
    change(path, "UPDATE decisions SET by = 'thiri' WHERE id = 1")
    assert str(fault(path)) == "decision 1: it stands in somebody's name, and was made by a former member"


@pytest.mark.parametrize(
    ("statement", "finding"),
    [
        ("UPDATE decisions SET after = '{}' WHERE id = 2", "decision 2: it was changed after it was recorded"),
        ("UPDATE decisions SET at = '2020' WHERE id = 2", "decision 2: it was changed after it was recorded"),
        ("UPDATE decisions SET by = 'thiri' WHERE id = 2", "decision 2: it stands in another name than"),
        ("UPDATE decisions SET slug = 'x' WHERE id = 2", "decision 2: it was about the article 'flood'"),
        ("DELETE FROM decisions WHERE id = 2", "decision 2: it is gone from the journal, and no purge took it"),
        ("DELETE FROM chain WHERE number = 2", "decision 3: the link before it, 2, is gone"),
        ("DELETE FROM chain WHERE number = 3", "link 3: the last links are gone"),
        ("UPDATE chain SET link = 'x' WHERE number = 2", "decision 2: it does not carry the digest"),
        ("UPDATE chain SET decision = 1 WHERE number = 2", "decision 1: it does not carry the digest"),
        ("UPDATE chain SET salt = '' WHERE number = 2", "decision 2: it was purged, and is there again"),
        ("DELETE FROM chain_head", "link 4: the last links are gone"),
        (
            "INSERT INTO decisions SELECT 9, slug, locale, context, source, action, base, before, after, by, at, outcome,"
            " remarks FROM decisions WHERE id = 1",
            "decision 9: the chain does not know it",
        ),
    ],
)
def test_the_first_link_that_does_not_hold_is_named(journal, path, statement, finding):
    for _ in range(3):
        journal.append(DECISION)
    change(path, statement)
    assert str(fault(path)).startswith(finding)


def test_a_transaction_that_fails_leaves_no_link(journal, path):
    journal.append(DECISION)
    with pytest.raises(StorageError):
        journal.append_all([DECISION, replace(DECISION, base=None)])
    assert (fault(path), number_of(path, head_in(path))) == (None, (1, 1))


def test_many_writers_add_to_one_chain(path):
    put_journal(path)

    def write(handle: str) -> None:
        journal = SqlJournal(open_database(path))
        for _ in range(10):
            journal.append(replace(DECISION, by=handle))

    threads = [threading.Thread(target=write, args=(f"p{number}",)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (fault(path), number_of(path, head_in(path))) == (None, (60, 60))


def test_an_old_journal_is_chained_when_it_is_migrated(path):
    database = open_database(path)
    migrate(database, to="0004")
    columns = "slug, locale, context, source, action, base, before, after, by, at, outcome, remarks"
    with writing(database) as connection:
        for number in range(2345):
            by = FORMER if number % 7 == 0 else "aung"
            values = ("flood", "my", "", f"No. {number}", "approve", "b", "{}", "{}", by, "2021", "applied", "")
            places = ", ".join("?" * len(values))
            connection.exec_driver_sql(f"INSERT INTO decisions ({columns}) VALUES ({places})", values)
    migrate(database)
    SqlJournal(database).append(DECISION)
    assert (fault(path), number_of(path, head_in(path))) == (None, (2346, 2346))
