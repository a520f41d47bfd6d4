"""The ground a project stands on: its articles, catalogs, journal and people, found and opened when first asked for."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import ArticleError, ConfigError
from ..files import Stamp, locked, storage_error, write_atomically
from ..in_use import InUse
from ..model import RESERVED_SLUGS, Catalog, CatalogKey, Document, Key
from .config import Config

if TYPE_CHECKING:
    from ..progress import Counts
    from ..stores.database import Database
    from ..stores.index import FileIndex
    from ..stores.journal import SqlJournal
    from ..stores.people import SqlPeople
    from ..stores.po import Notice, PoCatalogStore
    from ..stores.sql_catalogs import SqlCatalogStore

_RACY_NS = 2_000_000_000


class Workspace:
    """A newsroom's folder and what lies in it.

    *kept* is how many parsed articles and catalogs are remembered, each by its whole content, so that none is ever out
    of date: 0 for a command, which reads each once; some hundreds for the desk, which shows the same again and again.
    """

    kept = 0

    def __init__(self, config: Config) -> None:
        self.config = config
        self.root = config.root
        self._in_use = InUse(self.root)

    @property
    def name(self) -> str:
        return self.config.text("project.name") or self.root.name

    @property
    def source_locale(self) -> str:
        return self.config.text("project.source")

    @property
    def target_locales(self) -> tuple[str, ...]:
        return self.config.items("project.targets")

    @property
    def approvals(self) -> str:
        return self.config.text("review.approvals")

    def slugs(self) -> list[str]:
        """Return the slugs of all articles, sorted."""
        folder = self.root / "articles"
        changed_ns = folder.stat().st_mtime_ns if self.kept and folder.is_dir() else 0
        if changed_ns and changed_ns == self._listed_ns:
            return self._listed
        names = os.listdir(folder) if folder.is_dir() else ()
        slugs = sorted({name[:-3] for name in names if name.endswith(".md")} - RESERVED_SLUGS)
        if changed_ns < time.time_ns() - _RACY_NS:  # a folder that changes now may change again within its own clock
            self._listed, self._listed_ns = slugs, changed_ns
        return slugs

    _listed_ns = 0
    _listed: list[str]

    def chosen(self, slugs: Sequence[str]) -> list[str]:
        """Return *slugs*, or all where none is named. ArticleError for one that does not exist."""
        known = self.slugs()
        for slug in slugs:
            if slug not in known:
                raise ArticleError(
                    f"there is no article {slug!r}",
                    path="articles",
                    remedy="the articles are " + (", ".join(known) or "none yet; add one: diglot add FILE"),
                )
        return list(slugs) or known

    def locales(self, chosen: Sequence[str]) -> list[str]:
        """Return *chosen*, or all target locales where none is named. ConfigError for one that is no target."""
        for locale in chosen:
            if locale not in self.target_locales:
                raise ConfigError(
                    f"{locale!r} is not a target of this project",
                    key="project.targets",
                    path=str(self.config.path),
                    remedy="the targets are " + (", ".join(self.target_locales) or "none yet"),
                )
        if not self.target_locales:
            raise ConfigError(
                "the project has no target locale", path=str(self.config.path), remedy='set targets = ["my"]'
            )
        return list(chosen) or list(self.target_locales)

    def document(self, slug: str) -> Document:
        """Return the article, parsed. ArticleError."""
        path = self.root / "articles" / f"{slug}.md"
        if slug in RESERVED_SLUGS or path.name != f"{slug}.md" or not path.is_file():
            self.chosen([slug])  # says what there is
        return self._kept_document(slug, path.read_bytes())

    @cached_property
    def _kept_document(self) -> Callable[[str, bytes], Document]:
        return lru_cache(self.kept)(self.parsed)

    def parsed(self, slug: str, data: bytes) -> Document:
        """Return the article that a file's content holds. ArticleError."""
        from ..readers.markdown import read_markdown

        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise ArticleError(
                "the article is not UTF-8", path=f"articles/{slug}.md", remedy="save it as UTF-8"
            ) from error
        return read_markdown(text, slug=slug, path=f"articles/{slug}.md")

    @cached_property
    def catalogs(self) -> PoCatalogStore:
        return self.watched_catalogs(None)

    def watched_catalogs(self, notice: Notice | None) -> PoCatalogStore:
        """Return a store of the project's catalogs that tells *notice* what it reads and writes."""
        if shared := self.shared_catalogs(notice):
            return shared
        from ..stores.po import PoCatalogStore

        return PoCatalogStore(
            self.root, source_locale=self.source_locale, project=self.name, notice=notice, kept=self.kept
        )

    def shared_catalogs(self, notice: Notice | None = None) -> SqlCatalogStore | None:
        """Return the store of catalogs that several machines share, None where they are files. StorageError."""
        if not self.config.is_shared:
            return None
        from ..stores.sql_catalogs import SqlCatalogStore

        names = {"source_locale": self.source_locale, "project": self.name}
        return SqlCatalogStore(self.database, self.root, **names, notice=notice, kept=self.kept)

    def index(self, *, ignore: bool = False) -> FileIndex:
        """Return what was last seen of the project's files; with *ignore* as if nothing had been."""
        from ..stores.index import FileIndex, program_digest

        rules = f"{program_digest()} {self.source_locale} {self.approvals} {self.name}"
        path = self.root / ".diglot" / "cache" / "index.sqlite"
        if shared := self.shared_catalogs():
            from ..stores.shared_index import SharedIndex

            return SharedIndex(path, root=self.root, rules=rules + " shared", ignore=ignore, catalogs=shared)
        return FileIndex(path, root=self.root, rules=rules, ignore=ignore)

    def counts(self, keys: Sequence[CatalogKey]) -> Iterator[Counts]:
        """Yield the counts of each catalog; one that has not changed since it was last seen is not read."""
        from ..progress import Counts, count_states
        from ..stores.index import Seen, catalog_name

        index, flagged = self.index(), self._flagged_by_catalog()
        counted: dict[CatalogKey, Counts] = {}

        def notice(path: Path, digest: str, stamp: Stamp, catalog: Catalog) -> None:
            counted[catalog.key] = counts = count_states(catalog.entries, approvals=self.approvals)
            index.record(catalog_name(catalog.key), Seen(digest, stamp, counts=counts))

        store = self.watched_catalogs(notice)
        try:
            for key in keys:
                seen = index.present(catalog_name(key))
                if seen and seen.counts and not flagged.get(key):
                    yield seen.counts
                    continue
                catalog, _ = store.read(key)
                plain = counted.pop(key, Counts())
                marked = flagged.get(key)
                yield count_states(catalog.entries, approvals=self.approvals, flagged=marked) if marked else plain
        finally:
            index.save()

    def _flagged_by_catalog(self) -> Mapping[CatalogKey, frozenset[Key]]:
        from ..stores.flags import sent_back

        return sent_back(self.journal_place)

    @cached_property
    def database(self) -> Database:
        """The journal's database, brought to this version's schema. StorageError."""
        from ..stores.database import migrate, open_database

        place = self.config.text("database.url") or str(self.private_folder() / "journal.sqlite")
        database = open_database(place, pooled=self.kept > 0)
        migrate(database)
        return database

    @property
    def journal_place(self) -> Path | Database:
        """Where the journal is, for who reads it without the import of SQLAlchemy where it is a file."""
        return self.database if self.config.is_shared else self.root / ".diglot" / "journal.sqlite"

    @property
    def has_journal(self) -> bool:
        """Whether anybody has decided anything yet, as far as is known without looking into the journal."""
        return self.config.is_shared or (self.root / ".diglot" / "journal.sqlite").exists()

    @cached_property
    def journal(self) -> SqlJournal:
        from ..stores.journal import SqlJournal

        return SqlJournal(self.database)

    @cached_property
    def people(self) -> SqlPeople:
        from ..stores.people import SqlPeople

        return SqlPeople(self.database, tries=self.private_folder() / "cache" / "tries.sqlite")

    def secret_key(self) -> str:
        """Return the key that the desk signs its cookies with; made once, for all machines."""
        if self.config.is_shared:
            from ..stores.agreed import agree

            return agree(self.database, "cookies", secrets.token_hex(32))
        path = self.private_folder() / "secret"
        if not path.is_file():
            with locked(self.root / ".diglot" / "locks" / "secret.lock", name="the desk's key"):
                if not path.is_file():  # of several that start at once, one makes it
                    write_atomically(path, secrets.token_hex(32).encode())
                    path.chmod(0o600)
        return path.read_text(encoding="ascii")

    def private_folder(self) -> Path:
        """Return `.diglot`, which no other account of the machine may look into: it holds people and the desk's key.

        StorageError where the disk refuses it.
        """
        folder = self.root / ".diglot"
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
            if folder.stat().st_mode & 0o077:
                folder.chmod(0o700)
        except OSError as error:
            raise storage_error(f"cannot use {folder}", error) from error
        return folder

    def flagged(self, key: CatalogKey) -> frozenset[Key]:
        """Return the entries that a person marked as needing work; empty where nobody has decided anything yet."""
        from ..stores.flags import sent_back_in

        return sent_back_in(self.journal_place, key)

    def sensitivity(self, document: Document) -> str:
        """Return the article's own sensitivity, or the project's. ArticleError for a word that is none."""
        from ..sensitivity import stated_sensitivity

        try:
            own = stated_sensitivity(document.facts)
        except ValueError as error:
            remedy = "write sensitivity: public, internal or offline"
            raise ArticleError(str(error), path=document.path, remedy=remedy) from None
        return own or self.config.text("draft.sensitivity")

    def with_licence(self, document: Document) -> Document:
        licence = self.config.text("project.licence")
        if document.facts.get("licence") or not licence:
            return document
        return replace(document, facts={**document.facts, "licence": licence})
