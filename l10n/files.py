"""Files written whole or not at all, and locks between processes and threads.

Every file of a project that matters goes through `write_atomically`: a crash at any point leaves the old
content or the new, and at worst a stray temporary file for `temporaries` to sweep.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from .errors import LockedError, StorageError
from .failed_disks import demand_working, note_failure
from .replacing import replace_patiently

SUFFIX = ".diglot-tmp"
"""How temporary files end, which begin with a dot and lie beside what they will replace."""
_REMEDIES: dict[int, str] = {
    errno.ENOSPC: "Free some space on this disk and try again; the old content is still there.",
    errno.EDQUOT: "Your disk quota is used up: free some space and try again; the old content is still there.",
    errno.EROFS: "This disk is read-only: make it writable, or work on a copy of the project.",
    errno.EACCES: "Allow your user to write in this folder and try again.",
    errno.EPERM: "Allow your user to write in this folder and try again.",
}
_OTHER_REMEDY = "Check the disk, then run `diglot recover`."


Lasting = Literal["durable", "whole", "derived"]
"""What a power cut may do to a file just written. durable: nothing. whole: bring back what was there before, if any.
derived: leave it empty too; for what is made of other files and is compared with them each time it is used."""


def write_atomically(path: Path, data: bytes, *, lasting: Lasting = "durable") -> None:
    """Replace the content of *path* by *data*, so that no reader ever sees a part of it, however the program ends.

    Missing folders are made. An existing file keeps its permissions. StorageError where the disk refuses.
    """
    folder = os.path.dirname(path) or "."
    demand_working(folder)
    try:
        try:
            _replace(path, data, sync=lasting != "derived")
        except FileNotFoundError:
            _make_folder(Path(folder), sync=lasting == "durable")
            _replace(path, data, sync=lasting != "derived")
        if lasting == "durable":
            sync_folder(folder)
    except OSError as error:
        raise storage_error(f"cannot write {path}", error) from error


def move_file(source: Path, target: Path) -> None:
    """Rename a file or a folder, durably: at any moment it lies in one of the two places. StorageError."""
    try:
        _make_folder(target.parent)
        os.rename(source, target)
        for folder in {source.parent, target.parent}:
            sync_folder(folder)
    except OSError as error:
        raise storage_error(f"cannot move {source} to {target}", error) from error


def remove_file(path: Path) -> None:
    """Remove a file, durably; one that is not there is no error. StorageError."""
    try:
        path.unlink(missing_ok=True)
        if path.parent.is_dir():
            sync_folder(path.parent)
    except OSError as error:
        raise storage_error(f"cannot remove {path}", error) from error


def storage_error(what: str, error: OSError) -> StorageError:
    """Return the StorageError that says *what* failed, why, and what to try."""
    remedy = _REMEDIES.get(error.errno or 0, _OTHER_REMEDY)
    return StorageError(f"{what}: {error.strerror or error}", remedy=remedy)


Stamp = tuple[int, int, int, int]
"""Size, mtime and ctime in ns, inode: a file with the stamp of another time has the content of that time."""

UNKNOWN: Stamp = (-1, 0, 0, 0)
"""The stamp of a file that changed a moment ago: it could change again and keep its times."""

_RACY_NS = 2_000_000_000


def stamp_of(stat: os.stat_result) -> Stamp:
    return (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino & (2**63 - 1))


def read_stamped(path: Path | str) -> tuple[bytes, Stamp]:
    """Return the content of a file and its stamp, UNKNOWN if it changed in the last two seconds. OSError."""
    now_ns = time.time_ns()
    with open(path, "rb", buffering=0) as file:
        stat = os.fstat(file.fileno())
        newest_ns = max(stat.st_mtime_ns, stat.st_ctime_ns)
        return file.read(), stamp_of(stat) if newest_ns < now_ns - _RACY_NS else UNKNOWN


def names_in(folder: Path) -> list[str]:
    """Return what is in a folder, in order; nothing where there is none, or no longer one. OSError."""
    try:
        return sorted(os.listdir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return []


def paths_below(folder: Path) -> Iterator[Path]:
    """Yield all folders and files below, a folder before what is in it; what others remove meanwhile is left out.

    (pathlib's own walk breaks off at a folder that is gone.) Links are not followed.
    """
    for parent, folders, files in os.walk(folder):
        folders.sort()
        yield from (Path(parent, name) for name in (*folders, *sorted(files)))


@contextlib.contextmanager
def locked(path: Path, *, timeout_s: float = 10.0, name: str = "") -> Iterator[None]:
    """Hold the lock file *path* (kept under `.diglot/locks/`) against other processes and threads.

    Not reentrant. The system frees it when its holder dies; the file itself stays and stays empty.
    LockedError after *timeout_s*; it calls what is locked *name*, else as the file is called.
    """
    deadline = time.monotonic() + timeout_s
    mine = _THREADS.setdefault(os.path.abspath(path), threading.Lock())
    if not mine.acquire(timeout=max(timeout_s, 0.0)):
        raise _locked_error(name or path.stem)
    try:
        descriptor = _open_lock(path)
        try:
            _wait_for(descriptor, name or path.stem, deadline)
            yield
        finally:
            os.close(descriptor)
    finally:
        mine.release()


_THREADS: dict[str, threading.Lock] = {}

if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_THREADS.clear)


def _replace(path: Path, data: bytes, *, sync: bool) -> None:
    descriptor, temporary = open_beside(*os.path.split(path))
    try:
        try:
            _write_all(descriptor, data)
            with contextlib.suppress(FileNotFoundError):
                os.chmod(temporary, os.stat(path).st_mode & 0o7777)
            if sync:
                _fsync(descriptor, path)
            if sys.platform != "win32":  # under the hold, so that no sweep takes it; Windows renames closed files only
                os.replace(temporary, path)
        finally:
            os.close(descriptor)
        if sys.platform == "win32":
            replace_patiently(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def open_beside(folder: str, name: str, *, mode: int = 0o666) -> tuple[int, str]:
    """Make a temporary file beside *name*; return it open for writing, held against sweeps, and its path. OSError."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    while True:
        # The name is cut so that even the longest allowed name leaves room for the rest.
        temporary = os.path.join(folder, f".{name[:60]}.{os.urandom(6).hex()}{SUFFIX}")
        descriptor = os.open(temporary, flags, mode)
        if sys.platform == "win32" or (hold_file(descriptor) and os.fstat(descriptor).st_nlink):
            return descriptor, temporary
        os.close(descriptor)  # a sweep took it, or a look at what lies about, between its birth and our hold
        with contextlib.suppress(OSError):
            os.unlink(temporary)


def _write_all(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _make_folder(folder: Path, *, sync: bool = True) -> None:
    missing = [f for f in (folder, *folder.parents) if not f.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for made in missing if sync else ():
        sync_folder(made.parent)


def sync_folder(folder: Path | str) -> None:
    """Have the disk keep which files a folder has. OSError."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        _fsync(descriptor, folder)
    finally:
        os.close(descriptor)


def sync_file(path: Path | str) -> None:
    """Have the disk keep what a file holds, by whomever it was written. OSError."""
    descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0))
    try:
        _fsync(descriptor, path)
    finally:
        os.close(descriptor)


def _fsync(descriptor: int, path: Path | str) -> None:
    try:
        os.fsync(descriptor)
    except OSError as error:
        note_failure(path, f"{path} could not be brought to it ({error.strerror})")
        raise


def _open_lock(path: Path) -> int:
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0)
    try:
        try:
            return os.open(path, flags, 0o666)
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            return os.open(path, flags, 0o666)
    except OSError as error:
        raise storage_error(f"cannot open the lock {path}", error) from error


def _wait_for(descriptor: int, name: str, deadline: float) -> None:
    pause_s = 0.0005
    while not hold_file(descriptor):
        left_s = deadline - time.monotonic()
        if left_s <= 0:
            raise _locked_error(name)
        time.sleep(min(pause_s, left_s))
        pause_s = min(pause_s * 2, 0.02)


def _locked_error(name: str) -> LockedError:
    remedy = "Wait until the other desk or command has finished, or end it, and try again."
    return LockedError(f"{name} is in use by somebody else", remedy=remedy)


if sys.platform == "win32":
    import msvcrt

    def hold_file(descriptor: int) -> bool:
        """Take the file for this descriptor alone, without waiting; no sweep removes it. False where another has it."""
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def hold_file(descriptor: int) -> bool:
        """Take the file for this descriptor alone, without waiting; no sweep removes it. False where another has it."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
