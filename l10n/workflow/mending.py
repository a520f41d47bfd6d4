"""Texts mended by the checks: each a decision of a named person, and no approval kept for a text nobody approved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from ..model import Action, Catalog, CatalogKey, Decision, Entry, Outcome, State
from ..ports import CatalogStore, Journal
from .applying import apply_decisions

Mend = Callable[[Entry], tuple[str, tuple[str, ...]]]
"""Returns an entry's target mended, and the names of the rules that did it; () where there was nothing to mend."""


@dataclass(frozen=True, slots=True)
class Mended:
    """What became of one entry: mended by *rules*, or left because a person had marked it (*outcome* is None)."""

    catalog: CatalogKey
    before: Entry
    after: Entry
    rules: tuple[str, ...]
    outcome: Outcome | None = None
    lost_approval: bool = False


def mend_texts(
    store: CatalogStore,
    journal: Journal,
    *,
    catalog: CatalogKey,
    by: str,
    now: datetime,
    mend: Mend,
    approvals: str = "sealed",
    wanted: Callable[[Entry], bool] = lambda entry: True,
) -> list[Mended]:
    """Mend the targets of the catalog that *mend* can, in the name of *by*; article order.

    A mended text is another text: what was approved waits for review again. A machine's draft stays one, and what is
    stale stays so. Entries that a person marked as needing work are left alone. All are written at once; each is a
    decision in the journal, to be undone like any other.
    """
    present, _ = store.read(catalog)
    found = list(_mended(present, catalog, mend, wanted, approvals))
    flagged = journal.flagged(catalog) if found else set()
    decisions = [
        Decision(catalog, m.before.key, Action.REVIEW, m.before.revision, m.before, m.after, by, now)
        for m in found
        if m.before.key not in flagged
    ]
    outcomes = {d.key: d.outcome for d in apply_decisions(store, journal, catalog, decisions)}
    return [replace(m, outcome=outcomes.get(m.before.key)) for m in found]


def _mended(
    present: Catalog, catalog: CatalogKey, mend: Mend, wanted: Callable[[Entry], bool], approvals: str
) -> Iterator[Mended]:
    for entry in present.entries:
        if not entry.target or not wanted(entry):
            continue
        target, rules = mend(entry)
        if rules:
            approved = entry.state(approvals) is State.APPROVED
            after = entry.reviewed(target) if approved else replace(entry, target=target, confirmed=False, seal="")
            yield Mended(catalog, entry, after, rules, lost_approval=approved)
