"""The canonical article: CommonMark with YAML front matter, read into a Document and written back by splicing."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..errors import ArticleError
from ..inline import plain, take_out_links
from ..model import ROLE_CONTEXT, Block, Document, Kind, Segment
from .frontmatter import read_front_matter
from .frontvalues import FrontMatter, Value
from .lineends import LineEnds
from .plain_tree import read_plain_tree
from .titles import title_of

if TYPE_CHECKING:
    from ..model import Key
    from ..ports import Doubt, Piece
    from .body import Tree

HEAD_KINDS: Mapping[str, Kind] = {
    "title": Kind.HEADLINE,
    "headline": Kind.HEADLINE,
    "dateline": Kind.DATELINE,
    "caption": Kind.CAPTION,
    "image_caption": Kind.CAPTION,
    "alt": Kind.ALT,
    "image_alt": Kind.ALT,
    "subtitle": Kind.SUMMARY,
    "subheadline": Kind.SUMMARY,
    "standfirst": Kind.SUMMARY,
    "kicker": Kind.SUMMARY,
    "deck": Kind.SUMMARY,
    "lead": Kind.SUMMARY,
    "lede": Kind.SUMMARY,
    "summary": Kind.SUMMARY,
    "description": Kind.SUMMARY,
    "excerpt": Kind.SUMMARY,
    "abstract": Kind.SUMMARY,
    "intro": Kind.SUMMARY,
    "linktitle": Kind.SUMMARY,
    "seo_title": Kind.SUMMARY,
    "seo_description": Kind.SUMMARY,
    "meta_description": Kind.SUMMARY,
}
"""Front matter that is text for readers and comes before the body, by its name in small letters, in this order."""

TAIL_KINDS: Mapping[str, Kind] = {
    "credits": Kind.CREDITS,
    "credit": Kind.CREDITS,
    "image_credit": Kind.CREDITS,
    "source_line": Kind.ORIGINAL,
}
"""Front matter that is text for readers and comes after the body, in this order."""

_NESTED_KINDS: Mapping[str, Kind] = {"title": Kind.CAPTION, "headline": Kind.CAPTION}
"""Below the first level these are titles of pictures and the like."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A document, what its reader doubts, and every piece of text that is no segment, with its line."""

    document: Document
    doubts: tuple[Doubt, ...]
    skipped: tuple[tuple[int, Piece], ...]


def read_markdown(text: str, *, slug: str, path: str = "") -> Document:
    """Return the article of a Markdown file with YAML, TOML, JSON or no front matter. ArticleError.

    `Document.text` is *text* itself, its byte order mark and line ends included.
    """
    return read_all(text, slug=slug, path=path).document


def coverage(document: Document) -> list[Piece]:
    """Return every piece of text that a reader of the article sees, in reading order, each extracted or skipped."""
    from ..ports import Piece
    from .raw_html import texts_in_tags

    reading = read_all(document.text, slug=document.slug, path=document.path)
    pieces = [(s.line, Piece(plain(s.source), "", f"line {s.line}")) for s in reading.document.segments]
    for segment in (*reading.document.head, *reading.document.tail):
        pieces += [(segment.line, piece) for piece in _link_titles(segment)]
    for segment in reading.document.segments:
        inside = texts_in_tags(segment.source)
        pieces += [(segment.line, Piece(text, reason, f"line {segment.line}")) for text, reason in inside]
    return [piece for _, piece in sorted([*pieces, *reading.skipped], key=lambda found: found[0])]


def read_all(text: str, *, slug: str, path: str = "") -> Reading:
    """Return the article with all that is to be told about it. ArticleError."""
    ends = LineEnds(text)
    refuse_control_characters(ends.lf, path=path)
    front = read_front_matter(ends.lf, path=path)
    head = _segments(front, HEAD_KINDS)
    has_headline = any(segment.kind is Kind.HEADLINE for segment in head)
    tree = _tree(ends.lf[front.body :], offset=front.body, line=front.body_line, headline=not has_headline)
    facts = _facts(front)
    if tree.headline is not None:
        facts["title"] = plain(tree.headline.source)
    tail = _segments(front, TAIL_KINDS)
    document = Document(slug=slug, text=text, facts=facts, head=head, blocks=tree.blocks, tail=tail, path=path)
    if ends.moved:
        document = _in_place(document, ends)
    return Reading(document, (*front.doubts, *tree.doubts), (*_skipped_values(front), *tree.skipped))


