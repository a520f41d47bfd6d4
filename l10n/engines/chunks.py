"""Long texts cut into pieces that an engine takes, and put together again."""

from __future__ import annotations

import re
from collections.abc import Callable

_SENTENCE_GAP = re.compile(r"(?<=[.!?…。！？။])\s+|(?<=[.!?…。！？။][\"'”’»)\]])\s+|(?<=[。！？။])(?=[^\s\"'”’»)\]])")
_WORD_GAP = re.compile(r"\s+")

Fits = Callable[[str], bool]


def split_text(text: str, fits: Fits) -> list[tuple[str, str]]:
    """Return *text* as (piece, gap after it) where every piece fits; joined in order they are the text again.

    Cut at ends of sentences, a long sentence between words. *fits* must hold for every part of what it holds for.
    A single word that does not fit stays whole; whoever sends it asks `fits` again.
    """
    if fits(text):
        return [(text, "")]
    pieces: list[tuple[str, str]] = []
    for sentence, gap in _cut(text, _SENTENCE_GAP):
        parts = [(sentence, gap)] if fits(sentence) else [*_cut(sentence, _WORD_GAP)]
        parts[-1] = (parts[-1][0], gap)
        for part in parts:
            _append(pieces, part, fits)
    return pieces


def _append(pieces: list[tuple[str, str]], part: tuple[str, str], fits: Fits) -> None:
    """Add *part* to the last piece where both fit together, else as a piece of its own."""
    if pieces:
        together = "".join(pieces[-1]) + part[0]
        if fits(together):
            pieces[-1] = (together, part[1])
            return
    pieces.append(part)


def _cut(text: str, gap: re.Pattern[str]) -> list[tuple[str, str]]:
    parts, start = [], 0
    for found in gap.finditer(text):
        if found.start() > start:
            parts.append((text[start : found.start()], found[0]))
            start = found.end()
    return [*parts, (text[start:], "")]
