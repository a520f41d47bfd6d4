"""A sentence was turned round: a word of negation came, went or moved, or a word became its opposite."""

from __future__ import annotations

import re
import unicodedata

from .comparison import Comparison, Span, Spans, changed_matches, words_of
from .words_of_negation import pattern_for, turns_round

_MANY = 200
"""Words on a side above which only pairs within one block are compared."""

_MARKED = re.compile("(?:[^\\W_]|[\u0900-\u0dff])+")
"""Words with the vowel signs of Indian scripts in them."""


def find(comparison: Comparison) -> Spans | None:
    seen = changed_matches(
        pattern_for(comparison.language),
        comparison,
        old=_folded(comparison.old),
        new=_folded(comparison.new),
    )
    flips = _flips(comparison)
    if seen is None and not flips[0]:
        return None
    return [*(seen[0] if seen else ()), *flips[0]], [*(seen[1] if seen else ()), *flips[1]]


def _folded(text: str) -> str:
    """Return *text*, of the same length, with letters of other widths and styles as the plain ones."""
    return "".join(plain if len(plain := unicodedata.normalize("NFKC", char)) == 1 else char for char in text)


def _flips(comparison: Comparison) -> tuple[list[Span], list[Span]]:
    blocks = comparison.blocks
    pairs = [(a, b) for a in blocks for b in blocks]
    if len(comparison.removed()) > _MANY or len(comparison.added()) > _MANY:
        pairs = [(block, block) for block in blocks]
    gone, came = [], []
    for a, b in pairs:
        before = _words_at(comparison.old, a.old)
        after = _words_at(comparison.new, b.new)
        if any(turns_round(x, y) for x in before for y in after):
            gone.append(a.old)
            came.append(b.new)
    return gone, came


def _words_at(text: str, span: Span) -> set[str]:
    words = words_of(text[slice(*span)])
    marked = (word.casefold() for word in _MARKED.findall(text[slice(*span)]))
    return {*words, *marked, *(part for word in words for part in word.split("-"))}
