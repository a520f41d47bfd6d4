"""What a finished file gives away of people, computers and places, and what it asks of others when it is opened."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ..errors import InspectionError
from .eye import Eye
from .trace import FATAL, Kind, Trace

MOST_BYTES = 100_000_000
MOST_WORDS = 20_000_000
"""The largest file that is looked into, and the largest one of words."""

_KNOWN = (
    "HTML, SVG, CSS, EPUB, Word, LibreOffice and zip files, PDF, Markdown, JSON, XML, text, JPEG, PNG, WebP and GIF"
)
_PAGE = re.compile(r"\s*(?:<\?xml[^>]*\?>\s*|<!--.*?-->\s*)*(?:<!doctype\s+(?:html|svg)|<html|<svg)", re.I | re.S)
_BY_SUFFIX = {"html": "html", "htm": "html", "xhtml": "html", "svg": "html", "md": "markdown", "markdown": "markdown"}
_BY_SUFFIX |= {"json": "json", "css": "css", "xml": "xml", "atom": "xml", "rss": "xml", "opf": "xml"}
_NEVER_WORDS = {"docx", "xlsx", "pptx", "odt", "epub", "zip", "pdf", "jpg", "jpeg", "png", "webp", "gif"}
_ORDER = list(Kind)


@dataclass(frozen=True, slots=True)
class Report:
    """What one file gives away, the worst first."""

    format: str
    traces: tuple[Trace, ...]

    @property
    def clean(self) -> bool:
        """Whether the file asks nothing of anybody and runs nothing; it may tell of people all the same."""
        return not any(trace.kind in FATAL for trace in self.traces)


def inspect_file(data: bytes, *, name: str, eye: Eye | None = None) -> Report:
    """Return what the file *data* gives away; *name* tells the kind only of what does not say it itself.

    InspectionError for a file that is damaged, too large, or of no kind that can be looked into.
    """
    if len(data) > MOST_BYTES:
        raise InspectionError(f"the file is larger than {MOST_BYTES:,} bytes", path=name, remedy="look at its parts")
    format = format_of(data, name)
    try:
        return Report(format, tuple(_together(_traces(data, format, name, eye or Eye()))))
    except InspectionError as error:
        error.path = error.path or name
        raise


def format_of(data: bytes, name: str) -> str:
    """Return the kind of a file, by what is in it before its name. InspectionError for an unknown one."""
    from .package import kind_of_package
    from .pictures import is_picture

    if is_picture(data):
        return "picture"
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return kind_of_package(data, name)
    words = None if data[:65536].count(0) and not data.startswith((b"\xff\xfe", b"\xfe\xff")) else _words(data)
    if words is None or data.startswith((b"\xd0\xcf\x11\xe0", b"wOF", b"OTTO", b"\0\1\0\0")):
        raise InspectionError("this is no file that can be looked into", path=name, remedy=f"there are: {_KNOWN}")
    suffix = name.rpartition(".")[2].lower()
    if _PAGE.match(words[:4096]):
        return "html"
    if suffix in _NEVER_WORDS:
        said = f"the name says {suffix}, but there are only words in it"
        raise InspectionError(said, path=name, remedy="look at where it comes from; to read the words, name it .txt")
    return _BY_SUFFIX.get(suffix, "text")


def _words(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    return data.decode("utf-8-sig", "replace")


def _traces(data: bytes, format: str, name: str, eye: Eye) -> Iterator[Trace]:
    """Yield from the reader of the format; each is loaded when it is needed."""
    if format == "picture":
        from .pictures import traces_of_picture

        yield from traces_of_picture(data, "", eye)
    elif format == "pdf":
        from .pdf import traces_of_pdf

        yield from traces_of_pdf(data, "", eye)
    elif data.startswith(b"PK\x03\x04"):
        from .package import traces_of_package

        yield from traces_of_package(data, format, name, eye)
    elif len(data) > MOST_WORDS:
        raise InspectionError(f"there are more than {MOST_WORDS:,} bytes of words in it", remedy="look at its parts")
    else:
        yield from _of_words(data, format, eye)


def _of_words(data: bytes, format: str, eye: Eye) -> Iterator[Trace]:
    if format == "html":
        from .html import traces_of_html

        yield from traces_of_html(_words(data), "", eye)
    elif format == "xml":
        from .book import traces_of_book_member

        yield from traces_of_book_member("file.xml", data, {}, eye)
    elif format == "css":
        from .css import traces_of_css

        yield from traces_of_css(_words(data), "", eye)
    else:
        from .markdown import traces_of_markdown
        from .plain import traces_of_json, traces_of_text

        reader = {"json": traces_of_json, "markdown": traces_of_markdown}.get(format, traces_of_text)
        yield from reader(_words(data), "", eye)


def _together(traces: Iterable[Trace]) -> list[Trace]:
    """Return each trace once, at the first place where it stands, with how often it is there."""
    counted: dict[tuple[Kind, str], Trace] = {}
    for one in traces:
        before = counted.get((one.kind, one.text))
        where = before.where if before else one.where.strip()
        counted[one.kind, one.text] = replace(one, where=where, count=before.count + 1 if before else 1)
    return sorted(counted.values(), key=lambda one: _ORDER.index(one.kind))
