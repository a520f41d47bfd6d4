from __future__ import annotations

from l10n.matching import Match, Pair, find_matches, similarity


def test_only_equal_texts_are_wholly_similar() -> None:
    long = "The river rose in the night and took the bridge. " * 400
    assert similarity("flood", "flood") == 1.0
    assert similarity(long, long + "x") < 1.0
    assert similarity("flood", "") == 0.0


def test_matches_come_best_first_and_once_for_each_target() -> None:
    near = Pair("The river rose at night.", "B")
    same = Pair("The river rose in the night.", "A")
    twice = Pair("The river rose in a night.", "A")
    far = Pair("Nobody was hurt.", "C")
    matches = find_matches("The river rose in the night.", [far, near, twice, same])
    assert [match.pair for match in matches] == [same, near]
    assert matches[0] == Match(same, 1.0)
    assert 0.75 <= matches[1].score < 1.0


def test_matches_are_limited_and_none_is_no_error() -> None:
    pairs = [Pair(f"The river rose {n}.", str(n)) for n in range(9)]
    assert len(find_matches("The river rose.", pairs, limit=3)) == 3
    assert find_matches("The river rose.", pairs, limit=0) == []
    assert find_matches("Something else", pairs) == []
    assert find_matches("Something", []) == []
