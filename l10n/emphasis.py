"""Which `*`, `_` and `~~` of an inline text are emphasis: the delimiter algorithm of CommonMark 0.31."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


@dataclass(slots=True)
class Run:
    """A run of `*`, `_` or `~` and what emphasis has used of it, from the left and from the right."""

    sign: str
    length: int
    opens: bool
    closes: bool
    left: int
    closed: list[int] = field(default_factory=list)
    opened: list[int] = field(default_factory=list)


def flanks(text: str, start: int, end: int) -> tuple[bool, bool]:
    """Return whether the run of signs may open and may close emphasis."""
    before, after = text[start - 1 : start] or "\n", text[end : end + 1] or "\n"
    left = not after.isspace() and (not _is_sign(after) or before.isspace() or _is_sign(before))
    right = not before.isspace() and (not _is_sign(before) or after.isspace() or _is_sign(after))
    if text[start] != "_":
        return left, right
    return left and (not right or _is_sign(before)), right and (not left or _is_sign(after))


def _is_sign(char: str) -> bool:
    return char in PUNCTUATION or unicodedata.category(char)[0] in "PS"


def pair_runs(runs: Iterable[Run]) -> None:
    """Match openers and closers, in place, as CommonMark's "process emphasis" does."""
    bottoms: dict[tuple[str, bool, int], int] = {}
    stack: list[Run] = []
    for closer in runs:
        while closer.closes and closer.left:
            kind = (closer.sign, closer.opens, closer.length % 3)
            at = _find_opener(stack, closer, bottoms.get(kind, 0))
            if at is None:
                bottoms[kind] = len(stack)
                break
            opener = stack[at]
            width = 2 if opener.left >= 2 and closer.left >= 2 else 1
            opener.left -= width
            closer.left -= width
            opener.opened.append(width)
            closer.closed.append(width)
            del stack[at + 1 if opener.left else at :]
            bottoms = {key: min(bottom, len(stack)) for key, bottom in bottoms.items()}
        if closer.opens and closer.left:
            stack.append(closer)


def _find_opener(stack: list[Run], closer: Run, bottom: int) -> int | None:
    for at in range(len(stack) - 1, bottom - 1, -1):
        opener = stack[at]
        if opener.sign != closer.sign:
            continue
        both = opener.closes or closer.opens
        if both and (opener.length + closer.length) % 3 == 0 and (opener.length % 3 or closer.length % 3):
            continue
        return at
    return None
