"""Targets into the places of their sources, without a change to the shape of the article."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

from ..errors import ArticleError
from ..inline import label_key
from ..model import Block, BlockKind, Document, Key, Kind, Segment
from .frontmatter import read_front_matter, write_value
from .frontvalues import Value
from .lineends import LineEnds
from .linestarts import is_lone_tag, safe_start
from .taming import forbidden_sign, literally, tame
from .titles import title_of, title_writer

_DEFINITION = re.compile(r"\[((?:[^\[\]\\]|\\.){1,999}+)\]:", re.DOTALL)
_CLOSING = re.compile(r"(^|[ \t])(#+)$")
_HARD_BREAK = re.compile(r"\\\n[ \t]*")
_ROW = re.compile(r"[\n\r]+[ \t>]*[-:|][-:| \t]*(?=[\n\r]|$)")
_DOUBTED_IN_FIGURE = re.compile(r"[\\\[\]`<(){}*_&\"']")
_PLAIN = re.compile(r"[^\x00-@\[-`{-\xa0][^\\`<\[*_~{^|#\x00-\x1f\x85]*")
_PROSE = frozenset({BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.CELL})
_BOX = re.compile(r"\[[ xX]\][ \t]+$")
_CONTAINERS = re.compile(r"[ \t>]*(?:(?:[-+*]|[0-9]{1,9}[.)]|\[\^[^\s\]]+\]:|\[[ xX]\])[ \t]+[ \t>]*)*")
_CONTAINER_SIGN = re.compile(r"[^>\t ]")

Write = Callable[[str], str]


class _Read(Protocol):
    def __call__(self, text: str, *, slug: str, path: str = "") -> Document: ...


@dataclass(frozen=True, slots=True)
class _Edit:
    segment: Segment
    text: str
    doubted: bool = False
    literal: Callable[[], str] = str


def splice_targets(document: Document, targets: Mapping[Key, str], *, keep_equal: bool, read: _Read) -> str:
    """Return the text of *document* with its targets; *read* reads it again where that is needed. ArticleError."""
    edits = list(_Splicer(document, targets, keep_equal).edits())
    doubted = [edit for edit in edits if edit.doubted]
    if not doubted:
        return _apply(document.text, edits)
    from .proving import guilty, shape_of

    sure = [edit for edit in edits if not edit.doubted]
    shape = shape_of(document)

    def harmless(suspects: Sequence[_Edit]) -> bool:
        try:
            changed = read(_apply(document.text, [*sure, *suspects]), slug=document.slug, path=document.path)
        except ArticleError:
            return False
        return shape_of(changed) == shape

    caught = guilty(doubted, harmless=harmless)
    if caught:
        caught_at = {edit.segment.start for edit in caught}
        edits = [_Edit(e.segment, e.literal()) if e.segment.start in caught_at else e for e in edits]
        sure = edits
        if not harmless(()):
            raise ArticleError(
                "the translations would change the shape of the article",
                path=document.path,
                line=caught[0].segment.line,
                remedy="look for a translation with unusual marks: < > | # or line breaks",
            )
    return _apply(document.text, edits)


class _Splicer:
    def __init__(self, document: Document, targets: Mapping[Key, str], keep_equal: bool) -> None:
        self.document = document
        self.text = document.text
        self.targets = targets
        self.keep_equal = keep_equal
        self.newline = "\n"
        if "\r" in self.text:
            self.newline = LineEnds(self.text).newline

    @cached_property
    def defined(self) -> Collection[str]:
        """The labels that may be defined in the article."""
        return {label_key(label) for label in _DEFINITION.findall(self.text)}

    @cached_property
    def values(self) -> Mapping[int, Value]:
        ends = LineEnds(self.text)
        return {ends.place(v.start): v for v in read_front_matter(ends.lf, path=self.document.path).values}

    def edits(self) -> Iterator[_Edit]:
        for segment in (*self.document.head, *self.document.tail):
            target = self.target(segment)
            if target:
                yield self.front_matter(segment, target)
        for top in self.document.blocks:
            for block in top.walk() if top.children else (top,):
                if block.segments:
                    yield from self.in_block(block)

    def in_block(self, block: Block) -> Iterator[_Edit]:
        """Yield the edits of a block; titles of links stand inside the texts, and are written with these."""
        titles = [segment for segment in block.segments if segment.kind is Kind.TITLE]
        written: set[int] = set()
        for segment in block.segments:
            target = self.target(segment)
            if not target or segment.start in written:
                continue
            inside = [title for title in titles if segment.start < title.start < segment.end]
            if inside:
                written.update(title.start for title in inside)
                segment = self.retitled(segment, inside)
            yield self.in_body(block, segment, target)

    def retitled(self, segment: Segment, titles: Sequence[Segment]) -> Segment:
        """Return a segment with the translated *titles*, which are all in it, in its links."""
        links, rest = [], iter(titles)
        for tail in segment.links:
            place = title_of(tail)
            title = next(rest) if place else None
            target = self.target(title) if title else ""
            if place and title and target:
                written = title_writer(tail[place[1]])(one_line(self.tamed(title, target)))
                tail = f"{tail[: place[0]]}{written}{tail[place[1] :]}"
            links.append(tail)
        return replace(segment, links=tuple(links))

    def target(self, segment: Segment) -> str:
        """Return what is to be written in the segment's place; "" where it stays. ArticleError."""
        target = self.targets.get(segment.key, segment.source).strip(" \t\r\n")
        if not target.strip() or (self.keep_equal and target == segment.source):
            return ""
        sign = forbidden_sign(target)
        if sign:
            raise ArticleError(
                f"the translation of {segment.source[:40]!r} holds a character no article can hold (U+{ord(sign):04X})",
                path=self.document.path,
                line=segment.line,
                remedy="delete it from the translation",
            )
        return target

    def front_matter(self, segment: Segment, target: str) -> _Edit:
        value = self.values[segment.start]
        tamed = tame(target, segment.source, segment.links, defined=(), prose=False)
        return _Edit(segment, write_value(one_line(tamed), value.style, written=self.text[segment.start : segment.end]))

    def in_body(self, block: Block, segment: Segment, target: str) -> _Edit:
        if _PLAIN.fullmatch(target) and block.kind in _PROSE and segment.kind is not Kind.TITLE:
            return _Edit(segment, target)
        tamed = self.tamed(segment, target)
        if not tamed.strip():
            return _Edit(segment, self.text[segment.start : segment.end])
        if block.kind is BlockKind.HTML:
            written = self.text[segment.start : segment.end]
            return _Edit(segment, written if target == segment.source else self.html(segment, tamed))
        write = self.writer(block.kind, segment)
        text = write(tamed)
        if text[0] in "\"'(" and self.follows_definition(segment):
            text = "\\" + text
        doubted = text != self.text[segment.start : segment.end] and self.doubted(block.kind, segment, text)
        return _Edit(segment, text, doubted, lambda: write(literally(target)))

    def tamed(self, segment: Segment, target: str) -> str:
        defined = self.defined if "[" in target else ()
        return tame(target, segment.source, segment.links, defined=defined).strip(" \t\n")

    def doubted(self, kind: BlockKind, segment: Segment, written: str) -> bool:
        """Return whether only reading it again can tell what *written* becomes in its place."""
        if kind is BlockKind.FIGURE:
            return _DOUBTED_IN_FIGURE.search(written) is not None
        if kind is BlockKind.CELL:
            return False
        return "|" in written and _ROW.match(self.text, segment.end) is not None  # perhaps the head of a table

    def follows_definition(self, segment: Segment) -> bool:
        """Return whether a link definition may end in the lines before, so that a quote would be its title."""
        start = segment.start
        for _ in range(4):
            start = max(0, self.text.rfind("\n", 0, start))
        return "]:" in self.text[start : segment.start]

    def html(self, segment: Segment, target: str) -> str:
        from .raw_html import write_html

        sign = self.text[segment.start - 1 : segment.start]
        quote = sign if sign in ('"', "'", "=") and segment.start else ""
        return write_html(one_line(target), written=self.text[segment.start : segment.end], quote=quote)

    def writer(self, kind: BlockKind, segment: Segment) -> Write:
        """Return the function that writes a text into the place of *segment*."""
        text = self.text
        if segment.kind is Kind.TITLE:
            write = title_writer(text[segment.end])
            return lambda target: write(one_line(target)).replace("|", "\\|" if kind is BlockKind.CELL else "|")
        if kind is BlockKind.FIGURE:
            if text[segment.start - 2] == "=":
                return self.parameter_writer(segment)
            write = title_writer(text[segment.end])
            return (lambda target: write(one_line(target))) if segment.kind is Kind.CAPTION else one_line
        start = max(text.rfind("\n", 0, segment.start), text.rfind("\r", 0, segment.start)) + 1
        before = text[start : segment.start].lstrip("\ufeff")
        if kind is BlockKind.CELL:
            return _inner_cell if "|" in before else _first_cell
        if kind is BlockKind.HEADING and before.rstrip().endswith("#"):
            return lambda target: _CLOSING.sub(r"\1\\\2", one_line(target))
        end = text.find("\n", segment.start)
        within = text[segment.start] == "<" and is_lone_tag(text[segment.start : end if end >= 0 else None].rstrip())
        return lambda target: _paragraph(target, before, self.newline, within=within)

    def parameter_writer(self, segment: Segment) -> Write:
        from .shortcodes import write_parameter

        written, quote = self.text[segment.start : segment.end], self.text[segment.end]
        return lambda target: write_parameter(one_line(target), written=written, quote=quote)


