from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l10n.marking import mark_phrase


@pytest.mark.parametrize(
    ("text", "phrase", "pieces"),
    [
        ("The River\u00a0 rose.", "river  rose", [(False, "The "), (True, "River\u00a0 rose"), (False, ".")]),
        ("a.b a-b", "a.b", [(True, "a.b"), (False, " a-b")]),
        ("အရိပ်\u200bအစိုးရက", "အရိပ်အစိုးရ", [(True, "အရိပ်\u200bအစိုးရ"), (False, "က")]),
        ("Cafe\u0301", "CAFÉ", [(True, "Café")]),
        ("No.", " ", [(False, "No.")]),
        ("", "a", []),
        ("Nothing", "here", [(False, "Nothing")]),
    ],
)
def test_a_phrase_is_marked_as_a_reader_sees_it(text, phrase, pieces):
    assert mark_phrase(text, phrase) == pieces


@given(st.text(), st.text())
def test_the_pieces_together_are_the_text(text, phrase):
    import unicodedata

    assert "".join(piece for _, piece in mark_phrase(text, phrase)) == unicodedata.normalize("NFC", text)
