"""The side of a project that knows who is at work on what, and what an approval needs here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from ..approving import FAST, UNOPENED, Reading, Rules, judge_approval, readers_of
from ..errors import ArticleError
from ..model import Action, CatalogKey, Decision, Document, Entry, Outcome, State
from .config import CHOICES
from .workspace import Workspace

if TYPE_CHECKING:
    from ..approving import Approval
    from ..ports.attendance import Openings
    from ..stores.unsaved import SqlUnsaved
    from ..workflow.decide import Judge

READERS = CHOICES["review.readers"]


class Attending(Workspace):
    """The side of a project that knows who is at work on what, and what an approval needs here."""

    @cached_property
    def openings(self) -> Openings:
        """Who has which paragraph open; for the desk they are written down a moment later. StorageError."""
        from ..stores.late_openings import LateOpenings
        from ..stores.openings import SqlOpenings

        openings = SqlOpenings(self.database)
        return LateOpenings(openings) if self.kept else openings

    @cached_property
    def unsaved(self) -> SqlUnsaved:
        """What people typed and did not save. StorageError."""
        from ..stores.unsaved import SqlUnsaved

        return SqlUnsaved(self.database)

    def readers(self, document: Document) -> str:
        """Return how many people read each paragraph of an article: `one-reader` or `two-readers`. ArticleError."""
        own = document.facts.get("readers", "")
        if own and own not in READERS:
            remedy = "write one-reader or two-readers"
            raise ArticleError(f"readers cannot be {own!r}", path=document.path, remedy=remedy)
        return own or self.config.text("review.readers")

    def approval_rules(self, slug: str) -> Rules:
        """Return what an approval of this article needs; of a lost article, what any approval does. ArticleError."""
        is_there = (self.root / "articles" / f"{slug}.md").is_file()
        readers = self.readers(self.document(slug)) if is_there else self.config.text("review.readers")
        return Rules(two_readers=readers == "two-readers", fast_seconds=self.config.number("review.fast_seconds"))

    def judge(self, catalog: CatalogKey, *, by: str, now: datetime, alone: bool = False) -> Judge:
        """Return what says of each approval by this person what it comes to; *alone*: they mean to be the only reader.

        What they opened is asked once; the history of an entry when it is judged. ArticleError, StorageError.
        """
        rules, opened = self.approval_rules(catalog.slug), self.openings.first(by, catalog)

        def judge_one(found: Entry, target: str) -> Approval:
            reading = Reading(by, now, opened.get((found.key, found.revision)), alone)
            history = self.journal.history(catalog, found.key)
            return judge_approval(found, target, history, reading, rules, approvals=self.approvals)

        return judge_one

    def suspects(self, catalog: CatalogKey) -> list[Decision]:
        """Return the approvals that stand and were given to a machine's draft unread, or too soon to have read it."""
        return [
            decision
            for _, decision in self._standing_approvals(catalog)
            if decision and {FAST, UNOPENED} & set(decision.remarks)
        ]

    def had_two_readers(self, catalog: CatalogKey) -> bool:
        """Whether of each approved paragraph the text was written, sent on or approved by two people or more."""
        history = self.journal.history(catalog)
        return all(
            len(readers_of(entry.target, [d for d in history if d.key == entry.key])) > 1
            for entry, _ in self._standing_approvals(catalog, history)
        )

    def _standing_approvals(
        self, catalog: CatalogKey, history: Sequence[Decision] | None = None
    ) -> list[tuple[Entry, Decision | None]]:
        """Return the approved entries, each with the newest decision by which its present text was approved."""
        given: dict[tuple[object, str], Decision] = {}
        for decision in self.journal.history(catalog) if history is None else history:
            if decision.outcome is Outcome.APPLIED and decision.action is Action.APPROVE:
                given.setdefault((decision.key, decision.after.target), decision)
        entries = self.catalogs.read(catalog)[0].entries
        approved = (entry for entry in entries if entry.state(self.approvals) is State.APPROVED)
        return [(entry, given.get((entry.key, entry.target))) for entry in approved]
