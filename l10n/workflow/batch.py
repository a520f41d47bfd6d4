"""One decision about many entries of a catalog: judged one by one, carried out together, taken back together.

Each entry is judged by the very rules of a single decision, in a rehearsal that writes nothing; what comes of it goes
into the journal in one commit and into the catalog in one write. What a machine wrote, and what its source left
behind, is never approved in a batch: somebody has to read it alone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, cast

from ..approving import FAST, UNOPENED
from ..model import Action, Catalog, CatalogKey, Decision, Entry, Finding, Key, Outcome, State
from ..ports import Applied, CatalogStore, Journal, Revision
from .applying import apply_decisions
from .decide import Decided, undo

ACTIONS = (Action.APPROVE, Action.REVIEW, Action.NEEDS_WORK)
"""What can be decided about many entries at once."""


class Why(StrEnum):
    """Why an entry is left as it is."""

    DRAFT = "draft"
    STALE = "stale"
    EMPTY = "empty"
    CHANGED = "changed"
    GONE = "gone"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Chosen:
    """An entry that somebody chose, and the revision of it that they saw."""

    key: Key
    base: str


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """An entry that is left as it is; *findings* say why where the checks REFUSED it."""

    key: Key
    why: Why
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Together:
    """What becomes of a batch: *decisions* with their outcomes once it is carried out, PENDING in a rehearsal.

    An approval may have come to REVIEW, where another person has to read the text first.
    """

    decisions: tuple[Decision, ...] = ()
    left: tuple[LeftAlone, ...] = ()

    @property
    def applied(self) -> list[Decision]:
        return [decision for decision in self.decisions if decision.outcome is Outcome.APPLIED]


DecideOne = Callable[[CatalogStore, Journal, Key, str, str], Decided]
"""Decides about one entry (its key, target and base revision) by the project's rules, in this store and journal."""


def rehearse(
    store: CatalogStore,
    journal: Journal,
    *,
    catalog: CatalogKey,
    chosen: Sequence[Chosen],
    action: Action,
    decide_one: DecideOne,
    approvals: str = "sealed",
) -> Together:
    """Return what deciding upon *chosen* would do; nothing is written. CatalogError, StorageError."""
    if action not in ACTIONS:
        raise ValueError(f"{action} is not decided in batches")
    stage = _Stage(store, journal, catalog)
    entries, flagged = stage.catalog.by_key(), journal.flagged(catalog)
    decisions: list[Decision] = []
    left: list[LeftAlone] = []
    for each in dict.fromkeys(chosen):
        entry = entries.get(each.key)
        why = _why_not(action, entry, each.base, approvals=approvals, flagged=flagged)
        if why or not entry:
            left.append(LeftAlone(each.key, why or Why.GONE))
            continue
        decided = decide_one(stage.as_store, stage.as_journal, each.key, entry.target, each.base)
        if decided.decision:
            decisions.append(replace(decided.decision, id=0, outcome=Outcome.PENDING))
        else:
            left.append(LeftAlone(each.key, Why.REFUSED if decided.refused else Why.SAME, decided.refused))
    return Together(tuple(decisions), tuple(left))


def carry_out(
    store: CatalogStore, journal: Journal, *, catalog: CatalogKey, rehearsed: Together, remark: str
) -> Together:
    """Carry out what was rehearsed, each decision with *remark*, by which `undo_together` finds them again.

    What somebody changed since is left alone; the decision stays in the journal as a suggestion.
    """
    wanted = [replace(decision, remarks=(*decision.remarks, remark)) for decision in rehearsed.decisions]
    done = apply_decisions(store, journal, catalog, wanted)
    late = [LeftAlone(decision.key, Why.CHANGED) for decision in done if decision.outcome is not Outcome.APPLIED]
    return Together(tuple(done), (*rehearsed.left, *late))


def unread(
    decisions: Sequence[Decision], opened: Mapping[tuple[Key, str], datetime], *, now: datetime, fast_seconds: float
) -> dict[Key, str]:
    """Return which of the texts were never opened (UNOPENED), or less than *fast_seconds* ago (FAST)."""
    found = {}
    for decision in decisions:
        at = opened.get((decision.key, decision.base))
        if at is None or (now - at).total_seconds() < fast_seconds:
            found[decision.key] = UNOPENED if at is None else FAST
    return found


