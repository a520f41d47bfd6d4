"""RTF made ready for pandoc, which loses the space behind a Unicode letter and reads all bytes as Western European."""

from __future__ import annotations

import codecs
import re

_PAGE = re.compile(rb"\\ansicpg(\d{3,5})")
_FONTS = re.compile(rb"\\fcharset(\d+)")
_SPACE_LOST = re.compile(rb"(\\u-?\d{1,5} ?(?:\?|\\'[0-9a-fA-F]{2}))(?= )")
_BYTES = re.compile(rb"(\\u-?\d{1,5} ?\\'[0-9a-fA-F]{2})|((?:\\'[0-9a-fA-F]{2})+)")
_WESTERN = frozenset({0, 1, 2, 77, 255})
"""Numbers of character sets of fonts that need nothing else: Western, default, symbols, Mac, OEM."""


def prepare_rtf(data: bytes) -> tuple[bytes, str]:
    """Return *data* as pandoc reads it rightly, and what is doubtful about its letters, "" where nothing is."""
    page = _PAGE.search(data)
    codec = _codec(f"cp{int(page[1])}" if page else "")
    given = any(match[2] and re.search(rb"\\'[89a-fA-F]", match[2]) for match in _BYTES.finditer(data))
    others = {int(number) for number in _FONTS.findall(data)} - _WESTERN
    if codec != "cp1252":
        data = _BYTES.sub(lambda match: match[1] or _as_unicode(match[2], codec), data)
    doubt = ""
    if given and others and codec == "cp1252":
        doubt = (
            "letters are written in the character sets of several fonts; look at those that are not Western European"
        )
    return _SPACE_LOST.sub(rb"\1{}", data), doubt


def _codec(name: str) -> str:
    try:
        return codecs.lookup(name).name if name else "cp1252"
    except LookupError:
        return "cp1252"


def _as_unicode(written: bytes, codec: str) -> bytes:
    text = bytes.fromhex(written.replace(b"\\'", b"").decode()).decode(codec, "replace")
    units = text.encode("utf-16-le")
    numbers = (int.from_bytes(units[at : at + 2], "little", signed=True) for at in range(0, len(units), 2))
    return b"".join(b"\\u%d?" % number for number in numbers)
