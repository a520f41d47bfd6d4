"""The journal opened for reading without the import of SQLAlchemy (0.2 s), for commands that ask it little.

Where several machines share it, it is no file, and SQLAlchemy has been imported already: then it is asked through that.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from ..errors import StorageError
from .sqlite import driver, open_to_look

if TYPE_CHECKING:
    import sqlite3

    from sqlalchemy import Connection

    from .database import Database

    Journal = Path | Database
    """A SQLite file, or the database that several machines share."""

_TIMEOUT_S = 10.0
_HAS_TABLE = "SELECT 1 FROM sqlite_master WHERE name = ?"


class Answer(Protocol):
    """The rows of an answer."""

    def __iter__(self) -> Iterator[Any]: ...

    def fetchone(self) -> Any: ...


class Asked(Protocol):
    """What can be asked in SQL that both databases understand; `?` stands for each value."""

    def execute(self, query: str, values: Sequence[str] = (), /) -> Answer: ...


@contextmanager
def opened_journal(journal: Journal, *, table: str = "decisions") -> Iterator[Asked | None]:
    """Give what can be asked; None where there is no journal, or none with this table yet. StorageError."""
    if not isinstance(journal, Path):
        from .database import reading

        with reading(journal) as connection:
            yield _Shared(connection)
        return
    if not journal.exists():
        yield None
        return
    try:
        with closing(_connect(journal)) as database:
            yield database if database.execute(_HAS_TABLE, (table,)).fetchone() else None
    except (driver.Error, OSError) as error:
        remedy = "Check that the project's `.diglot` folder can be written; then try again."
        raise StorageError(f"the journal failed: {error}", remedy=remedy) from error


class _Shared:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def execute(self, query: str, values: Sequence[str] = (), /) -> Answer:
        rows = self._connection.exec_driver_sql(query.replace("?", "%s"), tuple(values))
        return _Rows(map(tuple, rows))


class _Rows(list[Any]):
    def fetchone(self) -> Any:
        return self[0] if self else None


def _connect(journal: Path) -> sqlite3.Connection:
    if not os.access(journal.parent, os.W_OK):
        return open_to_look(journal, timeout_s=_TIMEOUT_S)
    connection: sqlite3.Connection = driver.connect(journal, timeout=_TIMEOUT_S)
    return connection
