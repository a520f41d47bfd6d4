"""Markdown as it comes: checked, kept as it is, and given a title where it has none."""

from __future__ import annotations

import hashlib

from ..model import Kind
from ..ports import Conversion, Doubt
from .decoding import decode
from .frontmatter import read_front_matter, write_front_matter
from .markdown import read_markdown


class MarkdownReader:
    """Reads `.md`. The body is not touched; front matter gets `digest` and, where there is no title, `title`."""

    name = "markdown"
    suffixes: tuple[str, ...] = (".md", ".markdown")

    def convert(self, data: bytes, *, path: str, slug: str) -> Conversion:
        """Return the article with its front matter made whole. ArticleError."""
        text = decode(data, path=path)
        document = read_markdown(text, slug=slug, path=path)
        added: dict[str, str] = {}
        doubts: tuple[Doubt, ...] = ()
        if not any(segment.kind is Kind.HEADLINE for segment in document.segments):
            added["title"] = slug.replace("-", " ").capitalize()
            doubts = (
                Doubt(1, f"there is no headline; it is called {added['title']!r} for now, after the file's name"),
            )
        if "digest" not in document.facts:
            added["digest"] = hashlib.sha256(data).hexdigest()
        return Conversion(_with_front_matter(document.text, added), doubts)


def _with_front_matter(text: str, added: dict[str, str]) -> str:
    if not added:
        return text
    front = write_front_matter(added)
    if not read_front_matter(text).body:
        return f"{front}\n{text}"
    lines = front.removesuffix("---\n")
    return lines + text.partition("\n")[2]
