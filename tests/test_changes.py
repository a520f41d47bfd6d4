from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l10n.changes import count_words, split_words, word_diff

TEXTS = st.text(
    alphabet=st.one_of(st.sampled_from(list("ab ,.-\u1000\u1019\u103a\u1039\u102c\u0e01\u0e34漢字")), st.characters())
)


def test_a_changed_word_is_removed_then_added() -> None:
    assert word_diff("It rose on Monday night.", "It rose on Tuesday night.") == [
        ("same", "It rose on "),
        ("removed", "Monday"),
        ("added", "Tuesday"),
        ("same", " night."),
    ]


def test_neighbouring_changes_are_one() -> None:
    assert word_diff("a red car", "a green bus") == [("same", "a "), ("removed", "red car"), ("added", "green bus")]


def test_an_inserted_word_stands_alone() -> None:
    assert word_diff("They will go.", "They will not go.") == [
        ("same", "They will "),
        ("added", "not "),
        ("same", "go."),
    ]


def test_equal_and_empty_texts() -> None:
    assert word_diff("same", "same") == [("same", "same")]
    assert word_diff("", "") == []
    assert word_diff("", "new") == [("added", "new")]


def test_burmese_is_compared_by_syllable() -> None:
    assert split_words("မြန်မာနိုင်ငံ") == ["မြန်", "မာ", "နိုင်", "ငံ"]
    assert split_words("ဗုဒ္ဓ") == ["ဗု", "ဒ္ဓ"]
    assert word_diff("မြန်မာ", "မြန်ပြည်") == [("same", "မြန်"), ("removed", "မာ"), ("added", "ပြည်")]


def test_chinese_and_thai_are_compared_by_character() -> None:
    assert split_words("漢字 abc") == ["漢", "字", " ", "abc"]
    assert split_words("กินข้าว") == ["กิ", "น", "ข้", "า", "ว"]


def test_marks_stay_with_their_letters() -> None:
    assert split_words("हिन्दी में") == ["हिन्दी", " ", "में"]


@given(TEXTS, TEXTS)
def test_what_stayed_and_went_is_the_old_text_and_what_stayed_and_came_the_new(old: str, new: str) -> None:
    changes = word_diff(old, new)
    assert "".join(text for kind, text in changes if kind != "added") == old
    assert "".join(text for kind, text in changes if kind != "removed") == new
    assert all(text for _, text in changes)


def test_words_are_counted_as_people_of_each_script_count_them():
    assert count_words("A well-known school doesn't float — today.") == 6
    assert count_words("ကျောင်း သွားသည်။") == 3
    assert count_words("他们走了。") == 4
    assert count_words("") == 0


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ("2,500 left.", "2,600 left.", [("removed", "2,500"), ("added", "2,600"), ("same", " left.")]),
        ("At 10:30.", "At 10:45.", [("same", "At "), ("removed", "10:30"), ("added", "10:45"), ("same", ".")]),
        ("၁၂.၅ ရာ", "၁၂.၆ ရာ", [("removed", "၁၂.၅"), ("added", "၁၂.၆"), ("same", " ရာ")]),
        (
            "In 2020. 5 came",
            "In 2021. 5 came",
            [("same", "In "), ("removed", "2020"), ("added", "2021"), ("same", ". 5 came")],
        ),
    ],
)
def test_numbers_are_compared_whole(old, new, changes):
    assert word_diff(old, new) == changes
