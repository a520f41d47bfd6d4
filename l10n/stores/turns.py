"""Who of one program's threads may use a SQLite file now: many read together, one changes it.

With a rollback journal nobody may read while a change is being put on disk, and SQLite has who meets it sleep, a tenth
of a second in the end, however soon the way is free. Threads that know of each other need not sleep. What is promised
is speed alone: SQLite's own locks keep the file whole, and whoever waited too long here goes on and asks them.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE_S = 2.0


class Turns:
    """The turns at one database; nobody waits longer than *patience_s* seconds for readers, or as a reader."""

    def __init__(self, patience_s: float = PATIENCE_S) -> None:
        self._patience_s = patience_s
        self._writers = threading.Lock()
        self._change = threading.Condition()
        self._readers = 0
        self._settling = False
        self._here = threading.local()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Wait while a change is being put on disk. A thread that reads already goes on at once."""
        depth = getattr(self._here, "depth", 0)
        with self._change:
            if not depth:
                self._change.wait_for(lambda: not self._settling, self._patience_s)
            self._readers += 1
        self._here.depth = depth + 1
        try:
            yield
        finally:
            self._here.depth = depth
            with self._change:
                self._readers -= 1
                if not self._readers or self._settling:
                    self._change.notify_all()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Wait until no other thread prepares a change."""
        with self._writers:
            yield

    @contextmanager
    def settling(self) -> Iterator[None]:
        """Wait until nobody reads, and keep readers out meanwhile: a change is put on disk now."""
        with self._change:
            self._settling = True
            self._change.wait_for(lambda: self._readers <= getattr(self._here, "depth", 0), self._patience_s)
        try:
            yield
        finally:
            with self._change:
                self._settling = False
                self._change.notify_all()
