"""Where terms occur: in the forms of their language, never within another word, with right places."""

import importlib.util
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l10n.glossary import Occurrence, Term, find_phrases, find_terms, terms_for
from l10n.glossary.mentions import mentions

spec = importlib.util.spec_from_file_location("bench_glossary", Path(__file__).parents[2] / "bench" / "glossary.py")
bench = importlib.util.module_from_spec(spec)
sys.modules[spec.name] = bench
spec.loader.exec_module(bench)


def written(text, *terms, locale="en"):
    return [text[o.start : o.end] for o in find_terms(text, tuple(map(Term, terms)), locale=locale)]


def test_the_labelled_lines_are_found_as_labelled():
    lines = bench.occurrences()
    precision, recall = bench.rates(lines)
    assert len(lines) >= 170
    assert len({line.locale for line in lines}) >= 25
    assert (precision >= 0.98, recall >= 0.98) == (True, True)


def test_lines_that_nothing_was_mended_for_are_found_nearly_as_well():
    precision, recall = bench.rates(bench.occurrences("fresh.txt"))
    assert (precision >= 0.98, recall >= 0.93) == (True, True)


def test_the_check_cries_wolf_on_few_right_translations_and_lets_few_wrong_ones_through():
    pairs = bench.translations()
    false, missed = bench.alarms(pairs)
    assert len(pairs) >= 110
    assert (false <= 0.03, missed <= 0.05) == (True, True)


def test_an_occurrence_is_the_text_as_it_is_written():
    text = "Men of “Ko Aung’s” army"
    term = Term("Ko Aung", kind="person")
    assert find_terms(text, [term], locale="en") == [Occurrence(term, 8, 15)]


def test_a_name_within_markup_and_marks_is_found():
    assert written("**Ko** Aung and Ko ⟦1⟧Aung and [Ko][1] Aung", "Ko Aung") == [
        "Ko** Aung",
        "Ko ⟦1⟧Aung",
        "Ko][1] Aung",
    ]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_decomposed_letters_are_the_same_and_offsets_are_those_of_the_text(form):
    text = unicodedata.normalize(form, "El ejército y São Paulo")
    assert written(text, "ejército", "São Paulo", locale="es") == [
        unicodedata.normalize(form, "ejército"),
        unicodedata.normalize(form, "São Paulo"),
    ]


def test_a_zero_width_space_or_a_soft_hyphen_hides_no_term():
    assert written("တပ်\u200bမတော်က", "တပ်မတော်", locale="my") == ["တပ်\u200bမတော်"]
    assert written("Man\u00addalay", "Mandalay") == ["Man\u00addalay"]


def test_the_longest_counts_and_of_equal_terms_the_first():
    long, short, same = Term("Chin State"), Term("Chin"), Term("Chin", note="again")
    found = find_terms("Chin State, Chin", (short, same, long), locale="en")
    assert [occurrence.term for occurrence in found] == [long, short]


def test_a_term_of_signs_alone_is_never_found():
    assert written("… *** …", "***", "…", "") == []


@pytest.mark.parametrize("locale", ["en", "my", "ar", "de", "xx"])
def test_an_empty_text_has_no_terms(locale):
    assert find_terms("", (Term("coup"),), locale=locale) == []
    assert find_terms("coup", (), locale=locale) == []


LETTERS = st.text(alphabet="abcdeé AB’'-.\n*[]()ကခ်ာသင်္ဘ\u200bعال⟦1⟧", max_size=60)


@given(LETTERS, st.lists(st.text(alphabet="abcé ABကခ်ာعال’-", min_size=1, max_size=12), max_size=6))
def test_occurrences_stand_in_order_and_apart(text, phrases):
    found = find_phrases(text, phrases, locale="en")
    ends = [0, *(end for _, end, _ in found)]
    assert all(0 <= start < end <= len(text) for start, end, _ in found)
    assert all(start >= before for before, (start, _, _) in zip(ends, found, strict=False))


@given(st.sampled_from(["Ye Mon", "coup", "မန္တလေး", "ရဲတပ်ဖွဲ့", "缅甸", "الجيش", "Ко Аунг", "São Paulo"]), LETTERS)
def test_a_term_between_spaces_and_signs_is_found(term, around):
    text = f"{around} “{term}”, {around}"
    assert term in [text[start:end] for start, end, _ in find_phrases(text, [term], locale="en")]


def test_the_same_tuple_is_prepared_once_and_another_of_the_same_length_is_not_mistaken_for_it():
    for number in range(20):
        terms = (Term(f"word{number}"),)
        assert [o.term for o in find_terms(f"a word{number}", terms, locale="en")] == list(terms)


def test_what_holds_in_a_locale_is_one_term_for_each_source():
    rows = [
        Term("coup", ("golpe",), "es", note="of 2021"),
        Term("coup", kind="", redact=True),
        Term("coup", ("အာဏာသိမ်း",), "my"),
        Term("NUG", do_not_translate=True),
        Term("NUG", ("GUN",), "pt"),
        Term("bus", ("autocarro",), "pt"),
        Term("bus", ("ônibus",), "pt-BR", forbidden=("autocarro",)),
    ]
    assert terms_for(rows, "es") == (
        Term("coup", ("golpe",), "es", note="of 2021", redact=True),
        Term("NUG", locale="es", do_not_translate=True),
    )
    assert terms_for(rows, "pt-BR") == (
        Term("bus", ("ônibus",), "pt-BR", forbidden=("autocarro",)),
        Term("NUG", ("GUN",), "pt-BR"),
        Term("coup", locale="pt-BR", redact=True),
    )


@pytest.mark.parametrize(
    ("text", "phrase", "locale", "said"),
    [
        ("los grupos étnicos armados", "grupo armado", "es", True),
        ("un grupo de hombres que estaban muy bien armados", "grupo armado", "es", False),
        ("la resina", "resistencia", "es", False),
        ("အောင်ဆန်း စုကြည်", "အောင်ဆန်းစုကြည်", "my", True),
        ("အောင်ဆန်း", "အောင်ဆန်းစုကြည်", "my", False),
        ("the Tatmadaw’s", "Tatmadaw", "en", True),
    ],
)
def test_a_translation_may_inflect_what_was_agreed(text, phrase, locale, said):
    assert mentions(text, phrase, locale=locale) is said


@pytest.mark.parametrize(
    ("text", "phrase", "locale"),
    [
        ("aus einem Benutzerordner", "Benutzer", "de"),
        ("Kotikansion koko", "kansio", "fi"),
        ("Назви тек або файлів", "тека", "uk"),
        ("у списку вікон", "вікно", "uk"),
        ("Kilka podanych haseł", "hasło", "pl"),
        ("Имена файлов и папок", "папка", "ru"),
        ("birim dosyalarını yönet", "dosya", "tr"),
    ],
)
def test_compounds_and_forms_of_others_translations_are_said(text, phrase, locale):
    assert mentions(text, phrase, locale=locale)


@pytest.mark.parametrize(
    ("text", "phrase", "locale"),
    [("der Rechner", "Benutzer", "de"), ("список рядків", "вікно", "uk"), ("ein Archiv", "Datei", "de")],
)
def test_another_word_does_not_say_it(text, phrase, locale):
    assert not mentions(text, phrase, locale=locale)
