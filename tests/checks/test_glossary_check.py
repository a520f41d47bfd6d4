"""The check of the glossary: what it says, in which words, and how gravely."""

import pytest

from l10n.checks import check_entry
from l10n.checks.glossary import find
from l10n.checks.rule import Locales
from l10n.glossary import Term
from l10n.model import Entry, Finding, Severity

COUP = Term("coup", ("golpe de Estado", "golpe"), "es", "of 2021", forbidden=("asonada",))
NUG = Term("NUG", do_not_translate=True)
ARMY = Term("army", ("Tatmadaw",), "es", forbidden=("ejército",))


def said(source, target, *terms, into="es"):
    return list(find(Entry(source, target), Locales("en", into, terms)))


def test_a_missing_translation_is_a_warning_that_names_all_that_would_do():
    assert said("The coups failed.", "La revuelta fracasó.", COUP) == [
        Finding(
            "glossary",
            Severity.WARN,
            "The glossary has “golpe de Estado” or “golpe” for “coups”; it is not here.",
            "coups",
        )
    ]


def test_a_forbidden_translation_is_an_error_that_names_the_right_one():
    assert said("The coup failed.", "Las **asonadas** fracasaron.", COUP) == [
        Finding(
            "glossary",
            Severity.ERROR,
            "“asonadas” must not be used for “coup”. Write “golpe de Estado”. (of 2021)",
            "coup",
            "asonadas",
        )
    ]


def test_a_word_is_forbidden_for_its_term_alone():
    assert said("The riot failed.", "La asonada fracasó.", COUP) == []


def test_a_forbidden_word_within_an_agreed_translation_is_none():
    terms = (
        Term("army", ("tropa",), "es", forbidden=("ejército",)),
        Term("Arakan Army", ("Ejército de Arakán",), "es"),
    )
    assert said("The Arakan Army met army men.", "El Ejército de Arakán vio a hombres de la tropa.", *terms) == []


def test_a_name_that_stays_as_it_is_must_stay():
    assert said("The NUG’s plan", "El plan del GUN", NUG) == [
        Finding("glossary", Severity.WARN, "“NUG” is not translated: write it as it is.", "NUG")
    ]
    assert said("The NUG’s plan", "El plan del NUG", NUG) == []


def test_a_term_without_translation_asks_for_nothing():
    assert said("Ye Mon left.", "Se fue.", Term("Ye Mon", kind="person", note="a minister")) == []


def test_markup_hides_no_term():
    assert said("The *coup* [failed][1].", "El **golpe** [fracasó][1].", COUP) == []


def test_a_name_that_must_not_be_published_is_said_of_source_and_target():
    term = Term("Ko Aung", ("ကိုအောင်",), "my", do_not_publish=True)
    found = said("Ko Aung left.", "ကိုအောင် ထွက်သွားသည်။", term, into="my")
    assert [(f.severity, f.message, f.source_part, f.target_part) for f in found] == [
        (Severity.WARN, "“Ko Aung” must not be published: no edition is built while it stands here.", "Ko Aung", ""),
        (Severity.WARN, "“ကိုအောင်” must not be published: no edition is built while it stands here.", "", "ကိုအောင်"),
    ]


def test_the_check_is_one_of_all_and_can_be_turned_off():
    entry = Entry("The coup failed.", "La revuelta fracasó.")
    common = {"source_locale": "en", "target_locale": "es", "terms": (COUP,)}
    assert [f.rule for f in check_entry(entry, **common)] == ["glossary"]
    assert check_entry(entry, **common, levels={"glossary": None}) == []


@pytest.mark.parametrize("terms", [(), (Term("other", ("otro",), "es"),)])
def test_without_a_term_there_is_nothing_to_say(terms):
    assert said("The coup failed.", "La revuelta fracasó.", *terms) == []
