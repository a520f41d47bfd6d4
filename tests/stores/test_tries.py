"""Who tries to sign in as nobody waits as long as for a person, whichever program they ask, and leaves no words behind."""

import sqlite3
from datetime import UTC, datetime

from journals import put_journal

from l10n.stores.people import SqlPeople
from l10n.stores.tries import MOST, UnknownTries

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
CHEAP = "scrypt:1024:8:1"


def test_programs_that_share_a_file_count_together(tmp_path):
    database = put_journal(tmp_path / "journal.sqlite")
    desks = [SqlPeople(database, hashing=CHEAP, tries=tmp_path / "cache" / "tries.sqlite") for _ in range(3)]
    for number in range(5):
        assert desks[number % 3].authenticate("nobody at all", "wrong", now=NOW) is None
    assert [desk.wait("nobody at all", now=NOW) for desk in desks] == [15, 15, 15]
    assert desks[0].wait("another", now=NOW) == 0


def test_what_was_typed_is_not_in_the_file(tmp_path):
    path = tmp_path / "tries.sqlite"
    UnknownTries(path).count("correct horse battery", at=1000)
    data = path.read_bytes()
    assert b"horse" not in data
    with sqlite3.connect(path) as database:
        ((drawer, failures, until),) = database.execute("SELECT * FROM tries").fetchall()
    database.close()
    assert (drawer < 2**20, failures, until) == (True, 1, 1000)


def test_only_so_many_are_remembered(tmp_path):
    for tries in (UnknownTries(), UnknownTries(tmp_path / "tries.sqlite")):
        for number in range(MOST + 20):
            tries.count(f"n{number}", at=number)
    with sqlite3.connect(tmp_path / "tries.sqlite") as database:
        assert database.execute("SELECT count(*) FROM tries").fetchone() == (MOST,)
    database.close()


def test_without_a_file_that_can_be_used_this_program_remembers_for_itself(tmp_path):
    (tmp_path / "tries.sqlite").write_bytes(b"no database at all, and longer than a head of one would be" * 9)
    tries = UnknownTries(tmp_path / "tries.sqlite")
    for _ in range(5):
        tries.count("nobody", at=1000)
    assert tries.until("nobody") == 1015
