"""Two versions of a catalog and the one they come from, merged entry by entry; no approval is ever lost.

What one side changed is taken. Where both changed an entry, an approval stands above any text that nobody has
approved, a person's text above a machine's; the text that gives way is kept beside the other (`suggestions`).
An approval given to a source that the other side has corrected meanwhile goes with it, as stale.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from .carrying import have_links_changed
from .joining import join_changed
from .model import Catalog, Entry, Key, State
from .sequences import merge_orders
from .standing import Why, is_persons, judge, same_marks
from .suggestions import suggested_texts, with_suggestion

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry of the result for a person to look at; *other* is the text that gave way, "" where there is none."""

    entry: Entry
    why: Why
    other: str = ""


@dataclass(frozen=True, slots=True)
class ThreeWay:
    """The merged catalog, and each place where both sides had something to say, in article order."""

    catalog: Catalog
    kept: tuple[Kept, ...] = ()

    @property
    def conflicts(self) -> tuple[Kept, ...]:
        """What people must look at."""
        return tuple(kept for kept in self.kept if kept.why is not Why.REPLACED)


def merge_catalogs(base: Catalog, ours: Catalog, theirs: Catalog, *, approvals: str = "sealed") -> ThreeWay:
    """Return *ours* and *theirs* merged, both made from *base*; slug and locale are those of *ours*.

    Every text approved on either side is in the result: approved, or stale where its source was corrected, or
    obsolete, or beside another approval of the same source. An empty *base* is one that nobody knows.
    """
    return _Merge(base, ours, theirs, approvals).run()


