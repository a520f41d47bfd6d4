"""The one order in which decisions come true: into the journal, then into the catalog, then settled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..keepable import demand_keepable
from ..model import CatalogKey, Decision
from ..ports import CatalogStore, Journal


def apply_decisions(
    store: CatalogStore, journal: Journal, catalog: CatalogKey, decisions: Sequence[Decision]
) -> list[Decision]:
    """Return *decisions*, all about *catalog*, with their ids and outcomes, in order.

    TextError, before anything is done, where a text cannot be kept: in the journal it would wait for ever. One commit
    of the journal and one write of the catalog for all of them. After a crash in between they are pending, and
    `recover` replays them.
    """
    if not decisions:
        return []
    for decision in decisions:
        demand_keepable(decision.after.target)
    ids = journal.append_all(decisions)
    kept = [replace(decision, id=id) for decision, id in zip(decisions, ids, strict=True)]
    outcomes = store.apply(catalog, kept).outcomes
    journal.settle(outcomes)
    return [replace(decision, outcome=outcomes[decision.id]) for decision in kept]
