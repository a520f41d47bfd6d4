"""CSV for spreadsheets: UTF-8 with BOM, without which Excel takes it for another encoding.

A cell that a spreadsheet could take for a formula gets an apostrophe in front, and comes back without it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping

from ..errors import CatalogError
from ..model import Entry
from ..ports import Parcel, Returned, ReturnedParcel
from ..returning import mark_of, read_mark
from ..spreadsheet import harmless, restored
from .xliff12 import notes_of

COLUMNS = ("id", "context", "source", "target", "state", "note", "article", "source locale", "target locale")

_BROKEN = re.compile(r"#(?:NAME\?|REF!|VALUE!|DIV/0!|N/A|NULL!|NUM!)|Err:\d{3}")
"""What stands in a cell whose text was taken for a formula."""
_FINISHED = frozenset({"approved", "done", "final", "finished", "reviewed", "translated"})
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_SAVE_AS = "In the spreadsheet choose “Save as”, and there “CSV UTF-8”."


class CsvFormat:
    """A table with a row for each entry."""

    name = "csv"
    suffix = ".csv"

    def write(self, parcel: Parcel) -> bytes:
        """Return the catalog as a table; every cell stands in quotes."""
        out = io.StringIO(newline="")
        writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        writer.writerow(COLUMNS)
        for entry in parcel.catalog.entries:
            writer.writerow([harmless(cell) for cell in _row(entry, parcel)])
        return out.getvalue().encode("utf-8-sig")

    def read(self, data: bytes, *, path: str) -> ReturnedParcel:
        """Return the rows in their order, whatever the order of the columns. CatalogError with line."""
        rows = list(_rows(_decoded(data, path=path), path=path))
        return ReturnedParcel(
            tuple(_returned(row) for row in rows if row["source"]),
            slug=_common(rows, "article"),
            source_locale=_common(rows, "source locale"),
            target_locale=_common(rows, "target locale"),
        )


def looks_like_table(data: bytes) -> bool:
    """Whether *data* begins as a table with tabs does, which Excel calls “Unicode text” and names `.txt`."""
    encoding = "utf-16" if data[:2] in _UTF_16 else "utf-8-sig"
    first = data[:2000].decode(encoding, errors="ignore").partition("\n")[0]
    return {"source", "target"} <= {cell.strip(' "\r').lower() for cell in first.split("\t")}


def _row(entry: Entry, parcel: Parcel) -> list[str]:
    state = entry.state(parcel.approvals).value
    note = "\n".join(notes_of(entry, parcel))
    languages = [parcel.source_locale, parcel.catalog.locale]
    return [mark_of(entry), entry.context, entry.source, entry.target, state, note, parcel.catalog.slug, *languages]


def _decoded(data: bytes, *, path: str) -> str:
    """Return the text; what Excel calls “Unicode text” is UTF-16."""
    encoding = "utf-16" if data[:2] in _UTF_16 else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CatalogError("this is not UTF-8", path=path, line=line, remedy=_SAVE_AS) from error


def _rows(text: str, *, path: str) -> Iterator[Mapping[str, str]]:
    first = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = [restored(cell).strip().lower() for cell in next((row for row in reader if row), [])]
        for name in ("source", "target"):
            if header.count(name) != 1:
                remedy = "Keep the first row as Diglot wrote it: " + ", ".join(COLUMNS)
                raise CatalogError(f"there is no column {name!r}", path=path, line=1, remedy=remedy)
        for row in reader:
            cells = dict(zip(header, map(restored, row), strict=False))
            if any(cells.values()):
                yield dict.fromkeys(COLUMNS, "") | cells
    except csv.Error as error:
        message = f"this is not a CSV file: {error}"
        raise CatalogError(message, path=path, line=reader.line_num, remedy=_SAVE_AS) from error


def _common(rows: list[Mapping[str, str]], column: str) -> str:
    found = {row[column] for row in rows if row["source"] and row[column]}
    return found.pop() if len(found) == 1 else ""


def _returned(row: Mapping[str, str]) -> Returned:
    context, base = read_mark(row["id"], row["source"])
    finished = row["state"].strip().lower() in _FINISHED
    context = (row["context"] or None) if context is None else context
    target = "" if _BROKEN.fullmatch(row["target"].strip()) else row["target"]
    return Returned(row["source"], target, context=context, base=base, finished=finished)
