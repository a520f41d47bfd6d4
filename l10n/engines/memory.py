"""Drafts from what people of this newsroom have approved before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, repeat

from ..model import Draft
from ..ports import NO_HINTS, EngineFailure, Hints, Memory, Nearness, Reach, Recalled

MIN_SCORE = 0.95
_LOOKED_AT = 20
_MEANING = frozenset({"negation", "number", "date", "name"})
"""Classes of edits that turn a text into another, though hardly a letter differs."""
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")


class MemoryEngine:
    """Gives the target of an equal source, first one from the same place of an article; else of one nearly equal.

    Nearly equal is 0.95 alike with the same numbers in the same order, the same dates and names, and no "not" more or
    less. A sentence that is known is no draft of the paragraph around it. *memory* is not closed with the engine.
    """

    name = "memory"
    reach = Reach.OFFLINE
    host = ""
    wants_markup = True
    wants_hints = True
    fingerprint = "2"
    batch = 1
    parallel = 1

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def supports(self, source_locale: str, target_locale: str) -> bool:
        return True

    def translate(
        self, texts: Sequence[str], *, source_locale: str, target_locale: str, hints: Sequence[Hints] = ()
    ) -> Iterator[Draft | EngineFailure]:
        for text, hint in zip(texts, chain(hints, repeat(NO_HINTS)), strict=False):
            found = self._memory.recall(
                text,
                source_locale=source_locale,
                target_locale=target_locale,
                hints=hint,
                min_score=MIN_SCORE,
                limit=_LOOKED_AT,
            )
            best = next((recalled for recalled in found if _is_good_enough(recalled, text)), None)
            yield _draft(text, best) if best else EngineFailure(text, "nothing alike")

    def close(self) -> None:
        """The memory belongs to whoever made the engine."""


def _is_good_enough(recalled: Recalled, text: str) -> bool:
    remembered = recalled.remembered
    if not remembered.target.strip() or recalled.nearness is Nearness.SENTENCE:
        return False
    if recalled.nearness is not Nearness.FUZZY:
        return True
    if recalled.score < MIN_SCORE or _NUMBER.findall(remembered.source) != _NUMBER.findall(text):
        return False
    from ..edits import class_edit

    return not _MEANING.intersection(class_edit(remembered.source, text, locale=remembered.source_locale))


def _draft(text: str, recalled: Recalled) -> Draft:
    score = min(recalled.score, 0.99) if recalled.nearness is Nearness.FUZZY else 1.0
    return Draft(text, recalled.remembered.target, f"memory {score:.2f}")
