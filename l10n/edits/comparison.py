"""Two texts side by side, with what changed between them: what every rule is given."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..changes import word_diff
from ..checks.rule import language_of
from ..inline import plain
from .canonical import canonical

Span = tuple[int, int]
Spans = tuple[Sequence[Span], Sequence[Span]]
"""What a rule has seen, in the old text and in the new one."""

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch that changed: what went and what came, either may be empty."""

    old: Span
    new: Span


@dataclass(frozen=True, slots=True)
class Comparison:
    """The canonical words of both texts, the blocks that differ, and whether only the order of words does."""

    old: str
    new: str
    old_source: str
    new_source: str
    locale: str
    blocks: tuple[Block, ...]

    @property
    def language(self) -> str:
        return language_of(self.locale)

    @property
    def is_reordered(self) -> bool:
        old, new = words_of(self.old), words_of(self.new)
        return old != new and Counter(old) == Counter(new)

    def removed(self) -> list[str]:
        """Return the words that went."""
        return [word for block in self.blocks for word in words_of(self.old[slice(*block.old)])]

    def added(self) -> list[str]:
        """Return the words that came."""
        return [word for block in self.blocks for word in words_of(self.new[slice(*block.new)])]


def compare(old: str, new: str, locale: str) -> Comparison:
    """Return the comparison of two sources by the words that a reader sees."""
    before, after = canonical(plain(old)), canonical(plain(new))
    return Comparison(before, after, old, new, locale, tuple(_blocks(before, after)))


def _blocks(old: str, new: str) -> Iterator[Block]:
    i = j = 0
    start: Span | None = None
    for operation, text in word_diff(old, new):
        if operation == "same":
            if start:
                yield Block((start[0], i), (start[1], j))
            start, i, j = None, i + len(text), j + len(text)
            continue
        start = start or (i, j)
        i += len(text) if operation == "removed" else 0
        j += len(text) if operation == "added" else 0
    if start:
        yield Block((start[0], i), (start[1], j))


def words_of(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def touches(span: Span, changed: Span) -> bool:
    """Whether a change lies in *span*; an insertion must lie inside it, not at its edge."""
    if changed[0] == changed[1]:
        return span[0] < changed[0] < span[1]
    return span[0] < changed[1] and changed[0] < span[1]


def changed_matches(pattern: re.Pattern[str], comparison: Comparison, *, old: str = "", new: str = "") -> Spans | None:
    """Return where the matches of *pattern* changed; None where they are the same in the same places.

    *old* and *new*, of the lengths of the compared texts, may stand in for them. A reordering of words that has
    any match counts as a change.
    """
    before, after = list(pattern.finditer(old or comparison.old)), list(pattern.finditer(new or comparison.new))
    if not before and not after:
        return None
    gone = _in_blocks(before, [block.old for block in comparison.blocks])
    came = _in_blocks(after, [block.new for block in comparison.blocks])
    same = Counter(m[0].casefold() for m in before) == Counter(m[0].casefold() for m in after)
    if gone or came or not same or comparison.is_reordered:
        return gone, came
    return None


def _in_blocks(matches: Iterable[re.Match[str]], changed: Sequence[Span]) -> list[Span]:
    return [match.span() for match in matches if any(touches(match.span(), span) for span in changed)]
