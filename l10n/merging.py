"""An article's segments brought into its catalog: no target is ever lost, article order always."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from .carrying import addresses_in, carry_edited, carry_merged, carry_same, carry_split, have_links_changed
from .entries import describe_segment, make_entries
from .fates import Change, Fate, Merged, find_moved
from .joining import Join, join_changed
from .model import Catalog, Document, Entry, Key

__all__ = [
    "Change",
    "Fate",
    "Merged",
    "addresses_in",
    "describe_segment",
    "make_entries",
    "merge_catalog",
    "merge_entries",
]


def merge_catalog(document: Document, catalog: Catalog, *, approvals: str = "sealed") -> Merged:
    """Return *catalog* brought in line with the article, and what became of each segment.

    A source that stayed keeps its entry. One that was edited keeps its target as stale, with the source that the
    target was made for; so does one whose links lead elsewhere now. The parts of a split source share its target, a
    merged one has the targets of its parts. What the article no longer has becomes obsolete if it has a target, and
    comes back, approval and all, when its source does. A second merge changes nothing. No key may stand in *catalog*
    twice, live or obsolete; then none does in the result. *approvals* is `sealed` or `gettext`, as in `Entry.state`.
    """
    return merge_entries(make_entries(document), catalog, approvals=approvals)


def merge_entries(fresh: Sequence[Entry], catalog: Catalog, *, approvals: str = "sealed") -> Merged:
    """As `merge_catalog`, with the entries that `make_entries` gives for the article."""
    graves = _graves(catalog.obsolete)
    joins = _find_joins(catalog.entries, fresh, graves)
    changes = _changes(catalog.entries, fresh, joins, graves, approvals)
    live = {entry.key: entry for change in changes for entry in change.new}
    entries = tuple(live[entry.key] for entry in fresh)
    return Merged(replace(catalog, entries=entries, obsolete=_obsolete(catalog, changes)), changes)


def _graves(obsolete: Sequence[Entry]) -> dict[Key, Entry]:
    """Return what may come back, by the key it comes back for: its own, or that of the source it was approved for."""
    graves = {entry.key: entry for entry in obsolete if entry.target}
    for entry in obsolete:
        if entry.was_approved:
            graves.setdefault((entry.context, entry.previous), entry)
    return graves


def _find_joins(old: Sequence[Entry], fresh: Sequence[Entry], graves: Mapping[Key, Entry]) -> list[Join]:
    """Return the joins of all entries that have a successor, in the order of *old*."""
    places = {entry.key: j for j, entry in enumerate(fresh)}
    stayed = {i: places[entry.key] for i, entry in enumerate(old) if entry.key in places}
    taken = set(stayed.values())
    gone = [i for i in range(len(old)) if i not in stayed]
    added = [j for j, entry in enumerate(fresh) if j not in taken and entry.key not in graves]
    known = {**stayed, **_taken_back(old, fresh, gone, added)}
    joins = [Join((i,), (j,)) for i, j in known.items()]
    for find in (_changed, _other_role):
        used = {i for join in joins for i in join.old}, {j for join in joins for j in join.new}
        joins += find(old, fresh, [i for i in gone if i not in used[0]], [j for j in added if j not in used[1]], known)
    return sorted(joins, key=lambda join: join.old)


def _taken_back(
    old: Sequence[Entry], fresh: Sequence[Entry], gone: Iterable[int], added: Iterable[int]
) -> dict[int, int]:
    """Return the joins of entries whose target was made for just the source that has come."""
    made_for: dict[Key, list[int]] = defaultdict(list)
    for i in gone:
        if old[i].target and old[i].previous:
            made_for[old[i].context, old[i].previous].append(i)
    found = {}
    for j in added:
        candidates = made_for.get(fresh[j].key, [])
        approved = [i for i in candidates if old[i].was_approved]
        if approved or len(candidates) == 1:
            found[[*approved, *candidates][0]] = j
    return found


def _changed(
    old: Sequence[Entry], fresh: Sequence[Entry], gone: Sequence[int], added: Sequence[int], known: Mapping[int, int]
) -> list[Join]:
    keys = [entry.key for entry in old], [entry.key for entry in fresh]
    return join_changed(*keys, gone=gone, added=added, stayed=known)


def _other_role(
    old: Sequence[Entry], fresh: Sequence[Entry], gone: Sequence[int], added: Sequence[int], known: Mapping[int, int]
) -> list[Join]:
    """Return the joins of equal texts in another role: a caption that became a paragraph."""
    places: dict[str, int] = {}
    for j in added:
        places.setdefault(fresh[j].source, j)
    return [Join((i,), (places.pop(old[i].source),)) for i in gone if old[i].source in places]


def _changes(
    old: Sequence[Entry], fresh: Sequence[Entry], joins: Sequence[Join], graves: Mapping[Key, Entry], approvals: str
) -> tuple[Change, ...]:
    """Return the fates in article order."""
    same = [join.new[0] for join in joins if old[join.old[0]].key == fresh[join.new[0]].key]
    moved = find_moved(same)
    fated: dict[int, list[Change]] = defaultdict(list)
    following: dict[int, int] = {}
    for join in joins:
        before, after = [old[i] for i in join.old], [fresh[j] for j in join.new]
        fated[join.new[0]].append(_change(before, after, join.new[0] in moved, approvals))
        following.update(dict.fromkeys(join.old, join.new[-1]))
    arrived = {j for join in joins for j in join.new}
    for j, entry in enumerate(fresh):
        if j not in arrived:
            fated[j].append(_arrival(entry, graves.get(entry.key), approvals))
    place = -1
    for i, entry in enumerate(old):
        place = following.get(i, place)
        if i not in following:
            fated[place].append(Change(Fate.REMOVED, (entry,)))
    return tuple(change for place in sorted(fated) for change in fated[place])


def _change(before: Sequence[Entry], after: Sequence[Entry], has_moved: bool, approvals: str) -> Change:
    [old, *others], [fresh, *more] = before, after
    if others:
        return Change(Fate.MERGED, tuple(before), (carry_merged(before, fresh, approvals=approvals),))
    if more:
        return Change(Fate.SPLIT, (old,), tuple(carry_split(old, after, approvals=approvals)))
    if old.key != fresh.key:
        return Change(Fate.EDITED, (old,), (carry_edited(old, fresh, approvals=approvals),))
    if have_links_changed(old, fresh):
        return Change(Fate.EDITED, (old,), (carry_same(old, fresh),))
    return Change(Fate.MOVED if has_moved else Fate.UNCHANGED, (old,), (carry_same(old, fresh),))


def _arrival(fresh: Entry, buried: Entry | None, approvals: str) -> Change:
    if buried is None:
        return Change(Fate.NEW, (), (fresh,))
    same = buried.key == fresh.key
    risen = carry_same(buried, fresh) if same else carry_edited(buried, fresh, approvals=approvals)
    return Change(Fate.RETURNED, (buried,), (risen,))


def _obsolete(catalog: Catalog, changes: Iterable[Change]) -> tuple[Entry, ...]:
    """Return what is kept aside: targets that the article has no place for, and those given out in parts or joined."""
    aside = (Fate.REMOVED, Fate.SPLIT, Fate.MERGED)
    returned = {old.key for change in changes if change.fate is Fate.RETURNED for old in change.old}
    buried = [entry for entry in catalog.obsolete if entry.key not in returned]
    buried += [old for change in changes if change.fate in aside for old in change.old]
    return tuple(replace(entry, note="", references=()) for entry in buried if entry.target)
