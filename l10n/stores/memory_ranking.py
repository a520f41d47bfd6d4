"""Which of a memory's texts are near a text, and in what order: rules without an index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..matching import score_all
from ..ports import Hints, Nearness, Recalled, Remembered
from ..sentences import split_sentences
from ..tokens import cut_tokens, plain_text

_ORDER = {Nearness.CONTEXT: 0, Nearness.EXACT: 1, Nearness.FUZZY: 2, Nearness.SENTENCE: 2}
_MIN_TOKENS = 3
"""Shorter sentences (`Yes.`, `Photo: AP`) stand everywhere and mean something else each time."""


def whole_matches(
    text: str, candidates: Sequence[Remembered], *, hints: Hints, context: str, min_score: float
) -> list[Recalled]:
    """Return those of *candidates* whose whole source is near *text*, in any order."""
    found = []
    for i, score in score_all(text, [candidate.source for candidate in candidates], min_score=min_score):
        remembered = candidates[i]
        found.append(Recalled(remembered, score, _nearness(remembered, score, hints, context), text, remembered.source))
    return found


def sentence_matches(parts: Sequence[str], candidates: Sequence[Remembered], *, min_score: float) -> list[Recalled]:
    """Return those of *candidates* of which a sentence is near one of *parts*, each with its nearest, in any order."""
    owners, sentences = [], []
    for number, candidate in enumerate(candidates):
        for sentence in split_sentences(candidate.source):
            owners.append(number)
            sentences.append(sentence.strip())
    best: dict[int, Recalled] = {}
    for part in parts:
        for i, score in score_all(part, sentences, min_score=min_score):
            known = best.get(owners[i])
            if known is None or score > known.score:
                best[owners[i]] = Recalled(candidates[owners[i]], score, Nearness.SENTENCE, part, sentences[i])
    return list(best.values())


def parts_of(text: str) -> list[str]:
    """Return the sentences of *text* that are worth looking for, each once."""
    sentences = (sentence.strip() for sentence in split_sentences(text))
    return [part for part in dict.fromkeys(sentences) if len(cut_tokens(part)) >= _MIN_TOKENS]


def best_first(found: Iterable[Recalled], *, limit: int) -> list[Recalled]:
    """Return at most *limit* of *found*, the best of each target, best first, always in the same order."""
    best: dict[str, Recalled] = {}
    for recalled in sorted(found, key=_rank):
        best.setdefault(recalled.remembered.target, recalled)
    return list(best.values())[: max(limit, 0)]


def holding(phrase: str, candidates: Iterable[Remembered], *, in_target: bool) -> Iterator[Remembered]:
    """Yield those of *candidates* in whose source (or target) *phrase*, as `plain_text` gives it, stands."""
    for candidate in candidates:
        if phrase in plain_text(candidate.target if in_target else candidate.source):
            yield candidate


def _nearness(remembered: Remembered, score: float, hints: Hints, context: str) -> Nearness:
    if score < 1.0:
        return Nearness.FUZZY
    known = bool(hints.before or hints.after)  # with no neighbours at all nothing says where the text stands
    there = (remembered.before, remembered.after, remembered.context) == (hints.before, hints.after, context)
    return Nearness.CONTEXT if known and there else Nearness.EXACT


def _rank(recalled: Recalled) -> tuple[int, float, str, str]:
    remembered = recalled.remembered
    return (_ORDER[recalled.nearness], -recalled.score, remembered.slug, remembered.target)
