"""Numbers written in digits of any script, with what they may mean."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from .calendars import years_meant
from .rule import language_of
from .scales import scale_at

_SEPARATORS = ".,'’·٫٬\u00a0\u2009\u202f"
_POINT = r"[ ]?(?:ဒသမ|จุด|दशमलव|ចុច|ຈຸດ)[ ]?"
_NUMBER = re.compile(rf"[0-9]+(?:(?:[{_SEPARATORS}]|{_POINT})[0-9]+)*|[½⅓⅔¼¾⅕⅖⅗⅘⅛⅜⅝⅞]")
_SPACED = re.compile(rf"(?<![0-9])[0-9]{{1,3}}(?: [0-9]{{3}})+(?![0-9])(?:[.,][0-9]+)?|{_NUMBER.pattern}")
_ANY = re.compile(r"[\d½⅓⅔¼¾⅕⅖⅗⅘⅛⅜⅝⅞]")
_FOREIGN = re.compile(r"(?![0-9])\d")
_SPLIT = re.compile(rf"[{_SEPARATORS} ]")
_POINTS = re.compile(_POINT)
_WA_AS_ZERO = re.compile(r"(?<=[၀-၉])ဝ+(?![\u102b-\u103e])")
_CLOCK = re.compile(
    r"(?<![0-9:.,])([01]?[0-9]|2[0-4])(?:(?:[:.]([0-5][0-9]))?[ \u00a0\u202f]?(?P<half>[ap])\.?[ ]?m\b\.?"
    r"|:([0-5][0-9])(?![0-9:])|[.]([0-5][0-9])(?=[ \u00a0\u202f]?(?:Uhr|h\b|น\.)))",
    re.IGNORECASE,
)
_GROUPING_COMMA = frozenset({"en", "my", "th", "zh", "ja", "ko", "hi", "bn"})


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as it is *written*; its *digits* without separators, its *parts* between them, its possible *values*.

    *is_scaled* where a word such as “million” multiplies it.
    """

    written: str
    digits: str
    parts: tuple[str, ...]
    values: frozenset[Decimal]
    is_scaled: bool = False


def quantities_in(text: str, *, spaced: bool = False, locale: str = "") -> list[Quantity]:
    """Return the numbers of a text in order; *spaced* takes `10 000` for one number.

    `1.5.2021` and `1,2,3`, whose separators group no thousands, are three numbers each; so is a time of day two.
    `5 lakh 20 thousand` is one. *locale* tells of calendars and of commas; without it both readings count.
    """
    if not _ANY.search(text):
        return []
    folded = fold_digits(text)
    language = language_of(locale)
    clocks = list(_CLOCK.finditer(folded))
    found = [(m.start(), m.end(), quantity) for m in clocks for quantity in _of_clock(m, text)]
    blanked = _CLOCK.sub(lambda match: "\0" * len(match[0]), folded) if clocks else folded
    for match in (_SPACED if spaced else _NUMBER).finditer(blanked):
        found += ((match.start(), match.end(), quantity) for quantity in _of_match(match, text, blanked, language))
    found.sort(key=lambda item: item[0])
    return _summed(found, blanked)


def fold_digits(text: str) -> str:
    """Return *text*, of the same length, with the decimal digits of all scripts as 0–9.

    Burmese is often typed with the letter WA for the digit zero (`၁ဝ`), and with the digit four for the word `၎င်း`.
    """
    if text.isascii():
        return text
    text = _WA_AS_ZERO.sub(lambda match: "0" * len(match[0]), text).replace("၄င်း", "၎င်း")
    return _FOREIGN.sub(lambda match: str(unicodedata.decimal(match[0])), text)


def _of_clock(match: re.Match[str], text: str) -> Iterator[Quantity]:
    hour, minute = int(match[1]), match[2] or match[4] or match[5] or "00"
    half = (match["half"] or "").lower()
    hours = {hour % 12, 12, 24} if hour in (0, 12, 24) else {hour}
    if half != "a" and hour not in (0, 12, 24):
        hours.add(hour + 12 if hour < 12 else hour - 12)
    written = text[match.start() : match.end()]
    yield Quantity(written, str(hour), (str(hour),), frozenset(map(Decimal, hours)))
    if minute != "00":
        yield Quantity(written, _trimmed(minute), (_trimmed(minute),), frozenset({Decimal(minute)}))


