"""How near two texts are, letter by letter, and what a memory holds that is near a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


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


def _below_one(score: float, *, equal: bool) -> float:
    return 1.0 if equal else min(score, 0.9999)
