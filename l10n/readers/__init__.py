"""Ways in: each reader turns an original into canonical Markdown. `markdown` reads that into a Document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePath
from typing import TYPE_CHECKING

from ..errors import ArticleError

if TYPE_CHECKING:
    from ..ports import Doubt, Reader
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


def _docx() -> Reader:
    from .docx import DocxReader

    return DocxReader()


def _json() -> Reader:
    from .wordpress import WordPressJsonReader

    return WordPressJsonReader()


def _wxr() -> Reader:
    from .wordpress import WordPressExportReader

    return WordPressExportReader()


def _feed() -> Reader:
    from .feed import FeedReader

    return FeedReader()


def _xml() -> Reader:
    from .sniffing import XmlReader

    return XmlReader()


def _pandoc() -> Reader:
    from .pandoc import PandocReader

    return PandocReader()


READERS: Mapping[str, Callable[[], Reader]] = {
    ".txt": _text,
    ".text": _text,
    ".md": _markdown,
    ".markdown": _markdown,
    ".html": _html,
    ".htm": _html,
    ".xhtml": _html,
    ".docx": _docx,
    ".docm": _docx,
    ".odt": _pandoc,
    ".rtf": _pandoc,
    ".json": _json,
    ".wxr": _wxr,
    ".xml": _xml,
    ".rss": _feed,
    ".atom": _feed,
    ".rdf": _feed,
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
    """Return the reader for what a server sent, whatever it calls it; a page knows its address."""
    from .html import HtmlReader
    from .sniffing import reader_for_content

    if fetched.suffix in (".html", ".xhtml"):
        found = reader_for_content(fetched.data, "", "")
        return found if found and found.name == "xml" else HtmlReader(url=fetched.url, charset=fetched.charset)
    return reader_for(f"{fetched.url.partition('?')[0].rstrip('/')}{fetched.suffix}")


def inspect_text(text: str, path: str) -> tuple[Doubt, ...]:
    """Return doubts about the encoding of converted text. ArticleError for text in Zawgyi."""
    if not any("\u1000" <= char <= "\u109f" for char in text):
        return ()
    from .zawgyi import refuse_zawgyi

    return refuse_zawgyi(text, path=path)
