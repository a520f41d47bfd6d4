"""Catalogs of an article that is read by other rules now: cut elsewhere, or written in another notation.

The words of the article are the same, so nothing is guessed: every old source covers a stretch of the text that a
reader sees, and so does every new one.
"""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from .carrying import carry_edited, carry_merged, carry_split
from .fates import Change, Fate, Merged, find_moved
from .merging import make_entries, merge_catalog
from .model import Catalog, Document, Entry, Key, State, seal_of
from .notation import convert_target, letters_of, links_of, seen_text
from .stretches import Group, group_stretches

__all__ = ["Normalized", "normalize_catalog"]


@dataclass(frozen=True, slots=True)
class Normalized:
    """The new catalog. *rekeyed* are 1→1: the same words under another key, all they had kept.

    *stale* are the same words in a notation that the target does not fit, or in another role; *split* and *merged*
    segments are cut elsewhere now (*merged* may be n→m). *rest* says what an ordinary update found besides.
    """

    catalog: Catalog
    rest: Merged
    rekeyed: tuple[Change, ...] = ()
    stale: tuple[Change, ...] = ()
    split: tuple[Change, ...] = ()
    merged: tuple[Change, ...] = ()


def normalize_catalog(document: Document, catalog: Catalog, *, approvals: str = "sealed") -> Normalized:
    """Return *catalog* re-keyed to *document*, the same article read by other rules. No target is ever lost.

    A segment whose words stayed keeps its state, approval included, where its links lead to the same addresses and the
    target's markup fits the new notation; else it is stale. One that is cut elsewhere is stale with its text in the
    right places; its old entry stays as obsolete. What the text does not explain is merged as in an ordinary update.
    A second run changes nothing. *approvals* is `sealed` or `gettext`.
    """
    work = _Work(catalog, make_entries(document), approvals)
    work.pair_equal()
    work.pair_cut()
    work.pair_graves()
    rest = merge_catalog(document, work.result(), approvals=approvals)
    return Normalized(rest.catalog, rest, tuple(work.rekeyed), tuple(work.stale), tuple(work.split), tuple(work.merged))


