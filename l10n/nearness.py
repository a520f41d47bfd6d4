"""How much old and new texts have in common, found without comparing each with each."""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log

from .matching import similarity
from .model import Key
from .shingles import Shingles, cut_shingles

_NEAREST = 6
"""How many texts around its own place are looked at for each, whatever they have in common."""
_CANDIDATES = 16
"""How many texts that share words are looked at for each."""
_COMMON = 80
"""A word in more texts than this finds no candidates; it bounds the time, and still counts in the score."""
_CHANCE = 0.2
"""How much more alike two short texts look by letters than by words."""


@dataclass(frozen=True, slots=True)
class Text:
    """A changed text: what it is made of, the weight of its words, and where in the new order it is looked for."""

    key: Key
    places: tuple[int, ...]
    pieces: Shingles
    weight: float


@dataclass(frozen=True, slots=True)
class Nearness:
    """Old and new texts by index, the weights of their words, and for each old one the new ones worth a look.

    A rare word weighs more than a common one. *shared* is the weight of the words that two texts share.
    """

    old: Mapping[int, Text]
    new: Mapping[int, Text]
    weights: Mapping[str, float]
    shared: Mapping[tuple[int, int], float] = field(default_factory=dict)

    def distance(self, i: int, j: int) -> int:
        """Return how far the new text stands from the place where the old one is looked for."""
        return min(abs(place - j) for place in self.old[i].places)

    def score(self, i: int, j: int) -> float:
        """Return how much of the two texts is the same, in [0, 1], whatever its order."""
        old, new, shared = self.old[i], self.new[j], self.shared[i, j]
        score = 2 * shared / ((old.weight + new.weight) or 1.0)
        if old.pieces.is_short or new.pieces.is_short:
            score = max(score, similarity(old.key[1], new.key[1]) - _CHANCE)
        return score

    def weigh(self, units: Iterable[str]) -> float:
        return sum(map(self.weights.__getitem__, units))


def measure_nearness(old: Mapping[int, Key], new: Mapping[int, Key], places: Mapping[int, tuple[int, ...]]) -> Nearness:
    """Return what the texts of each role have in common; *places* says where in *new* an old one is looked for."""
    before = {i: cut_shingles(source) for i, (_, source) in old.items()}
    after = {j: cut_shingles(source) for j, (_, source) in new.items()}
    weights = _weigh_units([*before.values(), *after.values()])

    def text(key: Key, pieces: Shingles, places: tuple[int, ...]) -> Text:
        return Text(key, places, pieces, sum(map(weights.__getitem__, pieces.units)))

    found = Nearness(
        {i: text(old[i], pieces, places[i]) for i, pieces in before.items()},
        {j: text(new[j], pieces, (j,)) for j, pieces in after.items()},
        weights,
    )
    return Nearness(found.old, found.new, weights, _shared(found))


def _weigh_units(texts: Sequence[Shingles]) -> dict[str, float]:
    counts = Counter(unit for pieces in texts for unit in pieces.units)
    return {unit: log(1 + len(texts) / count) for unit, count in counts.items()}


def _shared(found: Nearness) -> dict[tuple[int, int], float]:
    order = sorted(found.new)
    holders: dict[str, list[int]] = defaultdict(list)
    for j in order:
        for unit in found.new[j].pieces.units:
            holders[unit].append(j)
    shared = {}
    for i, text in found.old.items():
        for j in _near(text, order) | _sharing(text, found, holders):
            if text.key[0] == found.new[j].key[0]:
                shared[i, j] = found.weigh(text.pieces.units & found.new[j].pieces.units)
    return shared


def _near(text: Text, order: Sequence[int]) -> set[int]:
    near: set[int] = set()
    for place in text.places:
        middle = bisect_left(order, place)
        near.update(order[max(0, middle - _NEAREST) : middle + _NEAREST])
    return near


def _sharing(text: Text, found: Nearness, holders: Mapping[str, Sequence[int]]) -> set[int]:
    """Return the texts that share most, and those that are most of all a part of *text*."""
    votes: dict[int, float] = defaultdict(float)
    for unit in text.pieces.units:
        places = holders.get(unit, ())
        if len(places) <= _COMMON:
            weight = found.weights[unit]
            for j in places:
                votes[j] += weight
    whole = heapq.nlargest(_CANDIDATES, votes, key=votes.__getitem__)
    parts = heapq.nlargest(_CANDIDATES, votes, key=lambda j: votes[j] / (1 + found.new[j].weight))
    return {*whole, *parts}
