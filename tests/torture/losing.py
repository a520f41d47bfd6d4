"""A disk in memory that knows of everything whether it would outlive a power cut.

What is written is there for every program at once, and durable only later: a file's content when that file is synced,
a name in a folder, made, changed or removed, when that folder is. The power may go at any moment. Then what is durable
stays, and of the rest, *by chance*, each changed page of 4,096 bytes and each change of names for itself, whatever the
order in which they were made; or, *strictly*, nothing at all.

A rename is one change, as on any file system with a journal. Of several versions of one page the last alone may survive.
"""

from __future__ import annotations

import errno
import os
import random
import stat
import time
from dataclasses import dataclass, field
from pathlib import Path

PAGE = 4096


@dataclass(slots=True, eq=False)
class Node:
    """A file, a folder or a symbolic link: as programs see it, and as a power cut would leave it."""

    mode: int
    data: bytearray = field(default_factory=bytearray)
    entries: dict[str, Node] = field(default_factory=dict)
    kept: bytes = b""
    kept_entries: dict[str, Node] = field(default_factory=dict)
    changed_at: float = field(default_factory=time.time)

    @property
    def is_folder(self) -> bool:
        return stat.S_ISDIR(self.mode)


@dataclass(slots=True, eq=False)
class Change:
    """Names that change together: in which folder which name stands for what then, None for nothing."""

    names: list[tuple[Node, str, Node | None]]
    waits_for: set[int]
    """The folders that have to be synced for it to be durable."""

    def apply(self) -> None:
        for folder, name, node in self.names:
            if node is None:
                folder.kept_entries.pop(name, None)
            else:
                folder.kept_entries[name] = node


class Disk:
    """A file system. What its methods are named by stands in the errors, which are OSErrors."""

    def __init__(self, *, forgets: bool = False, forgets_folders: bool = False) -> None:
        self.root = Node(stat.S_IFDIR | 0o755)
        self._changes: list[Change] = []
        self._forgets, self._forgets_folders = forgets, forgets_folders

    def find(self, path: str) -> Node:
        node = self.root
        for name in filter(None, path.split("/")):
            if not node.is_folder:
                raise OSError(errno.ENOTDIR, path)
            if name not in node.entries:
                raise OSError(errno.ENOENT, path)
            node = node.entries[name]
        return node

    def make(self, path: str, mode: int, data: bytes = b"") -> Node:
        """Make a file, a folder or a link, by its *mode*."""
        folder, name = self._place(path)
        if name in folder.entries:
            raise OSError(errno.EEXIST, path)
        node = Node(mode, bytearray(data))
        self._change((folder, name, node))
        return node

    def link(self, path: str, node: Node) -> None:
        folder, name = self._place(path)
        if name in folder.entries:
            raise OSError(errno.EEXIST, path)
        self._change((folder, name, node))

    def remove(self, path: str) -> None:
        folder, name = self._place(path)
        if self.find(path).entries:
            raise OSError(errno.ENOTEMPTY, path)
        self._change((folder, name, None))

    def rename(self, old: str, new: str) -> None:
        node, (source, from_name), (target, to_name) = self.find(old), self._place(old), self._place(new)
        there = target.entries.get(to_name)
        if there is node:
            return
        if there and there.entries:
            raise OSError(errno.ENOTEMPTY, new)
        self._change((source, from_name, None), (target, to_name, node))

    def write(self, node: Node, data: bytes, offset: int) -> int:
        if offset > len(node.data):
            node.data.extend(bytes(offset - len(node.data)))
        node.data[offset : offset + len(data)] = data
        node.changed_at = time.time()
        return len(data)

    def truncate(self, node: Node, size: int) -> None:
        if size < len(node.data):
            del node.data[size:]
        else:
            node.data.extend(bytes(size - len(node.data)))
        node.changed_at = time.time()

    def sync(self, node: Node) -> None:
        """Make what a file holds durable, or which names a folder has."""
        if self._forgets or (node.is_folder and self._forgets_folders):
            return
        node.kept = bytes(node.data)
        if node.is_folder:
            self._sync_names(node)

    def _sync_names(self, folder: Node) -> None:
        left, held = [], set[tuple[int, str]]()
        for change in self._changes:
            change.waits_for.discard(id(folder))
            names = {(id(each), name) for each, name, _ in change.names}
            if change.waits_for or names & held:
                left.append(change)
                held |= names
            else:
                change.apply()
        self._changes = left

    def after_a_power_cut(self, chance: random.Random | None) -> Disk:
        """Return what is there when the power is back: by *chance*, or, where that is None, strictly. This one is spent."""
        if chance:
            for change in self._changes:
                if chance.random() < 0.5:
                    change.apply()
        found = Disk()
        found.root = _survivor(self.root, chance, {})
        return found

    def keep_all(self) -> None:
        """Make everything durable."""
        for change in self._changes:
            change.apply()
        self._changes = []
        todo = [self.root]
        while todo:
            node = todo.pop()
            node.kept = bytes(node.data)
            todo += node.entries.values()

    def _place(self, path: str) -> tuple[Node, str]:
        parent, _, name = path.rpartition("/")
        folder = self.find(parent)
        if not folder.is_folder:
            raise OSError(errno.ENOTDIR, parent)
        return folder, name

    def _change(self, *names: tuple[Node, str, Node | None]) -> None:
        for folder, name, node in names:
            if node is None:
                del folder.entries[name]
            else:
                folder.entries[name] = node
            folder.changed_at = time.time()
        self._changes.append(Change(list(names), {id(folder) for folder, _, _ in names}))


