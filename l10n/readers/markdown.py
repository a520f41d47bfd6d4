"""The canonical article: CommonMark with YAML front matter, read into a Document and written back by splicing."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..errors import ArticleError
from ..inline import plain, take_out_links
from ..model import ROLE_CONTEXT, Document, Kind, Segment
from .frontmatter import FrontMatter, read_front_matter

if TYPE_CHECKING:
    from ..model import Key

HEAD_KINDS: Mapping[str, Kind] = {
    "title": Kind.HEADLINE,
    "dateline": Kind.DATELINE,
    "caption": Kind.CAPTION,
    "alt": Kind.ALT,
    "summary": Kind.SUMMARY,
}
"""Front matter that is text for readers and comes before the body, in this order."""

TAIL_KINDS: Mapping[str, Kind] = {"credits": Kind.CREDITS, "source_line": Kind.ORIGINAL}
"""Front matter that is text for readers and comes after the body, in this order."""


def read_markdown(text: str, *, slug: str, path: str = "") -> Document:
    """Return the article of a canonical Markdown file. ArticleError.

    Line ends are LF in `Document.text`. Text inside blocks of raw HTML and code is no segment.
    """
    from .tree import read_tree

    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    refuse_control_characters(text, path=path)
    front = read_front_matter(text, path=path)
    head = _segments(front, HEAD_KINDS)
    tree = read_tree(
        text[front.body :],
        offset=front.body,
        line=front.body_line,
        headline=not any(segment.kind is Kind.HEADLINE for segment in head),
    )
    facts = _facts(front)
    if tree.headline is not None:
        facts["title"] = plain(tree.headline.source)
    tail = _segments(front, TAIL_KINDS)
    return Document(slug=slug, text=text, facts=facts, head=head, blocks=tree.blocks, tail=tail, path=path)


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


def _facts(front: FrontMatter) -> dict[str, str]:
    shown = {*HEAD_KINDS, *TAIL_KINDS}
    return {name: plain(value.text) if name in shown else value.text for name, value in front.values.items()}


def _segments(front: FrontMatter, kinds: Mapping[str, Kind]) -> tuple[Segment, ...]:
    segments = []
    for name, kind in kinds.items():
        value = front.values.get(name)
        if value is not None and value.text and value.end:
            source, links = take_out_links(value.text)
            segments.append(
                Segment(
                    source=source,
                    kind=kind,
                    context=ROLE_CONTEXT.get(kind, ""),
                    links=links,
                    urls=tuple(_address(tail) for tail in links),
                    line=value.line,
                    start=value.start,
                    end=value.end,
                )
            )
    return tuple(segments)


def _address(tail: str) -> str:
    from .tree import address_of

    return address_of(tail, {})
