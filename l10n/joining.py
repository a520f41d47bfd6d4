"""Which old texts became which new ones: edited, split or merged, judged by their words and their neighbourhood."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from .model import Key
from .nearness import Nearness, Text, measure_nearness

_MIN_SCORE = 0.46
"""How much two texts must have in common for one to be the other, edited: weight of shared words out of all."""
_MIN_FAR_SCORE = 0.50
"""The same where the two do not stand at the same place between their neighbours."""
_FAR = 3
_MIN_CUT = 0.8
"""How much of the shorter text must stand in the longer one, by runs of words, for a paragraph that was cut or grew."""
_MIN_PART = 0.70
"""How much of a part must stand in the whole that it was split from, by weight of words."""
_MIN_PART_RUNS = 0.40
"""The same by runs of words: it tells a part of a text from a text about the same matter."""
_MIN_WHOLE = 0.55
"""How much the whole and its parts together must have in common."""
_PARTS_APART = 4
"""How far from one another two parts of one text may stand."""
_NEIGHBOUR_BONUS = 0.06
"""What standing at the same place between unchanged neighbours adds to a score, for choosing only."""


@dataclass(frozen=True, slots=True)
class Join:
    """Old texts and the new ones that they became, by index: 1→1 edited, 1→n split, n→1 merged."""

    old: tuple[int, ...]
    new: tuple[int, ...]


@dataclass(frozen=True, slots=True, order=True)
class _Guess:
    rank: float
    distance: int
    old: tuple[int, ...]
    new: tuple[int, ...]


def join_changed(
    old: Sequence[Key], new: Sequence[Key], *, gone: Sequence[int], added: Sequence[int], stayed: Mapping[int, int]
) -> list[Join]:
    """Return what the *gone* ones of *old* became among the *added* ones of *new*, in the order of *old*.

    *stayed* gives the new place of each old text that is still there: it tells the neighbourhood. Only texts of
    one role are joined; each is used once; what is not near enough stays alone. Nearly linear in the number of
    changed texts.
    """
    if not gone or not added:
        return []
    places = _expected_places(stayed, len(old), len(new))
    near = measure_nearness({i: old[i] for i in gone}, {j: new[j] for j in added}, {i: places[i] for i in gone})
    used: set[tuple[str, int]] = set()
    joins = []
    for guess in sorted([*_edits(near), *_splits(near), *_merges(near)]):
        members = {*(("old", i) for i in guess.old), *(("new", j) for j in guess.new)}
        if used.isdisjoint(members):
            used |= members
            joins.append(Join(guess.old, guess.new))
    return sorted(joins, key=lambda join: join.old)


def _expected_places(stayed: Mapping[int, int], old: int, new: int) -> list[tuple[int, int]]:
    """Return for each old text the new places that follow its last neighbour that stayed, and lead to its next."""
    before, place = [], 0
    for i in range(old):
        place = stayed.get(i, place)
        before.append(place)
        place += 1
    behind, place = [], new - 1
    for i in reversed(range(old)):
        place = stayed.get(i, place)
        behind.append(place)
        place -= 1
    return list(zip(before, reversed(behind), strict=True))


def _edits(near: Nearness) -> Iterator[_Guess]:
    for i, j in near.shared:
        score, distance = near.score(i, j), near.distance(i, j)
        if distance <= 1 and _is_cut(near.old[i], near.new[j]):
            score = max(score, _MIN_SCORE)
        if score >= (_MIN_SCORE if distance <= _FAR else _MIN_FAR_SCORE):
            yield _guess(score, distance, (i,), (j,))


def _is_cut(old: Text, new: Text) -> bool:
    shorter = min(len(old.pieces.runs), len(new.pieces.runs))
    return shorter > 1 and len(old.pieces.runs & new.pieces.runs) >= _MIN_CUT * shorter


def _splits(near: Nearness) -> Iterator[_Guess]:
    parts: dict[int, list[int]] = defaultdict(list)
    for (i, j), shared in near.shared.items():
        if shared >= _MIN_PART * near.new[j].weight:
            parts[i].append(j)
    for i, found in parts.items():
        chosen = _parts_of(near.old[i], {j: near.new[j] for j in found})
        score = _score_parts(near, near.old[i], [near.new[j] for j in chosen])
        if len(chosen) > 1 and score >= _MIN_WHOLE:
            yield _guess(score, near.distance(i, chosen[0]), (i,), chosen)


def _merges(near: Nearness) -> Iterator[_Guess]:
    parts: dict[int, list[int]] = defaultdict(list)
    for (i, j), shared in near.shared.items():
        if shared >= _MIN_PART * near.old[i].weight:
            parts[j].append(i)
    for j, found in parts.items():
        chosen = _parts_of(near.new[j], {i: near.old[i] for i in found})
        score = _score_parts(near, near.new[j], [near.old[i] for i in chosen])
        if len(chosen) > 1 and score >= _MIN_WHOLE:
            yield _guess(score, near.distance(chosen[0], j), chosen, (j,))


def _guess(score: float, distance: int, old: tuple[int, ...], new: tuple[int, ...]) -> _Guess:
    rank = round(-score - _NEIGHBOUR_BONUS / (1 + distance), 6)  # sums over sets differ in their last digits
    return _Guess(rank, distance, old, new)


def _parts_of(whole: Text, texts: Mapping[int, Text]) -> tuple[int, ...]:
    """Return those of *texts* that are different parts of *whole* and stand close together, by place."""
    left = set(whole.pieces.runs)
    chosen: list[int] = []
    for j in sorted(texts, key=lambda j: (-len(texts[j].pieces.runs & left), j)):
        runs = texts[j].pieces.runs
        is_close = not chosen or min(abs(j - other) for other in chosen) <= _PARTS_APART
        if runs and is_close and len(runs & left) >= _MIN_PART_RUNS * len(runs):
            chosen.append(j)
            left -= runs
    return tuple(sorted(chosen))


def _score_parts(near: Nearness, whole: Text, parts: Sequence[Text]) -> float:
    if len(parts) < 2:
        return 0.0
    covered = frozenset[str]().union(*(part.pieces.units for part in parts))
    total = whole.weight + near.weigh(covered)
    return 2 * near.weigh(whole.pieces.units & covered) / (total or 1.0)
