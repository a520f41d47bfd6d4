"""The side of a project where people at the desk take articles in, correct, exchange and publish them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from ..clock import utc_now
from ..embargo import held_until
from ..errors import ArticleError, CatalogError, ConflictError
from ..files import locked
from ..model import Catalog, CatalogKey, Document, Key
from ..ports import Conversion, Reader
from .correcting import Correcting
from .exchanging import Exchanging
from .intake import Intake
from .publishing import Publishing

if TYPE_CHECKING:
    from ..corrections import CorrectionReport
    from ..readers.cutting import Cut
    from ..workflow.add import Added

PASTED = "pasted.txt"
"""What a text without a file is called; it gives no article its name."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What somebody sent to be an article: bytes and the file's name; *markdown* is how they changed what was read."""

    data: bytes
    name: str = PASTED
    markdown: str = ""


@dataclass(frozen=True, slots=True)
class EditionFile:
    """A file that readers can download. *draft* says that not all in it is approved."""

    name: str
    format: str
    locale: str
    draft: bool
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Checklist:
    """What to know before a translation is published, beside the state of its paragraphs.

    *hasty* are paragraphs approved unread, or too soon to have been read; *older* editions that carry other text;
    *embargo* is None once it is over.
    """

    leaks: tuple[tuple[str, str], ...] = ()
    licence: str = ""
    sensitivity: str = ""
    wants_two_readers: bool = False
    had_two_readers: bool = False
    hasty: tuple[Key, ...] = ()
    older: tuple[str, ...] = ()
    embargo: datetime | None = None


@dataclass(slots=True)
class _Recut:
    """A reader whose result a person put right."""

    reader: Reader
    markdown: str
    name: str = "recut"
    suffixes: tuple[str, ...] = ()

    def convert(self, data: bytes, *, path: str, slug: str) -> Conversion:
        read = self.reader.convert(data, path=path, slug=slug)
        return Conversion(self.markdown, (), read.coverage) if self.markdown else read


