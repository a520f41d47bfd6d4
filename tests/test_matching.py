from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from l10n.matching import Match, Pair, find_matches, join_sources, similarity

TEXTS = st.lists(st.text(alphabet="ab c\u1000\u103a", max_size=12), max_size=8)


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


def test_edited_text_is_joined_with_what_it_became() -> None:
    old = ["Nobody was hurt in the flood.", "The river rose on Monday night."]
    new = ["A new paragraph about boats.", "The river rose on Tuesday night.", "Nobody was hurt in the flood."]
    assert join_sources(old, new) == {0: 2, 1: 1}


def test_reordered_sentences_are_joined() -> None:
    first, second = "The river rose on Monday night.", "Nobody has been hurt, said the mayor of the town."
    assert join_sources([f"{first} {second}"], ["Unrelated text.", f"{second} {first}"]) == {0: 1}


def test_equally_near_texts_are_joined_in_their_neighbourhood() -> None:
    old = ["one", "Paid 10 kyat today.", "two", "Paid 10 kyat today!"]
    new = ["one", "Paid 10 kyat today?", "two", "Paid 10 kyat today:"]
    assert join_sources(old, new) == {0: 0, 1: 1, 2: 2, 3: 3}


def test_unlike_texts_stay_alone() -> None:
    old = ["The river rose in the night and took the bridge with it."]
    new = ["Parliament has adopted next year's budget after a long debate."]
    assert join_sources(old, new) == {}


@given(TEXTS, TEXTS)
def test_each_text_is_joined_at_most_once_and_equal_ones_always(old: list[str], new: list[str]) -> None:
    joined = join_sources(old, new)
    assert len(set(joined.values())) == len(joined)
    for text in set(old):
        pairs = [(i, j) for i, j in joined.items() if old[i] == text == new[j]]
        assert len(pairs) == min(old.count(text), new.count(text))


@given(TEXTS)
def test_a_list_is_joined_with_itself_in_place(texts: list[str]) -> None:
    assert join_sources(texts, texts) == {i: i for i in range(len(texts))}
