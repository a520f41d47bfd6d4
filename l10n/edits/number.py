"""A number, in digits or words, its sign, unit, currency or comparison changed; or what it counts was swapped."""

from __future__ import annotations

import re
from functools import cache

from ..checks.quantities import fold_digits
from .comparison import Comparison, Spans, changed_matches
from .dates import blank_dates, is_latin
from .words_of_number import COMPARISONS, UNITS, UNSPACED, words_for

_NUMERIC = "0-9\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u2089\u2150-\u218b\u2460-\u249b"
_SIGNS = r"\-−–+±~≈<>≤≥=#№/\\×÷^.,:'%‰°′″"
_ATTACHED = "A-Za-zµ\u00c0-\u024f\u0400-\u04ff"
_DIGITS = (
    rf"[\-−+±~≈<>≤≥=#№.×÷]?[ ]?\$?[{_ATTACHED}]{{0,3}}[{_SIGNS}]{{0,2}}[{_NUMERIC}]"
    rf"(?:[{_NUMERIC}]|[{_SIGNS} ]{{1,3}}(?=[\-−$€£]?[{_NUMERIC}]))*[{_ATTACHED}%‰°′″]*(?:[²³])?(?:[ ]?°[CFK]?)?"
)
_CURRENCY = "[$¢£¤¥֏؋৲৳฿៛₠-₿﷼＄￠￡￥￦%٪％‰]"


_COUNT_SIGN = "(?:[\u1000-\u1021][\u102b-\u103e]*|[\u3400-\u9fff])"
"""The syllable or sign after a number, which is often its unit."""


@cache
def _pattern(language: str, *, latin: bool = False) -> re.Pattern[str]:
    """Return the pattern of all that counts; with *latin* without what cannot stand in a text of Latin letters."""
    words = words_for(language, latin=latin)
    spaced = rf"(?<![^\W_])(?:{words})(?![^\W_]|[\u0900-\u0dff])"
    roman = r"(?<![^\W_])(?-i:[IVXLCDM]{2,}|V|X)(?![^\W_])"
    counted = rf"{_DIGITS}(?:[ ]?{_COUNT_SIGN}|[ -]?(?:{UNITS})(?![^\W_]))?"
    return re.compile(
        rf"(?:{COMPARISONS})[ ](?:(?:the|a|an)[ ])?(?={_CURRENCY}?[{_NUMERIC}]|(?:{words})(?![^\W_]))"
        rf"|{_DIGITS}[ ](?:to|or|and|of|in|by|x|out of)[ ](?=[{_NUMERIC}])|{_CURRENCY}[ ]?{_DIGITS}|{counted}"
        rf"|{_CURRENCY}|{spaced}|{roman}" + ("" if latin else f"|{UNSPACED}"),
        re.IGNORECASE,
    )


def find(comparison: Comparison) -> Spans | None:
    old, new = (blank_dates(_plain_digits(text), comparison.locale) for text in (comparison.old, comparison.new))
    seen = changed_matches(_pattern(comparison.language, latin=is_latin(old, new)), comparison, old=old, new=new)
    if seen is None and _digits_of(old) != _digits_of(new):
        return [], []
    return seen


def _plain_digits(text: str) -> str:
    """Return *text*, of the same length, with digits of all scripts as 0-9, but Burmese letters as they are."""
    return fold_digits(repair_burmese(text))


def repair_burmese(text: str) -> str:
    """Return *text*, of the same length, with the letter WA and the word `၎င်း` where digits were typed for them."""
    return _ZERO_AS_WA.sub("ဝ", text).replace("၄င်း", "၎င်း")


_ZERO_AS_WA = re.compile("(?<![၀-၉0-9])၀(?=[\u102b-\u103e]|[\u1000-\u1021]\u1037?\u103a)")


def _digits_of(text: str) -> list[str]:
    return [char for char in text if char.isnumeric()]
