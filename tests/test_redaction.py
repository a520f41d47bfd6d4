"""Redaction: what is marked is hidden, comes back as it was, and the same words have the same token."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l10n.glossary import Term, find_terms
from l10n.inline import protect
from l10n.redaction import Hidden, Redact, Redacted, Redactor, hides_names, is_hidden_from, put_back

HNIN = Term("Ma Hnin", ("မနှင်း",), locale="my", kind="person", redact=True)
TOWN = Term("Pathein", kind="place")
SECRET = Term("Old Quay", kind="place", do_not_publish=True)
RIVER = Term("river", ("río",))


def redactor(*terms, names=False, locale="en"):
    return Redactor(terms, locale=locale, names=names)


def test_marked_terms_are_hidden_and_others_stay():
    text = "Ma Hnin left Old Quay for Pathein by the river."
    assert redactor(HNIN, TOWN, SECRET, RIVER).redact(text) == Redacted(
        "⟦100⟧ left ⟦101⟧ for Pathein by the river.",
        (Hidden("⟦100⟧", "Ma Hnin", HNIN), Hidden("⟦101⟧", "Old Quay", SECRET)),
    )


def test_with_names_all_that_is_a_name_in_the_glossary_is_hidden():
    assert redactor(TOWN, RIVER, names=True).redact("The river at Pathein.").text == "The river at ⟦100⟧."


def test_an_ending_stays_for_the_engine_to_translate():
    made = redactor(HNIN).redact("Ma Hnin's boat.")
    assert made.text == "⟦100⟧'s boat."
    assert put_back("la barca de ⟦100⟧", made.hidden, locale="es") == "la barca de Ma Hnin"


@pytest.mark.parametrize("written", ["ma hnin", "#MaHnin", "Ma\u200bHnin", "Ma\u00adHnin", "@mahnin", "M.a. H.n.i.n"])
def test_a_marked_name_is_hidden_however_it_is_written(written):
    made = redactor(HNIN).redact(f"So {written} left.")
    assert "hnin" not in made.text.lower()
    assert put_back(made.text, made.hidden) == f"So {written} left."


def test_without_anything_to_hide_the_text_stays_as_it_is():
    assert redactor(RIVER).redact("The river of Ma Hnin, call +95 9 123 456 789.") == Redacted(
        "The river of Ma Hnin, call +95 9 123 456 789."
    )


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Call +95 9 123 456 789 now.", "Call ⟦100⟧ now."),
        ("Call (01) 234-5678.", "Call ⟦100⟧."),
        ("ဖုန်း ၀၉-၁၂၃၄၅၆၇၈၉ ဆက်ပါ", "ဖုန်း ⟦100⟧ ဆက်ပါ"),
        ("Write to ma.hnin+desk@news.example, please.", "Write to ⟦100⟧, please."),
        ("See https://news.example/a_(b)?q=1 and www.other.example.", "See ⟦100⟧ and ⟦101⟧."),
        ("As @ko_aung wrote", "As ⟦100⟧ wrote"),
        ("၀၉၁၂၃၄၅၆၇၈၉ကို ခေါ်ပါ", "⟦100⟧ကို ခေါ်ပါ"),
        ("Call 09 123 456 789 or 09.421.001.234.", "Call ⟦100⟧ or ⟦101⟧."),
        ("ph.09421001234, 09‑421‑001‑234, +95-9-421-001-234x", "ph.⟦100⟧, ⟦101⟧, ⟦102⟧x"),
        ("Call (+95) 9 421 001 234.", "Call ⟦100⟧."),
        ("Write to မနှင်း@news.example.", "Write to ⟦100⟧."),
        ("Write to hnin [at] news.example.", "Write to ⟦100⟧."),
        ("See t.me/mahnin, HTTPS://NEWS.EXAMPLE/hnin and ftp://x.example/hnin.", "See ⟦100⟧, ⟦101⟧ and ⟦102⟧."),
        ("As @ma-hnin, ＠ko_aung and @ko@mastodon.example wrote", "As ⟦100⟧, ⟦101⟧ and ⟦102⟧ wrote"),
        ("On 2021-03-04ရက်, 1988-2007တွင်, and/or U.S./China.", "On 2021-03-04ရက်, 1988-2007တွင်, and/or U.S./China."),
        ("It cost 1,200,000 kyats.", "It cost 1,200,000 kyats."),
        ("It cost 1 200 000 kyats.", "It cost 1 200 000 kyats."),
        ("On 2021-03-04, 1988-2007, 1.2.2021.", "On 2021-03-04, 1988-2007, 1.2.2021."),
        ("At 10:30, 120 people of 4,500.", "At 10:30, 120 people of 4,500."),
    ],
)
def test_addresses_and_telephone_numbers_are_hidden_with_names(text, hidden):
    assert redactor(names=True).redact(text).text == hidden


def test_the_same_words_have_the_same_token_throughout():
    one = redactor(HNIN, SECRET)
    assert [one.redact(text).text for text in ("Ma Hnin came.", "Old Quay, Ma Hnin said, and Ma Hnin left.")] == [
        "⟦100⟧ came.",
        "⟦101⟧, ⟦100⟧ said, and ⟦100⟧ left.",
    ]


def test_a_name_that_markup_tears_apart_is_hidden_in_parts():
    protected = protect("It was **Ma** Hnin and Ma&nbsp;Hnin.")
    made = redactor(HNIN).redact(protected.text, protected.marks)
    assert made.text == "It was ⟦0⟧⟦100⟧⟦1⟧ ⟦101⟧ and ⟦100⟧⟦2⟧⟦101⟧."
    assert put_back(made.text, made.hidden) == protected.text


def test_a_term_within_an_address_leaves_nothing_of_it():
    made = redactor(Term("hnin", kind="person", redact=True), names=True).redact("Ask hnin@news.example today.")
    assert "news" not in made.text
    assert "hnin" not in made.text
    assert put_back(made.text, made.hidden) == "Ask hnin@news.example today."


def test_names_come_back_as_the_glossary_translates_them():
    made = redactor(HNIN, SECRET).redact("Ma Hnin left Old Quay.")
    assert put_back("⟦100⟧ သည် ⟦101⟧ မှ ထွက်ခွာ", made.hidden, locale="my") == "မနှင်း သည် Old Quay မှ ထွက်ခွာ"
    assert put_back(made.text, made.hidden, locale="es") == "Ma Hnin left Old Quay."


def test_what_stays_untranslated_comes_back_as_it_was():
    kept = Term("Ma Hnin", ("မနှင်း",), redact=True, do_not_translate=True)
    made = redactor(kept).redact("Ma Hnin")
    assert put_back(made.text, made.hidden, locale="my") == "Ma Hnin"


@pytest.mark.parametrize(
    ("redact", "host", "hidden"),
    [
        (Redact.MARKED, "mt.example", False),
        (Redact.OTHERS, "mt.example", True),
        (Redact.OTHERS, "own.example", False),
        (Redact.ALWAYS, "own.example", True),
        (Redact.ALWAYS, "127.0.0.1", False),
        (Redact.ALWAYS, "", False),
    ],
)
def test_names_are_hidden_from_other_computers_as_the_project_wants(redact, host, hidden):
    assert hides_names(redact, host, ["own.example"]) is hidden


@pytest.mark.parametrize(
    ("host", "hidden"), [("mt.example", True), ("own.example", True), ("localhost", False), ("", False)]
)
def test_marked_terms_are_hidden_from_every_other_computer(host, hidden):
    assert is_hidden_from(host) is hidden


words = st.sampled_from(
    [
        "Ma Hnin",
        "Old Quay",
        "Pathein",
        "the",
        "river",
        "+95 9 123 456 789",
        "a.b@c.example",
        "https://x.example/y",
        "**",
        "*",
        "[",
        "](",
        ")",
        "⟦1⟧",
        "⟦",
        "&amp;",
        "\\*",
        "၁၂",
        "မင်္ဂလာ",
        "",
        "  ",
        "\n",
        "—",
        "1,200,000",
    ]
)
texts = st.lists(st.one_of(words, st.text(max_size=6)), max_size=14).map(" ".join)


@given(st.lists(texts, min_size=1, max_size=4), st.booleans())
def test_putting_back_undoes_redacting(sources, names):
    one = redactor(HNIN, TOWN, SECRET, names=names)
    for source in sources:
        protected = protect(source)
        made = one.redact(protected.text, protected.marks)
        assert put_back(made.text, made.hidden) == protected.text


@given(texts)
def test_nothing_marked_is_left(source):
    protected = protect(source)
    made = redactor(HNIN, SECRET).redact(protected.text, protected.marks)
    assert find_terms(made.text, (HNIN, SECRET), locale="en") == []


@pytest.mark.parametrize("piece", ["a", "a.", "9 ", ".", "@", "x://", "a (at "])
def test_a_long_line_of_anything_is_soon_searched(piece):
    begun = time.process_time()
    redactor(names=True).redact(piece * 10_000)
    assert time.process_time() - begun < 5
