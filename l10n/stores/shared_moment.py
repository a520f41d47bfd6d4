"""A database that machines share as it was at one moment: the journal as the file that one machine has, catalogs too.

Nobody waits meanwhile: the server keeps what is seen as it was (`REPEATABLE READ`). What was decided and not yet
written into its catalog at that moment is pending in the journal, as after a crash.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

import sqlalchemy as sa

from ..backups import Member
from .catalog_rows import all_texts
from .database import migrate, open_database, reading, writing
from .index import catalog_name
from .row_copy import copy_rows, journal_tables
from .sqlite import driver

LONG = "SET LOCAL idle_in_transaction_session_timeout = '10min'"
"""So long the server waits for the next question, as the files are looked at in between."""


class SharedMoment:
    """What a database holds at the moment at which this was made."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def write_journal(self, path: Path) -> None:
        """Make the journal a SQLite file at *path*, which is empty or not there. StorageError."""
        database = open_database(path)
        migrate(database)
        with writing(database) as target:
            copy_rows(self._connection, target, journal_tables(target))
        database.dispose()
        with closing(driver.connect(path)) as file:
            file.execute("PRAGMA journal_mode=DELETE").fetchone()

    def catalogs(self) -> Iterator[tuple[str, bytes]]:
        """Yield each catalog by its place in a project of one machine, as the PO file that it is there."""
        for key, data in all_texts(self._connection):
            yield catalog_name(key), data


@contextmanager
def shared_moment(database: sa.Engine) -> Iterator[SharedMoment]:
    """Give the moment at which the block begins. StorageError."""
    with reading(database) as connection:
        connection.exec_driver_sql(LONG)
        connection.exec_driver_sql("SELECT count(*) FROM chain_head").scalar_one()  # from here on it sees no change
        yield SharedMoment(connection)


def changed_outside(root: Path, names: Iterable[str], members: Mapping[str, Member]) -> list[str]:
    """Return the catalogs' files of a checkout that hold what no database has been told of yet, by *names*."""
    found = []
    for name in names:
        known = {members[name].sha256 if name in members else "", _digest(root / ".diglot" / "sync" / name)}
        if _digest(root / name) not in known:
            found.append(name)
    return sorted(found)


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return ""
