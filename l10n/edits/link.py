"""Markup changed: links and their texts and addresses, pictures, code, HTML, footnotes, emphasis."""

from __future__ import annotations

import re

from ..inline import markup_of, plain
from ..inlinescan import Part, scan
from .canonical import canonical
from .comparison import Comparison, Spans, changed_matches

_ADDRESS = re.compile(
    r"(?:https?://|ftp://|www\.)[^\s<>]+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,80}"
    r"|(?<![\w@.-])[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,4}\.(?:com|org|net|info|io|gov|edu)\b(?:/[^\s<>]*)?",
    re.IGNORECASE,
)


def differs(old: str, new: str) -> bool:
    """Whether the markup of two sources, or the words that it holds, differ."""
    return (
        markup_of(old) != markup_of(new)
        or _held_words(old) != _held_words(new)
        or _ADDRESS.findall(old) != _ADDRESS.findall(new)
        or (canonical(plain(old)) == canonical(plain(new)) and _emphasized(old) != _emphasized(new))
    )


def find_in_text(comparison: Comparison) -> Spans | None:
    """Return the addresses that stand in the text itself and changed, and the words of links that did."""
    spans = changed_matches(_ADDRESS, comparison)
    old, new = _held_words(comparison.old_source), _held_words(comparison.new_source)
    if old == new:
        return spans
    before, after = _spans_of(old, comparison.old), _spans_of(new, comparison.new)
    return [*before, *(spans[0] if spans else ())], [*after, *(spans[1] if spans else ())]


def _spans_of(held: list[str], text: str) -> list[tuple[int, int]]:
    return [(at, at + len(words)) for words in held if words and (at := text.find(words)) >= 0]


def _held_words(source: str) -> list[str]:
    return _between(source, Part.LINK_OPEN, Part.LINK_CLOSE)


def _emphasized(source: str) -> list[str]:
    return _between(source, Part.EMPHASIS_OPEN, Part.EMPHASIS_CLOSE)


def _between(source: str, opening: Part, closing: Part) -> list[str]:
    """Return what a reader sees between each opening mark and its closing one, in the order in which they close."""
    held: list[str] = []
    starts: list[int] = []
    for piece in scan(source):
        if piece.part is opening:
            starts.append(piece.start + len(piece.text))
        elif piece.part is Part.CODE and opening is Part.LINK_OPEN:
            held.append(canonical(plain(piece.text)))
        elif piece.part is closing and starts:
            held.append(canonical(plain(source[starts.pop() : piece.start])))
    return held