class DeskArticles(Intake, Publishing, Exchanging, Correcting):
    """The side of a project that the desk's pages about whole articles stand on. Nothing here opens a connection."""

    def take_in(self, sent: Sent, *, slug: str = "", dry_run: bool = False, replace: bool = False) -> Added:
        """Take an article in as `add` does, from bytes. ArticleError, ConflictError."""
        from ..readers import inspect_text, reader_for
        from ..readers.markdown import read_markdown
        from ..workflow.add import Original, add_original

        limit = self.config.number("limits.article_bytes")
        if len(sent.data) > limit:
            raise ArticleError(f"the file has more than {limit:,} bytes", remedy="check that it is one article")
        stem = "" if sent.name == PASTED else PurePath(sent.name).stem
        return add_original(
            Original(sent.data, stem, sent.name),
            root=self.root,
            reader=_Recut(reader_for(sent.name), sent.markdown),
            parse=read_markdown,
            slug=slug or None,
            dry_run=dry_run,
            replace=replace,
            inspect=inspect_text,
        )

    def add_article(self, sent: Sent, *, slug: str = "") -> Added:
        """Take in a new article and make its catalogs. ConflictError where there is one of that name."""
        wanted = slug or self.take_in(sent, dry_run=True).slug
        if wanted in self.slugs():
            remedy = "choose another short name, or correct that article"
            raise ConflictError(f"there is an article called {wanted} already", remedy=remedy)
        added = self.take_in(sent, slug=slug)
        list(self.update([added.slug]))
        return added

    def cuts(self, document: Document) -> list[Cut]:
        """Return the blocks of an article."""
        from ..readers.cutting import cut_article

        return cut_article(document.text, document.facts)

    def article_digest(self, slug: str) -> str:
        """Return the digest of an article's file as it is now. ArticleError."""
        return hashlib.sha256(self.document(slug).text.encode()).hexdigest()

    def rehearse_update(self, slug: str, sent: Sent | None = None) -> CorrectionReport:
        """Return what a new version does to the translations, None for the file as it lies there; changes nothing."""
        from ..workflow.update import update_article

        document = self.take_in(sent, slug=slug, dry_run=True, replace=True).document if sent else self.document(slug)
        updated = update_article(
            document,
            self.locales(()),
            store=self.catalogs,
            write_template=lambda *_: False,
            check=True,
            approvals=self.approvals,
        )
        return self.corrections(slug, updated, document=document)

    def apply_update(
        self, slug: str, sent: Sent | None, *, base: str, by: str, now: datetime, accept_typography: bool = False
    ) -> CorrectionReport:
        """Correct an article that is *base* still, and its catalogs; keep the report. ConflictError, ArticleError.

        With *accept_typography* what only spaces or signs changed of is approved again in the name of *by*.
        """
        with locked(self.private_folder() / "locks" / "correcting.lock", name=slug):
            if self.article_digest(slug) != base:
                raise ConflictError(
                    "the article was changed while you looked at the report; nothing was done",
                    remedy="Look at what the new version changes once more.",
                )
            report = self.rehearse_update(slug, sent)
            if sent:
                self.take_in(sent, slug=slug, replace=True)
            list(self.update([slug], rebuild=True))
        self.keep_report(report, now=now)
        if accept_typography:
            self.accept_typography(slug, by=by, now=now)
        return report

    def pack(self, slug: str, locale: str, format: str) -> tuple[str, bytes]:
        """Return a file for a translator and its name; nothing is written. CatalogError."""
        made = self.exchange_format(format)
        return f"{slug}.{locale}{made.suffix}", made.write(self.parcel(slug, locale))

    def edition_files(self, slug: str) -> list[EditionFile]:
        """Return the files that the manifest of an article's editions lists and that are as it says. EditionError."""
        from ..workflow.manifest import read_manifest

        folder = self.root / "editions" / slug
        found = []
        for name, row in sorted(read_manifest(folder, slug).items()):
            data = _read_plain(folder / name) if PurePath(name).name == name else None
            if data is not None and hashlib.sha256(data).hexdigest() == row["sha256"]:
                said = (str(row["format"]), str(row["locale"]), bool(row["draft"]))
                found.append(EditionFile(name, *said, len(data), str(row["sha256"])))
        return found

    def edition_file(self, slug: str, name: str) -> bytes:
        """Return a listed file of an article's editions. CatalogError for any other."""
        if name not in {file.name for file in self.edition_files(slug)}:
            raise CatalogError(f"there is no edition {name!r}", path=slug)
        return (self.root / "editions" / slug / name).read_bytes()

    def checklist(self, slug: str, locale: str) -> Checklist:
        """Return what to know before an edition is published. ArticleError, CatalogError, EditionError."""
        document, key = self.document(slug), CatalogKey(slug, locale)
        catalog, _ = self.catalogs.read(key)
        return Checklist(
            leaks=self.leaks(key, document),
            licence=self.with_licence(document).facts.get("licence", ""),
            sensitivity=self.sensitivity(document),
            wants_two_readers=self.readers(document) == "two-readers",
            had_two_readers=self.had_two_readers(key),
            hasty=tuple(decision.key for decision in self.suspects(key)),
            older=tuple(self._other_text(catalog)),
            embargo=held_until(document, utc_now()),
        )

    def leaks(self, key: CatalogKey, document: Document | None = None) -> tuple[tuple[str, str], ...]:
        """Return where names stand that must be in no edition: the place in words, and the name."""
        secrets = self.secrets()
        if not secrets:
            return ()
        from ..workflow.secrecy import find_leaks

        catalog, _ = self.catalogs.read(key)
        document = document or self.document(key.slug)
        found = find_leaks(document, catalog, secrets, source_locale=self.source_locale, catalog_path=key.locale)
        return tuple(dict.fromkeys((place, leak.name) for place, leak in found))

    def _other_text(self, catalog: Catalog) -> list[str]:
        """Return the approved editions in this locale that were made of other texts than those of *catalog*."""
        from ..workflow.manifest import digest_of, read_manifest

        now = {(digest_of(entry.source), digest_of(entry.target)) for entry in catalog.entries}
        rows = read_manifest(self.root / "editions" / catalog.slug, catalog.slug)
        mine = [(name, row) for name, row in rows.items() if row["locale"] == catalog.locale and not row["draft"]]
        return [name for name, row in mine if any((s, t) not in now for s, t, _ in _segments(row))]


def _read_plain(path: Path) -> bytes | None:
    """Return the bytes of an ordinary file; None for a link, a folder, or nothing."""
    return path.read_bytes() if path.is_file() and not path.is_symlink() else None


def _segments(row: Mapping[str, object]) -> list[list[str]]:
    found = row.get("segments")
    return found if isinstance(found, list) else []
