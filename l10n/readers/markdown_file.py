"""Markdown as it comes: checked and kept to the byte."""

from __future__ import annotations

from ..errors import ArticleError
from ..model import Kind
from ..ports import Conversion, Doubt
from .markdown import coverage, read_all


class MarkdownReader:
    """Reads `.md`; front matter, line ends and a byte order mark stay what they are."""

    name = "markdown"
    suffixes: tuple[str, ...] = (".md", ".markdown")

    def convert(self, data: bytes, *, path: str, slug: str) -> Conversion:
        """Return the article as it is. ArticleError."""
        text = _decoded(data, path)
        reading = read_all(text, slug=slug, path=path)
        doubts = list(reading.doubts)
        if not any(segment.kind is Kind.HEADLINE for segment in reading.document.segments):
            doubts.append(Doubt(1, "there is no headline; give it a title in the front matter"))
        return Conversion(text, tuple(doubts), tuple(coverage(reading.document)))


def _decoded(data: bytes, path: str) -> str:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ArticleError(
            f"the text is not UTF-8 (byte 0x{data[error.start]:02x} has no meaning there)",
            path=path,
            line=data.count(b"\n", 0, error.start) + 1,
            remedy="save it as UTF-8 in your editor, or try: iconv -f WINDOWS-1252 -t UTF-8 OLD.md > NEW.md",
        ) from error
    if not text.strip("\ufeff \t\r\n"):
        raise ArticleError("there is no text in it", path=path, remedy="check that this is the right file")
    return text
