"""Two ways of cutting one text into tiles: which tiles of the one cover which of the other, to the letter."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

_PROBE = 24


@dataclass(frozen=True, slots=True)
class Group:
    """Tiles that cover exactly the same stretch of the text, named by their places.

    *shared* are the pairs of an old and a new tile that overlap; these count within the group, from 0.
    """

    old: tuple[int, ...]
    new: tuple[int, ...]
    shared: tuple[tuple[int, int], ...]

    def under(self, new: int) -> list[int]:
        """Return the old tiles of the group that the new one overlaps."""
        return [old for old, other in self.shared if other == new]


def group_stretches(old: Sequence[str], new: Sequence[str]) -> list[Group]:
    """Return the smallest groups of old and new tiles that cover the same stretch, in order.

    A tile with a single letter that the other side does not have is in no group, nor is any that overlaps it.
    """
    starts = _starts(old), _starts(new)
    overlaps: dict[tuple[int, int], int] = {}
    for at, to, length in _equal_stretches("".join(old), "".join(new), starts[0]):
        for pair, count in _overlaps(at, to, length, *starts):
            overlaps[pair] = overlaps.get(pair, 0) + count
    return [group for group in map(_as_group, _joined(overlaps)) if _is_exact(group, overlaps, old, new)]


def _starts(tiles: Sequence[str]) -> list[int]:
    """Return where each tile starts, and where the last one ends."""
    return [0, *accumulate(map(len, tiles))]


def _equal_stretches(old: str, new: str, starts: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Yield the equal stretches of two texts in order: where in each, and how long."""
    if old == new:
        yield (0, 0, len(old))
        return
    at = to = 0
    while at < len(old) and to < len(new):
        length = _common(old, at, new, to)
        if length:
            yield (at, to, length)
            at, to = at + length, to + length
        elif (found := _resume(old, at, new, to, starts)) is not None:
            at, to = found
        else:
            at = starts[bisect_right(starts, at)]  # the rest of this tile is not in the new text


def _common(old: str, at: int, new: str, to: int) -> int:
    """Return how many letters are equal from two places on."""
    most = min(len(old) - at, len(new) - to)
    length, step = 0, 1 << 12
    while step and length < most:
        ahead = min(step, most - length)
        if old[at + length : at + length + ahead] == new[to + length : to + length + ahead]:
            length += ahead
        else:
            step >>= 1
    return length


def _resume(old: str, at: int, new: str, to: int, starts: Sequence[int]) -> tuple[int, int] | None:
    """Return the nearest place where one of the two texts goes on as the other does now."""
    end = starts[bisect_right(starts, at)]
    for probe in (old[at : at + _PROBE], old[at : min(end, at + _PROBE)]):
        skipped = new.find(probe, to)
        left = old.find(new[to : to + _PROBE], at)
        if skipped >= 0 and (left < 0 or skipped - to <= left - at):
            return at, skipped
        if left >= 0:
            return left, to
    return None


def _overlaps(
    at: int, to: int, length: int, old: Sequence[int], new: Sequence[int]
) -> Iterator[tuple[tuple[int, int], int]]:
    """Yield the pairs of tiles that share letters of one stretch, and how many."""
    end = at + length
    while at < end:
        pair = bisect_right(old, at) - 1, bisect_right(new, to) - 1
        step = min(end - at, old[pair[0] + 1] - at, new[pair[1] + 1] - to)
        yield pair, step
        at, to = at + step, to + step


def _joined(pairs: Iterable[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Return the pairs, those with a tile in common together. Both places only rise from pair to pair."""
    groups: list[list[tuple[int, int]]] = []
    for pair in pairs:
        if groups and (groups[-1][-1][0] == pair[0] or groups[-1][-1][1] == pair[1]):
            groups[-1].append(pair)
        else:
            groups.append([pair])
    return groups


def _as_group(pairs: Sequence[tuple[int, int]]) -> Group:
    olds, news = (tuple(dict.fromkeys(pair[side] for pair in pairs)) for side in (0, 1))
    return Group(olds, news, tuple((olds.index(one), news.index(other)) for one, other in pairs))


def _is_exact(group: Group, overlaps: Mapping[tuple[int, int], int], old: Sequence[str], new: Sequence[str]) -> bool:
    covered = sum(overlaps[group.old[one], group.new[other]] for one, other in group.shared)
    return covered == sum(len(old[at]) for at in group.old) == sum(len(new[at]) for at in group.new)
