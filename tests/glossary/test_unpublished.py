"""Names that must be in no edition: found however they are written, and not in words that are others."""

import pytest

from l10n.glossary import Term
from l10n.glossary.unpublished import find_secrets, secrets_of


def names(text, *sources, locale=""):
    secrets = secrets_of([Term(source, do_not_publish=True) for source in sources])
    return [leak.name for leak in find_secrets(text, secrets, locale=locale)]


@pytest.mark.parametrize(
    "text",
    [
        "said Ko Aung.",
        "KO AUNG’S HOUSE",
        "**Ko** Aung",
        "Ko&nbsp;Aung",
        "Ko\u200bAung and Ko\u00adAung",
        "Ko<br>Aung",
        "[Ko](https://example.org/a-long-address?with=many&parts=of-it) Aung",
        "photos/ko-aung_2021.jpg",
        "https://example.org/Ko%20Aung",
        "https://example.org/koaunglive",
        "KoAungPhoto.png",
        "K\u00f6 A\u00fang",
        "Ko\nAung",
        "Ｋｏ Ａｕｎｇ",
        "K&#111; Aung",
        "Ko\\_Aung",
        "Ko &amp;#65;ung",
        "K<!-- a > b -->o Aung",
        'K<span title="a>b">o</span> Aung',
        "<ruby>Ko<rt>x</rt> Aung</ruby>",
        "https://example.org/Ko%2520Aung",
        '{"by": "Ko \\u0041ung"}',
        "\U0001d40a\U0001d428 \U0001d400\U0001d42e\U0001d427\U0001d420",
        "Ko \u0410ung",
        "K\u03bf Aung",
        "Ko Au\u3164ng",
        "Ko A\u034fung",
    ],
)
def test_a_name_is_found_however_it_is_written(text):
    assert set(names(text, "Ko Aung")) == {"Ko Aung"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("planned by Joanna", "Ann"),
        ("Anna went", "Ann"),
        ("said Ko. Aung left", "Ko Aung"),
        ("the taung river", "Aung"),
        ("ရန်ကုန်", "ကု"),
        ("", "Ann"),
    ],
)
def test_another_word_is_no_name(text, name):
    assert names(text, name) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ကိုအောင်က ပြောသည်", "ကိုအောင်"),
        ("ကို အောင်", "ကိုအောင်"),
        ("Petrova said", "Petrov"),
        ("قال محمد علي", "محمد علي"),
        ("アウンさん", "アウン"),
        ("STRASSE ILICA", "Straße Ilıca"),
        ("Zoe Mueller", "Zoë Müller"),
        ("https://xn--mller-kva.example", "Müller"),
        ("က\u102f\u102dအောင်", "ကိုအောင်"),
        ("မြ\u1037\u102d\u102fသစ်", "မြို့သစ်"),
        ("မြ\u102f\u1037\u102dသစ်", "မြို့သစ်"),
    ],
)
def test_names_are_found_in_other_scripts_and_forms(text, name):
    assert names(text, name) == [name]


def test_with_a_locale_the_forms_of_its_language_are_found():
    assert names("с Иваном Петровым", "Иван Петров", locale="ru") == ["Иван Петров"]
    assert names("KO AUNG", "Ko Aung", locale="en") == ["Ko Aung"]


def test_every_writing_of_a_name_counts_and_its_place_is_told():
    term = Term("Ko Aung", ("ကိုအောင်",), "my", forbidden=("မောင်အောင်",), do_not_publish=True)
    secrets = secrets_of([term, Term("coup", ("golpe",))])
    text = "x Ko Aung, ကိုအောင်, မောင်အောင်, coup"
    assert [(leak.name, leak.start, leak.written) for leak in find_secrets(text, secrets)] == [
        ("Ko Aung", 2, "Ko Aung"),
        ("ကိုအောင်", 11, "ကိုအောင်"),
        ("မောင်အောင်", 21, "မောင်အောင်"),
    ]
