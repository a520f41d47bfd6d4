"""Good answers of engines, kept so that the same text need not be asked twice.

A file in `.diglot/cache/` that no other account can read, with answers but no sources. It can be deleted at any time;
one that is damaged, locked or of another version counts as empty, and a failure to write it is no error.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from ..model import Draft

_VERSION = 1
_DAY_S = 86_400
_WRITE_EVERY = 20
_WRITE_EVERY_S = 1.0
_TABLE = """CREATE TABLE IF NOT EXISTS answers (
 key TEXT PRIMARY KEY, target TEXT NOT NULL, origin TEXT NOT NULL, flags TEXT NOT NULL, at INTEGER NOT NULL
) WITHOUT ROWID"""
_UPSERT = "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?)"


class SqliteDraftCache:
    """A `ports.DraftCache` in the file at *path*. Answers older than *days* are forgotten; *now_s* is the Unix time.

    For one thread. What was put is written every 20 answers or every second, and when it is closed.
    """

    def __init__(self, path: Path, *, days: int, now_s: Callable[[], float], timeout_s: float = 2.0) -> None:
        self._path, self._timeout_s = path, timeout_s
        self._now_s, self._oldest_s = now_s, int(now_s()) - days * _DAY_S
        self._written_s = now_s()
        self._unsaved: dict[str, Draft] = {}
        self._known: dict[str, Draft | None] = {}
        self._reader: sqlite3.Connection | None = None

    def get(self, key: str) -> Draft | None:
        """Return the answer, its `source` left empty; None where there is none, or it is too old."""
        if key in self._unsaved:
            return self._unsaved[key]
        if key not in self._known:
            self._known[key] = self._read(key)
        return self._known[key]

    def put(self, key: str, draft: Draft) -> None:
        self._unsaved[key] = Draft("", draft.target, draft.origin, draft.flags)
        if len(self._unsaved) >= _WRITE_EVERY or self._now_s() - self._written_s >= _WRITE_EVERY_S:
            self._flush()

    def close(self) -> None:
        """Write what was put."""
        self._flush()

    def _flush(self) -> None:
        """Write what was put; a cache that cannot be written forgets it in the end."""
        if self._reader:
            self._reader.close()
            self._reader = None
        if self._unsaved:
            self._known |= self._unsaved
            for _ in range(2):
                if self._write():
                    break
                self._remove_damaged()
            self._unsaved = {}
            self._written_s = self._now_s()

    def _read(self, key: str) -> Draft | None:
        if self._reader is None and not self._path.is_file():
            return None
        try:
            if self._reader is None:
                self._reader = sqlite3.connect(self._path, timeout=self._timeout_s)
            if self._reader.execute("PRAGMA user_version").fetchone() != (_VERSION,):
                return None
            query = "SELECT target, origin, flags FROM answers WHERE key = ? AND at >= ?"
            row = self._reader.execute(query, (key, self._oldest_s)).fetchone()
            return Draft("", row[0], row[1], tuple(json.loads(row[2]))) if row else None
        except (sqlite3.Error, OSError, ValueError):
            return None

    def _write(self) -> bool:
        """Return whether the file is in order: written, or merely locked or out of space."""
        try:
            for folder in (self._path.parent.parent, self._path.parent):
                folder.mkdir(mode=0o700, exist_ok=True)
            os.close(os.open(self._path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600))
            with closing(sqlite3.connect(self._path, timeout=self._timeout_s, isolation_level=None)) as database:
                self._save(database)
            return True
        except (sqlite3.OperationalError, OSError):
            return True
        except (sqlite3.Error, UnicodeError):
            return False

    def _save(self, database: sqlite3.Connection) -> None:
        now = int(self._now_s())
        rows = [(key, d.target, d.origin, json.dumps(d.flags), now) for key, d in self._unsaved.items()]
        database.execute("BEGIN IMMEDIATE")
        if database.execute("PRAGMA user_version").fetchone() != (_VERSION,):
            database.execute("DROP TABLE IF EXISTS answers")
            database.execute(f"PRAGMA user_version = {_VERSION}")
        database.execute(_TABLE)
        database.execute("DELETE FROM answers WHERE at < ?", (self._oldest_s,))
        database.executemany(_UPSERT, rows)
        database.execute("COMMIT")

    def _remove_damaged(self) -> None:
        for damaged in (self._path, self._path.with_name(f"{self._path.name}-journal")):
            with suppress(OSError):
                damaged.unlink()
