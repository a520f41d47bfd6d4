import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l10n.digits import has_own_digits, in_own_digits


@pytest.mark.parametrize(
    ("locale", "text", "wanted"),
    [
        ("my", "2,500 ဦး၊ 7:30", "၂,၅၀၀ ဦး၊ ၇:၃၀"),
        ("ar", "في 2021", "في ٢٠٢١"),
        ("ur-PK", "2021", "۲۰۲۱"),
        ("th", "**12** `34` <https://e.org/56> [78]", "**๑๒** `34` <https://e.org/56> [๗๘]"),
        ("my", "AK-47 နှင့် e.org/2021 a1@e.org &#50; 5", "AK-47 နှင့် e.org/2021 a1@e.org &#50; ၅"),
        ("es", "2,500", "2,500"),
        ("my", "၂၅၀၀", "၂၅၀၀"),
    ],
)
def test_numbers_of_the_text_and_nothing_else_change(locale, text, wanted):
    assert in_own_digits(text, locale) == wanted


@given(st.text("0123456789,.: *_`[]()<>a/"), st.sampled_from(["my", "ar", "fa", "hi", "bn", "th", "km", "lo", "es"]))
def test_the_numbers_stay_the_same_numbers(text, locale):
    made = in_own_digits(text, locale)
    assert len(made) == len(text)
    same = "".join(str(int(c)) if re.fullmatch(r"\d", c) else c for c in made)
    assert same == text
    assert has_own_digits(locale) or made == text
