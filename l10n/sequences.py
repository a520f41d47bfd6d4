"""Two orders of the same things, both made from a third, merged into one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


def merge_orders(base: Sequence[T], ours: Sequence[T], theirs: Sequence[T]) -> list[T]:
    """Return everything that *ours* or *theirs* has, once, in one order.

    The order is that of the side that moved things, ours where both did; what only the other side has stands
    after what it followed there, behind the leading side's own additions at that place.
    """
    before, mine, other = (list(dict.fromkeys(order)) for order in (base, ours, theirs))
    shared = set(before) & set(mine) & set(other)
    at_base, at_ours, at_theirs = ([x for x in order if x in shared] for order in (before, mine, other))
    if mine == before or (at_ours == at_base != at_theirs):
        mine, other = other, mine
    return _woven(mine, other)


def _woven(lead: Sequence[T], follow: Sequence[T]) -> list[T]:
    known, shared = set(lead), set(follow)
    after: dict[T | None, list[T]] = defaultdict(list)
    anchor: T | None = None
    for item in follow:
        if item in known:
            anchor = item
        else:
            after[anchor].append(item)
    woven: list[T] = []
    waiting = after[None]
    for item in lead:
        if item in shared:
            woven += waiting
            waiting = after[item]
        woven.append(item)
    return woven + waiting
