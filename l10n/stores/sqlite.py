"""Which SQLite the journal is opened with: one and the same everywhere, for two in one program undo each other's locks.

With a write-ahead log people go on reading while a decision is put on disk, but versions before 3.51.3 can lose commits
in it (https://sqlite.org/wal.html, "The WAL-Reset Bug"), and what systems ship is older. The package sqlcipher3, in the
extra `wal`, brings a newer one; `DIGLOT_SQLITE=system` in the environment leaves it alone, as a project on a network's
disk needs, where no write-ahead log works.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from types import ModuleType


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """Whether this SQLite version is free of the bug that loses commits when a write-ahead log is reset."""
    return version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)


def _choose() -> ModuleType:
    if wal_is_safe(sqlite3.sqlite_version_info) or os.environ.get("DIGLOT_SQLITE") == "system":
        return sqlite3
    try:
        from sqlcipher3 import dbapi2
    except ImportError:
        return sqlite3
    return dbapi2 if wal_is_safe(dbapi2.sqlite_version_info) else sqlite3


driver = _choose()
"""The module, of the shape of the standard library's `sqlite3`."""

JOURNAL_MODE = "WAL" if wal_is_safe(driver.sqlite_version_info) else "DELETE"

_READS_WAL = 2
"""What the 19th byte of a database's file says where it has a write-ahead log."""


def open_to_look(path: Path, *, timeout_s: float, is_shared: bool = False) -> sqlite3.Connection:
    """Return a connection that changes nothing, not even beside the file; for a folder that cannot be written too.

    Where nobody has it open it takes for granted that this stays so; what begins to write meanwhile makes it see
    damage that is none. With *is_shared* it reads beside whoever writes, and may leave an empty log.
    """
    address = f"{path.absolute().as_uri()}?mode=ro"
    with path.open("rb") as file:
        has_log = file.read(20)[19:] == bytes([_READS_WAL])
    if has_log and not is_shared and not path.with_name(f"{path.name}-wal").exists():
        address += "&immutable=1"  # nobody has it open, and SQLite would leave an empty log behind
    connection: sqlite3.Connection = driver.connect(address, uri=True, timeout=timeout_s)
    return connection
