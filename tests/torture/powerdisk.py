"""A disk whose power can be cut, mounted with FUSE by a process of its own: `python -m torture.powerdisk MOUNT FOLDER`.

It begins as FOLDER is and says `ready`. A line `cut SEED TARGET` on its input, with `-` for a strict one, is the moment of
the power cut: what survives is written to TARGET, and every call from then on fails. It is answered with `cut`.
"""

from __future__ import annotations

import contextlib
import errno
import functools
import os
import random
import shutil
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .desk import ENVIRONMENT, REPOSITORY
from .losing import Disk, Node, dump, load

MOUNTING_S = 20.0


def why_not() -> str:
    """Return why no disk can be mounted here, "" where one can."""
    if sys.platform != "linux":
        return "FUSE is tried on Linux alone"
    try:
        import mfusepy
    except (ImportError, OSError) as error:
        return f"mfusepy does not load ({error}); it needs libfuse (package libfuse2)"
    if mfusepy.fuse_version_major != 2:  # with 3 it hands on no handles, so that open files without a name are lost
        return "libfuse 2 is missing (package libfuse2)"
    if not os.access("/dev/fuse", os.R_OK | os.W_OK):
        return "/dev/fuse cannot be opened here"
    return "" if shutil.which("fusermount3") or shutil.which("fusermount") else "fusermount is missing (package fuse3)"


Until = tuple[str, str, str, str]
"""What `until` gives."""


class PowerDisk:
    """A mounted disk, seen from the process that tortures."""

    def __init__(self, mount: Path, folder: Path, *options: str, until: Until | None = None) -> None:
        self._mount = mount
        mount.mkdir(exist_ok=True)
        path = os.pathsep.join([str(REPOSITORY), str(REPOSITORY / "tests")])
        self._process = subprocess.Popen(
            [sys.executable, "-m", "torture.powerdisk", str(mount), str(folder), *options, *(until or ())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**ENVIRONMENT, "PYTHONPATH": path},
            start_new_session=True,
        )
        end = time.monotonic() + MOUNTING_S
        while not os.path.ismount(mount):
            assert self._process.poll() is None, "the disk cannot be mounted"
            assert time.monotonic() < end, "the disk is not mounted in time"
            time.sleep(0.005)

    def cut(self, target: Path, seed: int | None) -> None:
        """Cut the power now; what survives, by chance from *seed* or strictly, is in *target* afterwards.

        Where it has been cut before, at the call that `until` names, that one counts.
        """
        assert self._ask(f"cut {_word(seed)} {target}") == "cut"

    def changes(self) -> int:
        """Return how many calls have changed or synced something."""
        return int(self._ask("count"))

    def _ask(self, line: str) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().rstrip("\n")

    def close(self) -> None:
        """Unmount it, whoever has something open there."""
        _unmount(self._mount)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=10)
        self._process.kill()
        self._process.communicate()


def _unmount(mount: Path) -> None:
    name = "fusermount3" if shutil.which("fusermount3") else "fusermount"
    subprocess.run([name, "-u", "-z", str(mount)], capture_output=True)


def until(call: int, seed: int | None, target: Path) -> Until:
    """Say that the power is cut instead of the *call*-th call that would change or sync something, from 1."""
    return ("until", str(call), _word(seed), str(target))


def _word(seed: int | None) -> str:
    return "-" if seed is None else str(seed)


@contextmanager
def powered(mount: Path, folder: Path, *options: str, until: Until | None = None) -> Iterator[PowerDisk]:
    disk = PowerDisk(mount, folder, *options, until=until)
    try:
        yield disk
    finally:
        disk.close()


_CHANGING = frozenset(
    {"create", "write", "truncate", "fsync", "fsyncdir", "mkdir", "symlink", "link", "unlink", "rmdir", "rename"}
)


def _call(work: Callable[..., Any]) -> Callable[..., Any]:
    """One call of a program at a time, and none that works once the power is cut."""

    @functools.wraps(work)
    def guarded(self: Calls, *args: Any) -> Any:
        with self.mutex:
            if work.__name__ in _CHANGING and not self.is_cut:
                self.changes += 1
                if self.changes == self.last:
                    self.cut(self.seed, self.target)
            if self.is_cut:
                raise OSError(errno.EIO, "the power is cut")
            return work(self, *args)

    return guarded


