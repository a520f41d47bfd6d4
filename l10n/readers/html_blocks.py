"""Blocks of raw HTML as segments in their places."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..model import ROLE_CONTEXT, Kind, Segment
from .body import Lines
from .raw_html import Found, HtmlText, read_html


def html_segments(
    lines: Lines, *, line: int, inside: str, follows: Callable[[str], bool]
) -> tuple[tuple[Segment, ...], Found]:
    """Return the segments of *lines*, whose first is *line*, and what else was found there."""
    found = read_html(lines.content, inside=inside, follows=follows)
    return tuple(_segments(lines, found.texts, line)), found


def _segments(lines: Lines, texts: tuple[HtmlText, ...], line: int) -> Iterator[Segment]:
    at, passed, place = 0, 0, lines.places()
    for text in texts:
        passed += lines.content.count("\n", at, text.start)
        at = text.start
        kind = Kind.ALT if text.attribute == "alt" else Kind.HTML
        yield Segment(
            source=text.source,
            kind=kind,
            context=ROLE_CONTEXT.get(kind, ""),
            line=line + passed,
            start=place(text.start),
            end=place(text.end),
        )
