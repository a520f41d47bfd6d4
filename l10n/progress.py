"""How far a translation has come, counted in segments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Set
from dataclasses import dataclass

from .model import Entry, Key, State


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of *segments* stand in each state; the five others add up to it."""

    segments: int = 0
    approved: int = 0
    review: int = 0
    draft: int = 0
    stale: int = 0
    empty: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            segments=self.segments + other.segments,
            approved=self.approved + other.approved,
            review=self.review + other.review,
            draft=self.draft + other.draft,
            stale=self.stale + other.stale,
            empty=self.empty + other.empty,
        )


def count_states(entries: Iterable[Entry], *, approvals: str = "sealed", flagged: Set[Key] = frozenset()) -> Counts:
    """Return how many entries stand in each state.

    *flagged* are the keys of entries that a person sent back: with a target they count as stale.
    """
    states = Counter(_state(entry, approvals, flagged) for entry in entries)
    return Counts(
        segments=states.total(),
        approved=states[State.APPROVED],
        review=states[State.REVIEW],
        draft=states[State.DRAFT],
        stale=states[State.STALE],
        empty=states[State.EMPTY],
    )


def _state(entry: Entry, approvals: str, flagged: Set[Key]) -> State:
    return State.STALE if entry.target and entry.key in flagged else entry.state(approvals)
