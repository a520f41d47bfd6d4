"""How near two texts are, letter by letter."""

from __future__ import annotations

from collections.abc import Sequence


def similarity(a: str, b: str) -> float:
    """Return how near two texts are, in [0, 1]; 1.0 only for equal text. It cannot see meaning."""
    from rapidfuzz import fuzz

    return _below_one(fuzz.ratio(a, b) / 100, equal=a == b)


def score_all(text: str, others: Sequence[str], *, min_score: float) -> list[tuple[int, float]]:
    """Return the places and scores of those of *others* that are at least *min_score* like *text*, in their order."""
    from rapidfuzz import fuzz, process

    scored = process.extract_iter(text, others, scorer=fuzz.ratio, score_cutoff=min_score * 100)
    scores = ((i, _below_one(score / 100, equal=text == other)) for other, score, i in scored)
    return [(i, score) for i, score in scores if score >= min_score]


def nearest_text(text: str, others: Sequence[str], *, min_score: float) -> str:
    """Return the one of *others* most like *text*, the first of equals; "" where none is at least *min_score*."""
    scored = score_all(text, others, min_score=min_score)
    return others[max(scored, key=lambda each: each[1])[0]] if scored else ""


def _below_one(score: float, *, equal: bool) -> float:
    return 1.0 if equal else min(score, 0.9999)
