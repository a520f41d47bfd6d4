from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thorough import examples

from l10n.joining import Join, join_changed

FIRST = "The river rose on Monday night and took the old bridge with it."
SECOND = "Nobody has been hurt, said the mayor of the town at noon."
THIRD = "Boats from three villages carried the children to the school."
BURMESE = "မြစ်ရေသည် ညတွင်းချင်း တက်လာခဲ့သည်။ ရွာသားများသည် ကလေးများကို လှေဖြင့် ကယ်ထုတ်ခဲ့ကြသည်။"

TEXTS = st.lists(st.text(alphabet="ab c\u1000\u103a", max_size=12), max_size=8)


def joined(old: list[str], new: list[str]) -> list[Join]:
    """Join two articles of body text; equal texts, each of which stands there once, stay."""
    places = {text: j for j, text in enumerate(new)}
    stayed = {i: places[text] for i, text in enumerate(old) if text in places}
    gone = [i for i in range(len(old)) if i not in stayed]
    added = [j for j in range(len(new)) if j not in stayed.values()]
    keys = [("", text) for text in old], [("", text) for text in new]
    return join_changed(*keys, gone=gone, added=added, stayed=stayed)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (FIRST, FIRST.replace("Monday", "Tuesday")),
        (FIRST, FIRST.replace("took", "did not take")),
        (f"{FIRST} {SECOND}", f"{SECOND} {FIRST}"),
        (f"{FIRST} {SECOND} {THIRD}", f"{FIRST} {THIRD}"),
        (f"{FIRST} {SECOND} {THIRD}", SECOND),
        (SECOND, f"{SECOND} {THIRD}"),
        ("Flooding", "Floodings"),
        ("* * *", "***"),
        (BURMESE, BURMESE.replace("ညတွင်းချင်း", "နံနက်စောစော")),
        (BURMESE, " ".join(reversed(BURMESE.split("။ ")))),
    ],
)
def test_an_edited_text_is_joined_with_what_it_became(old: str, new: str) -> None:
    assert joined(["One.", old, "Two."], ["One.", new, "Two."]) == [Join((1,), (1,))]


def test_an_edited_text_is_found_where_it_moved() -> None:
    others = [f"Paragraph {n} is about something of its own: {n * 37}." for n in range(9)]
    old, new = [FIRST, *others], [*others, FIRST.replace("Monday", "Tuesday")]
    assert joined(old, new) == [Join((0,), (9,))]


@pytest.mark.parametrize(
    "new",
    [
        "Parliament has adopted next year's budget after a long debate.",
        "The river police of the capital took no questions about the budget of the new bridge on Friday afternoon.",
        "",
    ],
)
def test_unlike_texts_stay_alone(new: str) -> None:
    assert joined([FIRST], [new]) == []


def test_equally_near_texts_are_joined_in_their_neighbourhood() -> None:
    old = ["one", "Paid 10 kyat today.", "two", "Paid 10 kyat today!"]
    new = ["one", "Paid 10 kyat today?", "two", "Paid 10 kyat today:"]
    assert joined(old, new) == [Join((1,), (1,)), Join((3,), (3,))]


def test_a_split_text_is_joined_with_all_its_parts_and_a_merged_one_with_all_it_came_of() -> None:
    whole, parts = [f"{FIRST} {SECOND} {THIRD}"], [FIRST, SECOND, THIRD]
    assert joined(whole, parts) == [Join((0,), (0, 1, 2))]
    assert joined(parts, whole) == [Join((0, 1, 2), (0,))]


def test_a_split_is_found_where_words_have_no_spaces() -> None:
    first, second = BURMESE.split(" ရွာ")
    assert joined([BURMESE], [first, f"ရွာ{second}"]) == [Join((0,), (0, 1))]


def test_a_split_part_that_was_edited_too_is_found() -> None:
    edited = SECOND.replace("noon", "eleven")
    assert joined([f"{FIRST} {SECOND}"], [FIRST, edited]) == [Join((0,), (0, 1))]


def test_a_sentence_that_went_to_the_next_paragraph_makes_two_edits() -> None:
    old = [
        f"{FIRST} {SECOND}",
        "It will be dry tomorrow and for the rest of this week, with light winds from the south.",
    ]
    new = [FIRST, f"{SECOND} {old[1]}"]
    assert joined(old, new) == [Join((0,), (0,)), Join((1,), (1,))]


def test_texts_of_different_roles_are_not_joined() -> None:
    assert join_changed([("", FIRST)], [("caption", FIRST + " Yes.")], gone=[0], added=[0], stayed={}) == []


@given(TEXTS, TEXTS)
@settings(max_examples=examples(60), deadline=None)
def test_each_text_is_joined_at_most_once(old: list[str], new: list[str]) -> None:
    keys = [("", text) for text in old], [("", text) for text in new]
    joins = join_changed(*keys, gone=range(len(old)), added=range(len(new)), stayed={})
    for side in ([i for join in joins for i in join.old], [j for join in joins for j in join.new]):
        assert len(set(side)) == len(side)
    assert all(len(join.old) == 1 or len(join.new) == 1 for join in joins)
