"""What goes out to readers, and what is taken back: articles whose every edition may be published, or none of them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from ..errors import ArticleError, CatalogError, ConflictError, DiglotError, EditionError
from ..model import CatalogKey, Document
from ..releases import PublishedFile, Record, is_correction, release_date, retracted, texts_of, with_release
from ..workflow.publish import demand_releasable
from .publishing import Wanted
from .shipping import NO_KEY, Publication, Ready, Shipping, Signing, dated

if TYPE_CHECKING:
    from ..rewording import Text
    from ..stores.index import FileIndex

_TOLD = ("author", "publisher", "date", "original", "licence", "digest", "note")
"""The facts of an article that a record keeps: what its readers are told. Whoever translated is not among them."""


class Releasing(Shipping):
    """The side of a project that puts articles before readers, and takes them back."""

    def publish(
        self,
        slugs: Sequence[str] = (),
        locales: Sequence[str] = (),
        *,
        now: datetime,
        signing: Signing = NO_KEY,
        progress: Callable[[int, int], None] = lambda done, total: None,
    ) -> Publication:
        """Put articles on the site: all language editions of each, or, where one may not go out, none.

        An article that is on the site already keeps its languages; one that is refused keeps its last edition there.
        *progress* is told how many articles of how many have been built.
        """
        with self._held() as tree:
            records, index = self.releases.read_all(), self.index()
            ready: dict[str, Ready] = {}
            refused: dict[str, DiglotError] = {}
            chosen = self.chosen(slugs)
            for number, slug in enumerate(chosen):
                progress(number, len(chosen))
                record = records.get(slug)
                if record and record.retraction and not slugs:
                    continue
                try:
                    _demand_standing(record)
                    ready[slug] = self._ready(slug, record, self.locales(locales), now, index)
                except (EditionError, ArticleError, CatalogError, ConflictError) as error:
                    refused[slug] = error
            index.save()
            return replace(self._ship(tree, records, ready, now, signing), refused=refused)

    def retract(self, slug: str, *, reason: Mapping[str, str], now: datetime, signing: Signing = NO_KEY) -> Publication:
        """Take an article off the site; a notice stays in its place. It need not exist any more. ArticleError."""
        with self._held() as tree:
            records = self.releases.read_all()
            record = self._released(slug, records)
            self._demand_sayable(reason)
            new = retracted(record, date=release_date(dated(now), record), reason=reason)
            return self._ship(tree, records, {slug: Ready(new, {})}, now, signing)

    def unretract(self, slug: str, *, now: datetime, signing: Signing = NO_KEY) -> Publication:
        """Put a retracted article on the site again, as it is approved now. What keeps any article back, keeps it."""
        with self._held() as tree:
            records, index = self.releases.read_all(), self.index()
            record = self._released(slug, records)
            if not record.retraction:
                raise EditionError(f"{slug} is not retracted", article=slug, remedy=f"diglot publish {slug}")
            ready = self._ready(slug, record, record.targets, now, index)
            index.save()
            return self._ship(tree, records, {slug: ready}, now, signing)

    def _released(self, slug: str, records: Mapping[str, Record]) -> Record:
        if slug in records:
            return records[slug]
        listed = ", ".join(sorted(records)) or "none yet"
        raise ArticleError(f"{slug!r} was never published", path="releases", remedy=f"published are: {listed}")

    def _ready(
        self, slug: str, record: Record | None, locales: Collection[str], now: datetime, index: FileIndex
    ) -> Ready:
        """Build all editions of an article. EditionError where one of them may not go out."""
        document = self.with_licence(self.document(slug))
        demand_releasable(document, now)
        date = release_date(dated(now), record)
        on_site = record.targets if record else ()
        texts: dict[str, tuple[Text, ...]] = {}
        files: list[PublishedFile] = []
        fresh: dict[str, tuple[Path, str]] = {}
        wanted = [t for t in self.target_locales if t in locales or t in on_site]
        if not wanted:
            raise EditionError(
                f"{slug} was published in {', '.join(on_site)}, which are no targets of this project any more",
                article=slug,
                remedy=f"diglot target add {on_site[0] if on_site else 'LOCALE'}",
            )
        for locale in wanted:
            texts[locale], own = self._edition(document, CatalogKey(slug, locale), record, date, index)
            files += own.values()
            fresh |= {f"articles/{slug}/{path.name}": (path, file.sha256) for path, file in own.items()}
        blank = record or Record(slug, self._tag(slug, date), self.source_locale)
        facts = {name: document.facts[name] for name in _TOLD if document.facts.get(name)}
        return Ready(with_release(blank, date=date, texts=texts, facts=facts, files=files), fresh)

    def _edition(
        self, document: Document, key: CatalogKey, record: Record | None, date: str, index: FileIndex
    ) -> tuple[tuple[Text, ...], dict[Path, PublishedFile]]:
        """Build one language; return its texts, and its files by where they lie. EditionError, ConflictError.

        A correction is built anew even where it was built before: only now is its date known.
        """
        formats = self.config.items("publish.formats") or self.config.items("edition.formats")
        catalog, revision = self.catalogs.read(key)
        texts = texts_of(self._composed(document, catalog, Wanted(formats)))
        corrects = is_correction(record, key.locale, texts)
        self.release_date = date if corrects else ""
        built = self.build(key.slug, key.locale, formats=formats, index=None if corrects else index)
        if self.catalogs.read(key)[1] != revision or self.document(key.slug).text != document.text:
            raise ConflictError(f"{key.slug} was changed while it was built", remedy=f"diglot publish {key.slug}")
        files = {
            file.path: PublishedFile(file.path.name, key.locale, file.format, file.size_bytes, file.sha256)
            for file in built.files
        }
        return texts, files

    def _tag(self, slug: str, date: str) -> str:
        """Return the name that an article has in feeds for ever, whatever address the site moves to."""
        host = urlsplit(self.config.text("publish.address")).hostname
        authority = host or f"{hashlib.sha256(self.name.encode()).hexdigest()[:12]}.diglot.invalid"
        return f"tag:{authority},{date[:10]}:{quote(slug)}"


def _demand_standing(record: Record | None) -> None:
    if record and record.retraction:
        raise EditionError(
            f"{record.slug} was retracted on {record.retraction.date[:10]}",
            article=record.slug,
            remedy=f"to publish it all the same: diglot unretract {record.slug}",
        )
