"""Ways in: each reader turns an original into canonical Markdown. `markdown` reads that into a Document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePath
from typing import TYPE_CHECKING

from ..errors import ArticleError
from ..ports import Doubt, Reader

if TYPE_CHECKING:
    from .fetching import Fetched


def _text() -> Reader:
    from .text import TextReader

    return TextReader()


def _markdown() -> Reader:
    from .markdown_file import MarkdownReader

    return MarkdownReader()


def _html() -> Reader:
    from .html import HtmlReader

    return HtmlReader()


READERS: Mapping[str, Callable[[], Reader]] = {
    ".txt": _text,
    ".text": _text,
    ".md": _markdown,
    ".markdown": _markdown,
    ".html": _html,
    ".htm": _html,
    ".xhtml": _html,
}
"""What makes the reader of each suffix; a reader is imported when it is first asked for."""


def reader_for(path: str) -> Reader:
    """Return the reader for a file of this name. ArticleError lists the suffixes that have one."""
    suffix = PurePath(path).suffix.lower()
    if suffix not in READERS:
        known = ", ".join(READERS)
        what = f"files that end in {suffix}" if suffix else "files without an ending like .txt"
        raise ArticleError(
            f"Diglot cannot read {what}",
            path=path,
            remedy=f"save the article as plain text or Markdown; endings it knows: {known}",
        )
    return READERS[suffix]()


def reader_of_fetched(fetched: Fetched) -> Reader:
    """Return the reader for what a server sent: a page knows its address, other types are read as files are."""
    if fetched.suffix in (".html", ".xhtml"):
        from .html import HtmlReader

        return HtmlReader(url=fetched.url, charset=fetched.charset)
    return reader_for(f"{fetched.url.partition('?')[0].rstrip('/')}{fetched.suffix}")


def inspect_text(text: str, path: str) -> tuple[Doubt, ...]:
    """Return doubts about the encoding of converted text. ArticleError for text in Zawgyi."""
    if not any("\u1000" <= char <= "\u109f" for char in text):
        return ()
    try:
        from .zawgyi import refuse_zawgyi
    except ImportError:
        return ()
    return refuse_zawgyi(text, path=path)
