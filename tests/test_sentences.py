from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l10n.sentences import split_sentences


@pytest.mark.parametrize(
    "sentences",
    [
        ["The river rose. ", "Nobody was hurt! ", "Why?"],
        ["Mr. Smith met the U.S. Army on 3.5 acres. ", "It was Jan. 4."],
        ["See No. 7 of the list. ", "“No.” ", "She left."],
        ["He said “Go.” ", "**They went.** ", "See [it.][1] ", "Then more."],
        ["Wait... and then it came. ", "In 2024. ", "Now."],
        ["Am 14. März kam er, z.B. mit Dr. Weiß. ", "Er ging."],
        ["မြစ်ရေ တက်လာသည်။ ", "ရွာသားများ ပြေးကြသည်။"],
        ["他来了。", "“我走了！”", "好吗？", "好。"],
        ["هل جاء؟ ", "نعم. ", "لا."],
        ["यह नदी है। ", "वह पुल है।"],
        ["ទឹកឡើង។ ", "គេរត់។"],
        ["แม่น้ำขึ้นในตอนกลางคืน และพัดสะพานไป"],
    ],
)
def test_text_is_cut_into_its_sentences(sentences: list[str]) -> None:
    assert split_sentences("".join(sentences)) == sentences


@given(st.text(alphabet='aA1 .!?…။。؟।"”*]['))
def test_sentences_together_are_the_text(text: str) -> None:
    assert "".join(split_sentences(text)) == text
    assert all(split_sentences(text))
