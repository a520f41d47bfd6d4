"""What the views ask of a project, as Protocols: the project satisfies them, tests fake them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from l10n.glossary import Term
from l10n.model import Action, CatalogKey, Document, Entry, Finding, Key
from l10n.ports import CatalogStore, Engine, Hints, Journal, Recalled, Remembered
from l10n.ports.jobs import Jobs
from l10n.ports.ledger import Ledger

if TYPE_CHECKING:
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
    def catalogs(self) -> CatalogStore: ...
    @property
    def journal(self) -> Journal: ...
    @property
    def people(self) -> People: ...
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

    def glossary_terms(self) -> list[Term]:
        """Return the rows of the glossary. CatalogError."""
        ...

    def recall(self, entry: Entry, catalog: CatalogKey, *, around: Hints | None = None) -> list[Recalled]:
        """Return what was approved elsewhere for texts near that of a catalog's entry, best first. LockedError."""
        ...

    def search_memory(self, phrase: str, locale: str, *, in_target: bool = False, limit: int = 20) -> list[Remembered]:
        """Return the pairs in whose source (or target) *phrase* stands, the shortest first. LockedError."""
        ...

    def decide(
        self, *, catalog: CatalogKey, key: Key, action: Action, target: str, base: str, by: str, now: datetime
    ) -> Decided: ...

    def undo(self, *, decision_id: int, by: str, now: datetime) -> Decided: ...

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
