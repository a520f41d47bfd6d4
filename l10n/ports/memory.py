"""What the use cases ask of a memory: texts that were approved before, found by likeness or by a phrase."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from ..model import CatalogKey
from .engines import NO_HINTS, Hints


@dataclass(frozen=True, slots=True)
class Remembered:
    """Two texts that somebody approved, and where; never who.

    *before* and *after* are the sources beside it in the article. *approved* is the seal that binds the approval.
    *slug* is the article, or the name of the file that it was imported from.
    """

    source: str
    target: str
    source_locale: str
    target_locale: str
    slug: str
    context: str = ""
    before: str = ""
    after: str = ""
    approved: str = ""


class Nearness(StrEnum):
    """How a memory's text is like the one asked about, the best first."""

    CONTEXT = "context"
    EXACT = "exact"
    FUZZY = "fuzzy"
    SENTENCE = "sentence"


@dataclass(frozen=True, slots=True)
class Recalled:
    """What a memory holds that is near a text; *score* is in [0, 1], 1.0 only for equal text.

    For a SENTENCE, *part* is the sentence of the text asked about and *found* the sentence of the memory's source
    that it is near; else they are those texts whole.
    """

    remembered: Remembered
    score: float
    nearness: Nearness
    part: str
    found: str


class Memory(Protocol):
    """What a newsroom has approved before, found by likeness. It can be deleted and made anew at any time."""

    def recall(
        self,
        text: str,
        *,
        source_locale: str,
        target_locale: str,
        hints: Hints = NO_HINTS,
        context: str = "",
        min_score: float = 0.70,
        limit: int = 5,
    ) -> list[Recalled]:
        """Return what is near *text*, best first, at most one for each target; sentences where no whole text is near.

        An equal text counts as CONTEXT where its neighbours and its context are those of the text too.
        """
        ...

    def search(
        self, phrase: str, *, source_locale: str, target_locale: str, in_target: bool = False, limit: int = 20
    ) -> list[Remembered]:
        """Return the pairs in whose source (or target) *phrase* stands, letter case aside; the shortest first."""
        ...

    def replace(self, key: CatalogKey, remembered: Sequence[Remembered]) -> None:
        """Hold exactly *remembered* from this catalog, whatever was held of it before."""
        ...

    def rebuild(self, remembered: Iterable[Remembered]) -> int:
        """Forget all, hold what is given, which may be a million, in one pass; return how many."""
        ...

    def close(self) -> None: ...
