"""Messages: nothing lost, nothing too long, nothing cut where one sees it, nothing unreviewed without its label."""

import re
from dataclasses import replace

from edition_fixture import STATES, edition
from hypothesis import given, settings
from hypothesis import strategies as st
from thorough import examples

from l10n.editions import writer_for
from l10n.editions.messages import LIMIT, cut_messages, cut_text, units
from l10n.editions.rendering import SYLLABLE
from l10n.editions.text import paragraphs_of
from l10n.model import State
from l10n.wording import label

LETTERS = st.sampled_from(["က", "\u1039", "တ", "်", "ာ", "a", " ", ". ", "\n", "😀", "\u0301", "👨\u200d👩", "၊", "လ"])
TEXTS = st.lists(LETTERS, max_size=200).map("".join)


@given(TEXTS, st.integers(8, 60))
@settings(max_examples=examples(100), deadline=None)
def test_pieces_fit_and_together_are_the_text_but_for_spaces_at_the_cuts(text, room):
    pieces = list(cut_text(text, room))
    assert all(0 < units(piece) <= room for piece in pieces)
    bare = re.compile(r"[\s\u200b]")
    assert bare.sub("", "".join(pieces)) == bare.sub("", text)


def test_a_cut_falls_at_the_best_place_there_is():
    assert list(cut_text("One boat. Two boats.", 14)) == ["One boat.", "Two boats."]
    assert list(cut_text("one boat two", 9)) == ["one boat", "two"]
    assert list(cut_text("😀" * 5, 4)) == ["😀😀", "😀😀", "😀"]
    run = "မြန်မာနိုင်ငံ"
    pieces = list(cut_text(run, 9))
    assert "".join(pieces) == run
    assert all(cut in {m.start() for m in SYLLABLE.finditer(run)} for cut in (len(pieces[0]),))


@given(st.lists(st.sampled_from(STATES), min_size=1, max_size=17), st.integers(300, 1200))
@settings(max_examples=examples(25), deadline=None)
def test_every_message_fits_and_says_what_is_unreviewed(chosen, limit):
    made = edition(chosen, draft=True)
    messages = cut_messages(made, limit=limit)
    assert all(units(message) <= limit for message in messages)
    for number, pair in enumerate(made.pairs):
        holding = [message for message in messages if f"TARGET{number}x" in message]
        assert len(holding) == (pair.state is not State.EMPTY)
        assert all(label(pair, made) in message for message in holding if pair.state is not State.APPROVED)


def test_a_long_draft_has_its_label_in_every_piece():
    text = "The boat sails. " * 60 + "\n"
    made = edition(STATES[1], draft=True, text=text)
    messages = cut_messages(made, limit=500)
    assert len(messages) > 3
    holding = [message for message in messages if "The boat sails" in message]
    assert all(f"[{label(made.pairs[0], made)}]" in message for message in holding)


def test_nothing_in_a_text_is_obeyed_by_a_terminal():
    made = edition()
    pair = replace(made.pairs[0], text="Red \x1b(31m\x9b2J\x07 and\x08 more")
    found = "\n".join(map(str, paragraphs_of(replace(made, head=(pair,)))))
    assert "Red (31m2J and more" in found


def test_messages_are_numbered_where_there_are_several():
    many = cut_messages(edition(text="Word. " * 2000 + "\n"))
    assert [message.split("\n")[0] for message in many] == [f"{n}/{len(many)}" for n in range(1, len(many) + 1)]
    assert all(units(message) <= LIMIT for message in many)
    [only] = cut_messages(edition(text="Word.\n"))
    assert not only.startswith("1/")
    assert writer_for("messages").write(edition(text="Word.\n")).decode() == only + "\n"
