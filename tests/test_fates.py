from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from l10n.fates import find_moved


def test_only_what_moved_is_called_moved() -> None:
    assert find_moved([]) == set()
    assert find_moved([3, 5, 8]) == set()
    assert find_moved([1, 2, 3, 4, 0]) == {0}
    assert find_moved([4, 0, 1, 2, 3]) == {4}


@given(st.permutations(range(6)))
def test_the_fewest_are_called_moved_and_the_others_stand_in_order(places: list[int]) -> None:
    moved = find_moved(places)
    stayed = [place for place in places if place not in moved]
    assert stayed == sorted(stayed)
    longer = combinations(places, len(stayed) + 1)
    assert not any(list(row) == sorted(row) for row in longer)
