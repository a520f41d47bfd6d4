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


def guilty(suspects: Sequence[E], *, harmless: Callable[[Sequence[E]], bool]) -> list[E]:
    """Return the suspects that do harm, by halves: few questions where few are guilty."""
    if not suspects or harmless(suspects):
        return []
    if len(suspects) == 1:
        return list(suspects)
    half = len(suspects) // 2
    found = guilty(suspects[:half], harmless=harmless) + guilty(suspects[half:], harmless=harmless)
    return found or list(suspects)  # harm that they do only together
