"""Whether an article with translations in it still has the shape it had."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from ..model import Document

E = TypeVar("E")


def shape_of(document: Document) -> list[tuple[object, ...]]:
    """Return what a translation must leave as it is: blocks, their order and kinds, code, HTML, pictures."""
    shape: list[tuple[object, ...]] = [tuple(segment.kind for segment in (*document.head, *document.tail))]
    for top in document.blocks:
        for block in top.walk():
            kinds = tuple(segment.kind for segment in block.segments)
            shape.append((block.kind, kinds, len(block.children), block.literal, block.level, block.ordered))
    return shape


_MOST_QUESTIONS = 60


def guilty(suspects: Sequence[E], *, harmless: Callable[[Sequence[E]], bool]) -> list[E]:
    """Return the suspects that do harm, by halves: few questions where few are guilty.

    Where too many are, those not yet asked about count as guilty.
    """
    asked = 0

    def ask(some: Sequence[E]) -> bool:
        nonlocal asked
        asked += 1
        return asked <= _MOST_QUESTIONS and harmless(some)

    return _guilty(suspects, ask)


def _guilty(suspects: Sequence[E], harmless: Callable[[Sequence[E]], bool]) -> list[E]:
    if not suspects or harmless(suspects):
        return []
    if len(suspects) == 1:
        return list(suspects)
    half = len(suspects) // 2
    found = _guilty(suspects[:half], harmless) + _guilty(suspects[half:], harmless)
    return found or list(suspects)  # harm that they do only together
