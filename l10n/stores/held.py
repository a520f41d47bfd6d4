"""Which files a memory was made of, and how they were then: so that a change is seen without reading them.

The record lies beside the memory's index and goes with it. A row is written only after the index holds what the file
says, both durably, so a crash or a power cut in between costs a second reading and nothing else.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from operator import attrgetter
from pathlib import Path

from ..errors import StorageError
from ..files import UNKNOWN, Stamp, stamp_of, storage_error
from ..model import RESERVED_SLUGS

FOLDER = "memory"
"""Where imported TMX files lie, in the project's folder."""

Sources = Mapping[str, Stamp]
"""The files that a memory is made of, by their paths from the project's folder with `/`, and how they are now."""

_TIMEOUT_S = 10.0
_RACY_NS = 2_000_000_000
_TABLE = """CREATE TABLE IF NOT EXISTS held (name TEXT PRIMARY KEY, digest TEXT NOT NULL, texts TEXT NOT NULL,
 size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, ctime_ns INTEGER NOT NULL, inode INTEGER NOT NULL,
 problem TEXT NOT NULL) WITHOUT ROWID"""
_UPSERT = "INSERT OR REPLACE INTO held VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_RULES = ""
"""The name of the row whose digest is the rules that the index was made by."""


@dataclass(frozen=True, slots=True)
class Held:
    """A file as it was when the memory took it: its digest, how many texts it gave by target locale, its stamp.

    *problem* says why it could not be read, or not to its end.
    """

    digest: str
    texts: Mapping[str, int] = field(default_factory=dict)
    stamp: Stamp = UNKNOWN
    problem: str = ""


class HeldFiles:
    """The record at *path*, which counts as empty where it was made by other *rules*, is damaged or missing."""

    def __init__(self, path: Path, *, rules: str) -> None:
        self._path, self._rules = path, rules
        self._seen: Stamp | None = None
        self._held: dict[str, Held] = {}

    def read(self) -> Mapping[str, Held]:
        """Return what is held, by the file's name; read anew only where somebody has written since."""
        try:
            stamp = stamp_of(os.stat(self._path))
        except OSError:
            self._seen, self._held = None, {}
            return self._held
        if stamp != self._seen:
            self._held = self._load()
            self._seen = stamp
        return self._held

    def record(self, held: Mapping[str, Held]) -> None:
        """Remember files as they were taken. StorageError."""
        self._write(lambda database: database.executemany(_UPSERT, (_row(name, each) for name, each in held.items())))

    def forget(self, names: Iterable[str]) -> None:
        """Forget files that the memory holds nothing of any more. StorageError."""
        self._write(lambda db: db.executemany("DELETE FROM held WHERE name = ?", [(name,) for name in names]))

    def clear(self) -> None:
        """Forget everything, before the memory is made anew. StorageError."""
        self._write(lambda database: database.execute("DELETE FROM held WHERE name != ''"))

    def _load(self) -> dict[str, Held]:
        try:
            with closing(sqlite3.connect(self._path, timeout=_TIMEOUT_S)) as database:
                rows = {row[0]: _held(*row[1:]) for row in database.execute("SELECT * FROM held")}
        except (sqlite3.Error, ValueError):
            return {}
        rules = rows.pop(_RULES, None)
        return rows if rules and rules.digest == self._rules else {}

    def _write(self, change: Callable[[sqlite3.Connection], object]) -> None:
        self._seen = None
        try:
            self._attempt(change)
        except sqlite3.OperationalError as error:
            raise StorageError(
                f"cannot write {self._path}: {error}", remedy="Free some space, and try again."
            ) from error
        except sqlite3.DatabaseError:  # damaged: it is made of what can be read again
            self._path.unlink(missing_ok=True)
            self._attempt(change)
        except OSError as error:
            raise storage_error(f"cannot write {self._path}", error) from error

    def _attempt(self, change: Callable[[sqlite3.Connection], object]) -> None:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(self._path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600))
        with closing(sqlite3.connect(self._path, timeout=_TIMEOUT_S)) as database, database:
            database.execute(_TABLE)
            if database.execute("SELECT digest FROM held WHERE name = ''").fetchone() != (self._rules,):
                database.execute("DELETE FROM held")
                database.execute(_UPSERT, _row(_RULES, Held(self._rules)))
            change(database)


def _row(name: str, held: Held) -> tuple[str | int, ...]:
    return (name, held.digest, json.dumps(dict(held.texts)), *held.stamp, held.problem)


def _held(digest: str, texts: str, size: int, mtime_ns: int, ctime_ns: int, inode: int, problem: str) -> Held:
    return Held(digest, json.loads(texts), (size, mtime_ns, ctime_ns, inode), problem)


def digest_file(path: Path) -> tuple[str, Stamp]:
    """Return the SHA-256 of a file of any size, and its stamp, UNKNOWN if it changed in the last seconds. OSError."""
    now_ns = time.time_ns()
    with path.open("rb") as file:
        stat = os.fstat(file.fileno())
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        is_settled = max(stat.st_mtime_ns, stat.st_ctime_ns) < now_ns - _RACY_NS
        return digest, stamp_of(stat) if is_settled else UNKNOWN


def stamp_of_revision(revision: str, size: int = 0) -> Stamp:
    """Return what stands for a stamp of a catalog that is no file: another one for each of its revisions."""
    return (size, int(revision[:15], 16), int(revision[15:30], 16), int(revision[30:45], 16))


def unchanged(held: Held, path: Path, stamp: Stamp) -> Held | None:
    """Return *held*, with the file's present stamp, where its content is as it was; None where it is not. OSError."""
    if held.stamp == stamp:
        return held
    digest, present = digest_file(path)
    return replace(held, stamp=present) if digest == held.digest else None


def list_sources(root: Path) -> Sources:
    """Return the catalogs and TMX files of a project; nothing is read. The desk's own catalogs are none."""
    folders = [f"locales/{name}/LC_MESSAGES" for name in _names(root / "locales")]
    found: dict[str, Stamp] = {}
    for folder, ending in [*((folder, ".po") for folder in folders), (FOLDER, ".tmx")]:
        with suppress(OSError), os.scandir(f"{root}/{folder}") as entries:
            for entry in sorted(entries, key=attrgetter("name")):
                name = entry.name
                if name.endswith(ending) and name[0] != "." and name[: -len(ending)] not in RESERVED_SLUGS:
                    with suppress(OSError):  # gone since it was listed
                        found[f"{folder}/{name}"] = stamp_of(entry.stat())
    return found


def _names(folder: Path) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []
