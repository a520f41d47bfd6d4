"""How articles go out to readers: editions, made anew only where something that they are made of has changed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from ..clock import utc_now
from ..edition import Edition
from ..errors import ConfigError, EditionError
from ..files import locked, write_atomically
from ..manner import Manner, Stale
from ..model import Catalog, CatalogKey, Document
from .crediting import Crediting
from .naming import Naming

if TYPE_CHECKING:
    from ..ports import EditionWriter
    from ..stores.index import FileIndex, Seen
    from ..workflow.build import Built
    from .config import Config

    _Done = tuple[CatalogKey, tuple[Built | EditionError, Mapping[str, Seen]]]

_MANIFEST = "manifest.json"
_LOCKS = 32
"""How many locks articles share while their editions are written."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which editions are to be made; no *formats* and no *manner* mean those of the configuration."""

    formats: tuple[str, ...] = ()
    draft: bool = False
    single: bool = False
    manner: Manner | None = None


class Publishing(Naming, Crediting):
    """The side of a project that makes editions."""

    def build(
        self,
        slug: str,
        locale: str,
        *,
        formats: Sequence[str] = (),
        draft: bool = False,
        single: bool = False,
        manner: Manner | None = None,
        index: FileIndex | None = None,
    ) -> Built:
        """Write the editions of one article in one locale. EditionError where anything is not approved.

        What *index* proves to be made of the same texts in the same way is not made again.
        """
        wanted = Wanted(tuple(formats), draft, single, manner)
        if index and (same := self._unchanged(CatalogKey(slug, locale), wanted, index)):
            return same
        built, seen = self._build(CatalogKey(slug, locale), wanted)
        if index:
            index.record_all(seen)
        return built

    def build_all(
        self,
        slugs: Sequence[str] = (),
        locales: Sequence[str] = (),
        *,
        formats: Sequence[str] = (),
        draft: bool = False,
        single: bool = False,
        manner: Manner | None = None,
        rebuild: bool = False,
        jobs: int = 1,
    ) -> Iterator[tuple[CatalogKey, Built | EditionError]]:
        """Yield what `build` does for each article and each locale in it, or why it refuses.

        *rebuild* makes anew what the index proves unchanged too. *jobs* processes share the work, 0 for as many as
        pay.
        """
        from ..parallel import run_in_order

        wanted, index = Wanted(tuple(formats), draft, single, manner), self.index(ignore=rebuild)
        chosen = self.chosen(slugs)
        targets = self.locales(locales) if chosen or locales else []
        keys = [[CatalogKey(slug, locale) for locale in targets] for slug in chosen]
        same = {key: built for each in keys for key in each if (built := self._unchanged(key, wanted, index))}
        left = [todo for each in keys if (todo := [key for key in each if key not in same])]
        results = run_in_order(ArticleBuild(self.config, wanted), left, jobs=jobs)
        try:
            for each in keys:
                done = dict(next(results)) if any(key not in same for key in each) else {}
                for key in each:
                    if key in same:
                        yield key, same[key]
                        continue
                    outcome, seen = done[key]
                    index.record_all(seen)
                    yield key, outcome
        finally:
            results.close()
            index.save()

    def _build(self, key: CatalogKey, wanted: Wanted) -> tuple[Built, dict[str, Seen]]:
        """Return what was built, and what the index may know of the files behind it and made of it."""
        from ..readers.markdown import splice
        from ..stores.index import Seen, article_name, catalog_name
        from ..workflow.build import build_article

        date = build_date()
        lock = self.root / ".diglot" / "locks" / f"build-{crc32(key.slug.encode()) % _LOCKS:02}.lock"
        with locked(lock, name=key.slug):
            document = self._document(key.slug)
            catalog, revision = self.catalogs.read(key)
            built = build_article(
                document := self.with_licence(document),
                catalog,
                self._illustrated(self._composed(document, catalog, wanted, date=date)),
                writers=self._writers(wanted),
                out=self.root / "editions",
                single=wanted.single,
                splice=splice,
                write=_write_edition,
                secrets=self.secrets(),
                catalog_path=catalog_name(key),
                now=utc_now(),
            )
        if wanted.draft or built.warnings or self._pictures != "none":  # the index knows no pictures
            return built, {}
        article = hashlib.sha256(document.text.encode()).hexdigest()
        basis = self._bases(article, revision, key, date, wanted)
        seen = {f"editions/{key.slug}/{f.path.name}": Seen(f.sha256, basis=basis[f.target]) for f in built.files}
        seen |= {article_name(key.slug): Seen(article), catalog_name(key): Seen(revision)}
        return built, {**seen, f"editions/{key.slug}/{_MANIFEST}": Seen(built.manifest)}

    def _composed(self, document: Document, catalog: Catalog, wanted: Wanted, *, date: str = "") -> Edition:
        from ..edition import compose_edition

        edition = compose_edition(
            document,
            catalog,
            source_locale=self.source_locale,
            target_locale=catalog.locale,
            draft=wanted.draft,
            approvals=self.approvals,
            flagged=self.flagged(catalog.key),
            date=date,
            manner=wanted.manner or self.manner,
            provenance=self.provenance(catalog),
            flat=wanted.single and all(writer.name == "markdown" for writer in self._writers(wanted)),
        )
        return self.numbered(edition)

    def _illustrated(self, edition: Edition) -> Edition:
        """Return the edition with the pictures that the project wants. EditionError for one that is not there."""
        if self._pictures == "none":
            return edition
        from ..editions.pictures import with_pictures

        return with_pictures(edition, self.root / "articles", colour=self._pictures == "colour")

    @property
    def _pictures(self) -> str:
        return self.config.text("edition.pictures")

    def _document(self, slug: str) -> Document:
        """Return the article; one that was just read, for another locale, is not parsed again."""
        last = self._last
        if last is None or last.slug != slug or (self.root / last.path).read_bytes() != last.text.encode():
            self._last = last = self.document(slug)
        return last

    _last: Document | None = None

    def _writers(self, wanted: Wanted) -> list[EditionWriter]:
        from ..editions import writer_for

        return [writer_for(name) for name in wanted.formats or self.config.items("edition.formats")]

    def _bases(self, article: str, catalog: str, key: CatalogKey, date: str, wanted: Wanted) -> dict[bool, str]:
        """Return the digest of all that editions are made of but the program, which the index looks after.

        It is True's for those that have a translation, False's for those in the source alone.
        """
        names = [secret.name for secret in self.secrets()]
        both = (article, date, self.config.text("project.licence"), names, self._pictures)
        manner = wanted.manner or self.manner
        mark = (self.provenance_marks.get(key, ""), self.release_mark(key.slug))
        parts = {False: both, True: (*both, catalog, sorted(self.flagged(key)), self.approvals, manner, mark)}
        return {target: hashlib.sha256(repr(part).encode()).hexdigest() for target, part in parts.items()}

    def _unchanged(self, key: CatalogKey, wanted: Wanted, index: FileIndex) -> Built | None:
        """Return the editions as they lie there, None unless all of them are proved to be what a build would write."""
        from ..stores.index import article_name, catalog_name
        from ..workflow.build import Built, BuiltFile, names_of_file

        article, catalog = index.present(article_name(key.slug)), index.present(catalog_name(key))
        manifest = index.present(f"editions/{key.slug}/{_MANIFEST}")
        if wanted.draft or self._pictures != "none" or not (article and catalog and manifest):
            return None  # whether a picture has changed is not known to the index
        basis = self._bases(article.digest, catalog.digest, key, build_date(), wanted)
        pair = f"{self.source_locale}-{key.locale}"
        languages = {key.locale: True, self.source_locale: False} if wanted.single else {pair: True}
        files = []
        for language, target in languages.items():
            for writer in self._writers(wanted):
                name, draft = names_of_file(key.slug, language, writer.suffix)
                seen = index.present(f"editions/{key.slug}/{name}")
                path = self.root / "editions" / key.slug / name
                if not seen or seen.basis != basis[target] or os.path.lexists(path.with_name(draft)):
                    return None
                file = BuiltFile(path, writer.name, path.stat().st_size, seen.digest, changed=False, target=target)
                files.append(file)
        return Built(files, [], manifest.digest)

    def preview(self, slug: str, locale: str) -> bytes:
        """Return the bilingual HTML edition as it stands; where not all is approved a draft, with labels.

        A name that must not be published stops only `build`: whoever takes it out has to see it. A picture that is not
        there is left out.
        """
        from ..editions import writer_for

        catalog, _ = self.catalogs.read(CatalogKey(slug, locale))
        as_it_stands = Wanted(draft=True, manner=replace(self.manner, stale=Stale.REFUSE))
        edition = self._composed(self.with_licence(self.document(slug)), catalog, as_it_stands)
        with suppress(EditionError):  # a picture that cannot be shown stops only `build`
            edition = self._illustrated(edition)
        return writer_for("html").write(edition)


@dataclass(frozen=True, slots=True)
class ArticleBuild:
    """Builds one article after the other, each in its locales, in whichever process it is called."""

    config: Config
    wanted: Wanted

    def __call__(self, keys: Sequence[CatalogKey]) -> list[_Done]:
        publishing = Publishing(self.config)
        done: list[_Done] = []
        for key in keys:
            try:
                done.append((key, publishing._build(key, self.wanted)))
            except EditionError as error:
                done.append((key, (error, {})))
        return done


def _write_edition(path: Path, data: bytes) -> None:
    """Write an edition or the manifest of them: what a power cut takes of them is made again."""
    write_atomically(path, data, lasting="derived")


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
