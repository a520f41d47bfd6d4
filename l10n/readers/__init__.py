"""Ways in: each reader turns an original into canonical Markdown. `markdown` reads that into a Document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePath

from ..errors import ArticleError
from ..ports import Reader


def _text() -> Reader:
    from .text import TextReader

    return TextReader()


def _markdown() -> Reader:
    from .markdown_file import MarkdownReader

    return MarkdownReader()


READERS: Mapping[str, Callable[[], Reader]] = {
    ".txt": _text,
    ".text": _text,
    ".md": _markdown,
    ".markdown": _markdown,
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