class _Side:
    """One version of the catalog: its entries by key, those too that follow a correction of the other side."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.live = catalog.by_key()
        self.all = {entry.key: entry for entry in catalog.obsolete} | self.live
        self.aside = {(e.key, e.target): e for e in catalog.obsolete if self.all[e.key] is not e}
        self.followed: dict[Key, Entry] = {}

    def find(self, key: Key) -> Entry | None:
        return self.all.get(key) or self.followed.get(key)


class _Merge:
    def __init__(self, base: Catalog, ours: Catalog, theirs: Catalog, approvals: str) -> None:
        self.base, self.ours, self.theirs = (_Side(catalog) for catalog in (base, ours, theirs))
        self.approvals = approvals
        self.became: dict[Key, Key] = {}
        self.done: dict[Key, Entry] = {}
        self.kept: dict[Key, Kept] = {}

    def run(self) -> ThreeWay:
        self._follow(self.ours, self.theirs)
        self._follow(self.theirs, self.ours)
        keys = dict.fromkeys((*self.ours.all, *self.theirs.all))
        for key in keys:
            self._settle(key)
        heirs = {(entry.context, entry.previous): entry for entry in self.done.values() if entry.previous}
        for key in keys:
            if key not in self.done:
                self._put_away(key, heirs)
        entries = self._in_order(live=True)
        obsolete = tuple(
            replace(entry, note="", references=()) for entry in (*self._in_order(live=False), *self._aside())
        )
        places = {entry.key: place for place, entry in enumerate((*entries, *obsolete))}
        kept = tuple(self.kept[key] for key in sorted(self.kept, key=places.__getitem__))
        return ThreeWay(replace(self.ours.catalog, entries=entries, obsolete=obsolete), kept)

    def _follow(self, side: _Side, other: _Side) -> None:
        """Correct in *side*, and in the base, each source that *other* has corrected and *side* has as it was."""
        for old, new in _corrections(self.base, side, other):
            self.became[old.key] = new.key
            side.followed[new.key] = _corrected(old, new)
            self.base.followed[new.key] = _corrected(self.base.live[old.key], new)
        for new in other.catalog.entries:
            before = self.base.live.get((new.context, new.previous)) if new.previous else None
            if before and new.key not in self.base.all:
                self.base.followed.setdefault(new.key, _corrected(before, new))

    def _is_live(self, key: Key) -> bool:
        was, mine, other = (key in side.live for side in (self.base, self.ours, self.theirs))
        return _newer(was, mine, other)

    def _settle(self, key: Key) -> None:
        """Settle an entry that is live, or that both sides have."""
        was, mine, other = (side.find(key) for side in (self.base, self.ours, self.theirs))
        live = self._is_live(key)
        if not mine or not other:
            found = mine or other
            if live and found:
                self.done[key] = found
            return
        standing = judge(was, mine, other, approvals=self.approvals)
        if not live and not standing.winner.target:
            return
        around = _around(was, mine, other, live=(key in self.ours.live, key in self.theirs.live))
        if have_links_changed(standing.winner, around):
            around = standing.winner  # the next update then sees that its links lead elsewhere
        entry = replace(
            standing.winner, note=around.note, references=around.references, comments=_comments(was, mine, other)
        )
        self.done[key] = entry = with_suggestion(entry, standing.other)
        if standing.why:
            self.kept[key] = Kept(entry, standing.why, standing.other)
        elif not live and (key in self.ours.live or key in self.theirs.live) and not same_marks(entry, was):
            self._note_gone(entry)

    def _put_away(self, key: Key, heirs: dict[Key, Entry]) -> None:
        """Keep as obsolete what one side dropped, where the other has approved it or changed it since."""
        entry = self.ours.find(key) or self.theirs.find(key)
        heir = self.done.get(self.became.get(key, key)) or heirs.get(key)
        if entry is None or not entry.target or (heir and self._is_carried(entry, heir)):
            return
        changed = not same_marks(entry, self.base.find(key))
        added = key not in self.base.all
        if self._is_approved(entry) or added or (changed and is_persons(entry, self.approvals)):
            self.done[key] = entry
            if changed and not added:
                self._note_gone(entry)

    def _note_gone(self, entry: Entry) -> None:
        if is_persons(entry, self.approvals):
            self.kept[entry.key] = Kept(entry, Why.GONE)

    def _is_carried(self, entry: Entry, heir: Entry) -> bool:
        """Whether the corrected source has this text: as stale, or beside its own."""
        if heir.previous != (entry.previous or entry.source):
            return False
        if entry.target in suggested_texts(heir):
            return True
        return heir.target == entry.target and (heir.seal == entry.seal or not self._is_approved(entry))

    def _is_approved(self, entry: Entry) -> bool:
        return entry.state(self.approvals) is State.APPROVED

    def _aside(self) -> list[Entry]:
        """Return the obsolete entries of sources that have another entry too, unless that has their text."""
        found = self.ours.aside | {place: e for place, e in self.theirs.aside.items() if place not in self.ours.aside}
        both = self.ours.aside.keys() & self.theirs.aside.keys()
        known = {(entry.key, entry.target) for entry in self.done.values()}
        return [
            entry
            for place, entry in found.items()
            if place not in known and (place in both or place not in self.base.aside or self._is_approved(entry))
        ]

    def _in_order(self, *, live: bool) -> tuple[Entry, ...]:
        became = self.became if live else {}
        base, ours, theirs = (
            [became.get(key, key) for key in (side.live if live else side.all)]
            for side in (self.base, self.ours, self.theirs)
        )
        order = merge_orders(base, ours, theirs)
        return tuple(self.done[key] for key in order if key in self.done and self._is_live(key) is live)


def _corrections(base: _Side, side: _Side, other: _Side) -> Iterator[tuple[Entry, Entry]]:
    """Yield each live entry of *side* whose source *other* has corrected, with the corrected entry."""
    added = [entry for entry in other.catalog.entries if entry.key not in side.all and entry.key not in base.all]
    made_for = {(entry.context, entry.previous): entry for entry in reversed(added) if entry.previous}
    alone: list[Entry] = []
    for old in side.catalog.entries:
        if not old.target or old.key in other.live or old.key not in base.live:
            continue
        was = base.live[old.key]
        new = made_for.pop((old.context, was.previous or old.source), None)
        if new:
            yield old, new
        elif old.key not in other.all:
            alone.append(old)
    yield from _near(side, other, alone, [entry for entry in added if not entry.target])


def _near(side: _Side, other: _Side, gone: Sequence[Entry], added: Sequence[Entry]) -> Iterator[tuple[Entry, Entry]]:
    """Join what *side* translated with what *other* corrected while it was still empty."""
    old, new = list(side.live), list(other.live)
    at_old, at_new = ({key: place for place, key in enumerate(keys)} for keys in (old, new))
    joins = join_changed(
        old,
        new,
        gone=[at_old[entry.key] for entry in gone],
        added=[at_new[entry.key] for entry in added],
        stayed={place: at_new[key] for place, key in enumerate(old) if key in at_new},
    )
    for join in joins:
        if len(join.old) == len(join.new) == 1:
            yield side.live[old[join.old[0]]], other.live[new[join.new[0]]]


def _corrected(old: Entry, new: Entry) -> Entry:
    """Return the entry with the source of *new*, its target stale."""
    around = replace(old, source=new.source, note=new.note, references=new.references)
    return around.outdated(old.previous or old.source) if old.target else around.emptied()


def _around(was: Entry | None, mine: Entry, other: Entry, *, live: tuple[bool, bool]) -> Entry:
    """Return an entry with the note and references of the side that changed them."""
    if live[0] != live[1]:
        return mine if live[0] else other
    was = was or Entry(mine.source)
    note = _newer(was.note, mine.note, other.note)
    return replace(mine, note=note, references=_newer(was.references, mine.references, other.references))


def _comments(was: Entry | None, mine: Entry, other: Entry) -> tuple[str, ...]:
    """Return both sides' remarks; one that a side has taken away is gone."""
    before = was.comments if was else ()
    if other.comments in (before, mine.comments):
        return mine.comments
    if mine.comments == before:
        return other.comments
    kept = [line for line in mine.comments if line in other.comments or line not in before]
    return (*kept, *(line for line in other.comments if line not in mine.comments and line not in before))


def _newer(was: T, mine: T, other: T) -> T:
    """Return what one side changed; ours where both did."""
    return mine if mine == other or other == was else other if mine == was else mine
