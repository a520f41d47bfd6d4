"""What came back in a Word file: the rows of its tables, whatever a word processor or a person did to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from ..errors import CatalogError
from ..model import Key
from ..ports import Returned, ReturnedParcel
from .docx_parts import PARCEL
from .docx_text import attribute, child, local, main_part, parse_part, text_of, within
from .forms import NAMEPLATE, find_mark, fold_target, returned
from .unzipping import read_members

_MAX_BYTES = 64 * 1024 * 1024
_MAX_RATIO = 250
"""Rows without translations are much alike: our own pack 42 times."""

_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_AGAIN = "Export the document again, copy the translations into its right-hand column, and import that."


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of a table: what stands in its cells, and the tag of the lock around the original."""

    cells: tuple[str, ...]
    tag: str


def read_docx(data: bytes, *, path: str) -> ReturnedParcel:
    """Return the rows in the order of the file; see `DocxFormat.read`."""
    if data.startswith(_OLD_OFFICE):
        remedy = "Open it in your word processor, save it as Word (.docx) without a password, and import that."
        raise CatalogError("this is an old Word file (.doc), or one with a password", path=path, remedy=remedy)
    members = read_members(data, path=path, max_bytes=_MAX_BYTES, max_ratio=_MAX_RATIO)
    if "mimetype" in members and "content.xml" in members:
        remedy = "Open it in LibreOffice, save it as Word (.docx), and import that."
        raise CatalogError("this is an OpenDocument file", path=path, remedy=remedy)
    body = parse_part(members, main_part(members, path=path), path=path)
    lines = [line for row in within(body, "tr") if (line := _line(row)) is not None]
    originals = _originals(members, path=path)
    entries = tuple(_entries(lines, originals, path=path))
    if not entries:
        raise CatalogError("there is no table of originals and translations in it", path=path, remedy=_AGAIN)
    names = next((m for line in lines for cell in line.cells if (m := NAMEPLATE.search(_squeezed(cell)))), None)
    return ReturnedParcel(entries, *(names.groups() if names else originals.names))


def _line(row: Element) -> _Line | None:
    if child(row, "trPr", "del") is not None:
        return None
    cells = [cell for cell in within(row, "tc") if child(cell, "tcPr", "cellDel") is None]
    tags = (attribute(tag, "val") for cell in cells for tag in cell.iter() if local(tag) == "tag")
    tag = next((one for one in tags if one.startswith("diglot:")), "")
    return _Line(tuple(text_of(cell) for cell in cells), tag)


def _squeezed(text: str) -> str:
    return "".join(text.split())


@dataclass(frozen=True, slots=True)
class _Originals:
    """The copy of what was sent, by mark, where the program that saved the file has kept it."""

    by_mark: Mapping[str, Key]
    by_source: Mapping[str, Sequence[Key]]
    names: tuple[str, str, str]


def _originals(members: Mapping[str, bytes], *, path: str) -> _Originals:
    for name in members:
        if name.startswith("customXml/item") and PARCEL.encode() in members[name]:
            root = parse_part(members, name, path=path)
            keys = {row.get("mark", ""): (row.get("context", ""), row.text or "") for row in root}
            by_source: dict[str, list[Key]] = {}
            for key in keys.values():
                by_source.setdefault(key[1], []).append(key)
            return _Originals(keys, by_source, (root.get("slug", ""), root.get("source", ""), root.get("target", "")))
    return _Originals({}, {}, ("", "", ""))


def _entries(lines: list[_Line], originals: _Originals, *, path: str) -> Iterator[Returned]:
    for number, line in enumerate(lines, start=1):
        if any(NAMEPLATE.search(_squeezed(cell)) for cell in line.cells):
            continue  # the head of the table
        marked = next((n for n, cell in enumerate(line.cells) if find_mark(cell)), None)
        if marked is None and len(line.cells) < 3:
            continue  # a table of somebody's own
        if marked is not None and len(line.cells) - marked < 3:
            message = f"row {number} of the table has {len(line.cells)} columns of 3: one was deleted or merged"
            raise CatalogError(message, path=path, remedy=_AGAIN)
        mark = find_mark(line.cells[marked] if marked is not None else line.tag)
        source, target = line.cells[-2:] if marked is None else line.cells[marked + 1 : marked + 3]
        if mark or source.strip() or target.strip():
            yield _entry(mark, source, target, originals)


def _entry(mark: str, source: str, target: str, originals: _Originals) -> Returned:
    sent = originals.by_mark.get(mark)
    if sent is not None:
        return Returned(sent[1], fold_target(target, mark[-12:]), context=sent[0], base=mark[-12:])
    readings = [source.strip(), fold_target(source, None)]
    known = next((keys for reading in readings if (keys := originals.by_source.get(reading))), ())
    if not mark and known:  # the mark is gone, but nobody touched the original
        context = known[0][0] if len(known) == 1 else None
        return Returned(known[0][1], fold_target(target, None), context=context)
    return returned(mark, readings, target)
