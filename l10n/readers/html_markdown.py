"""A tree of HTML into canonical Markdown: the door of web pages, and of whatever else can be had as HTML."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

from ..ports import Doubt, Piece
from .webpage.coverage import coverage_of
from .webpage.elements import HANDLERS
from .webpage.hidden import furniture_reason
from .webpage.tree import Element, Text, parse_html, texts_of
from .webpage.walk import Converter


class Converted(NamedTuple):
    """The body in Markdown (no front matter), what became of each visible text, and what could not be kept."""

    markdown: str
    coverage: tuple[Piece, ...]
    doubts: tuple[Doubt, ...]


def html_to_markdown(html: str | bytes, *, base_url: str = "", furniture: bool = False) -> Converted:
    """Return a page or fragment as Markdown that reads back as the same words; bytes are UTF-8. ArticleError.

    With *furniture*, what class names call share buttons, adverts, related links and the like is left out too.
    """
    root = parse_html(html)
    skip: dict[Element, str] = {}
    if furniture:
        skip = {element: reason for element in root.iter("*") if (reason := furniture_reason(element))}
    return tree_to_markdown(root, base_url=base_url, skip=skip)


def tree_to_markdown(
    root: Element,
    *,
    base_url: str = "",
    skip: Mapping[Element, str] | None = None,
    taken: Collection[Element] = (),
    page: Element | None = None,
    outside: Callable[[Text], str] | None = None,
) -> Converted:
    """Return the part of a page below *root* as Markdown.

    *skip* are elements to leave out, and why; *taken* those whose text is kept elsewhere (a headline). Coverage is
    of *page*, or of *root* alone; the caller says in *outside* why a text is not below *root*.
    """
    whole = root if page is None else page
    converter = Converter(whole, special=HANDLERS, base_url=base_url, skip=skip or {}, taken=set(taken))
    markdown = converter.convert(root)
    kept = converter.kept | {text.place for element in taken for text in texts_of(element)}

    def reason_of(text: Text) -> str:
        reasons = (converter.left_out.get(element) for element in reversed(text.chain))
        reason = next((reason for reason in reasons if reason), "")
        return reason or (outside(text) if outside and root not in text.chain else "not taken over")

    return Converted(markdown, coverage_of(whole, kept, reason_of), tuple(dict.fromkeys(converter.doubts)))
