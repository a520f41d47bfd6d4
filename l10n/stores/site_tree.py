"""The folder that readers download from: made anew beside the old one, and put in its place in one step."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from ..checksums import NAME as SUMS
from ..checksums import is_inside, sums_from
from ..errors import StorageError
from ..files import storage_error
from .exchange_folders import exchange_folders

Exchange = Callable[[Path, Path], bool]


class SiteTree:
    """The site at *path*. One process at a time works on it: whoever calls holds the lock.

    Where *exchange* cannot exchange two folders, there is a moment without a site; `recover` brings the old one back.
    """

    def __init__(self, path: Path, *, exchange: Exchange = exchange_folders) -> None:
        self.path = path
        self._exchange = exchange
        self._new = path.with_name(f".{path.name}.diglot-new")
        self._old = path.with_name(f".{path.name}.diglot-old")

    def recover(self) -> None:
        """Take away what a run that was ended has left; where it left no site, bring back the one before."""
        try:
            if self._old.exists() and not self.path.exists():
                os.rename(self._old, self.path)
            for left in (self._new, self._old):
                if left.exists():
                    shutil.rmtree(left)
        except OSError as error:
            raise storage_error(f"cannot clear up beside {self.path}", error) from error

    def sums_digest(self) -> str:
        """Return the SHA-256 of the site's list of checksums, which is that of the site; "" where there is none."""
        data = self.read(SUMS)
        return hashlib.sha256(data).hexdigest() if data is not None else ""

    def read(self, name: str) -> bytes | None:
        """Return the content of a file of the site, None where there is none."""
        try:
            return (self.path / name).read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None
        except OSError as error:
            raise storage_error(f"cannot read {self.path / name}", error) from error

    def names(self) -> set[str]:
        """Return all files below the folder, with `/` between folders."""
        return names_below(self.path)

    def strangers(self) -> list[str]:
        """Return the files that no run of Diglot has put there, sorted; all, where the folder is no site at all."""
        data = self.read(SUMS)
        try:
            known = set(sums_from(data)) if data is not None else set()
        except ValueError:
            known = set()
        return sorted(self.names() - known - {SUMS, f"{SUMS}.minisig"})

    def begin(self) -> NewTree:
        """Return a new tree to fill. StorageError."""
        self.recover()
        try:
            self._new.mkdir(parents=True)
        except OSError as error:
            raise storage_error(f"cannot make {self._new}", error) from error
        return NewTree(self, self._new)

    def replace(self) -> None:
        """Put the new tree in the place of the old one, and take that away."""
        try:
            if not self.path.exists():
                os.rename(self._new, self.path)
            elif not self._exchange(self._new, self.path):
                os.rename(self.path, self._old)
                os.rename(self._new, self.path)
            _sync(self.path.parent)
        except OSError as error:
            raise storage_error(f"cannot put the new site in the place of {self.path}", error) from error
        self.recover()


class NewTree:
    """A site that is being written. *digests* are those of all files in it, *written* the names of new content."""

    def __init__(self, tree: SiteTree, folder: Path) -> None:
        self._tree, self._folder = tree, folder
        self._folders = {folder}
        self.digests: dict[str, str] = {}
        self.written: list[str] = []

    def put(self, name: str, data: bytes) -> None:
        """Write a file; where the old site has the same, it is that very file. StorageError."""
        if not is_inside(name) or name in self.digests:
            raise StorageError(f"{name!r} cannot be the name of a file of the site")
        self.digests[name] = hashlib.sha256(data).hexdigest()
        same = self._tree.read(name) == data
        try:
            path = self._place(name)
            if not (same and self._linked(name, path)):
                _write(path, data)
        except OSError as error:
            raise storage_error(f"cannot write {name} of the site", error) from error
        if not same:
            self.written.append(name)

    def keep(self, name: str, sha256: str) -> bool:
        """Take a file over from the old site; whether that has it, unharmed."""
        data = self._tree.read(name)
        if data is None or hashlib.sha256(data).hexdigest() != sha256:
            return False
        self.put(name, data)
        return True

    def removed(self) -> list[str]:
        """Return the files of the old site that are not in this one."""
        return sorted(self._tree.names() - set(self.digests))

    def sync(self) -> None:
        """Have the disk keep all that was written, before anything is said of it."""
        try:
            for folder in sorted(self._folders, reverse=True):
                _sync(folder)
            _sync(self._folder.parent)
        except OSError as error:
            raise storage_error("cannot write the new site", error) from error

    def drop(self) -> None:
        """Take away what was written."""
        self._tree.recover()

    def _place(self, name: str) -> Path:
        path = self._folder / name
        if path.parent not in self._folders:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._folders.update(p for p in path.parents if p.is_relative_to(self._folder))
        return path

    def _linked(self, name: str, path: Path) -> bool:
        with contextlib.suppress(OSError):  # a disk without links, or with as many as it can have
            os.link(self._tree.path / name, path)
            return True
        return False


def names_below(folder: Path) -> set[str]:
    """Return all files below *folder*, links too, with `/` between folders."""
    return {
        (Path(base) / name).relative_to(folder).as_posix()
        for base, folders, files in os.walk(folder)
        for name in (*files, *(f for f in folders if os.path.islink(os.path.join(base, f))))
    }


def _write(path: Path, data: bytes) -> None:
    with open(path, "xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
