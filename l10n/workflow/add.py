"""Take an article in: its original kept as it came, and beside it the Markdown that Diglot works with."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ..errors import ArticleError
from ..files import write_atomically
from ..inline import plain
from ..model import RESERVED_SLUGS, Document, Kind
from ..ports import Conversion, Doubt, Reader

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SLUG_MAX = 60


class Parse(Protocol):
    """Reads canonical Markdown."""

    def __call__(self, text: str, *, slug: str, path: str = "") -> Document: ...


@dataclass(frozen=True, slots=True)
class Added:
    """What was taken in. *path* is the article's, *counts* are of its segments by kind, in reading order.

    *written* is False for a dry run, and where the same original was there already.
    """

    slug: str
    path: Path
    document: Document
    doubts: tuple[Doubt, ...]
    counts: dict[str, int]
    words: int
    written: bool


def add_article(
    source: Path,
    *,
    root: Path,
    reader: Reader,
    parse: Parse,
    slug: str | None = None,
    max_bytes: int,
    dry_run: bool = False,
) -> Added:
    """Convert *source* and write `articles/<slug>.md` and `articles/.original/<sha256>` below *root*.

    An article that is there already is left as it is: it may have been corrected since. ArticleError.
    """
    data = _read(source, max_bytes)
    digest = hashlib.sha256(data).hexdigest()
    named = _checked(slug) if slug else slug_of(source.stem)
    conversion = reader.convert(data, path=str(source), slug=named or f"article-{digest[:8]}")
    slug = named or _slug_of_title(parse(conversion.markdown, slug="", path=str(source))) or f"article-{digest[:8]}"
    _refuse_reserved(slug, source)
    path = root / "articles" / f"{slug}.md"
    if path.exists():
        found = _present(path, slug, parse)
        if found.facts.get("digest") == digest:
            return _added(found, path, (), written=False)
        if path.read_bytes() != data:
            raise _taken(slug, source)
    document = parse(conversion.markdown, slug=slug, path=f"articles/{slug}.md")
    _refuse_empty(document, source)
    if not dry_run:
        _write(root, path, conversion, data, digest)
    return _added(document, path, conversion.doubts, written=not dry_run)


def slug_of(text: str) -> str:
    """Return *text* as a slug: ASCII letters and digits, lower-case, joined by hyphens; "" where it has none."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", ascii_text.lower().replace("'", ""))
    slug = "-".join(words)
    return slug if len(slug) <= _SLUG_MAX else slug[: _SLUG_MAX + 1].rpartition("-")[0] or slug[:_SLUG_MAX]


def _read(source: Path, max_bytes: int) -> bytes:
    if source.is_dir():
        raise ArticleError("this is a folder", path=str(source), remedy="name one file in it: diglot add FOLDER/FILE")
    if not source.exists():
        raise ArticleError("there is no such file", path=str(source), remedy="check the name and the folder")
    if not source.is_file():
        raise ArticleError("this is not an ordinary file", path=str(source), remedy="save the article as a file first")
    try:
        with source.open("rb") as file:
            data = file.read(max_bytes + 1)
    except OSError as error:
        reason = error.strerror or "unknown error"
        raise ArticleError(
            f"the file cannot be read ({reason.lower()})", path=str(source), remedy="check who may read it"
        ) from error
    if len(data) > max_bytes:
        raise ArticleError(
            f"the file is larger than {_size(max_bytes)}, the most that is taken in",
            path=str(source),
            remedy="check that it is one article; the limit is article_bytes under [limits] in diglot.toml",
        )
    return data


def _size(size_bytes: int) -> str:
    for unit, factor in (("MB", 1_000_000), ("kB", 1_000)):
        if size_bytes >= factor:
            return f"{size_bytes / factor:.3g} {unit}"
    return f"{size_bytes} bytes"


def _checked(slug: str) -> str:
    if not _SLUG.fullmatch(slug):
        better = slug_of(slug) or "my-article"
        raise ArticleError(
            f"{slug!r} cannot be the short name of an article: it takes lower-case letters a–z, digits and hyphens",
            remedy=f"try --slug {better}",
        )
    return slug


def _refuse_reserved(slug: str, source: Path) -> None:
    if slug in RESERVED_SLUGS:
        raise ArticleError(
            f"the short name {slug!r} is taken by Diglot's own interface",
            path=str(source),
            remedy=f"choose another: --slug {slug}-article",
        )


def _refuse_empty(document: Document, source: Path) -> None:
    if not document.segments:
        raise ArticleError(
            "there is nothing in it to translate", path=str(source), remedy="check that this is the right file"
        )


def _slug_of_title(document: Document) -> str:
    titles = (slug_of(plain(segment.source)) for segment in document.segments if segment.kind is Kind.HEADLINE)
    return next(titles, "")


def _present(path: Path, slug: str, parse: Parse) -> Document:
    place = f"articles/{slug}.md"
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ArticleError("the article is not UTF-8", path=place, remedy="save it as UTF-8") from error
    return parse(text, slug=slug, path=place)


def _taken(slug: str, source: Path) -> ArticleError:
    return ArticleError(
        f"there is already another article called {slug!r}; it was not touched",
        path=str(source),
        remedy=f"give this one its own name: --slug {slug}-2. To correct the one you have, edit articles/{slug}.md",
    )


def _write(root: Path, path: Path, conversion: Conversion, data: bytes, digest: str) -> None:
    original = root / "articles" / ".original" / digest
    if not original.exists():
        write_atomically(original, data)
    write_atomically(path, conversion.markdown.encode())


def _added(document: Document, path: Path, doubts: tuple[Doubt, ...], *, written: bool) -> Added:
    counts = Counter(str(segment.kind) for segment in document.segments)
    words = sum(len(plain(segment.source).split()) for segment in document.segments)
    return Added(document.slug, path, document, doubts, dict(counts), words, written)
