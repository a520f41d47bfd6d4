"""The journal opened for reading without the import of SQLAlchemy (0.2 s), for commands that ask it little."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import StorageError
from .sqlite import driver, open_to_look

if TYPE_CHECKING:
    import sqlite3

_TIMEOUT_S = 10.0
_HAS_TABLE = "SELECT 1 FROM sqlite_master WHERE name = ?"


@contextmanager
def opened_journal(journal: Path, *, table: str = "decisions") -> Iterator[sqlite3.Connection | None]:
    """Give a connection; None where there is no journal, or none with this table yet. StorageError."""
    if not journal.exists():
        yield None
        return
    try:
        with closing(_connect(journal)) as database:
            yield database if database.execute(_HAS_TABLE, (table,)).fetchone() else None
    except (driver.Error, OSError) as error:
        remedy = "Check that the project's `.diglot` folder can be written; then try again."
        raise StorageError(f"the journal failed: {error}", remedy=remedy) from error


def _connect(journal: Path) -> sqlite3.Connection:
    if not os.access(journal.parent, os.W_OK):
        return open_to_look(journal, timeout_s=_TIMEOUT_S)
    connection: sqlite3.Connection = driver.connect(journal, timeout=_TIMEOUT_S)
    return connection