def _first_cell(target: str) -> str:
    return _inner_cell(safe_start(one_line(target), within=True))


def _inner_cell(target: str) -> str:
    written = one_line(target).replace("|", "\\|")
    return written[:-1] + "&#92;" if written.endswith("\\") else written


def one_line(text: str) -> str:
    """Return *text* with its line breaks as spaces."""
    if "\n" not in text:
        return text
    return " ".join(_HARD_BREAK.sub(" ", text).split("\n")).strip(" \t")


def _paragraph(target: str, before: str, newline: str, *, within: bool) -> str:
    """Return a paragraph whose lines after a hard break stand behind the marks of its containers."""
    containers = _CONTAINERS.match(before) if before else None
    marks = containers[0] if containers else ""
    starts = len(marks) == len(before) and not _BOX.search(before)  # a line, and not in the middle of one

    def first(line: str) -> str:
        return safe_start(line, within=within) if starts else line

    if "\n" not in target:
        return first(target)
    newline += _CONTAINER_SIGN.sub(" ", marks)
    lines = [one_line(line) for line in _HARD_BREAK.split(target)]
    lines = [safe_start(line, within=True) if number else first(line) for number, line in enumerate(lines)]
    while lines and not lines[-1]:
        lines.pop()
    return f"\\{newline}".join(lines).removeprefix(f"\\{newline}")


def _apply(text: str, edits: Sequence[_Edit]) -> str:
    parts, at = [], 0
    for edit in sorted(edits, key=lambda edit: edit.segment.start):
        parts += [text[at : edit.segment.start], edit.text]
        at = edit.segment.end
    return "".join([*parts, text[at:]])