class Calls:
    """What the kernel asks for, by the names of FUSE."""

    use_ns = True
    flag_nullpath_ok = True
    """Files that were removed and are open still have no path."""

    def __init__(self, disk: Disk) -> None:
        self.disk, self.is_cut, self.mutex = disk, False, threading.Lock()
        self.changes, self.last, self.seed, self.target = 0, 0, "-", ""
        self._open: dict[int, Node] = {}
        self._last = 0

    def cut(self, seed: str, target: str) -> None:
        """Be dead from now on, and write what survives to *target*; once."""
        if not self.is_cut:
            self.is_cut = True
            dump(self.disk.after_a_power_cut(None if seed == "-" else random.Random(int(seed))), Path(target))

    def _of(self, path: str, handle: int | None) -> Node:
        return self._open[handle] if handle in self._open else self.disk.find(path)

    def _opened(self, node: Node) -> int:
        self._last += 1
        self._open[self._last] = node
        return self._last

    @_call
    def getattr(self, path: str, handle: int | None = None) -> dict[str, float]:
        node = self._of(path, handle)
        times = dict.fromkeys(("st_atime", "st_mtime", "st_ctime"), round(node.changed_at * 1e9))
        return {"st_mode": node.mode, "st_size": len(node.data), "st_nlink": 1, "st_uid": 0, "st_gid": 0, **times}

    @_call
    def readdir(self, path: str, handle: int) -> list[str]:
        return [".", "..", *self.disk.find(path).entries]

    @_call
    def open(self, path: str, flags: int) -> int:
        return self._opened(self.disk.find(path))

    @_call
    def create(self, path: str, mode: int, info: object = None) -> int:
        return self._opened(self.disk.make(path, stat.S_IFREG | mode))

    @_call
    def opendir(self, path: str) -> int:
        return self._opened(self.disk.find(path))

    @_call
    def read(self, path: str, size: int, offset: int, handle: int) -> bytes:
        return bytes(self._of(path, handle).data[offset : offset + size])

    @_call
    def write(self, path: str, data: bytes, offset: int, handle: int) -> int:
        return self.disk.write(self._of(path, handle), data, offset)

    @_call
    def truncate(self, path: str, length: int, handle: int | None = None) -> None:
        self.disk.truncate(self._of(path, handle), length)

    @_call
    def fsync(self, path: str, only_data: int, handle: int) -> None:
        self.disk.sync(self._of(path, handle))

    @_call
    def fsyncdir(self, path: str, only_data: int, handle: int) -> None:
        self.disk.sync(self._of(path, handle))

    @_call
    def release(self, path: str, handle: int) -> None:
        self._open.pop(handle, None)

    @_call
    def releasedir(self, path: str, handle: int) -> None:
        self._open.pop(handle, None)

    @_call
    def mkdir(self, path: str, mode: int) -> None:
        self.disk.make(path, stat.S_IFDIR | mode)

    @_call
    def symlink(self, path: str, target: str) -> None:
        self.disk.make(path, stat.S_IFLNK | 0o777, target.encode())

    @_call
    def readlink(self, path: str) -> str:
        return bytes(self.disk.find(path).data).decode()

    @_call
    def link(self, path: str, known: str) -> None:
        self.disk.link(path, self.disk.find(known))

    @_call
    def unlink(self, path: str) -> None:
        self.disk.remove(path)

    @_call
    def rmdir(self, path: str) -> None:
        self.disk.remove(path)

    @_call
    def rename(self, old: str, new: str, flags: int = 0) -> None:
        if flags:  # to exchange two names, which not every disk can
            raise OSError(errno.EINVAL, old)
        self.disk.rename(old, new)

    @_call
    def chmod(self, path: str, mode: int, handle: int | None = None) -> None:
        node = self.disk.find(path)
        node.mode = stat.S_IFMT(node.mode) | stat.S_IMODE(mode)

    @_call
    def utimens(self, path: str, times: tuple[float, float] | None = None, handle: int | None = None) -> None:
        self.disk.find(path).changed_at = times[1] / 1e9 if times else time.time()


def _listen(calls: Calls, mount: Path) -> None:
    """Do as the process says that mounted the disk; when that is gone, the disk goes too."""
    for line in sys.stdin:
        words = line.rstrip("\n").split(" ", 2)
        with calls.mutex:
            if words[0] == "cut":
                calls.cut(*words[1:])
            print("cut" if words[0] == "cut" else calls.changes, flush=True)
    _unmount(mount)


def main(mount: str, folder: str, *options: str) -> None:
    import mfusepy

    disk = load(Path(folder), forgets="forgets" in options, forgets_folders="forgets-folders" in options)
    calls = Calls(disk)
    if "until" in options:
        last, calls.seed, calls.target = options[options.index("until") + 1 :]
        calls.last = int(last)
    names = [name for name in vars(Calls) if not name.startswith("_") and name != "cut"]
    operations = type("Operations", (mfusepy.Operations,), {name: getattr(calls, name) for name in names})()
    threading.Thread(target=_listen, args=(calls, Path(mount)), daemon=True).start()
    settings = {"attr_timeout": 0, "entry_timeout": 0, "hard_remove": True, "default_permissions": False}
    mfusepy.FUSE(operations, mount, foreground=True, nothreads=True, fsname="power", **settings)


if __name__ == "__main__":
    main(*sys.argv[1:])
