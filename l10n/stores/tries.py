"""How often somebody tried to sign in as nobody: they wait as long as for a person, so that nobody learns who is here.

All programs of a project share one small file, or each would let in as many tries as it likes and so tell a handle of
nobody from a person's. What was typed is not kept, since it may be a passphrase in the wrong field: only in which of
2**20 drawers it falls. The file is a cache: where it cannot be used, this program remembers for itself.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from .passphrases import wait_after

MOST = 1000
"""So many drawers are remembered, those that wait longest."""

Tries = tuple[int, int]
"""How many failed, and up to which moment (seconds) nobody may try again."""

_TIMEOUT_S = 2.0
_TABLE = "CREATE TABLE IF NOT EXISTS tries (drawer INTEGER PRIMARY KEY, failures INTEGER, until INTEGER)"
_GET = "SELECT failures, until FROM tries WHERE drawer = ?"
_PUT = "INSERT OR REPLACE INTO tries VALUES (?, ?, ?)"
_SWEEP = "DELETE FROM tries WHERE drawer NOT IN (SELECT drawer FROM tries ORDER BY until DESC LIMIT ?)"


class UnknownTries:
    """Tries under handles that nobody has; in the file at *path*, None for this program alone."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._own: dict[int, Tries] = {}

    def count(self, handle: str, *, at: int) -> None:
        """Note a try at a moment (seconds); one that comes before the wait is over does not lengthen it."""
        drawer = _drawer(handle)
        try:
            if self._path is not None:
                _count_in(self._path, drawer, at)
                return
        except (sqlite3.Error, OSError):
            pass
        tries = _counted(self._own.pop(drawer, (0, 0)), at)
        if len(self._own) >= MOST:
            del self._own[next(iter(self._own))]
        self._own[drawer] = tries

    def until(self, handle: str) -> int:
        """Return up to which moment nobody may try under *handle*, 0 where nobody has to wait."""
        drawer, shared = _drawer(handle), (0, 0)
        if self._path is not None and self._path.is_file():
            try:
                with closing(_opened(self._path)) as database:
                    shared = database.execute(_GET, (drawer,)).fetchone() or shared
            except sqlite3.Error:
                pass
        return max(shared[1], self._own.get(drawer, (0, 0))[1])


def _drawer(handle: str) -> int:
    return int.from_bytes(hashlib.sha256(handle.encode(errors="replace")).digest()[:4], "big") >> 12


def _counted(tries: Tries, at: int) -> Tries:
    failures, until = tries
    return tries if until > at else (failures + 1, at + wait_after(failures + 1))


def _count_in(path: Path, drawer: int, at: int) -> None:
    path.parent.mkdir(mode=0o700, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    with closing(_opened(path)) as database:
        database.execute("BEGIN IMMEDIATE").close()
        tries = _counted(database.execute(_GET, (drawer,)).fetchone() or (0, 0), at)
        database.execute(_PUT, (drawer, *tries)).close()
        database.execute(_SWEEP, (MOST,)).close()
        database.execute("COMMIT").close()


def _opened(path: Path) -> sqlite3.Connection:
    """Return a connection; what it writes need not outlive a power cut."""
    database = sqlite3.connect(path, timeout=_TIMEOUT_S, isolation_level=None)
    for statement in ("PRAGMA secure_delete=ON", "PRAGMA synchronous=OFF", _TABLE):
        database.execute(statement).close()
    return database
