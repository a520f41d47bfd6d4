"""A stretch of Markdown as segments: its text, and the titles of the links in it."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from ..inline import inline_source, label_key
from ..inlinescan import Part, scan
from ..model import ROLE_CONTEXT, Block, BlockKind, Kind, Segment
from .body import Lines
from .titles import title_of

_BREAKS = re.compile(r"(?:\\\n)+")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def address_of(tail: str, addresses: Mapping[str, str]) -> str:
    """Return the address that the tail of a link leads to; "" for a label that is not in *addresses*."""
    if tail[0] == "[":
        return addresses.get(label_key(tail[1:-1]), "")
    inner = tail[1:-1].strip()
    written = inner[1 : inner.rindex(">")] if inner.startswith("<") else inner.partition(" ")[0].partition("\n")[0]
    if "&" in written or "\\" in written:
        return html.unescape(_ESCAPED.sub(r"\1", written))
    return written


def make_segments(
    lines: Lines, kind: Kind, addresses: Mapping[str, str], *, line: int, number: int = 0
) -> tuple[Segment, ...]:
    """Return the segment of *lines* and those of the titles in it; none where there is no text."""
    if lines.content.startswith("\\\n"):  # line breaks before the text are none of it
        breaks = _BREAKS.match(lines.content)
        lines = lines.cut(breaks.end() if breaks else 0, len(lines.content))
        if not lines.content:
            return ()
    source, links = inline_source(lines.content, addresses)
    if not source:
        return ()
    start, end = lines.spans[0][0], lines.spans[-1][1]
    context = ROLE_CONTEXT.get(kind, "")
    if not links:
        return (Segment(source, kind, context, (), (), line, start, end, number),)
    urls = tuple([address_of(tail, addresses) for tail in links])
    segment = Segment(source, kind, context, links, urls, line, start, end, number)
    titled = any(title_of(tail) for tail in links)
    return (segment, *_titles(lines, addresses, links, line)) if titled else (segment,)


def _titles(lines: Lines, addresses: Collection[str], links: Sequence[str], line: int) -> Iterator[Segment]:
    """Yield the titles of *links*, in order; none where it is not sure where they stand."""
    if sum(end - start + 1 for start, end in lines.spans) - 1 != len(lines.content):
        return  # a cell in which a pipe is escaped
    closings = [piece for piece in scan(lines.content, addresses) if piece.part is Part.LINK_CLOSE]
    for piece in closings if len(closings) == len(links) else ():
        place = title_of(piece.text[1:])
        if place:
            title = lines.part(piece.start + 1 + place[0], piece.start + 1 + place[1])
            source = inline_source(title.content, ())[0]
            passed = lines.content.count("\n", 0, piece.start)
            yield Segment(source, Kind.TITLE, ROLE_CONTEXT[Kind.TITLE], (), (), line + passed, title.start, title.end)


def make_figure(lines: Lines, addresses: Mapping[str, str], *, line: int) -> Block | None:
    """Return a FIGURE where a paragraph is one image and nothing else."""
    pieces = scan(lines.content, addresses)
    last = pieces[-1]
    opens = pieces[0].part is Part.LINK_OPEN and last.part is Part.LINK_CLOSE
    if not opens or last.label != lines.content[2 : last.start]:
        return None
    tail = last.text[1:] if last.text not in ("]", "][]") else f"[{last.label}]"
    if tail.startswith("[") and label_key(tail[1:-1]) not in addresses:
        return None
    segments = make_segments(lines.part(2, last.start), Kind.ALT, addresses, line=line)
    title = title_of(tail)
    if title:
        place = lines.part(last.start + 1 + title[0], last.start + 1 + title[1])
        segments += make_segments(place, Kind.CAPTION, addresses, line=line)
    return Block(BlockKind.FIGURE, segments=segments, literal=address_of(tail, addresses))
