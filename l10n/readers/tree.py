"""The blocks of an article's body as a tree of the model, with the segments in their places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from ..model import Block, BlockKind, Kind, Segment
from ..ports import Doubt, Piece
from .ahead import Ahead
from .blocks import MAX_NESTING, Parsed, html_lines_of, lines_of, parse_blocks
from .body import Lines, Tree
from .definitions import definition_titles
from .html_blocks import html_segments
from .paragraphs import Left, cut_unread, split_paragraph, without_attributes
from .segmenting import make_figure, make_segments
from .shortcodes import parameter_segments

if TYPE_CHECKING:
    from markdown_it.token import Token

_TAGS = re.compile(r"<[^>]*>")
_CHECKBOX = re.compile(r"\[[ xX]\][ \t]+(?=\S)")


def read_tree(body: str, *, offset: int, line: int, headline: bool) -> Tree:
    """Return the tree of *body*, which starts at *offset* and in *line* of the article's text.

    With *headline*, the first heading of level 1 outside lists and quotes is the headline.
    """
    parsed = parse_blocks(body)
    builder = _Builder(body, parsed, offset, line, headline)
    blocks = [*builder.blocks("", Kind.BODY), *builder.definitions(parsed)]
    return Tree(tuple(blocks), builder.headline, tuple(builder.skipped), tuple(builder.doubts))


class _Builder:
    def __init__(self, body: str, parsed: Parsed, offset: int, line: int, wants_headline: bool) -> None:
        self.body = body
        self.tokens = parsed.tokens
        self.addresses = parsed.addresses
        self.ahead = Ahead(parsed.tokens, body)
        self.skipped: list[tuple[int, Piece]] = []
        self.doubts: list[Doubt] = []
        self.inside = ""  # what will end the script, shortcode or the like that is open
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
            case "inline":
                return self.paragraph(kind, token)
            case "paragraph_open":
                self.at += 2
                return self.paragraph(kind, self.tokens[self.at - 2])
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

    def definitions(self, parsed: Parsed) -> Iterator[Block]:
        """Yield a block without words of its own that holds the titles of link definitions."""
        segments = []
        for found in definition_titles(self.body, parsed.titles, offset=self.offset, line=self.line):
            if isinstance(found, Segment):
                segments.append(found)
            else:
                self.skip(found[1], "the title of a link definition whose place is not sure", found[0])
        if segments:
            yield Block(BlockKind.PARAGRAPH, segments=tuple(segments))

    def follows(self, closing: str) -> bool:
        return self.ahead.follows(closing, self.at)

    def html(self, token: Token) -> Block:
        """A block of raw HTML whose text is in segments has no literal."""
        lines = html_lines_of(token, self.body, offset=self.offset)
        line = self.line_of(token)
        if lines is None or (self.inside and not self.inside.startswith("</")):
            reason = "raw HTML whose place is not sure" if lines is None else "part of a shortcode"
            self.skip(token.content, reason, line)
            self.inside = "" if self.inside in token.content else self.inside
            return Block(BlockKind.HTML, literal=token.content)
        segments, found = html_segments(lines, line=line, inside=self.inside[2:], follows=self.follows)
        self.inside = f"</{found.inside}" if found.inside and self.follows(f"</{found.inside}") else ""
        for hidden in found.hidden:
            self.skip(hidden.text, hidden.reason, line)
        return Block(BlockKind.HTML, segments=segments, literal="" if segments else token.content)

    def footnote(self, label: str) -> Block:
        """A footnote is an ordered list of one item, whose literal is the label."""
        item = Block(BlockKind.ITEM, children=tuple(self.blocks("footnote_reference_close", Kind.ITEM)), literal=label)
        return Block(BlockKind.LIST, children=(item,), literal="footnote", ordered=True)

    def paragraph(self, kind: Kind, token: Token) -> Block:
        whole = lines_of(token, self.body, offset=self.offset)
        if self.inside:
            lines = self.leave(whole, token)
            if lines is None:
                return Block(BlockKind.PARAGRAPH)
        else:
            lines = whole
        if lines.content.startswith("!["):
            figure = make_figure(lines, self.addresses, line=self.line_of(token))
            if figure is not None:
                return figure
        if kind is Kind.ITEM and lines.content.startswith("["):
            lines = _without_checkbox(lines)
        parts = list(split_paragraph(lines, follows=self.follows))
        if len(parts) == 1 and isinstance(parts[0], Left) and parts[0].reason == "a shortcode":
            return self.shortcodes(parts[0], token)
        segments: tuple[Segment, ...] = ()
        for part in self.texts(parts, token):
            number = self.paragraphs + 1 if kind is Kind.BODY else 0
            found = self.segments(part, kind, token, number=number)
            self.paragraphs += 1 if number and found else 0
            segments += found
        return Block(BlockKind.PARAGRAPH, segments=segments)

    def texts(self, parts: Iterable[Lines | Left], token: Token) -> Iterator[Lines]:
        """Yield what is text, and note what is not."""
        for part in parts:
            if isinstance(part, Left):
                self.skip(part.lines.content, part.reason, self.line_of(token))
                self.inside = part.closing
            else:
                yield part

    def leave(self, lines: Lines, token: Token) -> Lines | None:
        """Return what follows in *lines* on the end of what is open; None where nothing does."""
        reason = f"inside <{self.inside[2:]}>" if self.inside.startswith("</") else "part of a shortcode"
        closing = re.compile(re.escape(self.inside) + (r"\s*>" if reason[0] == "i" else ""), re.IGNORECASE)
        end = closing.search(lines.content)
        self.skip(lines.content[: end.end()] if end else lines.content, reason, self.line_of(token))
        self.inside = "" if end else self.inside
        rest = lines.cut(end.end(), len(lines.content)) if end else None
        return rest if rest and _TAGS.sub("", rest.content).strip() else None

    def shortcodes(self, left: Left, token: Token) -> Block:
        """Return the pictures of shortcodes with their captions and alt texts."""
        segments, address, rest = parameter_segments(left.lines, line=self.line_of(token))
        self.skip(rest, left.reason, self.line_of(token))
        return Block(BlockKind.FIGURE if segments else BlockKind.PARAGRAPH, segments=segments, literal=address)

    def heading(self, level: int, kind: Kind) -> Block:
        token = self.next()
        self.next()
        lines, attributes = without_attributes(lines_of(token, self.body, offset=self.offset))
        self.skip(attributes, "attributes of a heading", self.line_of(token))
        rest = self.leave(lines, token) if self.inside else lines
        if rest is None:
            return Block(BlockKind.HEADING, level=level)
        wanted = self.wants_headline and self.headline is None and level == 1 and kind is Kind.BODY
        kind = Kind.HEADLINE if wanted else Kind.HEADING
        parts = cut_unread(rest, follows=self.follows) if "<" in rest.content or "{" in rest.content else (rest,)
        segments: tuple[Segment, ...] = ()
        for part in self.texts(parts, token):
            segments += self.segments(part, Kind.HEADING if segments else kind, token)
        if wanted and segments:
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
                    rest = self.leave(lines, token) if self.inside else lines
                    segments = self.segments(rest, Kind.CELL, token) if rest else ()
                cells.append(Block(BlockKind.CELL, segments=segments, literal=align))
            elif token.type == "tr_close":
                rows.append(Block(BlockKind.ROW, children=tuple(cells), level=int(level == "th")))
                cells = []
        return rows

    def segments(self, lines: Lines, kind: Kind, token: Token, *, number: int = 0) -> tuple[Segment, ...]:
        line = self.line + (token.map[0] if token.map else 0)
        return make_segments(lines, kind, self.addresses, line=line, number=number)


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
