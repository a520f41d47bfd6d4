"""A text's tokens are its words; where words have no spaces, pairs of syllables; in Burmese its closed pieces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l10n.tokens import cut_tokens, plain_and_tokens, plain_text, spread_tokens


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", []),
        ("— … !", []),
        ("The river rose 2,500 m.", ["the", "river", "rose", "2", "500", "m"]),
        ("don't [reported][1] *this*", ["don", "t", "reported", "1", "this"]),
        ("STRASSE Straße", ["strasse", "strasse"]),
        ("“El río”, dijo", ["el", "río", "dijo"]),
        ("cafe\u0301 café", ["café", "café"]),
        ("soft\u00adhyphen zero\u200bwidth", ["softhyphen", "zerowidth"]),
        ("हिन्दी की किताब।", ["हिन्दी", "की", "किताब"]),
        ("فَيَضان، النهر", ["فَيَضان", "النهر"]),
        ("Ποταμός — Река", ["ποταμόσ", "река"]),
        ("한국어 문장", ["한국어", "문장"]),
        ("a🙂b", ["a🙂b"]),
        ("x\ud800y", ["x", "y"]),
        ("à\u00a0la\u2009carte\x1ffin", ["à", "la", "carte", "fin"]),
    ],
)
def test_words_are_tokens(text, tokens):
    assert cut_tokens(text) == tokens


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("ข่าว 25 บาท", ["ข่า", "าว", "25", "บา", "าท"]),
        ("日本語です。2021年", ["日本", "本語", "語で", "です", "2021", "年"]),
        ("น้ำท่วม", ["น้ำ", "ำท่", "ท่ว", "วม"]),
        ("ភាសាខ្មែរ", ["ភាសា", "សាខ្មែ", "ខ្មែរ"]),
        ("ພາສາລາວ", ["ພາ", "າສ", "ສາ", "າລ", "ລາ", "າວ"]),
    ],
)
def test_syllables_without_spaces_come_in_pairs(text, tokens):
    assert cut_tokens(text) == tokens


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("မြန်မာနိုင်ငံ", ["မြန်", "မာနိုင်", "ငံ"]),
        ("ရေ", ["ရေ"]),
        ("ရေ ကြီး", ["ရေ", "ကြီး"]),
        ("အင်္ဂလိပ်", ["အင်္ဂလိပ်"]),
        ("စာသင်ကျောင်း၊ ၂၅၀၀ ကျပ်။", ["စာသင်", "ကျောင်း", "၂၅၀၀", "ကျပ်"]),
        ("Facebookတွင် 日本", ["facebookတွင်", "日本"]),
    ],
)
def test_burmese_is_cut_after_closed_syllables_and_high_tones(text, tokens):
    assert cut_tokens(text) == tokens


@pytest.mark.parametrize("changed", ["မိုးရွာပြီး", "မြစ်ရေ နှစ်မီတာ", "မြစ်ရေ၊ သုံးမီတာ"])
def test_an_edit_in_burmese_leaves_the_tokens_that_are_not_beside_it(changed):
    tail = "တက်လာပြီး မိသားစုလေးဆယ် ထွက်ခွာခဲ့ရသည်။"
    assert cut_tokens(changed + tail)[-6:] == cut_tokens("တနင်္ဂနွေနေ့က မြစ်ရေ" + tail)[-6:]


@given(st.text(st.sampled_from("aB É 1.\t\u200b\u1010\u103a\u1037\u1038\u104b\u0e01\u0e34\u3042\u00a0\u0301")))
def test_both_at_once_are_the_same_as_each(text):
    assert plain_and_tokens(text) == (plain_text(text), spread_tokens(text))


def test_the_order_of_burmese_marks_does_not_count():
    assert spread_tokens("နေ့်တွင့်") == spread_tokens(
        "နေ\u103a\u1037တွင\u103a\u1037".replace("\u103a\u1037", "\u1037\u103a")
    )
    assert plain_text("တွင\u103a\u1037") == plain_text("တွင\u1037\u103a")


@given(st.text(), st.text())
def test_case_and_spaces_at_the_ends_change_no_token(text, other):
    assert cut_tokens(f"  {text} ") == cut_tokens(text)
    assert cut_tokens(f"{text} {other}") == cut_tokens(text) + cut_tokens(other)


@given(st.text())
def test_no_token_is_lost_by_taking_tokens_again_from_words(text):
    assert all(token and not token.isspace() for token in cut_tokens(text))


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("  The\n River\u00a0 ROSE ", "the river rose"),
        ("a\u200bb", "ab"),
        ("Straße", "strasse"),
        ("cafe\u0301", "café"),
        ("1,5 — x*y", "1,5 — x*y"),
        ("two\u2003 wide\x1cspaces", "two wide spaces"),
    ],
)
def test_plain_text_keeps_signs_and_forgets_case_and_spaces(text, plain):
    assert plain_text(text) == plain
