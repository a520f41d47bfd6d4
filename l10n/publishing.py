"""How articles go out to readers: editions, made anew only where something that they are made of has changed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from .errors import ConfigError
from .files import locked, write_atomically
from .model import CatalogKey, Key
from .workspace import Workspace

if TYPE_CHECKING:
    from .ports import EditionWriter
    from .stores.index import FileIndex
    from .workflow.build import Built

_MANIFEST = "manifest.json"
_LOCKS = 32
"""How many locks articles share while their editions are written."""


class Publishing(Workspace):
    """The side of a project that makes editions."""

    def build(
        self,
        slug: str,
        locale: str,
        *,
        formats: Sequence[str] = (),
        draft: bool = False,
        single: bool = False,
        index: FileIndex | None = None,
    ) -> Built:
        """Write the editions of one article in one locale. EditionError where anything is not approved.

        What *index* proves to be made of the same texts in the same way is not made again.
        """
        from .editions import writer_for

        key, date = CatalogKey(slug, locale), build_date()
        writers = [writer_for(name) for name in formats or self.config.items("edition.formats")]
        flagged = self.flagged(key)
        with locked(self.root / ".diglot" / "locks" / f"build-{crc32(slug.encode()) % _LOCKS:02}.lock", name=slug):
            if index and not draft and (same := self._unchanged(key, writers, single, flagged, date, index)):
                return same
            return self._build(key, writers, draft, single, flagged, date, index)

    def _build(
        self,
        key: CatalogKey,
        writers: Sequence[EditionWriter],
        draft: bool,
        single: bool,
        flagged: frozenset[Key],
        date: str,
        index: FileIndex | None,
    ) -> Built:
        from .readers.markdown import splice
        from .stores.index import Seen, article_name, catalog_name
        from .workflow.build import build_article

        document = self.document(key.slug)
        catalog, revision = self.catalogs.read(key)
        built = build_article(
            self.with_licence(document),
            key.locale,
            source_locale=self.source_locale,
            catalog=catalog,
            writers=writers,
            out=self.root / "editions",
            draft=draft,
            single=single,
            approvals=self.approvals,
            flagged=flagged,
            splice=splice,
            write=_write_edition,
            date=date,
        )
        if index and not draft and not built.warnings:
            article = hashlib.sha256(document.text.encode()).hexdigest()
            index.record(article_name(key.slug), Seen(article))
            index.record(catalog_name(key), Seen(revision))
            self._remember(key.slug, built, self._basis(article, revision, flagged, date), index)
        return built

    def _basis(self, article: str, catalog: str, flagged: frozenset[Key], date: str) -> str:
        """Return the digest of all that the editions are made of but the program, which the index looks after."""
        parts = (article, catalog, sorted(flagged), date, self.config.text("project.licence"), self.approvals)
        return hashlib.sha256(repr(parts).encode()).hexdigest()

    def _unchanged(
        self,
        key: CatalogKey,
        writers: Sequence[EditionWriter],
        single: bool,
        flagged: frozenset[Key],
        date: str,
        index: FileIndex,
    ) -> Built | None:
        """Return the editions as they lie there, None unless all of them are proved to be what a build would write."""
        from .stores.index import article_name, catalog_name
        from .workflow.build import Built, BuiltFile, names_of_file

        article, catalog = index.present(article_name(key.slug)), index.present(catalog_name(key))
        if not article or not catalog or not index.present(f"editions/{key.slug}/{_MANIFEST}"):
            return None
        basis = self._basis(article.digest, catalog.digest, flagged, date)
        languages = (key.locale, self.source_locale) if single else (f"{self.source_locale}-{key.locale}",)
        files = []
        for language in languages:
            for writer in writers:
                name, draft = names_of_file(key.slug, language, writer.suffix)
                seen = index.present(f"editions/{key.slug}/{name}")
                path = self.root / "editions" / key.slug / name
                if not seen or seen.basis != basis or os.path.lexists(path.with_name(draft)):
                    return None
                files.append(BuiltFile(path, writer.name, path.stat().st_size, seen.digest, changed=False))
        return Built(files, [])

    def _remember(self, slug: str, built: Built, basis: str, index: FileIndex) -> None:
        from .stores.index import Seen

        folder = self.root / "editions" / slug
        for file in built.files:
            index.record(f"editions/{slug}/{file.path.name}", Seen(file.sha256, basis=basis))
        manifest = hashlib.sha256((folder / _MANIFEST).read_bytes()).hexdigest()
        index.record(f"editions/{slug}/{_MANIFEST}", Seen(manifest))

    def preview(self, slug: str, locale: str) -> bytes:
        """Return the bilingual HTML edition as it stands, every unreviewed paragraph labelled."""
        from .edition import compose_edition
        from .editions import writer_for

        key = CatalogKey(slug, locale)
        catalog, _ = self.catalogs.read(key)
        edition = compose_edition(
            self.with_licence(self.document(slug)),
            catalog,
            source_locale=self.source_locale,
            target_locale=locale,
            draft=True,
            approvals=self.approvals,
            flagged=self.flagged(key),
        )
        return writer_for("html").write(edition)


def _write_edition(path: Path, data: bytes) -> None:
    """Write an edition, which is made again where a power cut took it, or their manifest, which is read again."""
    write_atomically(path, data, lasting="whole" if path.name == _MANIFEST else "derived")


def build_date(environment: Mapping[str, str] = os.environ) -> str:
    """Return the day that `SOURCE_DATE_EPOCH` names, as an ISO date, or "" where it is not set. ConfigError."""
    epoch = environment.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return ""
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date().isoformat()
    except (ValueError, OverflowError, OSError) as error:
        raise ConfigError(
            f"{epoch[:40]!r} is no number of seconds since 1970",
            key="SOURCE_DATE_EPOCH",
            remedy="set SOURCE_DATE_EPOCH to such a number, or unset it",
        ) from error