def batch_of(journal: Journal, *, catalog: CatalogKey, remark: str) -> list[Decision]:
    """Return the applied decisions of the batch that *remark* names, newest first."""
    return [
        decision
        for decision in journal.history(catalog)
        if remark in decision.remarks and decision.outcome is Outcome.APPLIED and decision.action is not Action.REVERT
    ]


def undo_together(
    store: CatalogStore, journal: Journal, *, catalog: CatalogKey, remark: str, by: str, now: datetime
) -> Together:
    """Put back what the batch replaced, as far as its entries are as it left them; repeating changes nothing more."""
    stage = _Stage(store, journal, catalog)
    decisions: list[Decision] = []
    left: list[LeftAlone] = []
    for done in batch_of(stage.as_journal, catalog=catalog, remark=remark):
        if done.key not in stage.catalog.by_key():
            left.append(LeftAlone(done.key, Why.GONE))
            continue
        undone = undo(stage.as_store, stage.as_journal, decision_id=done.id, by=by, now=now)
        if undone.decision:
            decisions.append(replace(undone.decision, id=0, outcome=Outcome.PENDING))
        else:
            left.append(LeftAlone(done.key, Why.SAME if undone.outcome is Outcome.APPLIED else Why.CHANGED))
    return carry_out(store, journal, catalog=catalog, rehearsed=Together(tuple(decisions), tuple(left)), remark=remark)


def _why_not(action: Action, entry: Entry | None, base: str, *, approvals: str, flagged: Collection[Key]) -> Why | None:
    """Return why *action* may not be part of a batch for this entry, None where it may."""
    if entry is None:
        return Why.GONE
    if entry.revision != base:
        return Why.CHANGED
    state = entry.state(approvals)
    if state is not State.EMPTY and entry.key in flagged:
        state = State.STALE
    if state is State.EMPTY:
        return Why.EMPTY
    done = {Action.APPROVE: State.APPROVED, Action.REVIEW: State.REVIEW, Action.NEEDS_WORK: State.STALE}
    if state is done[action]:
        return Why.SAME
    if action is Action.NEEDS_WORK:
        return None
    return {State.DRAFT: Why.DRAFT, State.STALE: Why.STALE}.get(state)


class _Stage:
    """A store and a journal in which a decision can be made without any effect; what is there is read once."""

    def __init__(self, store: CatalogStore, journal: Journal, key: CatalogKey) -> None:
        self.catalog, self._revision = store.read(key)
        self._journal = journal
        self._history: Sequence[Decision] | None = None

    @property
    def as_store(self) -> CatalogStore:
        return cast(CatalogStore, self)

    @property
    def as_journal(self) -> Journal:
        return cast(Journal, self)

    def read(self, key: CatalogKey) -> tuple[Catalog, Revision]:
        return self.catalog, self._revision

    def apply(self, key: CatalogKey, decisions: Sequence[Decision]) -> Applied:
        return Applied({decision.id: Outcome.APPLIED for decision in decisions})

    def append(self, decision: Decision) -> int:
        return 1

    def append_all(self, decisions: Sequence[Decision]) -> list[int]:
        return list(range(1, len(decisions) + 1))

    def settle(self, outcomes: dict[int, Outcome]) -> None:
        """Nothing was kept, so nothing is settled."""

    def history(self, catalog: CatalogKey, key: Key | None = None) -> Sequence[Decision]:
        if self._history is None:
            self._history = self._journal.history(catalog)
        return [decision for decision in self._history if key in (None, decision.key)]

    def decision(self, id: int) -> Decision | None:
        found = next((each for each in self._history or () if each.id == id), None)
        return found or self._journal.decision(id)

    def __getattr__(self, name: str) -> Any:
        """What else is asked is asked of the journal itself; a writing method is not among it."""
        if name in ("rename", "replace"):
            raise AttributeError(name)
        return getattr(self._journal, name)
