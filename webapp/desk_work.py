"""What single pages ask of a project, as Protocols; `desk.Desk` is all of it together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from l10n.glossary import Term
from l10n.model import Action, CatalogKey, Document, Key
from l10n.ports import Engine

if TYPE_CHECKING:
    from l10n.corrections import CorrectionReport
    from l10n.glossary.table import Row as Glossed
    from l10n.newsroom.desk_articles import Checklist, EditionFile, Sent
    from l10n.newsroom.exchanging import Imported
    from l10n.newsroom.naming import Proposal, Usage
    from l10n.readers.cutting import Cut
    from l10n.stores.credits import Credit
    from l10n.workflow.add import Added
    from l10n.workflow.batch import Chosen, Together
    from l10n.workflow.build import Built
    from l10n.workflow.draft import Drafted
    from l10n.workflow.opinions import Opinions
    from l10n.workflow.prospects import Prospects


class ArticleWork(Protocol):
    """Articles that come in, change and go out."""

    def take_in(self, sent: Sent, *, slug: str = "", dry_run: bool = False, replace: bool = False) -> Added:
        """Return what would become of an article that was sent (with *dry_run*). ArticleError, ConflictError."""
        ...

    def add_article(self, sent: Sent, *, slug: str = "") -> Added:
        """Take in a new article and make its catalogs. ArticleError, ConflictError."""
        ...

    def cuts(self, document: Document) -> list[Cut]:
        """Return the blocks of an article that a person can sort."""
        ...

    def article_digest(self, slug: str) -> str:
        """Return the digest of an article as it is now."""
        ...

    def rehearse_update(self, slug: str, sent: Sent | None = None) -> CorrectionReport:
        """Return what a new version does to the translations; changes nothing. ArticleError."""
        ...

    def apply_update(
        self, slug: str, sent: Sent | None, *, base: str, by: str, now: datetime, accept_typography: bool = False
    ) -> CorrectionReport:
        """Correct an article that is *base* still. ConflictError."""
        ...

    def pack(self, slug: str, locale: str, format: str) -> tuple[str, bytes]:
        """Return the name and the bytes of a file for a translator. CatalogError."""
        ...

    def import_(
        self, data: bytes, *, name: str, now: datetime, slug: str, locale: str, by: str, dry_run: bool = False
    ) -> Imported:
        """Take back a file; nothing in it approves. CatalogError."""
        ...

    def checklist(self, slug: str, locale: str) -> Checklist:
        """Return what to know before an edition is published."""
        ...

    def credits_of(self, catalog: CatalogKey, /) -> Sequence[Credit]:
        """Return how each person who had a hand in a translation is named."""
        ...

    def set_credit(self, catalog: CatalogKey, credit: Credit, /) -> None:
        """Keep how a person is named in a translation's editions. DiglotError for a way that is none, or no name."""
        ...

    def leaks(self, key: CatalogKey) -> Sequence[tuple[str, str]]:
        """Return where names stand that must be in no edition."""
        ...

    def build(self, slug: str, locale: str, *, draft: bool = False) -> Built:
        """Write the editions. EditionError where they may not be."""
        ...

    def edition_files(self, slug: str) -> Sequence[EditionFile]:
        """Return the files that readers can download."""
        ...

    def edition_file(self, slug: str, name: str) -> bytes:
        """Return one of them. CatalogError."""
        ...


class BatchWork(Protocol):
    """One decision about many paragraphs."""

    def rehearse_batch(
        self, *, catalog: CatalogKey, chosen: Sequence[Chosen], action: Action, by: str, now: datetime
    ) -> Together:
        """Return what deciding upon *chosen* would do, and what would be left alone; writes nothing."""
        ...

    def decide_batch(
        self, *, catalog: CatalogKey, chosen: Sequence[Chosen], action: Action, by: str, now: datetime
    ) -> tuple[str, Together]:
        """Decide upon *chosen* in one step; return the batch's name, by which it is undone, and what became of it."""
        ...

    def unread(self, rehearsed: Together, *, catalog: CatalogKey, by: str, now: datetime) -> Mapping[Key, str]:
        """Return which texts of a batch this person never opened (`unopened`), or opened just now (`fast`)."""
        ...

    def batch_author(self, *, catalog: CatalogKey, batch: str) -> str:
        """Return who decided the batch, "" where there is none of that name."""
        ...

    def undo_batch(self, *, catalog: CatalogKey, batch: str, by: str, now: datetime) -> Together: ...


class DraftWork(Protocol):
    """Machines that draft."""

    def chain(self, locale: str) -> Sequence[str]:
        """Return the engines that the project asks for *locale*, in order."""
        ...

    def engines(self, locale: str, names: Sequence[str] = ()) -> AbstractContextManager[list[Engine]]:
        """Give the engines called *names*, and close them. EngineUnavailable."""
        ...

    def prospects(
        self, slug: str, locale: str, *, chosen: Collection[str], key: Key | None = None, run: str = ""
    ) -> Prospects:
        """Return what asking engines would mean for the empty entries, or for the one called *key*; sends no text."""
        ...

    def draft(
        self,
        slug: str,
        locale: str,
        *,
        engines: Sequence[Engine],
        stop: Callable[[], bool] | None = None,
        by: str = "",
        agreed: Collection[str] = (),
        run: str = "",
    ) -> Drafted:
        """Fill empty entries with what *engines* give, until *stop* says so."""
        ...

    def second_opinions(
        self,
        slug: str,
        locale: str,
        key: Key,
        *,
        engines: Sequence[Engine],
        by: str,
        agreed: Collection[str],
        stop: Callable[[], bool] | None = None,
    ) -> Opinions:
        """Return what each of *engines* makes of one paragraph; saves nothing."""
        ...

    def new_run(self) -> str:
        """Return a name for what one job sends."""
        ...


class GlossaryWork(Protocol):
    """Terms, and names that might become some."""

    def glossary_rows(self) -> Sequence[Glossed]:
        """Return the rows of the glossary with their files. CatalogError."""
        ...

    def proposed_terms(self) -> Sequence[Glossed]:
        """Return the rows that translators propose. CatalogError."""
        ...

    def add_term(self, term: Term, *, private: bool = False, proposed: bool = False) -> None:
        """Add a row to the glossary, or to what waits to be accepted. CatalogError, ConflictError."""
        ...

    def change_term(self, id: str, *, base: str, term: Term | None) -> None:
        """Put *term* in the place of a row that is *base* still; None takes it out. CatalogError, ConflictError."""
        ...

    def settle_proposal(self, id: str, *, accept: bool) -> None:
        """Take a proposed row into the glossary, or drop it. ConflictError where it waits no longer."""
        ...

    def proposals(self, slugs: Sequence[str] = ()) -> Sequence[Proposal]:
        """Return names that the articles have and the glossary has not, the most frequent first."""
        ...

    def usages(self, term: Term, *, limit: int = 20) -> Sequence[Usage]:
        """Return paragraphs that the term stands in."""
        ...
