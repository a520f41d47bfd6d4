"""What became of each segment when an article changed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from .model import Catalog, Entry


class Fate(StrEnum):
    """What became of a segment. RETURNED: its source was gone once, and its translation was kept."""

    UNCHANGED = "unchanged"
    MOVED = "moved"
    EDITED = "edited"
    SPLIT = "split"
    MERGED = "merged"
    NEW = "new"
    REMOVED = "removed"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Change:
    """One segment's fate: the entries before and after. SPLIT 1→n, MERGED n→1, NEW 0→1, REMOVED 1→0, else 1→1."""

    fate: Fate
    old: tuple[Entry, ...] = ()
    new: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Merged:
    """The new catalog, and the fate of each segment in article order; what was removed stands where it stood."""

    catalog: Catalog
    changes: tuple[Change, ...] = ()

    def of(self, *fates: Fate) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.fate in fates)

    @property
    def unchanged(self) -> tuple[Entry, ...]:
        """The entries whose sources stayed, wherever they stand now."""
        return _new(self.of(Fate.UNCHANGED, Fate.MOVED))

    @property
    def moved(self) -> tuple[Entry, ...]:
        return _new(self.of(Fate.MOVED))

    @property
    def edited(self) -> tuple[Change, ...]:
        return self.of(Fate.EDITED)

    @property
    def new(self) -> tuple[Entry, ...]:
        return _new(self.of(Fate.NEW))

    @property
    def removed(self) -> tuple[Entry, ...]:
        return tuple(entry for change in self.of(Fate.REMOVED) for entry in change.old)

    @property
    def returned(self) -> tuple[Entry, ...]:
        return _new(self.of(Fate.RETURNED))


@dataclass(frozen=True, slots=True)
class Updated:
    """What an update did, or with `check` would do, to one catalog: how many segments met each fate.

    A split segment counts once, and so does a merged one. *changes* says the same segment by segment.
    """

    slug: str
    locale: str
    unchanged: int = 0
    moved: int = 0
    edited: int = 0
    split: int = 0
    merged: int = 0
    new: int = 0
    removed: int = 0
    revived: int = 0
    changed: bool = False
    changes: tuple[Change, ...] = field(default=(), repr=False, compare=False)


def find_moved(places: Sequence[int]) -> set[int]:
    """Return the fewest of the distinct *places* without which the others stand in rising order."""
    ends: list[int] = []  # the least end of a rising row of each length
    before: dict[int, int | None] = {}
    for place in places:
        at = bisect_left(ends, place)
        before[place] = ends[at - 1] if at else None
        ends[at : at + 1] = [place]
    stayed: set[int] = set()
    last = ends[-1] if ends else None
    while last is not None:
        stayed.add(last)
        last = before[last]
    return set(places) - stayed


def _new(changes: Sequence[Change]) -> tuple[Entry, ...]:
    return tuple(entry for change in changes for entry in change.new)
