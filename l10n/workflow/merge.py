"""What a merge of catalogs leaves for people to decide, told to the journal, so that the desk shows it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from ..model import Action, CatalogKey, Decision, Entry, Outcome
from ..ports import Journal
from ..standing import Why
from ..threeway import Kept

MERGE = "merge"
"""Who is said to have suggested what came from another version: its author is not known."""


def file_suggestions(journal: Journal, catalog: CatalogKey, kept: Iterable[Kept], *, now: datetime) -> int:
    """Record each text that gave way as a suggestion, and each approval taken back as needing work; return how many.

    What the journal knows already is not recorded again, so a merge may be repeated.
    """
    flagged = journal.flagged(catalog)
    filed = 0
    for item in kept:
        entry = item.entry
        if item.other and item.why is not Why.REPLACED and not _is_known(journal, catalog, entry, item.other):
            after, action, outcome = entry.reviewed(item.other), Action.REVIEW, Outcome.CONFLICT
        elif item.why is Why.TAKEN_BACK and entry.key not in flagged:
            after, action, outcome = entry, Action.NEEDS_WORK, Outcome.APPLIED
        else:
            continue
        decision = Decision(catalog, entry.key, action, entry.revision, entry, after, MERGE, now)
        journal.settle({journal.append(decision): outcome})
        filed += 1
    return filed


def _is_known(journal: Journal, catalog: CatalogKey, entry: Entry, text: str) -> bool:
    return any(
        decision.outcome is Outcome.CONFLICT and decision.after.target == text
        for decision in journal.history(catalog, entry.key)
    )
