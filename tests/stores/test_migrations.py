"""Journals of every earlier version: brought forward whole, or left as they were, wherever it is cut off."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from cli_fixture import diglot
from newsroom_fixture import make_newsroom

from l10n.errors import StorageError
from l10n.model import CatalogKey
from l10n.stores.chain_reading import find_fault_in
from l10n.stores.database import BUSY_TIMEOUT_S, HEAD, migrate, open_database, reading, writing
from l10n.stores.journal import SqlJournal
from l10n.stores.sqlite import JOURNAL_MODE, driver

EARLIER = [f"{number:04}" for number in range(1, int(HEAD))]


def fill(path: Path) -> None:
    """Give every table of a journal some rows, each column a value of its type that is no other row's."""
    with closing(driver.connect(path)) as database, database:
        present = tables(database)
        chained = {"chain", "chain_head", "decisions"} if "chain" in present else set()  # only Diglot can add to these
        for table in sorted(set(present) - chained):
            columns = database.execute(f'PRAGMA table_info("{table}")').fetchall()
            for number in range(1, 8):
                values = {name: value(name, kind, number) for _, name, kind, *_ in columns}
                if table == "decisions":
                    entry = json.dumps({"source": "One.", "target": f"၁ {number}"}, ensure_ascii=False)
                    values |= {"before": "{}", "after": entry, "outcome": "applied", "action": "approve"}
                    values |= {"slug": "flood", "locale": "my", "remarks": ""} if "remarks" in values else {}
                    values |= {"slug": "flood", "locale": "my", "at": f"2021-09-0{number}T00:00:00+00:00"}
                names = ", ".join(f'"{name}"' for name in values)
                places = ", ".join("?" * len(values))
                database.execute(f'INSERT INTO "{table}" ({names}) VALUES ({places})', (*values.values(),))


def value(name: str, kind: str, number: int) -> object:
    if kind in ("INTEGER", "BIGINT", "BOOLEAN"):
        return number if name in ("id", "person") else number % 2
    return f"{name} {number} ✓"


def tables(database: sqlite3.Connection) -> list[str]:
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name != 'alembic_version'"
    )
    return sorted(name for (name,) in database.execute(query))


def contents(path: Path, columns: dict[str, list[str]] | None = None) -> dict[str, tuple[int, str]]:
    """Return of each table how many rows it has, and their digest; of these columns alone where they are given."""
    with closing(driver.connect(path)) as database:
        found = {}
        for table, names in (columns or {name: columns_of(database, name) for name in tables(database)}).items():
            listed = ", ".join(f'"{name}"' for name in names)
            rows = database.execute(f'SELECT {listed} FROM "{table}" ORDER BY 1, 2').fetchall()
            found[table] = (len(rows), hashlib.sha256(repr(rows).encode()).hexdigest())
        return found


def columns_of(database: sqlite3.Connection, table: str) -> list[str]:
    return [name for _, name, *_ in database.execute(f'PRAGMA table_info("{table}")')]


def revision(path: Path) -> str:
    with closing(driver.connect(path)) as database:
        return str(database.execute("SELECT version_num FROM alembic_version").fetchone()[0])


@pytest.fixture(params=EARLIER)
def old(request, tmp_path):
    """The journal of an earlier version, with rows in every table; its columns and contents."""
    path = tmp_path / "journal.sqlite"
    migrate(open_database(path), to=request.param)
    fill(path)
    with closing(driver.connect(path)) as database:
        columns = {table: columns_of(database, table) for table in tables(database)}
    return path, request.param, columns, contents(path)


def demand_new(path, columns, before):
    assert (revision(path), contents(path, columns)) == (HEAD, before)
    with closing(driver.connect(path)) as database:
        assert find_fault_in(database.execute) is None
    assert len(SqlJournal(open_database(path)).history(CatalogKey("flood", "my"))) == before["decisions"][0]


def stopping(path, at, stop):
    """Return an engine that calls *stop* before its statement number *at*."""
    engine = open_database(path)
    count = 0

    def before(*_: object) -> None:
        nonlocal count
        count += 1
        if count == at:
            stop()

    sa.event.listen(engine, "before_cursor_execute", before)
    return engine


def test_nothing_is_lost_on_the_way_forward(old):
    path, _, columns, before = old
    migrate(open_database(path))
    demand_new(path, columns, before)


def fail() -> None:
    raise sa.exc.OperationalError("", {}, Exception("the disk is full"))


def test_a_failure_at_any_statement_leaves_the_old_journal(old):
    path, present, columns, before = old
    for at in range(1, 1000):
        try:
            migrate(stopping(path, at, fail))
        except StorageError:
            assert (revision(path), contents(path)) == (present, before), at
            continue
        break
    assert at > 5
    demand_new(path, columns, before)


@pytest.mark.slow
def test_killed_at_any_statement_the_journal_is_the_old_one_or_the_new_one(old):
    path, present, columns, before = old
    for at in range(1, 1000):
        child = multiprocessing.get_context("fork").Process(
            target=lambda at=at: migrate(stopping(path, at, lambda: os._exit(9)))
        )
        child.start()
        child.join(60)
        if child.exitcode == 0:
            break
        assert child.exitcode == 9
        assert (revision(path), contents(path)) == (present, before), at
    demand_new(path, columns, before)


def test_a_journal_of_a_newer_version_is_refused_and_left_alone(tmp_path):
    root = make_newsroom(tmp_path / "room")
    path = root / ".diglot" / "journal.sqlite"
    with writing(open_database(path)) as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    before = path.read_bytes()
    for command in (("recover",), ("people", "list"), ("serve", "--port", "0")):
        ran = diglot(root, *command)
        assert (ran.code, "newer Diglot: install that version, or restore a backup" in ran.err) == (7, True)
    assert path.read_bytes() == before
    assert "newer Diglot" in diglot(root, "doctor").out


@pytest.mark.parametrize("held", [True, False], ids=["held all the time", "free again"])
def test_who_comes_second_waits_as_long_as_it_is_told(tmp_path, held):
    """Two workers of a new desk make one journal; on a machine with 1/15 of the speed the second waited 10 s, and ended."""
    path = tmp_path / "journal.sqlite"
    with closing(driver.connect(path, isolation_level=None, check_same_thread=False)) as first:
        first.execute(f"PRAGMA journal_mode={JOURNAL_MODE}").close()
        first.execute("BEGIN IMMEDIATE").close()
        began = time.monotonic()
        if held:
            with pytest.raises(StorageError, match="locked"):
                migrate(open_database(path), wait_s=0.3)
            assert time.monotonic() - began < BUSY_TIMEOUT_S / 2
            return
        later = threading.Timer(0.3, lambda: first.execute("COMMIT").close())
        later.start()
        try:
            migrate(engine := open_database(path), wait_s=BUSY_TIMEOUT_S)
        finally:
            later.join()
    with reading(engine) as connection:
        assert connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar() == HEAD
        assert connection.execute(sa.text("PRAGMA busy_timeout")).scalar() == BUSY_TIMEOUT_S * 1000
