"""The glossary's own table: there and back, the same bytes, and rows that cannot be are refused with their line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l10n.errors import CatalogError
from l10n.glossary import Term
from l10n.glossary.remarks import find_remarks
from l10n.glossary.table import Row, checked_term, read_terms, render_terms

HEADER = "term,locale,translation,forbidden,kind,do not translate,do not publish,redact,note\n"
TERMS = [
    Term("=SUM(A1)", note="+1"),
    Term("coup", ("အာဏာသိမ်းမှု", "a | b"), "my", forbidden=("ပုန်ကန်မှု",), note='say "coup", no more'),
    Term("Ko Aung", kind="person", do_not_publish=True, redact=True),
    Term("NUG", kind="organisation", do_not_translate=True),
]
WORDS = st.text(alphabet="abÉé'|\\=+-@,;\"“ က်ာ သ", min_size=1, max_size=12).filter(
    lambda word: any(char.isalpha() for char in word)
)


def refusal(table):
    with pytest.raises(CatalogError) as caught:
        read_terms(table if isinstance(table, bytes) else table.encode(), path="glossary/terms.csv")
    return str(caught.value)


def test_a_table_comes_back_as_it_was_written():
    assert [row.term for row in read_terms(render_terms(TERMS), path="t.csv")] == TERMS


def test_the_order_and_the_bytes_are_the_same_whoever_wrote_them():
    assert render_terms(reversed(TERMS)) == render_terms(TERMS)
    assert render_terms(TERMS).decode("utf-8-sig").splitlines()[1] == "'=SUM(A1),,,,,,,,'+1"


@given(st.lists(st.builds(lambda s, t, n: (s, tuple(t), n), WORDS, st.lists(WORDS, max_size=3), WORDS), max_size=4))
def test_any_words_come_back(rows):
    terms = [checked_term(Term(source, targets, "my", note)) for source, targets, note in rows]
    back = [row.term for row in read_terms(render_terms(terms), path="t.csv")]
    assert sorted(back, key=repr) == sorted(terms, key=repr)


def test_columns_may_stand_in_any_order_and_few_are_enough():
    assert read_terms(b"note;term;do_not_publish\r\nx;Ko Aung;X\r\n\r\n", path="g.csv") == [
        Row(Term("Ko Aung", note="x", do_not_publish=True), "g.csv", 2)
    ]


def test_a_table_from_excel_in_utf_16_is_read():
    assert read_terms("term\tlocale\ttranslation\ncoup\tes\tgolpe\n".encode("utf-16"), path="g.csv") == [
        Row(Term("coup", ("golpe",), "es"), "g.csv", 2)
    ]


def test_lines_are_counted_where_a_cell_has_several():
    table = HEADER + '"a",,,,,,,,"one\ntwo"\nb,,,,,,,,\n'
    assert [(row.line, row.term.note) for row in read_terms(table.encode(), path="g.csv")] == [(2, "one two"), (4, "")]


def test_an_empty_file_and_a_file_with_its_first_row_alone_have_no_terms():
    assert read_terms(b"", path="g.csv") == []
    assert read_terms(HEADER.encode(), path="g.csv") == []


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (HEADER + ",my,x,,,,,,\n", "glossary/terms.csv:2: the column 'term' has no word in it: ''"),
        (HEADER + "a,,,,,,,,\nb,burmese lang,x,,,,,,\n", "glossary/terms.csv:3: 'burmese lang' is no locale"),
        (HEADER + "a,,,,city,,,,\n", "glossary/terms.csv:2: the kind 'city' is not known"),
        (HEADER + "a,,,,,,perhaps,,\n", "glossary/terms.csv:2: the column 'do not publish' says 'perhaps', which is neither yes nor no"),
        (HEADER + "a,my,x,,,yes,,,\n", "glossary/terms.csv:2: “a” has a translation and says “do not translate”"),
        (HEADER + "a,my,x | y,y,,,,,\n", "glossary/terms.csv:2: “y” is both the translation and forbidden"),
        (HEADER + "a,my,***,,,,,,\n", "glossary/terms.csv:2: the column 'translation' has no word in it: '***'"),
        (HEADER + f"{'a' * 301},,,,,,,,\n", "glossary/terms.csv:2: the term is longer than 300 letters"),
        (HEADER + "Yangon,, Myanmar,,,,,,,,x\n", "glossary/terms.csv:2: the row has 11 cells, the first row has 9"),
        ("term,do not publsh\n", "glossary/terms.csv:1: the column 'do not publsh' is not known"),
        ("term,note,note\n", "glossary/terms.csv:1: the column 'note' is there twice"),
        ("word,locale\n", "glossary/terms.csv:1: the column 'word' is not known"),
        ("locale,note\n", "glossary/terms.csv:1: there is no column 'term'"),
        (HEADER + '"a\n', "glossary/terms.csv:2: this is not a CSV file: unexpected end of data"),
        (HEADER.encode() + b"caf\xe9,,,,,,,,\n", "glossary/terms.csv:2: this is not UTF-8"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_is_refused_with_its_line(table, said):
    assert refusal(table) == said


def test_a_misspelt_column_is_named_with_the_right_one():
    with pytest.raises(CatalogError) as caught:
        read_terms(b"term,do not publsh\n", path="g.csv")
    assert caught.value.remedy == "call it 'do not publish'"


def test_texts_are_kept_in_nfc_and_on_one_line():
    assert checked_term(Term("cafe\u0301\n\u202egroup", note=" a\tb ")) == Term("café group", note="a b")


def test_remarks_name_rows_that_contradict_repeat_or_serve_nobody():
    terms = [
        Term("coup", ("golpe",), "es"),
        Term("coup", ("asonada",), "es"),
        Term("Coup", ("golpe",), "es"),
        Term("bus", ("x",), "fr"),
        Term("idle"),
        Term("army", ("fuerzas armadas",), "es", forbidden=("fuerzas",)),
        Term("A", do_not_publish=True),
        Term("fine", ("bien",), "pt"),
    ]
    rows = [Row(term, "g.csv", line) for line, term in enumerate(terms, start=2)]
    remarks = find_remarks(rows, source_locale="en", target_locales=["es", "pt-BR"])
    assert [(row.line, message) for row, message in remarks] == [
        (3, "is there twice, see g.csv:2, whose translation counts: make one row of them"),
        (4, "differs from g.csv:2 in letter case alone"),
        (5, "is for fr, which is no target of this project"),
        (6, "says nothing of its term: no translation, no mark, no note"),
        (7, "the translation “fuerzas armadas” has the forbidden “fuerzas” in it"),
        (8, "is so short that it is found in places that are no name"),
    ]