def _survivor(node: Node, chance: random.Random | None, known: dict[int, Node]) -> Node:
    if id(node) not in known:
        left = known[id(node)] = Node(node.mode)
        left.data = bytearray(node.data if stat.S_ISLNK(node.mode) else _content(node, chance))
        left.kept = bytes(left.data)
        left.entries = {name: _survivor(each, chance, known) for name, each in node.kept_entries.items()}
        left.kept_entries = dict(left.entries)
    return known[id(node)]


def _content(node: Node, chance: random.Random | None) -> bytes:
    if chance is None or node.kept == node.data:
        return node.kept
    size = chance.choice((len(node.kept), len(node.data)))
    found = bytearray(node.kept[:size].ljust(size, b"\0"))
    for start in range(0, size, PAGE):
        page = node.data[start : min(start + PAGE, size)]
        if chance.random() < 0.5:
            found[start : start + len(page)] = page
    return bytes(found)


def load(folder: Path, *, forgets: bool = False, forgets_folders: bool = False) -> Disk:
    """Return a disk that holds what a folder does, all of it durable."""
    disk = Disk(forgets=forgets, forgets_folders=forgets_folders)
    for base, folders, files in os.walk(folder):
        inner = os.path.relpath(base, folder)
        for name in (*folders, *files):
            path = Path(base, name)
            mode, place = os.lstat(path).st_mode, os.path.normpath(f"{inner}/{name}")
            if stat.S_ISLNK(mode):
                disk.make(place, mode, os.readlink(path).encode())
            else:
                disk.make(place, mode, b"" if stat.S_ISDIR(mode) else path.read_bytes())
    disk.keep_all()
    return disk


def dump(disk: Disk, folder: Path) -> None:
    """Write what a disk holds into a *folder* that is not there yet."""
    folder.mkdir()
    todo = [(disk.root, folder)]
    while todo:
        node, place = todo.pop()
        for name, each in node.entries.items():
            path = place / name
            if each.is_folder:
                path.mkdir()
                todo.append((each, path))
            elif stat.S_ISLNK(each.mode):
                path.symlink_to(bytes(each.data).decode())
            else:
                path.write_bytes(each.data)
            if not stat.S_ISLNK(each.mode):
                path.chmod(stat.S_IMODE(each.mode))