def _tree(body: str, *, offset: int, line: int, headline: bool) -> Tree:
    tree = read_plain_tree(body, offset=offset, line=line, headline=headline)
    if tree is None:
        from .tree import read_tree

        tree = read_tree(body, offset=offset, line=line, headline=headline)
    return tree


def splice(document: Document, targets: Mapping[Key, str], *, keep_equal: bool = True) -> str:
    """Return the article's text with each segment's text replaced by its target; all else stays to the byte.

    A segment without a target keeps its source, and so does one with an empty target. With *keep_equal* a target
    that equals its source changes no byte. A target never changes the article's shape: what would start a list,
    a table or the like is escaped. Reads the result again, once (once more per target only where that fails).
    """
    from .splicing import splice_targets

    return splice_targets(document, targets, keep_equal=keep_equal, read=read_markdown)


def refuse_control_characters(text: str, *, path: str) -> None:
    """Raise ArticleError at the first control character other than line break and tab."""
    for line, content in enumerate(text.split("\n"), start=1):
        if content.isprintable():
            continue
        for char in content:
            if unicodedata.category(char) == "Cc" and char != "\t":
                raise ArticleError(
                    f"there is a control character (U+{ord(char):04X}) in this line",
                    path=path,
                    line=line,
                    remedy="delete it, or copy the text again from where it came from, as plain text",
                )


def _kind(value: Value, kinds: Mapping[str, Kind]) -> Kind | None:
    """Return what a value of the front matter is to readers; None where it is not among *kinds*."""
    name = value.name.replace("-", "_")
    nested = len([part for part in value.path if isinstance(part, str)]) > 1
    return _NESTED_KINDS.get(name, kinds.get(name)) if nested and name in kinds else kinds.get(name)


def _facts(front: FrontMatter) -> dict[str, str]:
    shown = {*HEAD_KINDS, *TAIL_KINDS}
    return {name: plain(value) if name in shown else value for name, value in front.facts.items()}


def _segments(front: FrontMatter, kinds: Mapping[str, Kind]) -> tuple[Segment, ...]:
    found = [(value, kind) for value in front.values if (kind := _kind(value, kinds))]
    order = {name: number for number, name in enumerate(kinds)} if found else {}
    found.sort(key=lambda pair: order[pair[0].name.replace("-", "_")])
    return tuple(_segment(value, kind) for value, kind in found)


def _segment(value: Value, kind: Kind) -> Segment:
    from .segmenting import address_of

    source, links = take_out_links(value.text)
    return Segment(
        source=source,
        kind=kind,
        context=ROLE_CONTEXT.get(kind, ""),
        links=links,
        urls=tuple(address_of(tail, {}) for tail in links),
        line=value.line,
        start=value.start,
        end=value.end,
    )


def _skipped_values(front: FrontMatter) -> Iterator[tuple[int, Piece]]:
    for value in front.values:
        if _kind(value, HEAD_KINDS) is None and _kind(value, TAIL_KINDS) is None:
            from ..ports import Piece

            yield value.line, Piece(value.text, "front matter", f"line {value.line}, {value.place}")


def _link_titles(segment: Segment) -> Iterator[Piece]:
    from ..ports import Piece

    for tail in segment.links:
        place = title_of(tail)
        if place:
            yield Piece(tail[slice(*place)], "the title of a link in the front matter", f"line {segment.line}")


def _in_place(document: Document, ends: LineEnds) -> Document:
    """Return *document* with its segments where they stand in the text as it came."""

    def moved(segments: tuple[Segment, ...]) -> tuple[Segment, ...]:
        return tuple(replace(s, start=ends.place(s.start), end=ends.place(s.end)) for s in segments)

    def block(old: Block) -> Block:
        return replace(old, segments=moved(old.segments), children=tuple(block(child) for child in old.children))

    blocks = tuple(block(top) for top in document.blocks)
    return replace(document, head=moved(document.head), blocks=blocks, tail=moved(document.tail))
