"""Who is at work on a project: every program that opens it says so, and one that wants it alone sees that.

The hold is on the project's own folder, so it needs no file, works where nothing can be written, and ends with its
program, however that ends. On Windows, which cannot hold a folder, and on disks without locks it says nothing.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
import weakref
from collections.abc import Iterator
from pathlib import Path

from .errors import LockedError, StorageError

_WAIT_S = 10.0
_REMEDY = "Stop the desk and end every other command that works on it, then try again."

if sys.platform == "win32":

    def _take(folder: Path, *, alone: bool) -> int | None:
        return None

else:
    import fcntl

    def _take(folder: Path, *, alone: bool) -> int | None:
        """Return what holds the folder as long as it is open, None where it cannot be held. BlockingIOError."""
        try:
            descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except OSError:
            return None
        try:
            fcntl.flock(descriptor, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            raise
        except OSError:
            os.close(descriptor)
            return None
        return descriptor


class InUse:
    """Says that a program works on the project at *root*, until it is dropped. LockedError while one wants it alone."""

    def __init__(self, root: Path, *, timeout_s: float = _WAIT_S) -> None:
        deadline = time.monotonic() + timeout_s
        while True:
            try:
                descriptor = _take(root, alone=False)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise LockedError(f"{root} is being restored", remedy="Wait until it is, and try again.") from None
                time.sleep(0.02)
        if descriptor is not None:
            weakref.finalize(self, os.close, descriptor)


@contextlib.contextmanager
def alone_in(root: Path) -> Iterator[None]:
    """Hold the project at *root* alone. LockedError where any program works on it."""
    try:
        descriptor = _take(root, alone=True)
    except BlockingIOError:
        raise LockedError(f"somebody works on {root}", remedy=_REMEDY) from None
    if descriptor is None and not root.is_dir():
        raise StorageError(f"{root} is no folder", remedy="Name the folder of a project.")
    try:
        yield
    finally:
        if descriptor is not None:
            os.close(descriptor)
