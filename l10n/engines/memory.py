"""Drafts from what people of this newsroom have approved before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..matching import Pair, find_matches
from ..model import Draft
from ..ports import EngineFailure, Hints, Reach

MIN_SCORE = 0.95
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")


class MemoryEngine:
    """Gives the target of an equal source, else of one at least 0.95 alike with the same numbers in the same order.

    Of pairs with the same source the last counts. Linear in the pairs for each text that is not known exactly.
    """

    name = "memory"
    reach = Reach.OFFLINE
    host = ""
    wants_markup = True
    wants_hints = False
    fingerprint = "1"
    batch = 1
    parallel = 1

    def __init__(self, pairs: Sequence[Pair]) -> None:
        self._exact = {pair.source: pair for pair in pairs if pair.target.strip()}

    def supports(self, source_locale: str, target_locale: str) -> bool:
        return True

    def translate(
        self, texts: Sequence[str], *, source_locale: str, target_locale: str, hints: Sequence[Hints] = ()
    ) -> Iterator[Draft | EngineFailure]:
        pairs = list(self._exact.values())
        for text in texts:
            yield self._exact_draft(text) or _similar_draft(text, pairs) or EngineFailure(text, "nothing alike")

    def close(self) -> None:
        """Nothing is held open."""

    def _exact_draft(self, text: str) -> Draft | None:
        pair = self._exact.get(text)
        return Draft(text, pair.target, "memory 1.00") if pair else None


def _similar_draft(text: str, pairs: Sequence[Pair]) -> Draft | None:
    numbers = _NUMBER.findall(text)
    for match in find_matches(text, pairs, min_score=MIN_SCORE, limit=20):
        if _NUMBER.findall(match.pair.source) == numbers:
            return Draft(text, match.pair.target, f"memory {min(match.score, 0.99):.2f}")
    return None
