"""Two people's versions of one text made into one, where both can have what they changed."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from .changes import split_words

_Edit = tuple[int, int, str]
"""Words from and to, counted in the base, and what stands there instead."""


def weave(base: str, mine: str, theirs: str) -> str | None:
    """Return *base* with what both versions changed; None where they changed the same words, or neighbouring ones."""
    words = split_words(base)
    edits = sorted({*_edits(words, mine), *_edits(words, theirs)})
    if any(later[0] <= earlier[1] for earlier, later in pairwise(edits)):
        return None
    woven: list[str] = []
    last = 0
    for start, end, instead in edits:
        woven += [*words[last:start], instead]
        last = end
    return "".join([*woven, *words[last:]])


def _edits(words: Sequence[str], version: str) -> list[_Edit]:
    changed = split_words(version)
    codes = SequenceMatcher(None, words, changed, autojunk=False).get_opcodes()
    return [(i1, i2, "".join(changed[j1:j2])) for tag, i1, i2, j1, j2 in codes if tag != "equal"]
