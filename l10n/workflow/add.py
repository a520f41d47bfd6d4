"""Take an article in: its original kept as it came, and beside it the Markdown that Diglot works with."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ..changes import count_words
from ..errors import ArticleError
from ..files import write_atomically
from ..inline import plain
from ..model import RESERVED_SLUGS, Document, Kind
from ..ports import Conversion, Doubt, Piece, Reader
from .articles import refuse_archived
from .readding import Parse, present, same_source, says_the_same, stays, twin

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SLUG_MAX = 60
_DEVICE = re.compile(r"con|prn|aux|nul|(?:com|lpt)[0-9]")
"""What Windows takes for a device, whatever ending it has."""
_DATED = re.compile(r"\d{4}-\d{2}-\d{2}-(?=.)")
Inspect = Callable[[str, str], tuple[Doubt, ...]]
"""Looks at the converted text of a path: doubts, or ArticleError for text that must not come in."""


@dataclass(frozen=True, slots=True)
class Original:
    """An original as it came. *name* is what a short name can be made of, *path* its file or address in messages."""

    data: bytes
    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Added:
    """What was taken in. *path* is the article's, *counts* are of its segments by kind, in reading order.

    *written* is False for a dry run, and where the same text was there already. *updated* tells that an article
    that was there takes the changed text (or would, in a dry run). *coverage* is that of the conversion.
    """

    slug: str
    path: Path
    document: Document
    doubts: tuple[Doubt, ...]
    counts: dict[str, int]
    words: int
    written: bool
    updated: bool = False
    coverage: tuple[Piece, ...] = ()


def add_article(
    source: Path,
    *,
    root: Path,
    reader: Reader,
    parse: Parse,
    slug: str | None = None,
    choice: str = "",
    max_bytes: int,
    dry_run: bool = False,
    replace: bool = False,
    inspect: Inspect | None = None,
) -> Added:
    """Take in a file; see `add_original`. *choice* names one article in a file of several."""
    path = f"{source}#{choice}" if choice else str(source)
    original = Original(_read(source, max_bytes), _name_of(source), path)
    return add_original(
        original, root=root, reader=reader, parse=parse, slug=slug, dry_run=dry_run, replace=replace, inspect=inspect
    )


def add_original(
    original: Original,
    *,
    root: Path,
    reader: Reader,
    parse: Parse,
    slug: str | None = None,
    dry_run: bool = False,
    replace: bool = False,
    inspect: Inspect | None = None,
) -> Added:
    """Convert *original* and write `articles/<slug>.md` and `articles/.original/<sha256>` below *root*.

    The same source again (by its `original` address, else by its short name) updates the article that is there.
    That is refused where the article was edited by hand, or is about something else, unless with *replace*.
    ArticleError, ConflictError.
    """
    digest = hashlib.sha256(original.data).hexdigest()
    named = _checked(slug) if slug else slug_of(original.name)
    conversion = reader.convert(original.data, path=original.path, slug=named or f"article-{digest[:8]}")
    doubts = conversion.doubts + (inspect(conversion.markdown, original.path) if inspect else ())
    document = parse(conversion.markdown, slug="", path=original.path)
    same = same_source(root, document, parse)
    if same and slug and same.slug != slug:
        raise twin(same, original.path)
    own = "" if slug else slug_of(document.facts.get("slug", ""))
    slug = same.slug if same else own or named or _slug_of_title(document) or f"article-{digest[:8]}"
    _refuse_unfit(root, slug, original.path, address="" if same else document.facts.get("original", ""))
    path = root / "articles" / f"{slug}.md"
    found = same or (present(path, slug, parse) if path.exists() else None)
    if found and found.facts.get("digest") == digest and not replace:
        return _added(found, path, (), conversion, written=False)
    document = parse(conversion.markdown, slug=slug, path=f"articles/{slug}.md")
    _refuse_empty(document, original.path)
    kept = _kept(root, reader, parse)
    if found and (says_the_same(found, document) or (not replace and stays(found, document, kept))):
        return _added(found, path, doubts, conversion, written=False)
    if not dry_run:
        _write(root, path, conversion, original.data, digest)
    return _added(document, path, doubts, conversion, written=not dry_run, updated=found is not None)


def _kept(root: Path, reader: Reader, parse: Parse) -> Callable[[Document], Document | None]:
    """Return what says what the kept original of an article gives today; None where it is gone or another reader's."""

    def convert_again(found: Document) -> Document | None:
        # Markdown is kept as it came, so an article that nobody edited is its own original.
        digest = found.facts.get("digest") or hashlib.sha256(found.text.encode()).hexdigest()
        file = root / "articles" / ".original" / digest
        try:
            again = reader.convert(file.read_bytes(), path=found.path, slug=found.slug) if file.is_file() else None
        except ArticleError:
            return None
        return parse(again.markdown, slug=found.slug, path=found.path) if again else None

    return convert_again


def _name_of(source: Path) -> str:
    """Return what a file is called after: its own name without a leading date, or its folder's for an `index.md`."""
    stem = _DATED.sub("", source.stem)
    return source.absolute().parent.name if stem.lower() in ("index", "_index") else stem


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
            remedy=f"--slug {better}",
        )
    return slug


def _refuse_unfit(root: Path, slug: str, source: str, *, address: str) -> None:
    if slug in RESERVED_SLUGS:
        raise ArticleError(
            f"the short name {slug!r} is taken by Diglot's own interface",
            path=source,
            remedy=f"choose another: --slug {slug}-article",
        )
    if _DEVICE.fullmatch(slug):
        raise ArticleError(
            f"no file can be called {slug!r} on Windows, where others of the newsroom may work",
            path=source,
            remedy=f"choose another: --slug {slug}-article",
        )
    refuse_archived(root, slug, address=address)


def _refuse_empty(document: Document, source: str) -> None:
    if not document.segments:
        raise ArticleError(
            "there is nothing in it to translate", path=source, remedy="check that this is the right file"
        )


def _slug_of_title(document: Document) -> str:
    titles = (slug_of(plain(segment.source)) for segment in document.segments if segment.kind is Kind.HEADLINE)
    return next(titles, "")


def _write(root: Path, path: Path, conversion: Conversion, data: bytes, digest: str) -> None:
    original = root / "articles" / ".original" / digest
    if not original.exists():
        write_atomically(original, data)
    write_atomically(path, conversion.markdown.encode())


def _added(
    document: Document,
    path: Path,
    doubts: tuple[Doubt, ...],
    conversion: Conversion,
    *,
    written: bool,
    updated: bool = False,
) -> Added:
    counts = Counter(str(segment.kind) for segment in document.segments)
    words = sum(count_words(plain(segment.source)) for segment in document.segments)
    coverage = conversion.coverage
    return Added(document.slug, path, document, doubts, dict(counts), words, written, updated, coverage)
