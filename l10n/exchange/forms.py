"""What a person without tools is given for each entry: a row with a mark that brings the translation home.

The mark is printed where a person can see it. Hidden text, hidden columns and content controls are each lost by one
program or another (and all of them when a table is copied); printed text is not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..errors import CatalogError
from ..model import State
from ..ports import Parcel, Returned
from ..returning import base_of, mark_of, read_mark

MARK = re.compile(r"(?<![0-9a-f])([0-9a-f]{12})\s{0,4}\.\s{0,4}([0-9a-f]{12})(?![0-9a-f])", re.IGNORECASE)
"""A mark as a person may have left it: in capitals, or broken over two lines."""

NAMEPLATE = re.compile(r"diglot:([\w.-]+):([A-Za-z0-9-]+):([A-Za-z0-9-]+)", re.IGNORECASE)
"""Which article, from which locale, into which: `diglot:river-school:en:my`."""

_HARD_BREAK = re.compile(r"\\\s*\n\s*")
_LINES = re.compile(r"\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Row:
    """An entry as a person sees it. *number* counts from 1; *note* is what the catalog tells a translator."""

    mark: str
    number: int
    label: str
    source: str
    target: str
    context: str
    state: State
    note: str = ""
    previous: str = ""

    @property
    def name(self) -> str:
        return f"{self.number} · {self.label}" if self.label else str(self.number)


def rows_of(parcel: Parcel) -> list[Row]:
    """Return the rows of *parcel* in the order of the article."""
    return [
        Row(
            mark=mark_of(entry),
            number=number,
            label=parcel.labels.get(entry.key, ""),
            source=entry.source,
            target=entry.target,
            context=entry.context,
            state=entry.state(parcel.approvals),
            note=entry.note,
            previous=entry.previous,
        )
        for number, entry in enumerate(parcel.catalog.entries, start=1)
    ]


def nameplate(parcel: Parcel) -> str:
    """Return the words by which a returned file is known: `diglot:river-school:en:my`."""
    return f"diglot:{parcel.catalog.slug}:{parcel.source_locale}:{parcel.catalog.locale}"


def find_mark(text: str) -> str:
    """Return the first mark in *text* as it was written, "" where there is none."""
    found = MARK.search(text)
    return f"{found[1]}.{found[2]}".lower() if found else ""


def fold_target(text: str, base: str | None) -> str:
    r"""Return what was typed as a target: the lines of *text* folded into one, save at a hard break (`\`).

    What still is the text that was sent keeps its lines.
    """
    if base == base_of(text):
        return text.strip()
    parts = (_LINES.sub(" ", part.strip()) for part in _HARD_BREAK.split(text))
    return "\\\n".join(parts)


def returned(mark: str, sources: Sequence[str], target: str) -> Returned:
    """Return one row that came back. *sources* are readings of its original, likeliest first; the mark decides."""
    for source in sources:
        context, base = read_mark(mark, source)
        if context is not None:
            return Returned(source, fold_target(target, base), context=context, base=base)
    source = sources[0] if sources else ""
    base = read_mark(mark, source)[1]
    return Returned(source, fold_target(target, base), base=base)


def decode_text(data: bytes, *, path: str) -> str:
    """Return *data* as text with `\\n` line ends. CatalogError where it is neither UTF-8 nor marked UTF-16."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        remedy = "Open the file again, choose “Save as”, take the encoding UTF-8, and import that."
        raise CatalogError("this file is not UTF-8", path=path, line=line, remedy=remedy) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")
