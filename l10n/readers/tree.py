"""The blocks of an article's body as a tree of the model, with the segments in their places."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..inline import fold_lines, label_key, take_out_links
from ..inlinescan import Part, scan
from ..model import ROLE_CONTEXT, Block, BlockKind, Kind, Segment
from .blocks import Lines, Parsed, lines_of, parse_blocks

if TYPE_CHECKING:
    from markdown_it.token import Token

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_IMAGE = re.compile(r"!\[")
_TITLE = re.compile(r"""[ \t\n]("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\))\s*\)$""", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Tree:
    """The blocks of a body, and the headline if it stands there."""

    blocks: tuple[Block, ...]
    headline: Segment | None


def read_tree(body: str, *, offset: int, line: int, headline: bool) -> Tree:
    """Return the tree of *body*, which starts at *offset* and in *line* of the article's text.

    With *headline*, the first heading of level 1 outside lists and quotes is the headline.
    """
    builder = _Builder(body, parse_blocks(body), offset, line, headline)
    blocks = builder.blocks("", Kind.BODY)
    return Tree(tuple(blocks), builder.headline)


def address_of(tail: str, addresses: Mapping[str, str]) -> str:
    """Return the address that the tail of a link leads to; "" for a label that is not in *addresses*."""
    if tail.startswith("["):
        return addresses.get(label_key(tail[1:-1]), "")
    inner = tail[1:-1].strip()
    written = inner[1 : inner.rindex(">")] if inner.startswith("<") else inner.partition(" ")[0].partition("\n")[0]
    return html.unescape(_ESCAPED.sub(r"\1", written))


class _Builder:
    def __init__(self, body: str, parsed: Parsed, offset: int, line: int, wants_headline: bool) -> None:
        self.body = body
        self.tokens = parsed.tokens
        self.addresses = parsed.addresses
        self.offset = offset
        self.line = line
        self.wants_headline = wants_headline
        self.headline: Segment | None = None
        self.at = 0
        self.paragraphs = 0

    def next(self) -> Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def blocks(self, closing: str, kind: Kind) -> list[Block]:
        """Return the blocks up to the *closing* token; *kind* is that of paragraphs here."""
        found: list[Block] = []
        while self.at < len(self.tokens):
            token = self.next()
            if token.type == closing:
                break
            block = self.block(token, kind)
            if block is not None:
                found.append(block)
        return found

    def block(self, token: Token, kind: Kind) -> Block | None:
        match token.type:
            case "paragraph_open":
                return self.paragraph(kind)
            case "heading_open":
                return self.heading(int(token.tag[1]), kind)
            case "blockquote_open":
                return Block(BlockKind.QUOTE, children=tuple(self.blocks("blockquote_close", Kind.QUOTE)))
            case "bullet_list_open":
                return Block(BlockKind.LIST, children=tuple(self.blocks("bullet_list_close", Kind.ITEM)))
            case "ordered_list_open":
                first = int(token.attrs.get("start", 1))
                children = tuple(self.blocks("ordered_list_close", Kind.ITEM))
                return Block(BlockKind.LIST, children=children, level=first, ordered=True)
            case "list_item_open":
                return Block(BlockKind.ITEM, children=tuple(self.blocks("list_item_close", Kind.ITEM)))
            case "table_open":
                return Block(BlockKind.TABLE, children=tuple(self.rows()))
            case "footnote_reference_open":
                return self.footnote(str(token.meta["label"]))
        leaf = _LEAVES.get(token.type)
        return Block(leaf, literal=token.content) if leaf else None

    def footnote(self, label: str) -> Block:
        """A footnote is an ordered list of one item, whose literal is the label."""
        item = Block(BlockKind.ITEM, children=tuple(self.blocks("footnote_reference_close", Kind.ITEM)), literal=label)
        return Block(BlockKind.LIST, children=(item,), literal="footnote", ordered=True)

    def paragraph(self, kind: Kind) -> Block:
        token = self.next()
        self.next()
        lines = lines_of(token, self.body, offset=self.offset)
        figure = self.figure(lines, token) if _IMAGE.match(lines.content) else None
        if figure is not None:
            return figure
        if kind is Kind.BODY:
            self.paragraphs += 1
        number = self.paragraphs if kind is Kind.BODY else 0
        return Block(BlockKind.PARAGRAPH, segments=self.segments(lines, kind, token, number=number))

    def heading(self, level: int, kind: Kind) -> Block:
        token = self.next()
        self.next()
        lines = lines_of(token, self.body, offset=self.offset)
        first = self.wants_headline and self.headline is None and level == 1 and kind is Kind.BODY
        segments = self.segments(lines, Kind.HEADLINE if first else Kind.HEADING, token)
        if first and segments:
            self.headline = segments[0]
        return Block(BlockKind.HEADING, segments=segments, level=level)

    def rows(self) -> list[Block]:
        """Return the rows of a table; *level* is 1 for the head, a cell's literal is its alignment."""
        rows: list[Block] = []
        cells: list[Block] = []
        level = align = ""
        while (token := self.next()).type != "table_close":
            if token.type in ("th_open", "td_open"):
                level, align = token.tag, str(token.attrs.get("style", "")).rpartition(":")[2]
            elif token.type == "inline":
                segments: tuple[Segment, ...] = ()
                if token.content:
                    lines = lines_of(token, self.body, offset=self.offset, column=len(cells))
                    segments = self.segments(lines, Kind.CELL, token)
                cells.append(Block(BlockKind.CELL, segments=segments, literal=align))
            elif token.type == "tr_close":
                rows.append(Block(BlockKind.ROW, children=tuple(cells), level=int(level == "th")))
                cells = []
        return rows

    def figure(self, lines: Lines, token: Token) -> Block | None:
        """Return a FIGURE where a paragraph is one image and nothing else."""
        pieces = scan(lines.content, self.addresses)
        last = pieces[-1]
        opens = pieces[0].part is Part.LINK_OPEN and last.part is Part.LINK_CLOSE
        if not opens or last.label != lines.content[2 : last.start]:
            return None
        tail = last.text[1:] if last.text not in ("]", "][]") else f"[{last.label}]"
        if tail.startswith("[") and label_key(tail[1:-1]) not in self.addresses:
            return None
        segments = self.segments(_part(lines, 2, last.start), Kind.ALT, token)
        title = _TITLE.search(last.text) if tail.startswith("(") else None
        if title:
            place = _part(lines, last.start + title.start(1) + 1, last.start + title.end(1) - 1)
            segments += self.segments(place, Kind.CAPTION, token)
        return Block(BlockKind.FIGURE, segments=segments, literal=address_of(tail, self.addresses))

    def segments(self, lines: Lines, kind: Kind, token: Token, *, number: int = 0) -> tuple[Segment, ...]:
        """Return the segment of *lines*, or none where they are empty."""
        source, links = take_out_links(fold_lines(lines.content), self.addresses)
        if not source:
            return ()
        segment = Segment(
            source=source,
            kind=kind,
            context=ROLE_CONTEXT.get(kind, ""),
            links=links,
            urls=tuple(address_of(tail, self.addresses) for tail in links),
            line=self.line + (token.map[0] if token.map else 0),
            start=lines.start,
            end=lines.end,
            number=number,
        )
        return (segment,)


_LEAVES: Mapping[str, BlockKind] = {
    "fence": BlockKind.CODE,
    "code_block": BlockKind.CODE,
    "html_block": BlockKind.HTML,
    "hr": BlockKind.RULE,
}


def _part(lines: Lines, start: int, end: int) -> Lines:
    return Lines(lines.content[start:end], ((lines.at(start), lines.at(end)),))