class _Work:
    """What has found its successor so far. *gone* and *added* are places of old and new entries still without one."""

    def __init__(self, catalog: Catalog, fresh: Sequence[Entry], approvals: str) -> None:
        self.catalog, self.old, self.fresh, self.approvals = catalog, catalog.entries, fresh, approvals
        places = {entry.key: at for at, entry in enumerate(fresh)}
        self.places = {at: places[entry.key] for at, entry in enumerate(self.old) if entry.key in places}
        taken = {fresh[at].key for at in self.places.values()} | {entry.key for entry in catalog.obsolete}
        self.gone = dict.fromkeys(at for at in range(len(self.old)) if at not in self.places)
        self.added = dict.fromkeys(at for at, entry in enumerate(fresh) if entry.key not in taken)
        self.spent: set[int] = set()
        self.copies: list[Entry] = []
        self.successors: dict[int, list[Entry]] = defaultdict(list)
        self.graves = list(catalog.obsolete)
        self.rekeyed: list[Change] = []
        self.stale: list[Change] = []
        self.split: list[Change] = []
        self.merged: list[Change] = []

    def pair_equal(self) -> None:
        """Give each entry to the new segment with the same words in the same role."""
        new = _grouped(self.added, lambda at: (self.fresh[at].context, seen_text(self.fresh[at].source)))
        old = _grouped(self.gone, self._words)
        for words, news in new.items():
            olds = self._best_first(old.get(words, ()), len(news)) if words[1] else ()
            for number, after in enumerate(news if olds else ()):
                self._give(olds[min(number, len(olds) - 1)], after)  # the last old serves all that are left
        self._copy_equal()
        self._fill_empty()

    def _fill_empty(self) -> None:
        """Give empty entries that stayed what the same words have under an old key: it came from another branch."""
        empty = [at for at in self.places if at not in self.spent and not self.old[at].target]
        made = {self._words(at): at for at in self.gone if empty and self.old[at].target}
        for at in empty if made else ():
            before = made.get(self._words(at))
            kept = _same_words(self.old[before], self.fresh[self.places[at]]) if before in self.gone else None
            if before is not None and kept:
                self.rekeyed.append(Change(Fate.UNCHANGED, (self.old[before],), (kept,)))
                self.successors[at] = [kept]
                self.spent |= {at, before}
                self.gone.pop(before)

    def _words(self, at: int) -> Key:
        return (self.old[at].context, seen_text(self.old[at].source))

    def _copy_equal(self) -> None:
        """Give what stayed also to new segments with the same words: two notations that were one entry before."""
        words = {(self.fresh[at].context, seen_text(self.fresh[at].source)): at for at in self.added}
        for old in self.old if words else ():
            at = words.get((old.context, seen_text(old.source)))
            copy = _same_words(old, self.fresh[at]) if at in self.added and old.target else None
            if at is not None and copy and seen_text(old.source):
                self.copies.append(copy)
                self.rekeyed.append(Change(Fate.UNCHANGED, (old,), (copy,)))
                self.added.pop(at)

    def pair_cut(self) -> None:
        """Give the entries of a stretch of text that is cut elsewhere now to all new segments of that stretch."""
        for gone, added in self._gaps():
            letters = (
                [letters_of(self.old[at].source) for at in gone],
                [letters_of(self.fresh[at].source) for at in added],
            )
            for group in group_stretches(*letters):
                self._give_group([gone[at] for at in group.old], [added[at] for at in group.new], group)

    def pair_graves(self) -> None:
        """Re-key what is kept aside for a segment that is here again in another notation."""
        wanted = {(self.fresh[at].context, seen_text(self.fresh[at].source)): at for at in self.added}
        wanted = {words: at for words, at in wanted.items() if words[1]}
        for number, grave in enumerate(self.graves):
            at = wanted.get((grave.context, seen_text(grave.source))) if wanted and not links_of(grave) else None
            risen = _same_words(grave, self.fresh[at]) if at is not None and at in self.added else None
            if risen and at is not None:
                self.graves[number] = replace(risen, note="", references=())
                self.added.pop(at)

    def result(self) -> Catalog:
        """Return the catalog with everything under its new key; what has found no successor as it was."""
        live: dict[Key, Entry] = {entry.key: entry for entry in self.copies}
        for at, entry in enumerate(self.old):
            for present in self.successors[at] if at in self.spent else (entry,):
                live[present.key] = present
        return replace(self.catalog, entries=tuple(live.values()), obsolete=tuple(self.graves))

    def _best_first(self, olds: Sequence[int], wanted: int) -> list[int]:
        if len(olds) <= wanted:
            return list(olds)
        ranks = {at: (self.old[at].state(self.approvals) is not State.APPROVED, not self.old[at].target) for at in olds}
        return sorted(olds, key=ranks.__getitem__)

    def _give(self, before: int, after: int) -> None:
        old, fresh = self.old[before], self.fresh[after]
        kept = _same_words(old, fresh)
        new = kept or carry_edited(old, fresh, approvals=self.approvals)
        (self.rekeyed if kept else self.stale).append(Change(Fate.UNCHANGED if kept else Fate.EDITED, (old,), (new,)))
        self._settle([before], [(after, new)])

    def _give_group(self, gone: Sequence[int], added: Sequence[int], group: Group) -> None:
        olds, parts = [self.old[at] for at in gone], [self.fresh[at] for at in added]
        if len(olds) == len(parts) == 1:
            self._give_other(gone[0], added[0])
            return
        if len(olds) == 1:
            new = carry_split(olds[0], parts, approvals=self.approvals)
            self.split.append(Change(Fate.SPLIT, tuple(olds), tuple(new)))
        else:
            shares = [[self.old[gone[at]] for at in group.under(number)] for number in range(len(parts))]
            new = [carry_merged(s, part, approvals=self.approvals) for s, part in zip(shares, parts, strict=True)]
            self.merged.append(Change(Fate.MERGED, tuple(olds), tuple(new)))
        self.graves += [replace(old, note="", references=()) for old in olds if old.target]
        self._settle(gone, list(zip(added, new, strict=True)))

    def _give_other(self, before: int, after: int) -> None:
        """Give an entry to a segment with the same letters, but other signs or another role: stale in any case."""
        new = carry_edited(self.old[before], self.fresh[after], approvals=self.approvals)
        self.stale.append(Change(Fate.EDITED, (self.old[before],), (new,)))
        self._settle([before], [(after, new)])

    def _settle(self, gone: Sequence[int], given: Sequence[tuple[int, Entry]]) -> None:
        self.successors[gone[0]] += [entry for _, entry in given]
        self.places.update((at, given[0][0]) for at in gone if at not in self.places)
        self.spent.update(gone)
        for at in gone:
            self.gone.pop(at, None)
        for place, _ in given:
            self.added.pop(place, None)

    def _gaps(self) -> Iterator[tuple[list[int], list[int]]]:
        """Yield what is left of the old and of the new between two entries that kept their order."""
        known = sorted(self.places.items())
        moved = find_moved(list(dict.fromkeys(place for _, place in known)))
        steady = [(at, place) for at, place in known if place not in moved]
        all_gone, all_added = list(self.gone), list(self.added)
        for start, end in zip([(-1, -1), *steady], [*steady, (len(self.old), len(self.fresh))], strict=True):
            gone = all_gone[bisect(all_gone, start[0]) : bisect(all_gone, end[0])]
            added = all_added[bisect(all_added, start[1]) : bisect(all_added, end[1])]
            if gone and added:
                yield gone, added


def _same_words(old: Entry, fresh: Entry) -> Entry | None:
    """Return the entry under its new key with all that it was; None where its target does not fit the notation."""
    target = convert_target(old, fresh) if old.target else ""
    if target is None:
        return None
    kept = replace(old, source=fresh.source, target=target, note=fresh.note, references=fresh.references)
    if old.sealed:
        return replace(kept, seal=seal_of(fresh.source, target))
    return kept if target == old.target else replace(kept, seal="")


def _grouped(places: Iterable[int], key: Callable[[int], Key]) -> Mapping[Key, list[int]]:
    groups: dict[Key, list[int]] = defaultdict(list)
    for place in places:
        groups[key(place)].append(place)
    return groups
