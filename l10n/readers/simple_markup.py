"""Inline markup so plain that patterns tell what it is: numbered links, code and emphasis around whole words.

Most segments are of this kind; for them the full scan of inline Markdown is not needed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_WORDS = r"[^\\`<\[\]*_~{^\n]"
_CODE = r"(?<!`)`[^`\n]++`(?!`)"
_SPACED = r"(?:^|(?<=\s))"
_QUOTED, _CLOSED = r"(?<=[(\"“‘«])", r"(?=[.,;:!?)\"”’»])"


def _emphasis(sign: str) -> str:
    opening = rf"(?:{_SPACED}{sign}(?=[^\s*])|{_QUOTED}{sign}(?=[^\W_]))"
    closing = rf"(?:(?<=[^\s*]){sign}(?=\s|$)|(?<=[^\W_]){sign}{_CLOSED})"
    return rf"{opening}(?:{_WORDS}++|{_CODE})*+{closing}"


_STRONG, _EMPHASIS = _emphasis(r"\*\*"), _emphasis(r"\*")
_LINK = rf"(?<!!)\[(?:{_WORDS}++|{_CODE})*+\]\[[1-9][0-9]{{0,4}}\](?![\[(])"
_SIMPLE = re.compile(rf"(?:{_WORDS}++|{_CODE}|{_LINK}|{_STRONG}|{_EMPHASIS})*+")
_MARK = re.compile(r"`[^`\n]+`|\]\[([0-9]+)\]|\*\*?")
_WHOLE_MARK = re.compile(_MARK.pattern.replace("([0-9]+)", "[0-9]+"))


def with_simple_links(target: str, source: str, links: Sequence[str]) -> str | None:
    """Return *target* with its *links* back if its markup is simple and just that of *source*, else None."""
    if not _SIMPLE.fullmatch(target) or not (target == source or _SIMPLE.fullmatch(source)):
        return None
    if target != source and sorted(_WHOLE_MARK.findall(target)) != sorted(_WHOLE_MARK.findall(source)):
        return None
    if not links:
        return target

    def tail(match: re.Match[str]) -> str:
        return "]" + links[int(match[1]) - 1] if match[1] and int(match[1]) <= len(links) else match[0]

    return _MARK.sub(tail, target)
