"""Which texts are near which: memory matches, and old sources joined with the new ones they became."""

from __future__ import annotations

import heapq
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

_NEIGHBOUR_BONUS = 0.05
"""What standing at the same place between unchanged neighbours adds to a similarity, for choosing only."""

_MIN_REORDERED = 0.85
"""How near two texts must be when the order of their words is not looked at."""

_MANY_PLACES = 500
"""Where more texts than this could fit, only the closest are compared: it bounds the time for a rewritten book."""
_CANDIDATES = 20
"""How many near texts are weighed for each."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A source with its approved target, and where they come from (an article's slug, a file)."""

    source: str
    target: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A pair and how near its source is; *score* is in [0, 1]."""

    pair: Pair
    score: float


def similarity(a: str, b: str) -> float:
    """Return how near two texts are, in [0, 1]; 1.0 only for equal text. It cannot see meaning."""
    from rapidfuzz import fuzz

    return _below_one(fuzz.ratio(a, b) / 100, equal=a == b)


def find_matches(source: str, pairs: Sequence[Pair], *, min_score: float = 0.75, limit: int = 5) -> list[Match]:
    """Return memory pairs similar to *source*, best first.

    At most one match per target. `score` is in [0, 1]; 1.0 only for equal text.
    Linear in `pairs`. Returns [] rather than raising when nothing is near.
    """
    from rapidfuzz import fuzz, process

    if limit <= 0:
        return []
    scored = process.extract_iter(
        source, [pair.source for pair in pairs], scorer=fuzz.ratio, score_cutoff=min_score * 100
    )
    matches = [Match(pairs[i], _below_one(score / 100, equal=text == source)) for text, score, i in scored]
    best: dict[str, Match] = {}
    for match in sorted(matches, key=lambda match: -match.score):
        if match.score >= min_score:
            best.setdefault(match.pair.target, match)
    return list(best.values())[:limit]


def join_sources(old: Sequence[str], new: Sequence[str], *, min_score: float = 0.65) -> dict[int, int]:
    """Return, by index into *old*, the index into *new* of the text that each old one became.

    Equal texts first, in order; then the nearest, where at equal nearness the one between the same
    neighbours wins. Each is used once; what is below *min_score* stays alone.
    """
    joined = _join_equal(old, new)
    taken = set(joined.values())
    left = {i: text for i, text in enumerate(old) if i not in joined}
    right = {j: text for j, text in enumerate(new) if j not in taken}
    for i, j in _nearest(left, right, _expected_places(joined, len(old)), min_score):
        if i not in joined and j not in taken:
            joined[i] = j
            taken.add(j)
    return dict(sorted(joined.items()))


def _below_one(score: float, *, equal: bool) -> float:
    return 1.0 if equal else min(score, 0.9999)


def _join_equal(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    places: dict[str, list[int]] = defaultdict(list)
    for j in range(len(new) - 1, -1, -1):
        places[new[j]].append(j)
    return {i: places[text].pop() for i, text in enumerate(old) if places.get(text)}


def _expected_places(joined: dict[int, int], count: int) -> list[int]:
    """Return for each old text the place that follows the new place of its nearest joined forerunner."""
    places, following = [], 0
    for i in range(count):
        if i in joined:
            following = joined[i]
        places.append(following)
        following += 1
    return places


def _nearest(
    old: Mapping[int, str], new: Mapping[int, str], places: Sequence[int], min_score: float
) -> list[tuple[int, int]]:
    """Return candidate pairs, best first."""
    ranked = []
    for i, j, score in _candidates(old, new, places, min_score):
        distance = abs(places[i] - j)
        ranked.append((-score - _NEIGHBOUR_BONUS / (1 + distance), distance, i, j))
    return [(i, j) for _, _, i, j in sorted(ranked)]


def _candidates(
    old: Mapping[int, str], new: Mapping[int, str], places: Sequence[int], min_score: float
) -> Iterator[tuple[int, int, float]]:
    """Yield pairs of at least *min_score*; where a text has none, those with the same words in another order."""
    found = set()
    for i, j, score in _near(old, new, places, min_score):
        found.add(i)
        yield i, j, score
    alone = {i: _sorted_words(text) for i, text in old.items() if i not in found}
    if alone:
        reordered = {j: _sorted_words(text) for j, text in new.items()}
        yield from _near(alone, reordered, places, max(min_score, _MIN_REORDERED))


def _sorted_words(text: str) -> str:
    return " ".join(sorted(text.split()))


def _near(
    old: Mapping[int, str], new: Mapping[int, str], places: Sequence[int], min_score: float
) -> Iterator[tuple[int, int, float]]:
    """Yield pairs of at least *min_score*, comparing only texts whose lengths allow it."""
    from rapidfuzz import fuzz, process

    by_length = sorted(new, key=lambda j: len(new[j]))
    lengths = [len(new[j]) for j in by_length]
    factor = min_score / (2 - min_score)  # a ratio of s needs lengths within a factor of s / (2 - s)
    for i, text in old.items():
        start = bisect_left(lengths, len(text) * factor - 1)
        end = bisect_right(lengths, len(text) / factor + 1) if factor else len(lengths)
        bucket = _closest(by_length[start:end], places[i])
        texts = [new[j] for j in bucket]
        cutoff = min_score * 100
        for _, score, at in process.extract(text, texts, scorer=fuzz.ratio, score_cutoff=cutoff, limit=_CANDIDATES):
            yield i, bucket[at], score / 100


def _closest(bucket: Sequence[int], place: int) -> Sequence[int]:
    """Return the places to look at: all of them, or the closest where there are too many."""
    if len(bucket) <= _MANY_PLACES:
        return bucket
    return heapq.nsmallest(_MANY_PLACES, bucket, key=lambda j: abs(place - j))
