"""Numbers and names in which translations of one text differ."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l10n.contrasting import contrast
from l10n.glossary import Term

SOURCE = "Ma Hnin saw 12 boats."


def shown(*targets, locale="es", terms=()):
    found = contrast(SOURCE, targets, source_locale="en", target_locale=locale, terms=terms)
    return [[(c.kind, target[c.start : c.end]) for c in each] for target, each in zip(targets, found, strict=True)]


def test_a_number_that_another_lacks_is_marked():
    assert shown("Vio 12 barcos.", "Vio 21 barcos.") == [[("number", "12")], [("number", "21")]]


@pytest.mark.parametrize("other", ["လှေ ၁၂ စင်း", "12 barcas", "12,0"])
def test_the_same_number_in_other_digits_is_the_same(other):
    assert shown("12 barcos", other) == [[], []]


def test_a_name_that_another_spells_otherwise_is_marked():
    assert shown("Vio barcos con Ma Hnin.", "Vio barcos con Ma Nin.") == [[("name", "Ma Hnin")], [("name", "Ma Nin")]]


def test_a_term_of_the_glossary_is_marked_in_scripts_without_capitals():
    hnin = Term("Ma Hnin", ("မနှင်း",), locale="my", kind="person")
    assert shown("မနှင်း လှေ ၁၂ စင်း မြင်", "မနှင် လှေ ၁၂ စင်း မြင်", locale="my", terms=(hnin,)) == [[("name", "မနှင်း")], []]


def test_what_all_have_is_not_marked():
    assert shown("Ma Hnin vio 12.", "Vio 12 Ma Hnin.") == [[], []]
    assert shown("Ma Hnin vio 12.") == [[]]
    assert shown() == []


@given(st.lists(st.text(alphabet="Ma Hnin 0123456789၁၂.,x", max_size=30), max_size=4))
def test_places_lie_within_the_text_and_equal_texts_have_none(targets):
    for target, found in zip(targets, contrast(SOURCE, targets, source_locale="en", target_locale="es"), strict=True):
        assert all(0 <= c.start < c.end <= len(target) for c in found)
    same = [targets[0]] * 3 if targets else []
    assert all(not found for found in contrast(SOURCE, same, source_locale="en", target_locale="es"))
