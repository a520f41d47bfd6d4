from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l10n.checks import numbers
from l10n.checks.quantities import fold_digits, quantities_in
from l10n.checks.rule import Locales
from l10n.model import Entry, Finding, Severity


def find(source: str, target: str, *, locales: tuple[str, str] = ("en", "es")) -> list[Finding]:
    return list(numbers.find(Entry(source, target), Locales(*locales)))


def test_a_changed_number_is_an_error_that_names_both():
    assert find("6,132 people", "လူ ၆,၁၂၃ ဦး", locales=("en", "my")) == [
        Finding(
            "numbers",
            Severity.ERROR,
            "Numbers differ: the source has 6,132, the target has ၆,၁၂၃.",
            "6,132",
            "၆,၁၂၃",
        )
    ]


@pytest.mark.parametrize(
    "target", ["၆,၁၃၂", "၆၁၃၂", "6132", "6.132", "6 132", "6\u202f132", "٦٬١٣٢", "۶۱۳۲", "६,१३२", "๖,๑๓๒", "６１３２"]
)
def test_digits_of_any_script_and_any_separators_agree(target):
    assert find("6,132", target) == []


@pytest.mark.parametrize(
    ("source", "target", "locales"),
    [
        ("5 million", "၅ သန်း", ("en", "my")),
        ("2 million people", "လူ သိန်း ၂၀", ("en", "my")),
        ("5 million", "5 millones", ("en", "es")),
        ("5 million", "5,000,000", ("en", "es")),
        ("$2.5 billion", "2.500 millones de dólares", ("en", "es")),
        ("3 million", "300万", ("en", "zh")),
        ("the 2nd group", "el 2.º grupo", ("en", "es")),
        ("on Feb. 1, 2021", "၂၀၂၁ ခုနှစ် ၂ လပိုင်း ၁ ရက်", ("en", "my")),
        ("2021-02-01", "1 de febrero de 2021", ("en", "es")),
        ("three groups", "၃ ဖွဲ့", ("en", "my")),
        ("twenty-five soldiers", "25 soldados", ("en", "es")),
        ("5 groups", "cinco grupos", ("en", "es")),
        ("10,000 people in 2020", "10 000 personas en 2020", ("en", "es")),
        ("In 2020 300 people", "300 personas en 2020", ("en", "es")),
        ("at 10:30", "a las 10.30", ("en", "es")),
        ("1,234,567.8", "12,34,567.8", ("en", "hi")),
        ("See [this][1]", "Vea [esto][2]", ("en", "es")),
        ("10 people", "၁ဝ ဦး", ("en", "my")),
        ("It is theirs, in Window 4", "၄င်း ၀င်းဒိုး ၄", ("en", "my")),
    ],
)
def test_the_same_number_said_otherwise_is_no_finding(source, target, locales):
    assert find(source, target, locales=locales) == []


@pytest.mark.parametrize(
    ("source", "target", "message"),
    [
        ("15 groups", "grupos", "Numbers differ: the source has 15, the target does not."),
        ("groups", "15 grupos", "Numbers differ: the target has 15, the source does not."),
        ("5 million", "50 millones", "Numbers differ: the source has 5, the target has 50."),
        ("0.5 percent", "5 por ciento", "Numbers differ: the source has 0.5, the target has 5."),
        ("on 5.9.2021", "el 5.8.2021", "Numbers differ: the source has 9, the target has 8."),
    ],
)
def test_another_number_is_an_error(source, target, message):
    assert [(f.message, f.severity) for f in find(source, target)] == [(message, Severity.ERROR)]


def test_a_small_number_is_a_warning_where_its_words_are_unknown():
    assert [f.severity for f in find("5 groups", "kvin grupoj", locales=("en", "eo"))] == [Severity.WARN]
    assert [f.severity for f in find("50 groups", "ryhmää", locales=("en", "fi"))] == [Severity.ERROR]


@given(st.integers(0, 10**9), st.sampled_from([0x1040, 0x0660, 0x06F0, 0x0966, 0x0E50, 0xFF10]))
def test_folding_gives_back_what_a_script_wrote(number, zero):
    written = "".join(chr(zero + int(digit)) for digit in str(number))
    assert fold_digits(written) == str(number)


@given(st.lists(st.integers(1, 10**7), max_size=5), st.randoms())
def test_order_never_matters(values, random):
    shuffled = random.sample(values, len(values))
    assert find(" x ".join(f"{n:,}" for n in values), " x ".join(map(str, shuffled))) == []


@given(st.text())
def test_quantities_are_found_in_any_text(text):
    assert all(quantity.digits and quantity.values for quantity in quantities_in(text))


def test_a_number_that_is_only_said_less_often_is_a_warning():
    assert [f.severity for f in find("255 letters. The 255 count.", "255 letras. Cuentan.")] == [Severity.WARN]


@pytest.mark.parametrize(
    ("source", "target", "locales"),
    [
        ("about 20 seconds", "unos veinte segundos", ("en", "es")),
        ("the 6th level", "il sesto livello", ("en", "it")),
        ("the 3rd level", "ברמה השלישית", ("en", "he")),
        ("the bottom 4 buttons", "cztery dolne przyciski", ("en", "pl")),
        ("the bottom 4 buttons", "чотири нижні кнопки", ("en", "uk")),
        ("the 4th level", "op het vierde niveau", ("en", "nl")),
        ("5 seconds", "cirka fem sekunder", ("en", "sv")),
    ],
)
def test_numbers_in_words_agree_in_further_languages(source, target, locales):
    assert find(source, target, locales=locales) == []


def test_numbers_of_the_same_digits_are_told_with_what_they_mean():
    assert [f.message for f in find("They lost $5 million.", "Perdieron 5 mil millones.", locales=("en", "es"))] == [
        "Numbers differ: the source has 5 (5,000,000), the target has 5 (5,000,000,000)."
    ]


@pytest.mark.parametrize("text", ["0K 1K", "1K 0K", "0 million 0 thousand", "0K [0K", "00K 00K"])
def test_nothing_times_a_thousand_is_a_number_too(text):
    assert find(text, text) == []
    assert find("1", text)
