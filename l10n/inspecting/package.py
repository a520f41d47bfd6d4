"""Zip files: e-books, Word and LibreOffice documents, and plain ones; members are read in memory, never unpacked."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from ..errors import CatalogError, InspectionError
from ..unzipping import read_members
from .book import traces_of_book_member
from .eye import Eye
from .office import traces_of_office_member
from .trace import Kind, Trace, trace

_MOST_BYTES = 200_000_000
_NO_DATE = "1980-01-01 00:00:00"
_OWNER_FIELDS = (0x5455, 0x5855, 0x7855, 0x7875, 0x000A, 0x000D)
"""Extra fields of a member that hold finer times, or the number of a user on the computer that packed it."""


def kind_of_package(data: bytes, path: str) -> str:
    """Return `epub`, `docx`, `xlsx`, `pptx`, `odf` or `zip`."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise InspectionError("this zip file is damaged", path=path, remedy="copy the file again") from error
    if "META-INF/container.xml" in names:
        return "epub"
    if "[Content_Types].xml" in names:
        folders = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx"}
        return next((kind for folder, kind in folders.items() if any(n.startswith(folder) for n in names)), "ooxml")
    return "odf" if "content.xml" in names and "META-INF/manifest.xml" in names else "zip"


def traces_of_package(data: bytes, kind: str, path: str, eye: Eye) -> Iterator[Trace]:
    """Yield what a package of *kind* gives away. InspectionError for bombs and for members that lead elsewhere."""
    try:
        members = read_members(data, path=path, max_bytes=_MOST_BYTES)
    except CatalogError as error:
        raise InspectionError(error.message, path=path, remedy=error.remedy) from error
    yield from _of_the_zip(data, eye)
    of_member = traces_of_book_member if kind in ("epub", "zip") else traces_of_office_member
    for name, body in members.items():
        yield from eye.read(name, "zip name")
        yield from of_member(name, body, members, eye)


def _of_the_zip(data: bytes, eye: Eye) -> Iterator[Trace]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        infos, comment = archive.infolist(), archive.comment
    for info in infos:
        year, month, day, hour, minute, second = info.date_time
        said = f"{year}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"
        if said != _NO_DATE:
            yield trace(Kind.TIME, "zip", said)
        for number in _extra_fields(info.extra):
            if number in _OWNER_FIELDS:
                yield trace(Kind.ID, "zip", f"field {number:#06x}: finer times, or the number of a user")
        if info.comment:
            yield from eye.field("", info.comment.decode("utf-8", "replace"), f"zip {info.filename}", kind=Kind.HIDDEN)
    if comment:
        yield from eye.field("", comment.decode("utf-8", "replace"), "zip comment", kind=Kind.HIDDEN)


def _extra_fields(extra: bytes) -> Iterator[int]:
    at = 0
    while at + 4 <= len(extra):
        yield int.from_bytes(extra[at : at + 2], "little")
        at += 4 + int.from_bytes(extra[at + 2 : at + 4], "little")
