"""What is read of an article's body: the lines of a paragraph with their places, and the tree of its blocks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..model import Block, Segment
    from ..ports import Doubt, Piece


@dataclass(frozen=True, slots=True)
class Lines:
    """The content of a paragraph, heading or cell, free of container marks, and where it stands in the text.

    Content line *i* stands at `spans[i]`.
    """

    content: str
    spans: tuple[tuple[int, int], ...]

    @property
    def start(self) -> int:
        return self.spans[0][0]

    @property
    def end(self) -> int:
        return self.spans[-1][1]

    def part(self, start: int, end: int) -> Lines:
        """Return the piece of the content between two offsets, as one span."""
        return Lines(self.content[start:end], ((self.at(start), self.at(end)),))

    def cut(self, start: int, end: int) -> Lines:
        """Return the content between two offsets, without space at its ends, with a span for each of its lines."""
        inner = self.content[start:end]
        start, end = start + len(inner) - len(inner.lstrip()), end - len(inner) + len(inner.rstrip())
        spans, at = [], 0
        for first, last in self.spans:
            length = last - first
            if at <= end and start <= at + length:
                spans.append((first + max(0, start - at), first + min(length, end - at)))
            at += length + 1
        return Lines(self.content[start:end], tuple(spans)) if start < end else Lines("", self.spans[:1])

    def rows(self, rows: Sequence[str], first: int, last: int) -> Lines:
        """Return the lines from *first* to before *last* of *rows*, which are those of the content."""
        content, spans = "\n".join(rows[first:last]), self.spans[first:last]
        bare = content.rstrip(" \t")
        if len(bare) < len(content) and len(bare) > content.rfind("\n"):
            start, end = spans[-1]
            return Lines(bare, (*spans[:-1], (start, end - len(content) + len(bare))))
        return Lines(content, spans)

    def places(self) -> Callable[[int], int]:
        """Return `at` for many offsets."""
        bounds = [0]
        for start, end in self.spans:
            bounds.append(bounds[-1] + end - start + 1)

        def at(offset: int) -> int:
            row = min(bisect_right(bounds, offset), len(self.spans)) - 1
            return min(self.spans[row][0] + offset - bounds[row], self.spans[row][1])

        return at

    def at(self, offset: int) -> int:
        """Return where the character *offset* of the content stands in the text."""
        for start, end in self.spans:
            if offset <= end - start:
                return start + offset
            offset -= end - start + 1
        return self.end


@dataclass(frozen=True, slots=True)
class Tree:
    """The blocks of a body, the headline if it stands there, what is no segment and why, and what is not sure."""

    blocks: tuple[Block, ...]
    headline: Segment | None
    skipped: tuple[tuple[int, Piece], ...]
    doubts: tuple[Doubt, ...]
