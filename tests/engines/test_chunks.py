"""Long texts in pieces: nothing lost, nothing too long, cut between sentences."""

from hypothesis import given
from hypothesis import strategies as st

from l10n.engines.chunks import split_text


def fits(n):
    return lambda text: len(text) <= n


def test_a_text_that_fits_stays_whole():
    assert split_text("One. Two.", fits(9)) == [("One. Two.", "")]


def test_sentences_are_packed_and_never_cut_when_they_fit():
    assert split_text("One two. Three four! Five? Six.", fits(20)) == [
        ("One two. Three four!", " "),
        ("Five? Six.", ""),
    ]


def test_closing_quotes_stay_with_their_sentence():
    assert split_text("“I left.” He went.", fits(10)) == [("“I left.”", " "), ("He went.", "")]


def test_a_long_sentence_is_cut_between_words():
    assert split_text("aaa bbb ccc ddd. E.", fits(8)) == [("aaa bbb", " "), ("ccc ddd.", " "), ("E.", "")]


def test_burmese_sentences_need_no_space():
    assert split_text("မိုးရွာသည်။လေတိုက်သည်။", fits(12)) == [("မိုးရွာသည်။", ""), ("လေတိုက်သည်။", "")]


def test_a_word_that_is_too_long_is_not_torn():
    assert split_text("⟦0⟧aaaaaaaa bb", fits(5)) == [("⟦0⟧aaaaaaaa", " "), ("bb", "")]


@given(st.text("ab .!?။”\n", max_size=60), st.integers(1, 20))
def test_pieces_and_gaps_are_the_text(text, size):
    pieces = split_text(text, fits(size))
    assert "".join(piece + gap for piece, gap in pieces) == text
    assert all(len(piece) <= size or not any(c.isspace() for c in piece.strip()) for piece, _ in pieces)
