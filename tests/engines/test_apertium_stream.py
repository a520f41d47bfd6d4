"""Texts as Apertium's stream: marks follow their words, unknown words are told, and nothing of the text is lost."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from l10n.engines.apertium_stream import Decoded, decode, encode, find_pairs


def test_signs_that_the_stream_reserves_are_escaped():
    assert encode("a/b [x] me@x.org <b>") == "a\\/b \\[x\\] me\\@x.org \\<b\\>."
    assert encode("Two\nlines.") == "Two[\n]lines."


def test_marks_in_pairs_bind_the_words_between_them():
    text = "Read ⟦0⟧“the old ⟦1⟧red⟦2⟧ book”⟦3⟧ now"
    assert encode(text, find_pairs(text)) == (
        "Read “[[t:m:0]]the old[[/]] [[t:m:0; t:m:1]]red[[/]] [[t:m:0]]book[[/]]” now."
    )


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("The bus ⟦0⟧lane⟦1⟧.", [(0, 1)]),
        ("⟦0⟧⟦1⟧Both⟦2⟧⟦3⟧ left.", [(1, 2), (0, 3)]),
        ("“⟦0⟧Both⟦1⟧” left.", [(0, 1)]),
        ("Run ⟦0⟧ and ⟦1⟧, then stop.", []),
        ("un⟦0⟧believ⟦1⟧able", []),
        ("It fell.⟦0⟧ He left.⟦1⟧", []),
        ("see ⟦0⟧this ⟦1⟧ code⟦2⟧.", [(0, 2)]),
        ("⟦0⟧—⟦1⟧", []),
        ("", []),
    ],
)
def test_pairs_are_seen_by_what_stands_beside_them(text, pairs):
    assert find_pairs(text) == pairs


def check(answer, source):
    return decode(answer, source, find_pairs(source))


def test_a_pair_stands_around_all_its_words():
    answer = "El [[t:m:0]]consejo[[/]] de [[t:m:0]]ciudad[[/]] cumplió."
    assert check(answer, "The ⟦0⟧city council⟦1⟧ met.") == Decoded("El ⟦0⟧consejo de ciudad⟦1⟧ cumplió.")


def test_signs_that_stood_within_a_pair_do_so_again():
    assert check("“[[t:m:0]]Buenos días[[/]]”  Dijo.", "⟦0⟧“Good morning”⟦1⟧ he said.") == Decoded(
        "⟦0⟧“Buenos días”⟦1⟧ Dijo."
    )
    assert check("“[[t:m:0]]Sí[[/]]”.", "“⟦0⟧Yes⟦1⟧”.") == Decoded("“⟦0⟧Sí⟦1⟧”.")


@pytest.mark.parametrize(
    "answer",
    [
        "El camino estuvo cerrado.",  # the words are gone
        "[[t:m:0]]El[[/]] camino que va a la casa de [[t:m:0]]bus[[/]].",  # scattered
    ],
)
def test_a_pair_whose_words_are_gone_or_scattered_is_lost(answer):
    assert check(answer, "The ⟦0⟧bus lane⟦1⟧ was closed.").is_whole is False


def test_pairs_that_cross_are_lost():
    answer = "[[t:m:0]]uno[[/]] [[t:m:2]]dos[[/]] [[t:m:0]]tres[[/]] [[t:m:2]]cuatro[[/]]."
    assert check(answer, "⟦0⟧One two⟦1⟧ ⟦2⟧three four⟦3⟧.").is_whole is False


def test_unknown_words_lose_their_sign_and_are_told_once():
    assert check("⟦0⟧*Kyaw #Zin⟦1⟧ y *Kyaw-Htin @x dejó.", "Kyaw Zin left.") == Decoded(
        "⟦0⟧Kyaw Zin⟦1⟧ y Kyaw-Htin x dejó.", ("Kyaw", "Zin", "Kyaw-Htin", "x")
    )


def test_a_word_that_only_the_second_dictionary_lacks_is_told_from_an_address():
    assert check("El valor \\@subject es me\\@x.org.", "The subject value is me@x.org.") == Decoded(
        "El valor subject es me@x.org.", ("subject",)
    )


def test_a_dropped_pronoun_leaves_no_space_behind():
    assert check("“ Sacudía.”  Dijo.", "“I was shaking.” he said.") == Decoded("“Sacudía.” Dijo.")
    assert check("« Sí. »", "« Yes. »") == Decoded("« Sí. »")


def test_signs_of_the_text_itself_stay():
    source = "5 * 3, *a, #1, @b and \\*c"
    assert decode(encode(source), source) == Decoded(source)


_pieces = st.lists(
    st.sampled_from(
        ["one", "two", "Ñandú", " ", ", ", ".", "“", "”", "*", "#4", "[x]", "a/b", "\n", "⟦{}⟧", "⟦{}⟧", "(", ")", "^$"]
    ),
    max_size=25,
)


@example(["⟦{}⟧", "“", "⟦{}⟧", " ", "one", "⟦{}⟧"])
@given(_pieces)
def test_a_chain_that_changes_nothing_gives_the_text_back(pieces):
    numbers = iter(range(99))
    text = "".join(piece.format(next(numbers)) if "⟦" in piece else piece for piece in pieces).strip()
    again = decode(encode(text, find_pairs(text)), text, find_pairs(text))
    assert again.is_whole
    assert sorted(re.findall("⟦\\d+⟧", again.text)) == sorted(re.findall("⟦\\d+⟧", text))
    assert re.sub("⟦\\d+⟧| +", "", again.text) == re.sub("⟦\\d+⟧| +", "", text)
