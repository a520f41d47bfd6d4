"""Inline Markdown of a pair as XHTML or as plain text. Nothing it prints makes a request."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from html import escape
from typing import TYPE_CHECKING

from ..edition import SAFE_ADDRESS

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

TAGS = {"em": "em", "strong": "strong", "s": "s"}

MARKUP = re.compile(r"[\\`*_~\[\]!<>&\n\r\x00]")
"""What inline Markdown begins with; a text without any of it is but a text."""

SYLLABLE = re.compile(
    "(?<=[\u1000-\u109f])(?<!\u1039)"  # inside Burmese, not on a stacked letter
    "(?=[\u1000-\u102a\u103f\u104c-\u104f])"  # before a letter that can open a syllable
    "(?!.\u1037?[\u1039\u103a])"  # that does not close the one before
)


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    # html off: what looks like a tag is text; image sources are never loaded, only their alt text is printed.
    return MarkdownIt("commonmark", {"html": False}).enable("strikethrough")


def inline_html(markdown: str, *, hints: bool = False) -> str:
    """Return *markdown* as XHTML phrasing content; with *hints*, `<wbr/>` between Burmese syllables."""
    return "".join(_html(_tokens(markdown), hints))


def inline_text(markdown: str) -> str:
    """Return *markdown* as plain text, an address in brackets behind the words it was linked from."""
    out, addresses = [], []
    for token in _tokens(markdown):
        if token.type in ("text", "code_inline", "html_inline", "text_special") or token.type == "image":
            out.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            out.append(" ")
        elif token.type == "link_open":
            addresses.append(_address(token))
        elif token.type == "link_close" and addresses and (address := addresses.pop()):
            out.append("" if "".join(out).endswith(address) else f" ({address})")
    return "".join(out)


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text that is marked in one way throughout: *marks* of em, strong, s and code; "\\n" ends a line."""

    text: str
    marks: tuple[str, ...] = ()
    address: str = ""


def inline_runs(markdown: str) -> list[Run]:
    """Return *markdown* as runs; what it holds that looks like markup of another kind is text."""
    runs: list[Run] = []
    marks: list[str] = []
    addresses = [""]
    for token in _tokens(markdown):
        held = tuple(sorted(set(marks)))
        if token.type in ("text", "html_inline", "text_special", "image"):
            runs.append(Run(token.content, held, addresses[-1]))
        elif token.type == "code_inline":
            runs.append(Run(token.content, (*held, "code"), addresses[-1]))
        elif token.type in ("softbreak", "hardbreak"):
            runs.append(Run("\n" if token.type == "hardbreak" else " ", (), addresses[-1]))
        elif token.type == "link_open":
            addresses.append(_address(token))
        elif token.type == "link_close":
            addresses.pop()
        elif token.tag in TAGS and token.nesting > 0:
            marks.append(token.tag)
        elif token.tag in TAGS:
            marks.remove(token.tag)
    return [run for run in runs if run.text]


@lru_cache(maxsize=1024)
def _tokens(markdown: str) -> tuple[Token, ...]:
    """Return the tokens of a text; each writer of an edition asks for the same ones, and changes none."""
    if not MARKUP.search(markdown):
        from markdown_it.token import Token

        return (Token("text", "", 0, content=markdown),) if markdown else ()
    [inline] = _parser().parseInline(markdown)
    return tuple(inline.children or ())


def _address(token: Token) -> str:
    """Return where a link leads, "" for an address that no edition may lead to, whoever wrote it."""
    href = str(token.attrs.get("href", ""))
    return href if SAFE_ADDRESS.fullmatch(href) else ""


def _html(tokens: Iterable[Token], hints: bool) -> Iterator[str]:
    opened: list[str] = []
    for token in tokens:
        kind = token.type
        if kind in ("text", "html_inline", "text_special"):
            yield _hinted(token.content) if hints else escape(token.content, quote=False)
        elif kind == "code_inline":
            yield f"<code>{escape(token.content, quote=False)}</code>"
        elif kind == "image":
            yield escape(token.content, quote=False)
        elif kind in ("softbreak", "hardbreak"):
            yield "<br/>" if kind == "hardbreak" else " "
        elif kind == "link_open":
            href = _address(token)
            opened.append("</a>" if href else "")
            yield f'<a href="{escape(href)}" rel="noreferrer">' if href else ""
        elif kind == "link_close":
            yield opened.pop()
        elif token.tag in TAGS:
            yield f"<{'/' if token.nesting < 0 else ''}{TAGS[token.tag]}>"


def _hinted(text: str) -> str:
    return "<wbr/>".join(escape(piece, quote=False) for piece in SYLLABLE.split(text))


def visible_text(html: str) -> str:
    """Return what a reader would see of a piece of raw HTML: no tags, comments, scripts or styles."""
    without = re.sub(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>", " ", html, flags=re.S | re.I)
    return " ".join(re.sub(r"<[^>]*>", " ", without).split())