def _of_match(match: re.Match[str], text: str, folded: str, language: str) -> Iterator[Quantity]:
    written = text[match.start() : match.end()]
    if not match[0][0].isdecimal():
        value = Decimal(str(round(unicodedata.numeric(match[0]), 4)))
        yield Quantity(written, str(value), (str(value),), frozenset({value, value * 100}))
        return
    number, is_decimal = _POINTS.subn(".", match[0])
    parts = _SPLIT.split(number)
    if len(parts) > 2 and not _is_grouped(number, parts):
        yield from (_quantity(part, [part], frozenset({0})) for part in parts)
        return
    scales = scale_at(folded, match.start(), match.end(), language)
    quantity = _quantity(written, parts, scales, strict=_strict(number, language) if not is_decimal else ".")
    meant = years_meant(number, folded, match.start(), match.end(), language)
    yield Quantity(written, quantity.digits, quantity.parts, quantity.values | meant, quantity.is_scaled)


def _strict(number: str, language: str) -> str:
    """Return what the one separator of *number* surely is: "." a decimal point, "," a group's; "" for unknown."""
    if language not in _GROUPING_COMMA:
        return ""
    return "," if "," in number else "." if language == "en" and "." in number else ""


def _quantity(written: str, parts: list[str], scales: frozenset[int], *, strict: str = "") -> Quantity:
    joined = "".join(parts)
    digits = joined if len(parts) > 1 else _trimmed(joined)
    values = {Decimal(joined)}
    if len(parts) == 2 and (len(parts[1]) != 3 or strict == "."):
        values = {Decimal(".".join(parts))}
    elif len(parts) == 2 and strict != ",":
        values.add(Decimal(".".join(parts)))
    elif len(parts) > 2 and len(parts[-1]) != 3:
        values = {Decimal("".join(parts[:-1]) + "." + parts[-1])}
    scaled = frozenset(value.scaleb(scale) for value in values for scale in scales)
    return Quantity(written, digits, tuple(_trimmed(part) for part in parts), scaled, any(scales))


def _summed(found: list[tuple[int, int, Quantity]], text: str) -> list[Quantity]:
    """Return the quantities; those that make up one number, as 5 lakh and 20 thousand, as their sum."""
    result: list[Quantity] = []
    last_end = -1
    for start, end, quantity in found:
        before = result[-1] if result else None
        gap = text[last_end:start] if 0 <= last_end <= start else "?"
        if before and before.is_scaled and quantity.is_scaled and len(gap) <= 14 and not _ENDS.search(gap):
            large, small = max(before.values), max(quantity.values)
            if small < large / (Decimal(before.digits or 1) or 1) and len(before.values) == 1 == len(quantity.values):
                result[-1] = _sum(before, quantity, large + small)
                last_end = end
                continue
        result.append(quantity)
        last_end = end
    return result


_ENDS = re.compile(r"[.,;:!?။၊،؛、。，]|\s(?:and|or|to|of|in|y|und|et)\s|နှင့်")


def _sum(large: Quantity, small: Quantity, value: Decimal) -> Quantity:
    written = f"{large.written} + {small.written}"
    return Quantity(written, large.digits + small.digits, (large.digits, small.digits), frozenset({value}), True)


def _is_grouped(number: str, parts: list[str]) -> bool:
    """Whether the separators group thousands, as in 1,234,567.8, 12,34,567 or 1.234.567,8."""
    separators = _SPLIT.findall(number)
    has_decimals = separators[-1] != separators[0]
    whole = parts[:-1] if has_decimals else parts
    inner = all(len(part) in (2, 3) for part in whole[1:-1])
    return len(set(separators)) <= 2 and 1 <= len(whole[0]) <= 3 and inner and len(whole[-1]) == 3


def _trimmed(digits: str) -> str:
    return digits.lstrip("0") or "0"
