"""What the views ask of a project, as Protocols: the project satisfies them, tests fake them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from l10n.glossary import Term
from l10n.model import Action, CatalogKey, Document, Entry, Finding, Key
from l10n.ports import CatalogStore, Hints, Journal, Recalled, Remembered
from l10n.ports.attendance import Openings, UnsavedTexts
from l10n.ports.comments import Comment, Comments
from l10n.ports.jobs import Jobs
from l10n.ports.ledger import Ledger
from l10n.querying import Gist

from .desk_people import Invitation, People, Person
from .desk_work import ArticleWork, BatchWork, DraftWork, GlossaryWork

if TYPE_CHECKING:
    from l10n.progress import Counts
    from l10n.workflow.decide import Decided
    from l10n.workflow.undoing import Undoable

__all__ = ["Desk", "Invitation", "People", "Person"]


class Desk(ArticleWork, BatchWork, DraftWork, GlossaryWork, Protocol):
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
    def comments(self) -> Comments: ...
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
    def titles(self) -> Mapping[str, str]:
        """Return the titles of all articles, as their front matter says them, by slug."""
        ...

    def counts(self, keys: Sequence[CatalogKey], /) -> Iterator[Counts]:
        """Yield the counts of each catalog."""
        ...

    def published(self) -> Collection[str]:
        """Return the slugs of the articles of which there are editions."""
        ...

    def findings(self, entry: Entry, locale: str) -> list[Finding]: ...

    def terms(self, locale: str) -> tuple[Term, ...]:
        """Return the terms that hold in *locale*, the same tuple until they change. CatalogError."""
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

    def comments_on(self, catalog: CatalogKey, entry: Entry) -> Sequence[Comment]:
        """Return what was said about an entry, oldest first, and about the source that it had before."""
        ...

    def touched_by(self, handle: str) -> Collection[CatalogKey]: ...

    def gist(self, key: CatalogKey) -> Gist:
        """Return what is in a catalog, for searches."""
        ...

    def look_back(self, *, by: str, since: datetime) -> Sequence[Undoable]:
        """Return what taking back all decisions of *by* since then would change; writes nothing."""
        ...

    def undo_all(self, *, by: str, since: datetime, who: str, now: datetime) -> int:
        """Take back, in the name of *who*, all that *by* decided since then and nobody has changed; return how many."""
        ...

    def preview(self, slug: str, locale: str) -> bytes:
        """Return the bilingual edition as one HTML file, unreviewed paragraphs labelled."""
        ...
