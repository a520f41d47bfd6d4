"""Openings that are written down a moment later, many in one commit: nobody waits for the disk to look at a page."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping, Sequence
from datetime import datetime

from ..errors import StorageError
from ..model import CatalogKey, Key
from ..ports.attendance import Opening
from .openings import Note, SqlOpenings

GATHERS_S = 1.0
"""So long notes are gathered before they are written: each commit keeps those waiting who approve something."""


class LateOpenings:
    """`ports.attendance.Openings` before others, in one thread of its own.

    What waits to be written is known here at once, and to other programs about a second later. A note that the end
    of the program or a full disk takes makes an approval look unread, never read.
    """

    def __init__(self, behind: SqlOpenings, *, gathers_s: float = GATHERS_S) -> None:
        self._behind, self._gathers_s = behind, gathers_s
        self._waiting: dict[tuple[str, CatalogKey, Key], Note] = {}
        self._mutex, self._writing = threading.Lock(), threading.Lock()
        self._writes = False

    def note(self, handle: str, catalog: CatalogKey, key: Key, *, revision: str, now: datetime) -> None:
        about, note = (handle, catalog, key), Note(handle, catalog, key, revision, now)
        with self._mutex:
            if about not in self._waiting or self._waiting[about].revision != revision:
                self._waiting[about] = note
            if not self._writes:
                self._writes = True
                threading.Thread(target=self._write_beside, name="openings", daemon=True).start()

    def first(self, handle: str, catalog: CatalogKey) -> Mapping[tuple[Key, str], datetime]:
        waiting = [note for note in self._notes() if (note.handle, note.catalog) == (handle, catalog)]
        return {(note.key, note.revision): note.at for note in waiting} | dict(self._behind.first(handle, catalog))

    def present(self, catalog: CatalogKey, *, since: datetime) -> Sequence[Opening]:
        waiting = {
            note.handle: _opening(note) for note in self._notes() if note.catalog == catalog and note.at >= since
        }
        written = {opening.handle: opening for opening in self._behind.present(catalog, since=since)}
        return sorted((written | waiting).values(), key=lambda opening: opening.at, reverse=True)

    def latest(self, handle: str) -> Opening | None:
        waiting = [note for note in self._notes() if note.handle == handle]
        return _opening(waiting[-1]) if waiting else self._behind.latest(handle)

    def forget(self, handle: str) -> None:
        with self._writing, self._mutex:
            self._waiting = {about: note for about, note in self._waiting.items() if about[0] != handle}
            self._behind.forget(handle)

    def write(self) -> None:
        """Write down all that waits now. StorageError."""
        with self._writing:
            taken = self._notes()
            if not taken:
                return
            try:
                self._behind.note_all(taken)
            finally:  # what a full disk did not take is not tried again: it would only grow
                with self._mutex:
                    kept = {id(note) for note in taken}
                    self._waiting = {about: note for about, note in self._waiting.items() if id(note) not in kept}

    def _write_beside(self) -> None:
        """Write down what waits until nothing does, and end; the next note begins a new thread."""
        while True:
            time.sleep(self._gathers_s)
            try:
                self.write()
            except StorageError as error:
                logging.getLogger(__name__).error("%s: %s", type(error).__name__, error)
            with self._mutex:
                if not self._waiting:
                    self._writes = False
                    return

    def _notes(self) -> list[Note]:
        """Return what waits, the oldest first."""
        with self._mutex:
            return sorted(self._waiting.values(), key=lambda note: note.at)


def _opening(note: Note) -> Opening:
    return Opening(note.handle, note.catalog, note.key, note.at)
