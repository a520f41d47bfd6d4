"""What the rules do not explain: a typo set right, or words rewritten."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..checks.rule import words
from .comparison import Block, Comparison, Spans, touches, words_of
from .kinds import EditClass
from .typo import is_typo

_HELPERS = frozenset(
    words(
        "do does did done doing has have had is are was were be been being am a an the of to in on at by for and or "
        "but it that this will would shall should can could may might must very ha han hat haben ont a est se so"
    )
)
_BURMESE_ENDING = re.compile(r"(?:ခဲ့|သည်|ပါ|မည်|ရန်|ဘူး|သေး|ပြီ|မယ်|တယ်|သော|ရှိ|ကြ|ခြင်း|ဘဲ|နဲ့|[ ။])+")
"""Endings of a verb, which go with its negation."""

_MANY = 2
"""Words on a side that may go with a negation, a number or a name, and are no rewriting of their own."""


def classes_of_rest(comparison: Comparison, explained: Sequence[Spans]) -> set[EditClass]:
    """Return TYPO or REWRITE, or both, for the blocks that no rule explains."""
    if explained and comparison.is_reordered:
        return set()
    rest = [block for block in comparison.blocks if not _is_explained(comparison, block, explained)]
    every = words_of(comparison.old), words_of(comparison.new)
    return {
        EditClass.TYPO
        if is_typo(_word_around(comparison.old, block.old), _word_around(comparison.new, block.new), every)
        else EditClass.REWRITE
        for block in rest
    }


def _is_explained(comparison: Comparison, block: Block, explained: Sequence[Spans]) -> bool:
    seen_old = [span for spans in explained for span in spans[0] if _meets(span, block.old)]
    seen_new = [span for spans in explained for span in spans[1] if _meets(span, block.new)]
    if not seen_old and not seen_new:
        changed = comparison.old[slice(*block.old)] + comparison.new[slice(*block.new)]
        return bool(explained) and bool(_BURMESE_ENDING.fullmatch(changed) or not re.search(r"\w", changed))
    gone = _left_over(comparison.old, block.old, seen_old)
    came = _left_over(comparison.new, block.new, seen_new)
    return len(gone) <= _MANY and len(came) <= _MANY


def _meets(span: tuple[int, int], changed: tuple[int, int]) -> bool:
    return touches(span, changed) or changed in (span, (span[0], span[0]))


def _left_over(text: str, block: tuple[int, int], seen: list[tuple[int, int]]) -> list[str]:
    """Return the words of a block that no rule has seen, without helpers."""
    signs = list(text)
    for start, end in seen:
        signs[start:end] = " " * (end - start)
    return [word for word in words_of("".join(signs[slice(*block)])) if word not in _HELPERS]


def _word_around(text: str, span: tuple[int, int]) -> str:
    """Return the words that a block touches, whole: in scripts without spaces, its syllables."""
    return text[slice(*span)]
