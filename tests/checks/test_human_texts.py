"""What translations by other people have shown: right ones that a check complained of, and wrong ones beside them."""

from __future__ import annotations

import pytest

from l10n.checks import check_entry
from l10n.model import Entry


def found(rule: str, source: str, target: str, to: str) -> bool:
    return bool(check_entry(Entry(source, target), source_locale="en", target_locale=to, only=[rule]))


@pytest.mark.parametrize(
    ("target", "to"),
    [
        ("Reduir la brillantor de la pantalla. La pantalla gasta molt.", "ca"),
        ("Es una partición de intercambio. La partición de intercambio la usa.", "es"),
        ("Di giorno in giorno. In genere sì.", "it"),
        ("Indica se se deben mostrar.", "gl"),
        ("Akkor az az alkalmazás nyílik meg.", "hu"),
        ("Ge eba leswao le le kgoma.", "nso"),
        ("Å-Ö a-z, A-Z", "sv"),
        ("از تابلوی آگاهی‌ها، آگاهی‌ها را", "fa"),
        ("用于指点杆的加速配置文件。加速配置文件可以设置。", "zh"),
        ("使用「/system/proxy/http」、「/system/proxy/https」", "zh-HK"),
    ],
)
def test_one_sentence_may_end_as_the_next_begins_and_grammar_may_double_small_words(target, to):
    assert not found("repeated", "Something else.", target, to)


@pytest.mark.parametrize(
    ("target", "to"),
    [
        ("La pantalla gasta molt. La pantalla gasta molt.", "ca"),
        ("加速配置文件可以设置。加速配置文件可以设置。", "zh"),
        ("Le compte créé sur le système a les droits. Le compte créé sur le système a les droits. Il suffit.", "fr"),
        ("मैं यहाँ हूँ और मैं यहाँ हूँ और वहाँ", "hi"),
        ("de schijf in de de lijst", "nl"),
        ("Чи надавати надавати кольору", "uk"),
        ("o menú de menú de accesibilidade", "gl"),
        ("Nokuba kuphela kuphela.", "xh"),
    ],
)
def test_what_is_said_twice_is_found(target, to):
    assert found("repeated", "Something else.", target, to)


@pytest.mark.parametrize(
    ("source", "target", "to"),
    [
        ("Create `/etc/dconf/db/local.d/locks/power` now.", "Cree `/etc/dconf/db/local.d/locks/power` ahora.", "es"),
        ("Set org.gnome.desktop.screensaver.picture-uri", "Establiu org.gnome.desktop.screensaver.picture-uri", "ca"),
        ("GNU Lesser General Public License only", "GNU Lesser General Public License ғана", "kk"),
        ("Credits to the translators", "Tüşämä başlığı üzgärelgän buluı turında belderü", "tt"),
    ],
)
def test_paths_and_names_are_not_left_untranslated(source, target, to):
    assert not found("untranslated", source, target, to)


@pytest.mark.parametrize(
    ("source", "target", "to"),
    [
        ("See a.b for how to do it well.", "Vea a.b for how to do it well.", "es"),
        ("The army attacked a village.", "Das Militär hat ein Dorf angegriffen.", "my"),
    ],
)
def test_a_sentence_beside_a_path_and_another_language_are_found(source, target, to):
    assert found("untranslated", source, target, to)


@pytest.mark.parametrize(
    ("target", "to", "is_found"),
    [
        ("مقدار \u202a/org/local\u202c را", "fa", False),
        ("مقدار \u202a/org/local را", "fa", True),
        ("مقدار \u202e/org/local\u202c را", "fa", True),
        ("el valor \u202a/org/local\u202c", "es", True),
    ],
)
def test_an_embedding_that_is_closed_is_kept_where_one_writes_from_the_right(target, to, is_found):
    assert found("invisible", "The value /org/local", target, to) is is_found


def test_digits_in_code_are_no_mixture():
    assert not found("digits", "4 pages: type `4,1`", "৪ পৃষ্ঠা: `4,1` টাইপ", "as")
    assert found("digits", "4 pages and 12", "৪ পৃষ্ঠা 12", "as")


@pytest.mark.parametrize(
    ("target", "to"),
    [("ফাইলটি নয\u09bc", "bn"), ("ఇది సాధ్యం కాదు", "te"), ("הסיביות אינן 8", "he"), ("გამოყენება აკრძალულია", "ka")],
)
def test_a_no_is_known_in_further_words(target, to):
    assert not found("negation", "It is not so.", target, to)


@pytest.mark.parametrize(("target", "to"), [("ეს არის ასე", "ka"), ("ఇది అలా ఉంది", "te"), ("זה כך", "he")])
def test_a_lost_no_is_told(target, to):
    assert found("negation", "It is not so.", target, to)


def test_a_question_in_galician_needs_no_mark_where_it_begins():
    assert not found("end-sign", "How will it help me?", "Como podería axudarme?", "gl")
    assert found("end-sign", "How will it help me?", "Cómo podría ayudarme?", "es")


@pytest.mark.parametrize(
    ("source", "target", "to"),
    [("the first", "İlk 2", "tr"), ("the 2", "ſix", "en"), ("5 people", "5 MİLYON", "tr"), ("5", "5 ſto", "sv")],
)
def test_letters_with_a_small_form_of_two_characters_do_no_harm(source, target, to):
    assert found("numbers", source, target, to) is (to != "sv")
