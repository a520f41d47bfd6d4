"""What the views ask of a project, as Protocols: the project satisfies them, tests fake them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from l10n.glossary import Term
from l10n.model import Action, CatalogKey, Document, Entry, Finding, Key
from l10n.ports import CatalogStore, Engine, Hints, Journal, Recalled, Remembered
from l10n.ports.attendance import Openings, UnsavedTexts
from l10n.ports.jobs import Jobs
from l10n.ports.ledger import Ledger

if TYPE_CHECKING:
    from l10n.glossary.table import Row as Glossed
    from l10n.newsroom.naming import Proposal, Usage
    from l10n.workflow.batch import Chosen, Together
    from l10n.workflow.decide import Decided
    from l10n.workflow.draft import Drafted
    from l10n.workflow.opinions import Opinions
    from l10n.workflow.prospects import Prospects


class Person(Protocol):
    """Somebody who may sign in: a handle and one of `access.ROLES`."""

    @property
    def handle(self) -> str: ...
    @property
    def role(self) -> str: ...


class Invitation(Protocol):
    """An invitation that can still be accepted, and for whom it is."""

    @property
    def handle(self) -> str: ...
    @property
    def role(self) -> str: ...


class People(Protocol):
    """People, invitations and sessions. A token that is wrong, used or too old gives None."""

    def count(self) -> int: ...
    def everyone(self) -> Iterable[Person]: ...
    def invite(self, *, handle: str, role: str, now: datetime) -> str: ...
    def invitation(self, token: str, /, *, now: datetime) -> Invitation | None: ...
    def accept(self, token: str, /, *, passphrase: str, now: datetime) -> Person: ...
    def authenticate(self, handle: str, passphrase: str, /, *, now: datetime) -> Person | None: ...
    def sign_in_with_link(self, token: str, /, *, now: datetime) -> Person | None: ...
    def start_session(self, person: Any, /, *, now: datetime) -> str:
        """Return a session's token. *person* is one of this object's own, which a Protocol cannot say."""
        ...

    def session_person(self, token: str, /, *, now: datetime) -> Person | None: ...
    def end_session(self, token: str, /) -> None: ...


class Desk(Protocol):
    """A project as the views see it."""

    @property
    def name(self) -> str: ...
    @property
    def source_locale(self) -> str: ...
    @property
    def target_locales(self) -> Sequence[str]: ...
    @property
    def approvals(self) -> str: ...
    @property
    def api(self) -> bool: ...
    @property
    def catalogs(self) -> CatalogStore: ...
    @property
    def journal(self) -> Journal: ...
    @property
    def people(self) -> People: ...
    @property
    def openings(self) -> Openings: ...
    @property
    def unsaved(self) -> UnsavedTexts: ...
    @property
    def jobs(self) -> Jobs: ...
    @property
    def ledger(self) -> Ledger: ...

    def slugs(self) -> list[str]: ...
    def document(self, slug: str) -> Document: ...
    def findings(self, entry: Entry, locale: str) -> list[Finding]: ...

    def terms(self, locale: str) -> tuple[Term, ...]:
        """Return the terms that hold in *locale*, the same tuple until they change. CatalogError."""
        ...

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

    def recall(self, entry: Entry, catalog: CatalogKey, *, around: Hints | None = None) -> list[Recalled]:
        """Return what was approved elsewhere for texts near that of a catalog's entry, best first. LockedError."""
        ...

    def search_memory(self, phrase: str, locale: str, *, in_target: bool = False, limit: int = 20) -> list[Remembered]:
        """Return the pairs in whose source (or target) *phrase* stands, the shortest first. LockedError."""
        ...

    def fixed(self, entry: Entry, rule: str, locale: str) -> str | None:
        """Return the target without what *rule* finds in it; None where a machine cannot mend that, or need not."""
        ...

    def decide(
        self,
        *,
        catalog: CatalogKey,
        key: Key,
        action: Action,
        target: str,
        base: str,
        by: str,
        now: datetime,
        accept_warnings: bool = True,
        alone: bool = False,
    ) -> Decided:
        """Decide; an approval may come to less, and with *alone* it is given by its only reader."""
        ...

    def undo(self, *, decision_id: int, by: str, now: datetime) -> Decided: ...

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

    def preview(self, slug: str, locale: str) -> bytes:
        """Return the bilingual edition as one HTML file, unreviewed paragraphs labelled."""
        ...

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
