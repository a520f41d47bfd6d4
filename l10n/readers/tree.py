"""The blocks of an article's body as a tree of the model, with the segments in their places."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..inline import inline_source, label_key
from ..inlinescan import Part, scan
from ..model import ROLE_CONTEXT, Block, BlockKind, Kind, Segment
from ..ports import Doubt, Piece
from .blocks import MAX_NESTING, Lines, Parsed, html_lines_of, lines_of, parse_blocks
from .html_blocks import html_segments
from .paragraphs import Left, split_paragraph, without_attributes
from .raw_html import closes

if TYPE_CHECKING:
    from markdown_it.token import Token

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_CHECKBOX = re.compile(r"\[[ xX]\][ \t]+(?=\S)")
_SCRIPT = re.compile(r"<(?:script|style|textarea|iframe|object|embed)\b", re.IGNORECASE)
_IMAGE = re.compile(r"!\[")
_TITLE = re.compile(r"""[ \t\n]("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\))\s*\)$""", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Tree:
    """The blocks of a body, the headline if it stands there, what is no segment and why, and what is not sure."""

    blocks: tuple[Block, ...]
    headline: Segment | None
    skipped: tuple[tuple[int, Piece], ...]
    doubts: tuple[Doubt, ...]


def read_tree(body: str, *, offset: int, line: int, headline: bool) -> Tree:
    """Return the tree of *body*, which starts at *offset* and in *line* of the article's text.

    With *headline*, the first heading of level 1 outside lists and quotes is the headline.
    """
    builder = _Builder(body, parse_blocks(body), offset, line, headline)
    blocks = builder.blocks("", Kind.BODY)
    builder.note_titles()
    return Tree(tuple(blocks), builder.headline, tuple(builder.skipped), tuple(builder.doubts))


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
        self.titles = parsed.titles
        self.skipped: list[tuple[int, Piece]] = []
        self.doubts: list[Doubt] = []
        self.inside = ""  # the HTML element left open whose text nobody reads
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
        if token.level >= MAX_NESTING - 1 and token.nesting == 1 and token.type != "paragraph_open":
            self.too_deep(token)
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
            case "html_block":
                return self.html(token)
            case "table_open":
                return Block(BlockKind.TABLE, children=tuple(self.rows()))
            case "footnote_reference_open":
                return self.footnote(str(token.meta["label"]))
        leaf = _LEAVES.get(token.type)
        if leaf is BlockKind.CODE:
            self.skip(token.content, "code", self.line_of(token))
        return Block(leaf, literal=token.content) if leaf else None

    def line_of(self, token: Token) -> int:
        return self.line + (token.map[0] if token.map else 0)

    def skip(self, text: str, reason: str, line: int) -> None:
        if text.strip():
            self.skipped.append((line, Piece(text.strip(), reason, f"line {line}")))

    def too_deep(self, token: Token) -> None:
        line = self.line_of(token)
        first, last = token.map or [0, 0]
        text = "\n".join(self.body.split("\n")[first:last])
        if not self.doubts:
            told = f"lists and quotes are nested more than {MAX_NESTING} deep; what is inside stays as it is"
            self.doubts.append(Doubt(line, told))
            self.skip(text, "nested too deep", line)

    def note_titles(self) -> None:
        for title in self.titles.values():
            self.skip(title, "the title of a link definition, shown only on hovering", self.line)

    def html(self, token: Token) -> Block:
        """A block of raw HTML whose text is in segments has no literal."""
        lines = html_lines_of(token, self.body, offset=self.offset)
        line = self.line_of(token)
        if lines is None:
            self.skip(token.content, "raw HTML whose place is not sure", line)
            return Block(BlockKind.HTML, literal=token.content)
        segments, found = html_segments(lines, line=line, inside=self.inside)
        self.inside = found.inside
        for hidden in found.hidden:
            self.skip(hidden.text, hidden.reason, line)
        return Block(BlockKind.HTML, segments=segments, literal="" if segments else token.content)

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
        segments: tuple[Segment, ...] = ()
        for part in self.parts(lines, token, kind):
            number = self.paragraphs + 1 if kind is Kind.BODY else 0
            found = self.segments(part, kind, token, number=number)
            self.paragraphs += len(found) if number else 0
            segments += found
        return Block(BlockKind.PARAGRAPH, segments=segments)

    def parts(self, lines: Lines, token: Token, kind: Kind) -> Iterator[Lines]:
        """Yield the stretches of a paragraph that are text."""
        if self.inside:
            self.skip(lines.content, f"inside <{self.inside}>", self.line_of(token))
            self.inside = "" if closes(lines.content, self.inside) else self.inside
            return
        if kind is Kind.ITEM and lines.content.startswith("["):
            lines = _without_checkbox(lines)
        for part in split_paragraph(lines):
            if isinstance(part, Left):
                self.skip(part.lines.content, part.reason, self.line_of(token))
            else:
                yield part

    def heading(self, level: int, kind: Kind) -> Block:
        token = self.next()
        self.next()
        lines = without_attributes(lines_of(token, self.body, offset=self.offset))
        if _SCRIPT.search(lines.content) or self.inside:
            self.skip(lines.content, "has a script in it", self.line_of(token))
            return Block(BlockKind.HEADING, level=level)
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
        segments = self.segments(lines.part(2, last.start), Kind.ALT, token)
        title = _TITLE.search(last.text) if tail.startswith("(") else None
        if title:
            place = lines.part(last.start + title.start(1) + 1, last.start + title.end(1) - 1)
            segments += self.segments(place, Kind.CAPTION, token)
        return Block(BlockKind.FIGURE, segments=segments, literal=address_of(tail, self.addresses))

    def segments(self, lines: Lines, kind: Kind, token: Token, *, number: int = 0) -> tuple[Segment, ...]:
        """Return the segment of *lines*, or none where they are empty."""
        source, links = inline_source(lines.content, self.addresses)
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
    "hr": BlockKind.RULE,
}


def _without_checkbox(lines: Lines) -> Lines:
    """Return the text of a task without its `[ ]` or `[x]`."""
    box = _CHECKBOX.match(lines.content)
    if box is None:
        return lines
    (start, end), *others = lines.spans
    return Lines(lines.content[box.end() :], ((start + box.end(), end), *others))
