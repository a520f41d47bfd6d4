"""The ground a project stands on: its articles, catalogs, journal and people, found and opened when first asked for."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from .config import Config
from .errors import ArticleError, ConfigError
from .files import write_atomically
from .model import RESERVED_SLUGS, CatalogKey, Document, Key

if TYPE_CHECKING:
    from .stores.journal import SqlJournal
    from .stores.people import SqlPeople
    from .stores.po import PoCatalogStore


class Workspace:
    """A newsroom's folder and what lies in it."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.root = config.root

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
        found = {path.stem for path in (self.root / "articles").glob("*.md")}
        return sorted(found - RESERVED_SLUGS)

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
        from .readers.markdown import read_markdown

        [slug] = self.chosen([slug])
        path = self.root / "articles" / f"{slug}.md"
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise ArticleError(
                "the article is not UTF-8", path=f"articles/{slug}.md", remedy="save it as UTF-8"
            ) from error
        return read_markdown(text, slug=slug, path=f"articles/{slug}.md")

    @cached_property
    def catalogs(self) -> PoCatalogStore:
        from .stores.po import PoCatalogStore

        return PoCatalogStore(self.root, source_locale=self.source_locale, project=self.name)

    @cached_property
    def _journal_and_people(self) -> tuple[SqlJournal, SqlPeople]:
        from .stores.database import migrate, open_database
        from .stores.journal import SqlJournal
        from .stores.people import SqlPeople

        database = open_database(str(self._private_folder() / "journal.sqlite"))
        migrate(database)
        return SqlJournal(database), SqlPeople(database)

    @property
    def journal(self) -> SqlJournal:
        return self._journal_and_people[0]

    @property
    def people(self) -> SqlPeople:
        return self._journal_and_people[1]

    def secret_key(self) -> str:
        """Return the key that the desk signs its cookies with; made once."""
        path = self._private_folder() / "secret"
        if not path.is_file():
            write_atomically(path, secrets.token_hex(32).encode())
        return path.read_text(encoding="ascii")

    def _private_folder(self) -> Path:
        """Return `.diglot`, which no other account of the machine may look into: it holds people and the desk's key."""
        folder = self.root / ".diglot"
        folder.mkdir(mode=0o700, exist_ok=True)
        folder.chmod(0o700)
        return folder

    def flagged(self, key: CatalogKey) -> frozenset[Key]:
        """Return the entries that a person marked as needing work; empty where nobody has decided anything yet."""
        if not (self.root / ".diglot" / "journal.sqlite").exists():
            return frozenset()
        return frozenset(self.journal.flagged(key))

    def sensitivity(self, document: Document) -> str:
        """Return the article's own sensitivity, or the project's. ArticleError for a word that is none."""
        own = document.facts.get("sensitivity", "")
        if own and own not in ("public", "internal", "offline"):
            raise ArticleError(
                f"sensitivity cannot be {own!r}", path=document.path, remedy="write public, internal or offline"
            )
        return own or self.config.text("draft.sensitivity")

    def with_licence(self, document: Document) -> Document:
        licence = self.config.text("project.licence")
        if document.facts.get("licence") or not licence:
            return document
        return replace(document, facts={**document.facts, "licence": licence})
