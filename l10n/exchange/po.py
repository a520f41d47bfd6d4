"""PO for Poedit, Lokalize, OmegaT and gettext: the catalog as it is kept, and in a remark what was sent."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from ..model import Catalog, Entry
from ..ports import Parcel, Returned, ReturnedParcel
from ..returning import read_mark, read_remark, remark_of

_FIELD = r'^"{}: ([^"\\]*)\\n"'
_COUNT = re.compile(rb'^"X-Diglot-Entries: [^"]*"\r?\n', re.MULTILINE)
"""The catalog's own count of its entries: a file that goes out may come back in part (`msgattrib --translated`)."""


class PoFormat:
    """A catalog as a PO file. *serialize* and *parse* are those of the catalogs themselves."""

    name = "po"
    suffix = ".po"

    def __init__(
        self, *, serialize: Callable[[Catalog], str], parse: Callable[[bytes, str], tuple[str, Catalog]]
    ) -> None:
        self._serialize, self._parse = serialize, parse

    def write(self, parcel: Parcel) -> bytes:
        """Return the catalog without what the article has lost. CatalogError for what a PO file cannot keep."""
        entries = tuple(_marked(entry) for entry in parcel.catalog.entries)
        data = self._serialize(replace(parcel.catalog, entries=entries, obsolete=())).encode()
        return _COUNT.sub(b"", data, count=1)

    def read(self, data: bytes, *, path: str) -> ReturnedParcel:
        """Return what came back, in the order of the file, then what a tool has put aside as obsolete. CatalogError."""
        text, catalog = self._parse(_COUNT.sub(b"", data, count=1), path)
        return ReturnedParcel(
            tuple(_returned(entry) for entry in (*catalog.entries, *catalog.obsolete)),
            slug=_field(text, "Project-Id-Version").rpartition("/")[2],
            source_locale=_field(text, "X-Source-Language").replace("_", "-"),
            target_locale=_field(text, "Language").replace("_", "-"),
        )


def _field(text: str, name: str) -> str:
    header = text.partition("\n\n")[0]
    found = re.search(_FIELD.format(re.escape(name)), header, re.MULTILINE)
    return found[1].strip() if found else ""


def _marked(entry: Entry) -> Entry:
    kept = tuple(remark for remark in entry.comments if not read_remark(remark))
    return replace(entry, comments=(*kept, remark_of(entry.target)))


def _returned(entry: Entry) -> Returned:
    """Return the entry with what was sent: by its remark, or by the mark that a converter made a reference of.

    `xliff2po` puts the mark in the place of the context too, where two sources are equal.
    """
    context: str | None = entry.context
    base = read_remark("\n".join(entry.comments))
    for place in (entry.context, *entry.references):
        marked, sent = read_mark(place, entry.source)
        if sent is not None:
            context, base = marked, sent
            break
    return Returned(entry.source, entry.target, context=context, base=base, finished=entry.confirmed)
