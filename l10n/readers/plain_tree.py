"""The tree of a body that has only paragraphs, headings, rules, simple quotations and lists of one level.

Most articles are like that, and need no parser of all Markdown, which takes longer to load than a hundred of them to
read. The tree is the same; a body that is not certain to be simple is declined as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..model import ROLE_CONTEXT, Block, BlockKind, Kind, Segment
from .body import Lines, Tree
from .segmenting import make_figure, make_segments

# How a line of prose begins, which no reader of Markdown or site builder takes for more:
_PROSE = (
    r"(?!(?i:import|export)[ ])(?![0-9]{1,9}[.)](?:[ ]|$))"
    r"(?:[^\W_]|[\"'(.,/@&]|[^\x00-\x7f\s]|\$(?!\$)|\\[!-/:-@\[-`{-~]|`(?!``)"
    r"|[*_]{1,3}(?:[^\W_]|[\"'(“‘])|!\[|\[(?![!\[]|(?i:toc)|[ xX]\]))"
)
_ROW = re.compile(
    rf"(?P<prose>{_PROSE})|(?P<blank>[ ]*$)|(?P<heading>\#{{1,6}}[ ]+(?=\S))|(?P<quote>>[ ]?(?:(?={_PROSE})|$))"
    rf"|(?P<bullet>[-*+][ ](?={_PROSE}))|(?P<number>[0-9]{{1,9}}[.)][ ](?={_PROSE}))|(?P<inner>[ ]{{2,}}(?={_PROSE}))"
    r"|(?P<rule>(?:(?:\*[ ]*){3,}|(?:-[ ]*){3,}|(?:_[ ]*){3,})$)"
)
_NOT_PLAIN = ("{", "\t", "\r", "]:")
_TAG = re.compile(r"<(?!https?://)[A-Za-z/!?]")
_PROSE_ROW = ("prose", 0)
_ENDS_PARAGRAPH = frozenset({"blank", "heading", "quote", "bullet"})


def read_plain_tree(body: str, *, offset: int, line: int, headline: bool) -> Tree | None:
    """Return what `read_tree` returns, or None where only that can tell."""
    if any(sign in body for sign in _NOT_PLAIN) or ("<" in body and _TAG.search(body)):
        return None
    rows = body.split("\n")
    found = [_ROW.match(row) for row in rows]
    known = [_PROSE_ROW if match.lastgroup == "prose" else (match.lastgroup, match.end()) for match in found if match]
    if len(known) != len(rows):
        return None
    reader = _Reader(rows, known, offset, line, headline)
    return Tree(tuple(reader.blocks), reader.headline, (), ()) if reader.read() else None


class _Reader:
    """Reads rows, of which *known* says what each is and where its text begins."""

    def __init__(
        self, rows: Sequence[str], known: Sequence[tuple[str | None, int]], offset: int, line: int, headline: bool
    ) -> None:
        self.rows = rows
        self.known = [*known, ("end", 0)]
        self.starts: list[int] = []
        for row in rows:
            self.starts.append(offset)
            offset += len(row) + 1
        self.line = line
        self.wants_headline = headline
        self.headline: Segment | None = None
        self.blocks: list[Block] = []
        self.paragraphs = 0

    def read(self) -> bool:
        """Read all blocks; False where one is not simple."""
        at, blocks, known = 0, self.blocks, self.known
        while (kind := known[at][0]) != "end":
            if kind == "prose":
                first = at
                at = self.after_prose(at)
                if known[at][0] not in _ENDS_PARAGRAPH and known[at][0] != "end":
                    return False
                blocks.append(self.paragraph(first, at, Kind.BODY))
            elif kind == "blank":
                at += 1
            elif kind == "rule":
                blocks.append(Block(BlockKind.RULE, literal=""))
                at += 1
            elif kind == "heading" and not self.rows[at].rstrip().endswith("#"):
                blocks.append(self.heading(at))
                at += 1
            else:
                at = self.quote(at) if kind == "quote" else self.list(at) if kind in ("bullet", "number") else 0
                if not at:
                    return False
        return True

    def after_prose(self, at: int) -> int:
        at += 1
        while self.known[at][0] == "prose":
            at += 1
        return at

    def heading(self, at: int) -> Block:
        level = self.rows[at].index(" ")
        wanted = self.wants_headline and self.headline is None and level == 1
        segments = self.segments(at, at + 1, Kind.HEADLINE if wanted else Kind.HEADING)
        if wanted and segments:
            self.headline = segments[0]
        return Block(BlockKind.HEADING, segments, (), "", level)

    def quote(self, at: int) -> int:
        """Read a quotation; return where it ends, 0 where it is not simple."""
        children: list[Block] = []
        first = at
        while self.known[at][0] == "quote":
            at += 1
            if len(self.rows[at - 1]) == self.known[at - 1][1]:  # between two paragraphs
                children += [self.paragraph(first, at - 1, Kind.QUOTE)] if first < at - 1 else []
                first = at
        children += [self.paragraph(first, at, Kind.QUOTE)] if first < at else []
        self.blocks.append(Block(BlockKind.QUOTE, (), tuple(children)))
        return at if self.known[at][0] in ("blank", "end") else 0

    def list(self, at: int) -> int:
        """Read a list; return where it ends, 0 where it is not simple."""
        kind, width = self.known[at]
        mark, number = self.rows[at][width - 2], self.rows[at][: width - 2]
        items: list[Block] = []
        while True:
            first = at
            at = self.after_item(at)
            items.append(Block(BlockKind.ITEM, (), (self.paragraph(first, at, Kind.ITEM),)))
            after = at
            while self.known[at][0] == "blank":
                at += 1
            next_kind, width = self.known[at]
            if next_kind == "inner" or (after == at and next_kind not in (kind, "end")):
                return 0
            if next_kind != kind or self.rows[at][width - 2] != mark:
                break
        if after == at and next_kind == kind:  # another list begins at once
            return 0
        self.blocks.append(Block(BlockKind.LIST, (), tuple(items), "", int(number or 0), bool(number)))
        return at

    def after_item(self, at: int) -> int:
        inner = ("inner", self.known[at][1])
        at += 1
        while self.known[at][0] == "prose" or self.known[at] == inner:
            at += 1
        return at

    def paragraph(self, first: int, end: int, kind: Kind) -> Block:
        if self.rows[first].startswith("![", self.known[first][1]):
            figure = make_figure(self.lines(first, end), {}, line=self.line + first)
            if figure is not None:
                return figure
        return Block(BlockKind.PARAGRAPH, self.segments(first, end, kind))

    def segments(self, first: int, end: int, kind: Kind) -> tuple[Segment, ...]:
        number = self.paragraphs + 1 if kind is Kind.BODY else 0
        line = self.line + first
        row, width = self.rows[first], self.known[first][1]
        if end == first + 1 and "[" not in row and row[width] != "\\":
            source = row[width:].rstrip()
            start = self.starts[first] + width
            context = ROLE_CONTEXT.get(kind, "")
            found: tuple[Segment, ...] = (
                Segment(source, kind, context, (), (), line, start, start + len(source), number),
            )
        else:
            found = make_segments(self.lines(first, end), kind, {}, line=line, number=number)
        self.paragraphs += 1 if number and found else 0
        return found

    def lines(self, first: int, end: int) -> Lines:
        """Return the content of rows, without the marks before it."""
        texts, spans = [], []
        for at in range(first, end):
            width = self.known[at][1]
            text = self.rows[at][width:]
            if at == end - 1:
                text = text.rstrip()
            start = self.starts[at] + width
            texts.append(text)
            spans.append((start, start + len(text)))
        return Lines("\n".join(texts), tuple(spans))
