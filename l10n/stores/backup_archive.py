"""A backup as one file: a tar of plain files packed with gzip, its manifest first; the same content, the same bytes."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import tarfile
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO, NoReturn, Protocol

from ..backups import LARGEST_MANIFEST, MOST_GROWTH, NAME, SMALL, Manifest, Member, manifest_bytes, manifest_from
from ..errors import BackupError, StorageError
from ..files import storage_error, sync_file, sync_folder

_BLOCK = 1 << 20
_LEVEL = 6
_ROOM = 50_000_000
"""What stays free on a disk that a backup is unpacked on."""

_LARGEST_HEAD = 100_000
_EXTENDED = (
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
)
_REMEDY = "take another copy of the backup: nothing of this one was put anywhere"


class _Head(tarfile.TarInfo):
    """The head of a member; one that is larger than any name needs is refused before it is read into memory."""

    def _proc_member(self, archive: tarfile.TarFile) -> tarfile.TarInfo:
        if self.type in _EXTENDED and self.size > _LARGEST_HEAD:
            raise tarfile.HeaderError("a head is too large")
        made: tarfile.TarInfo = super()._proc_member(archive)  # type: ignore[misc]  # tarfile's own way in, untyped
        return made


class Contents(Protocol):
    """Gives the content of each member, from where the file stands."""

    def open(self, name: str) -> IO[bytes]: ...


def write_archive(file: IO[bytes], manifest: Manifest, contents: Contents) -> None:
    """Write a backup. OSError."""
    with (
        gzip.GzipFile(filename="", mode="wb", compresslevel=_LEVEL, fileobj=file, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
    ):
        data = manifest_bytes(manifest)
        tar.addfile(_info(NAME, len(data)), io.BytesIO(data))
        for name, member in manifest.members.items():
            tar.addfile(_info(name, member.size_bytes), contents.open(name))


def unpack_archive(file: IO[bytes], folder: Path, *, path: str, size_bytes: int) -> Manifest:
    """Put the files of a backup into an empty *folder*, each durably and as its digest says; return the manifest.

    *size_bytes* is how large the file is. BackupError for anything that is not as it was written: a name, a kind, a
    size, a digest, a file too many or too few. StorageError where the disk has no room or fails.
    """
    try:
        with (
            gzip.GzipFile(fileobj=file, mode="rb") as packed,
            tarfile.open(fileobj=packed, mode="r|", errorlevel=2, tarinfo=_Head) as tar,
        ):
            manifest = _manifest(tar, path)
            _demand_room(manifest, folder, path=path, size_bytes=size_bytes)
            _unpack_members(tar, manifest.members, folder, path)
            while rest := packed.read(_BLOCK):  # to its very end, where gzip's own digest stands
                if rest.strip(b"\0"):
                    _refuse("there is something behind its end", path)
        _sync(folder, manifest.members)
    except (tarfile.TarError, EOFError, gzip.BadGzipFile, zlib.error, UnicodeError) as error:
        raise BackupError("this is no backup, or it is damaged", path=path, remedy=_REMEDY) from error
    except OSError as error:
        raise storage_error(f"cannot unpack {path}", error) from error
    return manifest


def _info(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info


def _manifest(tar: tarfile.TarFile, path: str) -> Manifest:
    first = tar.next()
    if first is None or first.name != NAME or not first.isreg() or first.size > LARGEST_MANIFEST:
        _refuse("it does not begin with the manifest of a backup", path)
    read = tar.extractfile(first)
    try:
        return manifest_from(read.read() if read else b"")
    except ValueError as error:
        raise BackupError(str(error), path=path, remedy=_REMEDY) from error


def _demand_room(manifest: Manifest, folder: Path, *, path: str, size_bytes: int) -> None:
    size = manifest.size_bytes
    if size > max(SMALL, MOST_GROWTH * size_bytes):
        _refuse(f"it would grow to more than {MOST_GROWTH} times its size", path)
    stat = os.statvfs(folder) if hasattr(os, "statvfs") else None
    if stat and size + _ROOM > stat.f_bavail * stat.f_frsize:
        raise StorageError(f"{path} needs {size // 1_000_000 + 1:,} MB here", remedy="Make room, or restore elsewhere.")


def _unpack_members(tar: tarfile.TarFile, members: Mapping[str, Member], folder: Path, path: str) -> None:
    seen: set[str] = set()
    while (info := tar.next()) is not None:
        member = members.get(info.name)
        if member is None or info.name in seen:
            _refuse(f"{info.name!r:.80} stands in it and not in its manifest", path)
        if not info.isreg() or info.issparse():
            _refuse(f"{info.name!r:.80} is no plain file", path)
        if info.size != member.size_bytes or _unpack(tar, info, folder / info.name) != member.sha256:
            _refuse(f"{info.name!r:.80} is not what was put into it", path)
        seen.add(info.name)
    if missing := sorted(members.keys() - seen):
        _refuse(f"{missing[0]!r:.80} is missing", path)


def _unpack(tar: tarfile.TarFile, info: tarfile.TarInfo, target: Path) -> str:
    """Write a member to its place; return its digest."""
    content, digest = tar.extractfile(info), hashlib.sha256()
    target.parent.mkdir(parents=True, exist_ok=True)
    with open(target, "xb") as file:
        while content and (block := content.read(_BLOCK)):
            digest.update(block)
            file.write(block)
    return digest.hexdigest()


def _sync(folder: Path, names: Iterable[str]) -> None:
    """Have the disk keep what was unpacked: all at the end, by when most of it is there."""
    for name in names:
        sync_file(folder / name)
    for base, _, _ in os.walk(folder):
        sync_folder(base)


def _refuse(finding: str, path: str) -> NoReturn:
    raise BackupError(finding, path=path, remedy=_REMEDY)
