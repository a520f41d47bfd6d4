"""Style sheets: every address that they would fetch."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .eye import Eye
from .references import fetched
from .trace import Kind, Trace, trace

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.S)
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})(?:\r\n|\s)?|(\n)|(.))", re.S)
_ADDRESS = re.compile(r"(?:url|src)\(\s*(?:\"([^\"]*)\"|'([^']*)'|([^)\"']*))", re.I)
_IMPORT = re.compile(r"@import\s*(?:\"([^\"]*)\"|'([^']*)')", re.I)
_SET = re.compile(r"image(?:-set)?\(([^;{}]*)", re.I)
_QUOTED = re.compile(r"\"([^\"]*)\"|'([^']*)'")
_OLD_CODE = re.compile(r"(?:expression\s*\(|-moz-binding\s*:|behavior\s*:\s*url)", re.I)


def traces_of_css(text: str, where: str, eye: Eye) -> Iterator[Trace]:
    """Yield what a style sheet, or a style attribute, fetches and gives away."""
    for comment in _COMMENT.finditer(text):
        yield from eye.read(comment[0], f"{where} comment")
    plain = _ESCAPE.sub(_unescaped, _COMMENT.sub(" ", text))
    for pattern in (_ADDRESS, _IMPORT):
        for found in pattern.finditer(plain):
            yield from fetched(next(filter(None, found.groups()), ""), where, eye)
    for images in _SET.finditer(plain):
        for found in _QUOTED.finditer(images[1]):
            if "/" in (address := found[1] or found[2] or "") and not address.startswith("image/"):
                yield from fetched(address, where, eye)
    for found in _OLD_CODE.finditer(plain):
        yield trace(Kind.ACTIVE, where, found[0])


def _unescaped(found: re.Match[str]) -> str:
    if found[1]:
        number = int(found[1], 16)
        return chr(number) if 0 < number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"
    return "" if found[2] else str(found[3])
