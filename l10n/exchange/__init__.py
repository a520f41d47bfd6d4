"""File formats that other tools and people work in: one file each, told apart by suffix and content.

PO is not in the list: its reader and writer are the catalogs' own, and are handed to `po.PoFormat` by who has both.
The same hand gives the kit its PO file.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from pathlib import PurePath

from ..errors import CatalogError
from ..ports import ExchangeFormat


def _xliff() -> ExchangeFormat:
    from .xliff12 import Xliff12Format

    return Xliff12Format()


def _xliff2() -> ExchangeFormat:
    from .xliff20 import Xliff20Format

    return Xliff20Format()


def _tmx() -> ExchangeFormat:
    from .tmx import TmxFormat

    return TmxFormat()


def _csv() -> ExchangeFormat:
    from .csv_table import CsvFormat

    return CsvFormat()


def _docx() -> ExchangeFormat:
    from .docx import DocxFormat

    return DocxFormat()


def _kit() -> ExchangeFormat:
    from .kit import KitFormat

    return KitFormat()


FORMATS: Mapping[str, Callable[[], ExchangeFormat]] = {
    "xliff": _xliff,
    "xliff2": _xliff2,
    "tmx": _tmx,
    "csv": _csv,
    "docx": _docx,
    "kit": _kit,
}
"""What makes each format; a format is imported when it is first asked for."""

NAMES = ("po", *FORMATS)
"""The names of all formats, as the command line takes them."""

_BY_SUFFIX = {
    ".po": "po",
    ".pot": "po",
    ".tmx": "tmx",
    ".csv": "csv",
    ".tsv": "csv",
    ".docx": "docx",
    ".zip": "kit",
}
_KIT_PARTS = {".htm", ".html", ".xhtml", ".mht", ".mhtml", ".md", ".text", ".txt"}
"""The forms of a kit, that may come back alone."""
_XLIFF_SUFFIXES = {".xlf", ".xliff", ".xml", ".sdlxliff", ".mqxliff", ".mxliff"}


def format_for(name: str) -> ExchangeFormat:
    """Return the format called *name*, PO excepted. CatalogError names the nearest one."""
    if name not in FORMATS:
        nearest = next(iter(difflib.get_close_matches(name, NAMES, n=1, cutoff=0.5)), "")
        meant = f"did you mean {nearest}? " if nearest else ""
        raise CatalogError(f"there is no format {name!r}", remedy=f"{meant}There are: {', '.join(NAMES)}")
    return FORMATS[name]()


def format_of(path: str, data: bytes) -> str:
    """Return the name of the format of a file: by the end of its name, then by what stands in it. CatalogError."""
    suffix = PurePath(path).suffix.lower()
    if suffix in _BY_SUFFIX:
        return _BY_SUFFIX[suffix]
    if suffix in _XLIFF_SUFFIXES:
        start = data[:4000].replace(b"\0", b"")
        if re.search(rb"<tmx\b", start):
            return "tmx"
        return "xliff2" if re.search(rb"<(?:\w+:)?xliff\b[^>]*\sversion\s*=\s*[\"']2", start) else "xliff"
    if suffix in _KIT_PARTS:
        from .kit import looks_like_kit_part

        if looks_like_kit_part(data, path):
            return "kit"
    if suffix == ".txt":
        from .csv_table import looks_like_table

        if looks_like_table(data):
            return "csv"
    what = f"files that end in {suffix}" if suffix else "files without an ending like .po"
    known = ", ".join((*_BY_SUFFIX, ".xlf", ".xliff"))
    raise CatalogError(f"Diglot cannot take back {what}", path=path, remedy=f"endings it knows: {known}")
