"""Markdown: fields of the front matter, pictures, links, and tags that a program which shows it would obey."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from .eye import Eye
from .html import traces_of_html
from .plain import NAMED
from .references import fetched, followed
from .trace import Trace, kind_of_field

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_FRONT = re.compile(r"\A(---|\+\+\+)[ \t]*\r?\n(.*?)\n\1[ \t]*\r?(?:\n|\Z)", re.S)
_FIELD = re.compile(r"^[\"']?([A-Za-z][\w.:-]{0,40})[\"']?[ \t]*[:=][ \t]*(\S.*)$", re.M)


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    parser.validateLink = _any_link  # type: ignore[assignment, method-assign]  # other programs let links to code pass
    return parser


def _any_link(_address: str) -> bool:
    return True


def traces_of_markdown(text: str, where: str, eye: Eye) -> Iterator[Trace]:
    """Yield what an article gives away, and what a program that shows it would fetch and run."""
    front = _FRONT.match(text)
    for name, value in _FIELD.findall(front[2]) if front else ():
        if kind_of_field(name) in NAMED:
            yield from eye.field(name, value.strip("\"' "), f"{where} {name}".strip())
    tokens = _parser().parse(text[front.end() :] if front else text)
    html: list[str] = []
    for token in tokens:
        for one in (token, *(token.children or ())):
            yield from _of_token(one, where, eye, html)
    yield from traces_of_html("\n".join(html), f"{where} tags".strip(), eye)
    yield from eye.read(text, where)


def _of_token(token: Token, where: str, eye: Eye, html: list[str]) -> Iterator[Trace]:
    if token.type == "image":
        yield from fetched(str(token.attrs.get("src", "")), f"{where} picture".strip(), eye)
        for inner in token.children or ():
            yield from _of_token(inner, where, eye, html)
    elif token.type == "link_open":
        yield from followed(str(token.attrs.get("href", "")), f"{where} link".strip(), eye)
    elif token.type in ("html_block", "html_inline"):
        html.append(token.content)
