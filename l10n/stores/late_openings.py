"""Openings that are written down a moment later, many in one commit: nobody waits for the disk to look at a page."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping, Sequence
from datetime import datetime

from ..errors import StorageError
from ..model import CatalogKey, Key
from ..ports.attendance import Opening
from .openings import Note, SqlOpenings


class LateOpenings:
    """`ports.attendance.Openings` before others, in one thread of its own.

    What a person opened is known to whatever is asked about that person; to colleagues some hundredths of a second
    later. A note that a crash or a full disk takes makes an approval look unread, never read.
    """

    def __init__(self, behind: SqlOpenings, *, wait_s: float = 2.0) -> None:
        self._behind, self._wait_s = behind, wait_s
        self._waiting: dict[tuple[str, CatalogKey, Key], Note] = {}
        self._changed = threading.Condition()
        self._writes = False

    def note(self, handle: str, catalog: CatalogKey, key: Key, *, revision: str, now: datetime) -> None:
        with self._changed:
            self._waiting[handle, catalog, key] = Note(handle, catalog, key, revision, now)
            if not self._writes:
                self._writes = True
                threading.Thread(target=self._write, name="openings", daemon=True).start()

    def first(self, handle: str, catalog: CatalogKey) -> Mapping[tuple[Key, str], datetime]:
        self._catch_up(handle)
        return self._behind.first(handle, catalog)

    def present(self, catalog: CatalogKey, *, since: datetime) -> Sequence[Opening]:
        return self._behind.present(catalog, since=since)

    def latest(self, handle: str) -> Opening | None:
        self._catch_up(handle)
        return self._behind.latest(handle)

    def forget(self, handle: str) -> None:
        self._catch_up(handle)
        self._behind.forget(handle)

    def _write(self) -> None:
        """Write down all that waits, and end; the next note begins a new thread."""
        while True:
            with self._changed:
                taken = dict(self._waiting)
                if not taken:
                    self._writes = False
                    return
            try:
                self._behind.note_all(list(taken.values()))
            except StorageError as error:
                logging.getLogger(__name__).error("%s: %s", type(error).__name__, error)
            with self._changed:
                self._waiting = {about: note for about, note in self._waiting.items() if taken.get(about) is not note}
                self._changed.notify_all()

    def _catch_up(self, handle: str) -> None:
        """Wait until all is written that this person opened, but no longer than is bearable."""
        with self._changed:
            self._changed.wait_for(lambda: all(about[0] != handle for about in self._waiting), self._wait_s)
