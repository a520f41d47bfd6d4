"""The guard before every zip that comes from outside: members are read into memory, nothing is ever unpacked."""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from typing import NoReturn

from .errors import CatalogError

_REMEDY = "Export the file again with the program that made it; if a stranger sent it, do not open it."
_SMALL = 64 * 1024
"""Up to this size a member may be packed as tightly as it likes: too small to harm, and empty forms pack well."""

_UNSAFE_NAME = re.compile(r"[\\\x00-\x1f\x7f]|^/|^[A-Za-z]:|(?:^|/)\.\.?(?:/|$)|//")
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCRYPTED = 0x1


def read_members(
    data: bytes, *, path: str, max_bytes: int, max_ratio: int = 100, max_members: int = 1000
) -> dict[str, bytes]:
    """Return the files in the zip *data* by name, in its order; folders are left out.

    CatalogError, before anything is inflated, for what is damaged, encrypted or too large when unpacked
    (*max_bytes* in all, *max_ratio* times its packed size), and for names that lead elsewhere, links and twins.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            _refuse_hostile(infos, path=path, max_members=max_members)
            _refuse_bomb(infos, len(data), path=path, max_bytes=max_bytes, max_ratio=max_ratio)
            return {info.filename: _read(archive, info, path=path) for info in infos if not info.is_dir()}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise CatalogError("this is not a zip file, or it is damaged", path=path, remedy=_REMEDY) from error


def _refuse_hostile(infos: list[zipfile.ZipInfo], *, path: str, max_members: int) -> None:
    if len(infos) > max_members:
        _refuse(f"the zip has {len(infos)} members; at most {max_members} are read", path)
    seen: set[str] = set()
    for info in infos:
        name = info.filename
        if not name or _UNSAFE_NAME.search(name):
            _refuse(f"the name {name!a} in the zip leads elsewhere", path)
        if name.rstrip("/").casefold() in seen:
            _refuse(f"{name!a} stands in the zip twice", path)
        seen.add(name.rstrip("/").casefold())
        if stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG, stat.S_IFDIR):
            _refuse(f"{name!a} in the zip is a link, not a file", path)
        if info.flag_bits & _ENCRYPTED:
            _refuse(f"{name!a} in the zip is encrypted", path)
        if info.compress_type not in _METHODS:
            _refuse(f"{name!a} is packed in a way that is not read here", path)


def _refuse_bomb(infos: list[zipfile.ZipInfo], size: int, *, path: str, max_bytes: int, max_ratio: int) -> None:
    total = sum(info.file_size for info in infos)
    if total > max_bytes:
        _refuse(f"unpacked, the zip would have {total:,} bytes; at most {max_bytes:,} are read", path)
    packed = [(info.filename, info.file_size, info.compress_size) for info in infos]
    for name, large, small in [*packed, ("the zip", total, size)]:
        if large > max(_SMALL, max_ratio * small):
            _refuse(f"{name!a} would grow to more than {max_ratio} times its size", path)


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, *, path: str) -> bytes:
    with archive.open(info) as member:
        found = member.read(info.file_size + 1)
    if len(found) != info.file_size:
        _refuse(f"{info.filename!a} in the zip is not as long as it says", path)
    return found


def _refuse(message: str, path: str) -> NoReturn:
    raise CatalogError(message, path=path, remedy=_REMEDY)
