"""Years of other calendars: the year 2564 of Thailand is 2021, 1400 of Iran began in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

_NONE: frozenset[Decimal] = frozenset()
_BURMESE_ERA = re.compile("သက္ကရာဇ်|ကောဇာ|ခုနှစ်|ခု\\b|ပြည့်နှစ်")
_ERAS: Mapping[str, int] = {
    "令和": 2018,
    "平成": 1988,
    "昭和": 1925,
    "大正": 1911,
    "明治": 1867,
    "民國": 1911,
    "民国": 1911,
}
_DECADE = re.compile("['’]?s\\b")


def years_meant(number: str, text: str, start: int, end: int, language: str) -> frozenset[Decimal]:
    """Return the years of the common calendar that the *number* at `text[start:end]` may stand for, beside itself."""
    if not number.isdecimal() or len(number) > 4:
        return _NONE
    year = int(number)
    if len(number) == 4:
        return _decimals(
            *_other_calendar(year, text[max(0, start - 20) : end + 12], language), *_decade(year, text, end)
        )
    if language in ("ja", "zh") and text[max(0, start - 2) : start] in _ERAS:
        return _decimals(_ERAS[text[start - 2 : start]] + year)
    if len(number) == 2 and year % 10 == 0 and _DECADE.match(text, end):
        return _decimals(1900 + year)
    return _NONE


def _other_calendar(year: int, around: str, language: str) -> tuple[int, ...]:
    if language in ("th", "lo", "km") and 2400 <= year <= 2650:
        return (year - 543,)
    if language in ("fa", "ps", "ckb") and 1250 <= year <= 1450:
        return (year + 621, year + 622)
    if language == "ar" and 1300 <= year <= 1500 and "هـ" in around:
        common = int(year * 0.970224 + 621.57)
        return (common - 1, common, common + 1)
    if language == "my" and 1150 <= year <= 1450 and _BURMESE_ERA.search(around):
        return (year + 638, year + 639)
    if language == "my" and 2400 <= year <= 2650 and "သာသနာ" in around:
        return (year - 544, year - 543)
    return ()


def _decade(year: int, text: str, end: int) -> tuple[int, ...]:
    return (year % 100,) if year % 10 == 0 and _DECADE.match(text, end) else ()


def _decimals(*years: int) -> frozenset[Decimal]:
    return frozenset(map(Decimal, years))
