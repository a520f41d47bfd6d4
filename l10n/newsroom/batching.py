"""The side of a project where one decision is made about many paragraphs."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from ..model import Action, CatalogKey, Key
from ..ports import CatalogStore, Journal
from .reviewing import Reviewing

if TYPE_CHECKING:
    from ..workflow.batch import Chosen, DecideOne, Together
    from ..workflow.decide import Decided


class Batching(Reviewing):
    """The side of a project where one decision is made about many paragraphs."""

    def rehearse_batch(
        self, *, catalog: CatalogKey, chosen: Sequence[Chosen], action: Action, by: str, now: datetime
    ) -> Together:
        """Return what deciding upon *chosen* would do, and what would be left alone; writes nothing."""
        from ..workflow.batch import rehearse

        return rehearse(
            self.catalogs,
            self.journal,
            catalog=catalog,
            chosen=chosen,
            action=action,
            decide_one=self._decide_one(catalog, action, by, now),
            approvals=self.approvals,
        )

    def decide_batch(
        self, *, catalog: CatalogKey, chosen: Sequence[Chosen], action: Action, by: str, now: datetime
    ) -> tuple[str, Together]:
        """Decide upon *chosen* in one step; return the batch's name, by which it is undone, and what became of it."""
        from ..workflow.batch import carry_out

        rehearsed = self.rehearse_batch(catalog=catalog, chosen=chosen, action=action, by=by, now=now)
        batch = secrets.token_hex(6)
        done = carry_out(self.catalogs, self.journal, catalog=catalog, rehearsed=rehearsed, remark=f"batch:{batch}")
        return batch, done

    def unread(self, rehearsed: Together, *, catalog: CatalogKey, by: str, now: datetime) -> Mapping[Key, str]:
        """Return which texts of a batch this person never opened (`unopened`), or opened just now (`fast`)."""
        from ..workflow.batch import unread

        seconds = self.config.number("review.fast_seconds")
        return unread(rehearsed.decisions, self.openings.first(by, catalog), now=now, fast_seconds=seconds)

    def batch_author(self, *, catalog: CatalogKey, batch: str) -> str:
        """Return who decided the batch, "" where there is none of that name."""
        from ..workflow.batch import batch_of

        return next((d.by for d in batch_of(self.journal, catalog=catalog, remark=f"batch:{batch}")), "")

    def undo_batch(self, *, catalog: CatalogKey, batch: str, by: str, now: datetime) -> Together:
        """Put back what a batch replaced, but for paragraphs that somebody has changed since."""
        from ..workflow.batch import undo_together

        return undo_together(self.catalogs, self.journal, catalog=catalog, remark=f"batch:{batch}", by=by, now=now)

    def _decide_one(self, catalog: CatalogKey, action: Action, by: str, now: datetime) -> DecideOne:
        from ..workflow.decide import decide

        judge = self.judge(catalog, by=by, now=now) if action is Action.APPROVE else None

        def decide_one(store: CatalogStore, journal: Journal, key: Key, target: str, base: str) -> Decided:
            return decide(
                store,
                journal,
                catalog=catalog,
                key=key,
                action=action,
                target=target,
                base=base,
                by=by,
                now=now,
                approvals=self.approvals,
                checks=lambda entry: self.findings(entry, catalog.locale),
                judge=judge,
            )

        return decide_one
