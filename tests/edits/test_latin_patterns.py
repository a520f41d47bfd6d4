"""The patterns for Latin letters find in such a text just what the full ones do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l10n.checks.rule import words
from l10n.edits import dates, number
from l10n.edits.dates import is_latin, names_of

WORDS = words(
    "three five-fold twelfth 4 May 2020 since 1990s Tuesdays last-week march $5 €1,000 10km -3°C IV XII tercer veinte "
    "mañana août Märchen zwanzig half more than at least 1.5 million percent of 7 to 12 — “quoted” ‘tis 3.5.2021 10:30 pm"
)
TEXTS = st.lists(st.sampled_from(WORDS) | st.text(st.characters(max_codepoint=0x24F), max_size=6), max_size=12)


def spans(pattern, text):
    return [match.span() for match in pattern.finditer(text)]


@pytest.mark.parametrize("locale", ["en", "es", "de", "ru", "my", "xx"])
@given(parts=TEXTS)
def test_latin_patterns_find_the_same(locale, parts):
    text = " ".join(parts)
    assert is_latin(text)
    for make in (dates.pattern_for, number._pattern):
        assert spans(make(locale, latin=True), text) == spans(make(locale), text)


@pytest.mark.parametrize("text", ["среда", "三", "၃ နှစ်", "오늘", "اليوم"])
def test_other_scripts_are_not_latin(text):
    assert not is_latin("three", text)


@pytest.mark.parametrize("kind", ["", "months", "days"])
def test_the_english_names_are_those_of_babel(kind):
    assert sorted(names_of("en", kind)) == sorted(names_of("en-US", kind))
