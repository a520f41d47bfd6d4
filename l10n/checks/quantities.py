"""Numbers written in digits of any script, with what they may mean."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

_SEPARATORS = ".,'’·٫٬\u00a0\u2009\u202f"
_NUMBER = re.compile(rf"[0-9]+(?:[{_SEPARATORS}][0-9]+)*")
_SPACED = re.compile(rf"(?<![0-9])[0-9]{{1,3}}(?: [0-9]{{3}})+(?![0-9])(?:[.,][0-9]+)?|{_NUMBER.pattern}")
_SPLIT = re.compile(rf"[{_SEPARATORS} ]")

_SCALES = {
    "hundred": 2, "thousand": 3, "lakh": 5, "million": 6, "crore": 7, "billion": 9, "bn": 9, "trillion": 12, "k": 3,
    "mil": 3, "millón": 6, "millon": 6, "millones": 6, "mil millones": 9, "billón": 12, "billones": 12,
    "ရာ": 2, "ထောင်": 3, "သောင်း": 4, "သိန်း": 5, "သန်း": 6, "ကုဋေ": 7, "ဘီလီယံ": 9,
    "千": 3, "万": 4, "萬": 4, "百万": 6, "百萬": 6, "亿": 8, "億": 8, "천": 3, "만": 4, "억": 8,
    "हज़ार": 3, "हजार": 3, "लाख": 5, "करोड़": 7, "พัน": 3, "หมื่น": 4, "แสน": 5, "ล้าน": 6,
}  # fmt: skip
"""Words that multiply a number beside them, with the power of ten."""

_WORDS = "|".join(sorted(map(re.escape, _SCALES), key=len, reverse=True))
_WA_AS_ZERO = re.compile(r"(?<=[၀-၉])ဝ+(?![\u102b-\u103e])")
_LATIN_END = r"(?![a-zA-Zñáéíóú])"
_AFTER = re.compile(rf"[\s-]{{0,2}}({_WORDS}){_LATIN_END}", re.IGNORECASE)
_BEFORE = re.compile(r"(ထောင်|သောင်း|သိန်း|သန်း|ကုဋေ)(?:ပေါင်း)?\s?$")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as it is *written*; its *digits* without separators, its *parts* between them, its possible *values*."""

    written: str
    digits: str
    parts: tuple[str, ...]
    values: frozenset[Decimal]


def quantities_in(text: str, *, spaced: bool = False) -> list[Quantity]:
    """Return the numbers of a text in order; *spaced* takes `10 000` for one number.

    `1.5.2021` and `1,2,3`, whose separators group no thousands, are three numbers each.
    """
    folded = fold_digits(text)
    found: list[Quantity] = []
    for match in (_SPACED if spaced else _NUMBER).finditer(folded):
        written = text[match.start() : match.end()]
        parts = _SPLIT.split(match[0])
        if len(parts) > 2 and not _is_grouped(match[0], parts):
            found += [_quantity(part, [part], 0) for part in parts]
        else:
            found.append(_quantity(written, parts, _scale_at(folded, match.start(), match.end())))
    return found


def fold_digits(text: str) -> str:
    """Return *text*, of the same length, with the decimal digits of all scripts as 0–9.

    Burmese is often typed with the letter WA for the digit zero (`၁ဝ`), and with the digit four for the word `၎င်း`.
    """
    if text.isascii():
        return text
    text = _WA_AS_ZERO.sub(lambda match: "0" * len(match[0]), text).replace("၄င်း", "၎င်း")
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def _quantity(written: str, parts: list[str], scale: int) -> Quantity:
    joined = "".join(parts)
    digits = joined if len(parts) > 1 else _trimmed(joined)
    values = {Decimal(joined)}
    if len(parts) == 2 and len(parts[1]) != 3:
        values = {Decimal(".".join(parts))}
    elif len(parts) == 2:
        values.add(Decimal(".".join(parts)))
    elif len(parts) > 2 and len(parts[-1]) != 3:
        values = {Decimal("".join(parts[:-1]) + "." + parts[-1])}
    scaled = frozenset(value.scaleb(scale) for value in values)
    return Quantity(written, digits, tuple(_trimmed(part) for part in parts), scaled)


def _is_grouped(number: str, parts: list[str]) -> bool:
    """Whether the separators group thousands, as in 1,234,567.8, 12,34,567 or 1.234.567,8."""
    separators = _SPLIT.findall(number)
    has_decimals = separators[-1] != separators[0]
    whole = parts[:-1] if has_decimals else parts
    inner = all(len(part) in (2, 3) for part in whole[1:-1])
    return len(set(separators)) <= 2 and 1 <= len(whole[0]) <= 3 and inner and len(whole[-1]) == 3


def _scale_at(text: str, start: int, end: int) -> int:
    after = _AFTER.match(text, end)
    if after:
        return _SCALES[after[1].lower()]
    before = _BEFORE.search(text, max(0, start - 16), start)
    return _SCALES[before[1]] if before else 0


def _trimmed(digits: str) -> str:
    return digits.lstrip("0") or "0"
