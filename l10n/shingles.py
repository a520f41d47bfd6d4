"""What a text is made of, for comparing: its words, and its runs of three words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .changes import split_words

_WORD = re.compile(r"[^\W_]+")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\ua9e0-\uaa7f\uf900-\ufaff]")
_RUN = 3


@dataclass(frozen=True, slots=True)
class Shingles:
    """The pieces of one text, without order: *units* are words (pairs of syllables where words have no spaces)."""

    count: int
    units: frozenset[str]
    runs: frozenset[str]

    @property
    def is_short(self) -> bool:
        """Whether there is too little of it for its words alone to tell what it is."""
        return self.count < 8


def cut_shingles(text: str) -> Shingles:
    """Return the pieces of *text*; case and signs do not count."""
    if text.isascii() or not _UNSPACED.search(text):
        words = _WORD.findall(text.casefold())
        return Shingles(len(words), frozenset(words), frozenset(_runs(words, _RUN)))
    syllables = [word for word in split_words(text.casefold()) if word[0].isalnum()]
    units = _runs(syllables, 2) if len(syllables) > 1 else syllables
    return Shingles(len(syllables), frozenset(units), frozenset(_runs(syllables, _RUN + 1)))


def _runs(words: list[str], length: int) -> Iterable[str]:
    return map(" ".join, zip(*(words[start:] for start in range(length)), strict=False))
