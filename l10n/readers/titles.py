"""Titles of links: texts that a reader sees on hovering."""

from __future__ import annotations

import re
from collections.abc import Callable

_TITLE = re.compile(
    r"""\(\s*(?:<(?:[^<>\n\\]|\\.)*>|[^\s<]\S*)\s+("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\))\s*\)""",
    re.DOTALL,
)
_BLANK = " \t\r\n"
_ENTITIES = {"`": "&#96;", "<": "&lt;"}


def title_of(tail: str) -> tuple[int, int] | None:
    """Return where the title stands in `(address "title")`, without quotes and space; None where there is none."""
    if tail[-2:-1] not in ('"', "'", ")") and not tail[-2:-1].isspace():
        return None
    match = _TITLE.fullmatch(tail)
    return trimmed(tail, match.start(1) + 1, match.end(1) - 1) if match and match[1][1:-1].strip() else None


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the place of `text[start:end]` without the white space around it."""
    inner = text[start:end]
    return start + len(inner) - len(inner.lstrip(_BLANK)), end - len(inner) + len(inner.rstrip(_BLANK))


def title_writer(quote: str) -> Callable[[str], str]:
    """Return what writes a line of text between two of *quote*, so that nothing in it ends the title or begins code."""
    signs = "()" if quote == ")" else quote
    pattern = re.compile(rf"\\.|[{re.escape(signs)}`<]|\\$", re.DOTALL)

    def sign(match: re.Match[str]) -> str:
        return _ENTITIES.get(match[0][-1]) or (match[0] if len(match[0]) == 2 else f"\\{match[0]}")

    return lambda line: pattern.sub(sign, line)
