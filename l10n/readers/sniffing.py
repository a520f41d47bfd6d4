"""Files whose ending does not say what they are: which reader their first lines ask for."""

from __future__ import annotations

from pathlib import PurePath

from ..errors import ArticleError
from ..ports import Conversion, Reader
from .assembling import choice_of

_BY_TYPE = {
    "application/rss+xml": ".rss",
    "application/atom+xml": ".atom",
    "application/rdf+xml": ".rdf",
    "application/json": ".json",
    "application/feed+json": ".json",
    "application/rtf": ".rtf",
    "text/rtf": ".rtf",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "text/html": ".html",
    "application/xhtml+xml": ".xhtml",
    "text/markdown": ".md",
}
_XML_TYPES = ("application/xml", "text/xml")
_HEAD = 4096


class XmlReader:
    """Reads `.xml`: a feed, an export of WordPress or a web page, whichever it is."""

    name = "xml"
    suffixes: tuple[str, ...] = (".xml",)

    def convert(self, data: bytes, *, path: str, slug: str) -> Conversion:
        """Return the article. ArticleError for any other XML."""
        if _opens_page(data):
            from .html import HtmlReader

            return HtmlReader().convert(data, path=path, slug=slug)
        return _xml_reader(data, path).convert(data, path=path, slug=slug)


def reader_for_content(data: bytes, content_type: str, path: str) -> Reader | None:
    """Return the reader for *data* by its type, its beginning and the ending of *path*; None where nothing tells.

    *path* may be a file, an address or "". What the data are wins over what a server calls them.
    """
    suffix = PurePath(choice_of(path.partition("?")[0])[0]).suffix.lower()
    kind = content_type.partition(";")[0].strip().lower()
    start = data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    known = _BY_TYPE.get(kind, "")
    if start.startswith(b"{\\rtf"):
        known = ".rtf"
    elif start.startswith(b"PK\x03\x04"):
        known = ".odt" if b"vnd.oasis.opendocument.text" in data[:200] else ".docx"
    elif kind in _XML_TYPES or start.startswith(b"<?xml") or _opens(start, b"<rss", b"<feed", b"<rdf:RDF"):
        known = ".xhtml" if _opens_page(data) or kind == "application/xhtml+xml" else ".xml"
    elif _opens_page(data):
        known = ".html"
    elif kind in ("application/json", "application/feed+json") or (not kind and suffix == ".json"):
        known = ".json"
    return _reader(known or suffix)


def _reader(suffix: str) -> Reader | None:
    from . import READERS

    return READERS[suffix]() if suffix in READERS else None


def _opens(start: bytes, *names: bytes) -> bool:
    return start.startswith(names)


def _opens_page(data: bytes) -> bool:
    start = data[:_HEAD].lower()
    at = start.find(b"<html")
    return start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<!doctype html") or (
        at >= 0 and not any(0 <= start.find(name) < at for name in (b"<rss", b"<feed", b"<rdf:rdf"))
    )


def _xml_reader(data: bytes, path: str) -> Reader:
    from .feed import FeedReader, is_feed
    from .outside_xml import name_of, parse_xml
    from .wordpress import WordPressExportReader, is_export

    root = parse_xml(data, path=choice_of(path)[0])
    if is_export(root):
        return WordPressExportReader()
    if is_feed(root):
        return FeedReader()
    raise ArticleError(
        f"this XML is neither a feed, an export of WordPress nor a web page (it opens with <{name_of(root)[1]}>)",
        path=choice_of(path)[0],
        remedy="save the article as plain text, Markdown or a web page",
    )
