"""The titles of link definitions, `[label]: address "title"`, with their places."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from ..inline import inline_source
from ..model import ROLE_CONTEXT, Kind, Segment
from .titles import trimmed

_QUOTED = re.compile(r"""[ \t\n>]("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\))[ \t]*$""", re.DOTALL | re.M)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def definition_titles(
    body: str, titles: Sequence[tuple[str, tuple[int, int]]], *, offset: int, line: int
) -> Iterator[Segment | tuple[int, str]]:
    """Yield the segment of each title, or its line and itself where its place is not sure."""
    starts = [0, *(match.end() for match in re.finditer("\n", body))] if titles else []
    taken: set[int] = set()
    for title, (first, last) in titles:
        start, end = starts[first], starts[last] if last < len(starts) else len(body)
        places = [m for m in _QUOTED.finditer(body[:end].rstrip("\n"), start) if _read(m[1][1:-1]) == title]
        if len(places) != 1 or start + places[0].start(1) in taken or not title.strip():
            yield line + first, title
            continue
        taken.add(start + places[0].start(1))
        at, to = trimmed(body, places[0].start(1) + 1, places[0].end(1) - 1)
        source = inline_source(body[at:to], ())[0]
        where = line + body.count("\n", 0, at)
        yield Segment(source, Kind.TITLE, ROLE_CONTEXT[Kind.TITLE], (), (), where, offset + at, offset + to)


def _read(written: str) -> str:
    return html.unescape(_ESCAPED.sub(r"\1", written))
