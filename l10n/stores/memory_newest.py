"""The newest changes of a memory, one small file for each catalog, until they are taken into the index.

Every process sees a change as soon as it is written, no crash or power cut loses one, and nobody waits for a lock.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass
from pathlib import Path

from ..errors import StorageError
from ..files import write_atomically
from ..model import CatalogKey
from ..ports import Remembered

_SUFFIX = ".json"
_Stamp = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Change:
    """All that is remembered of one catalog now, and the stamp of the file that says so."""

    key: CatalogKey
    remembered: tuple[Remembered, ...]
    stamp: _Stamp = (0, 0, 0)


class NewestChanges:
    """The changes in *folder*, by the names of their files. Where the disk refuses, they are kept until the end."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: dict[str, Change] = {}
        self._unwritten: dict[str, Change] = {}
        self._lock = threading.Lock()

    def put(self, key: CatalogKey, remembered: Sequence[Remembered]) -> None:
        """Write what is remembered of a catalog now."""
        name = _name_of(key)
        data = json.dumps([astuple(key), *map(_row, remembered)], ensure_ascii=False, separators=(",", ":"))
        with self._lock:
            try:
                write_atomically(self._folder / name, data.encode("utf-8", "surrogatepass"), lasting="durable")
                self._unwritten.pop(name, None)
            except StorageError:
                self._unwritten[name] = Change(key, tuple(remembered))

    def present(self) -> dict[str, Change]:
        """Return the changes there are now. What cannot be read is left out."""
        with self._lock:
            stamps = _listing(self._folder)
            self._seen = {
                name: self._seen[name] if name in self._seen and self._seen[name].stamp == stamp else change
                for name, stamp in stamps.items()
                if (change := self._known(name, stamp)) is not None
            }
            return {**self._seen, **self._unwritten}

    def drop(self, changes: dict[str, Change]) -> None:
        """Remove the files of changes that are in the index now, but for those written anew since."""
        with self._lock:
            for name, change in changes.items():
                if self._unwritten.get(name) is change:
                    del self._unwritten[name]
                elif _listing(self._folder).get(name) == change.stamp:
                    with suppress(OSError):
                        (self._folder / name).unlink()

    def _known(self, name: str, stamp: _Stamp) -> Change | None:
        known = self._seen.get(name)
        return known if known and known.stamp == stamp else _read(self._folder / name, stamp)


def _listing(folder: Path) -> dict[str, _Stamp]:
    try:
        with os.scandir(folder) as entries:
            return {entry.name: _stamp(entry.stat()) for entry in entries if entry.name.endswith(_SUFFIX)}
    except OSError:
        return {}


def _stamp(stat: os.stat_result) -> _Stamp:
    return (stat.st_mtime_ns, stat.st_size, stat.st_ino)


def _read(path: Path, stamp: _Stamp) -> Change | None:
    try:
        key, *rows = json.loads(path.read_bytes().decode("utf-8", "surrogatepass"))
        return Change(CatalogKey(*key), tuple(Remembered(*row) for row in rows), stamp)
    except (OSError, ValueError, TypeError):
        return None


def _row(r: Remembered) -> tuple[str, ...]:
    return (r.source, r.target, r.source_locale, r.target_locale, r.slug, r.context, r.before, r.after, r.approved)


def _name_of(key: CatalogKey) -> str:
    return hashlib.sha256(f"{key.slug}\0{key.locale}".encode("utf-8", "surrogatepass")).hexdigest()[:24] + _SUFFIX
