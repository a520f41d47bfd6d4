"""What one edition changed of the one before, segment by segment, in both languages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from difflib import SequenceMatcher

from .matching import score_all
from .provenance import Rewording

Text = tuple[str, str, str]
"""What a reader sees of a segment: label, source, target."""

_Couple = tuple[int | None, int | None]

_ALIKE = 0.5
"""How near two originals are that count as one, reworded."""


def is_same_text(old: Sequence[Text], new: Sequence[Text]) -> bool:
    """Whether readers of both read the same; what a segment is called does not count."""
    return [text[1:] for text in old] == [text[1:] for text in new]


def reworded(old: Sequence[Text], new: Sequence[Text]) -> tuple[Rewording, ...]:
    """Return what changed, in the order of *new*; what is gone stands behind what it followed.

    Segments are the same where their originals are equal, wherever they stand; else where they are alike, or the only
    ones that changed at their place. One that merely moved has not changed.
    """
    return tuple(
        Rewording(
            label=(new[j] if j is not None else old[i or 0])[0],
            old_source=old[i][1] if i is not None else "",
            new_source=new[j][1] if j is not None else "",
            old_target=old[i][2] if i is not None else "",
            new_target=new[j][2] if j is not None else "",
        )
        for i, j in _in_order(_couples(old, new))
        if i is None or j is None or old[i][1:] != new[j][1:]
    )


def _couples(old: Sequence[Text], new: Sequence[Text]) -> list[_Couple]:
    """Return each segment of either side once, with its like on the other side or None."""
    before, after = [text[1] for text in old], [text[1] for text in new]
    couples: list[_Couple] = []
    stretches: list[tuple[list[int], list[int]]] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            couples += zip(range(i1, i2), range(j1, j2), strict=True)
        else:
            stretches.append((list(range(i1, i2)), list(range(j1, j2))))
    moved = _moved(before, after, stretches)
    couples += moved.items()
    for gone, come in stretches:
        left = [i for i in gone if i not in moved]
        came = [j for j in come if j not in moved.values()]
        couples += _paired(left, came, before, after)
    return couples


def _moved(
    before: Sequence[str], after: Sequence[str], stretches: Sequence[tuple[list[int], list[int]]]
) -> dict[int, int]:
    places: dict[str, list[int]] = defaultdict(list)
    for _, come in stretches:
        for j in come:
            places[after[j]].append(j)
    return {i: places[before[i]].pop(0) for gone, _ in stretches for i in gone if places[before[i]]}


def _paired(gone: list[int], come: list[int], before: Sequence[str], after: Sequence[str]) -> list[_Couple]:
    """Return the segments of a changed stretch in couples: the most alike first, then by place if as many are left."""
    scored = [
        (score, i, come[k])
        for i in gone
        for k, score in score_all(before[i], [after[j] for j in come], min_score=_ALIKE)
    ]
    couples: list[_Couple] = []
    for _, i, j in sorted(scored, key=lambda each: (-each[0], each[1], each[2])):
        if i in gone and j in come:
            couples.append((i, j))
            gone, come = [x for x in gone if x != i], [x for x in come if x != j]
    if len(gone) == len(come):
        return [*couples, *zip(gone, come, strict=True)]
    return [*couples, *((i, None) for i in gone), *((None, j) for j in come)]


def _in_order(couples: Sequence[_Couple]) -> list[_Couple]:
    place = {i: j for i, j in couples if i is not None and j is not None}

    def key(couple: _Couple) -> tuple[int, int]:
        i, j = couple
        if j is not None:
            return (j, -1)
        return (max((place[k] for k in place if k < (i or 0)), default=-1), i or 0)

    return sorted(couples, key=key)
