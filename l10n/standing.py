"""Which of two texts for one source stands, when both sides of a merge have one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .model import Entry, State


class Why(StrEnum):
    """Why one of two texts gave way, or an entry left the article."""

    APPROVED_TWICE = "approved-twice"
    """Both sides approved, each another text: ours stays."""
    REPLACED = "replaced"
    """An approval took the place of an older one. Nothing to decide."""
    UNAPPROVED = "unapproved"
    """The other side's text is not approved, this one is."""
    TAKEN_BACK = "taken-back"
    """The other side took the approval back and has no text of its own: the approval stays until somebody looks."""
    EDITED = "edited"
    """Both sides changed a text that nobody has approved: the further one stays, or ours."""
    GONE = "gone"
    """One side worked on a text that the other removed from the article: it is kept as obsolete."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The entry that stands, why the other gave way (None: nothing to say), and its text to keep, "" for none."""

    winner: Entry
    why: Why | None = None
    other: str = ""


def judge(was: Entry | None, mine: Entry, other: Entry, *, approvals: str = "sealed") -> Standing:
    """Return which of *mine* and *other* stands; *was* is the entry that both were made from, None where unknown."""
    if same_marks(mine, other):
        return Standing(other if other.origin < mine.origin else mine)
    sides = (mine, other)
    approved = [side.state(approvals) is State.APPROVED for side in sides]
    changed = [not same_marks(side, was) for side in sides]
    if all(approved):
        stands = 0 if changed[0] else 1
        why = Why.APPROVED_TWICE if all(changed) else Why.REPLACED
    elif any(approved):
        stands = approved.index(True)
        why = _against_approval(sides[stands], sides[1 - stands], changed[stands], approvals)
        if not changed[1 - stands]:
            return Standing(sides[stands])
    elif not all(changed):
        return Standing(sides[changed.index(True)])
    else:
        stands = 0 if _rank(mine) >= _rank(other) else 1
        why = Why.EDITED
    winner, loser = sides[stands], sides[1 - stands]
    if why is Why.TAKEN_BACK:
        return Standing(winner, why)
    if loser.target == winner.target or not is_persons(loser, approvals):
        return Standing(winner)
    return Standing(winner, why, loser.target)


def same_marks(one: Entry, other: Entry | None) -> bool:
    """Whether two entries say the same of their target, whatever stands around it."""
    return other is not None and _marks(one) == _marks(other)


def is_persons(entry: Entry, approvals: str = "sealed") -> bool:
    """Whether a person wrote or approved the target; a machine's draft can be made again."""
    state = entry.state(approvals)
    stale = state is State.STALE and (entry.was_approved or not entry.origin)
    return stale or state in (State.APPROVED, State.REVIEW)


def _against_approval(approved: Entry, loser: Entry, approved_anew: bool, approvals: str) -> Why:
    """Return why a changed text that is not approved gives way to an approval."""
    if approved_anew or (loser.confirmed and loser.target == approved.target):
        return Why.UNAPPROVED  # a seal that another tool dropped takes nothing back
    own_text = is_persons(loser, approvals) and loser.target != approved.target
    return Why.UNAPPROVED if own_text else Why.TAKEN_BACK


def _rank(entry: Entry) -> tuple[int, bool, bool]:
    """Return how far an entry is that nobody has approved."""
    states = (State.EMPTY, State.DRAFT, State.STALE, State.REVIEW)
    return states.index(entry.state()), entry.was_approved, is_persons(entry)


def _marks(entry: Entry) -> tuple[object, ...]:
    if entry.previous and not entry.confirmed:  # what a correction left of an entry, whoever made it
        return (entry.target, entry.previous, entry.seal)
    return (entry.target, entry.confirmed, entry.previous, entry.origin, entry.seal, entry.flags)
