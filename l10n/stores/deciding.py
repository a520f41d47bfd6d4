"""What becomes of decisions about the entries of a catalog as it is now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..model import Action, Decision, Entry, Key, Outcome
from ..suggestions import without_suggestions


def decide(present: Mapping[Key, Entry], decisions: Sequence[Decision]) -> tuple[dict[Key, Entry], dict[int, Outcome]]:
    """Return the entries that *decisions* change, and the outcome of each decision by its number."""
    changed: dict[Key, Entry] = {}
    outcomes = {}
    for decision in decisions:
        entry = changed.get(decision.key) or present.get(decision.key)
        outcomes[decision.id] = Outcome.CONFLICT
        if entry is None or decision.after.key != decision.key:
            continue
        if entry.revision not in (decision.after.revision, decision.base):
            continue
        outcomes[decision.id] = Outcome.APPLIED
        # What the article and other people say of the entry stays as it is now; who approves has chosen.
        said = without_suggestions(entry) if decision.action is Action.APPROVE else entry
        after = replace(decision.after, note=said.note, comments=said.comments, references=said.references)
        if after != entry:
            changed[decision.key] = after
    return changed, outcomes
