"""The journal opened for reading without the import of SQLAlchemy (0.2 s), for commands that ask it little."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from ..errors import StorageError

_TIMEOUT_S = 10.0
_HAS_TABLE = "SELECT 1 FROM sqlite_master WHERE name = ?"


@contextmanager
def opened_journal(journal: Path, *, table: str = "decisions") -> Iterator[sqlite3.Connection | None]:
    """Give a connection; None where there is no journal, or none with this table yet. StorageError."""
    if not journal.exists():
        yield None
        return
    try:
        with closing(sqlite3.connect(journal, timeout=_TIMEOUT_S)) as database:
            yield database if database.execute(_HAS_TABLE, (table,)).fetchone() else None
    except sqlite3.Error as error:
        remedy = "Check that the project's `.diglot` folder can be written; then try again."
        raise StorageError(f"the journal failed: {error}", remedy=remedy) from error
