"""Numbers, months and parts of a whole as words, in the languages we know them of.

What is said in words only excuses a number in digits: `twenty` and `20` agree. Two words are not compared.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from .number_lists import FRACTIONS, MONTHS, NUMBERS
from .number_some import SOME_NUMBERS
from .rule import language_of, small, words

_UNSPACED = frozenset({"my", "th", "lo", "km", "zh", "ja"})
"""Languages written without spaces between words: their words are found inside others, which only forgives more."""

_MULTIPLIERS = frozenset(map(Decimal, (100, 1000, 10**4, 10**5, 10**6, 10**7, 10**8, 10**9, 10**12)))
_JOINS = re.compile(r"(?:[\s\u00a0-]|&|၊)*(?:(?:and|y|et|und|e|و)\s?)?", re.IGNORECASE)
_ROMAN = re.compile(r"\b(?:[IVXL]{2,}|(?<=[a-zà-ÿ]\s)[VX]|[IVX]+(?=[eè]))\b|\b[IVXL]{1,5}(?=er?\b|ème\b|\.\s)")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}
_BURMESE_TWO = (
    r"(?<![၀-၉0-9])(?<![၀-၉0-9] )(?<!ခု)နှစ်(?=(?:ဦး|ယောက်|ခု|ရက်|လ|နှစ်|ပတ်(?!လည်)|နာရီ|မိနစ်|ကြိမ်|ဆ|ပုံ|ရွာ|မြို့|ကောင်|လုံး|စီး|ဖွဲ့"
    r"|အုပ်|ရပ်|ဘက်|ဖက်|မျိုး|ကျပ်|ထပ်|ခန်း|ရုံ|ချောင်း|ထည်|အိမ်|မိုင်|ပေ|စု|သောင်း|ထောင်|ရာ|ဆယ|သိန်း|သန်း|ကုဋေ|ဘီလီယံ))"
)
"""`နှစ်` is two, and more often a year: it is two before what can be counted."""


@dataclass(frozen=True, slots=True)
class _Said:
    start: int
    end: int
    value: Decimal
    is_second: bool = False


_LISTS: Mapping[str, str] = {**SOME_NUMBERS, **NUMBERS}


def has_number_words(locale: str) -> bool:
    """Whether the words for numbers are all known, so that one which is not found is not there."""
    return language_of(locale) in NUMBERS


@lru_cache(maxsize=256)
def numbers_spelled_in(text: str, locale: str) -> Mapping[Decimal, int]:
    """Return the numbers that the text spells out, with how often; empty for languages without a list."""
    language, text = language_of(locale), unicodedata.normalize("NFC", text)
    found = Counter(_values_in(text, language)) if language in _LISTS else Counter[Decimal]()
    found.update(Decimal(_roman(match[0])) for match in _ROMAN.finditer(text))
    if language in FRACTIONS and _fractions(language).search(text):
        found.update(map(Decimal, words("0.5 0.25 0.75 1 2 3 4 5 10 20 25 33 50 66 75")))
    if language == "ar" and re.search(r"\w{3,}(?:ان|ين)\b", text):  # two of a thing have an ending of their own
        found[Decimal(2)] += 1
    return found


def months_in(text: str, locale: str) -> set[str]:
    """Return the months that the text names, as "1" to "12"."""
    return {str(number) for number, month in enumerate(_months(language_of(locale)), 1) if month.search(text)}


@cache
def _months(language: str) -> tuple[re.Pattern[str], ...]:
    edge = "" if language in _UNSPACED else r"\b"
    listed = MONTHS[language].split("|") if language in MONTHS else []
    return tuple(re.compile(f"{edge}(?:{month}){edge}", re.IGNORECASE) for month in listed)


@cache
def _fractions(language: str) -> re.Pattern[str]:
    edge = "" if language in _UNSPACED else r"\b"
    return re.compile(f"{edge}(?:{FRACTIONS[language]}){edge}", re.IGNORECASE)


@cache
def _table(language: str) -> tuple[re.Pattern[str], Mapping[str, Decimal]]:
    values = {
        word.replace("_", " "): Decimal(value)
        for word, _, value in (item.partition("=") for item in words(unicodedata.normalize("NFC", _LISTS[language])))
    }
    listed = sorted(values, key=len, reverse=True)
    pattern = "|".join(_pattern_of(word) for word in listed)
    if language == "ar":
        pattern = rf"\b(?:[وف]?(?:[بل]?ال|[بلك])?)({pattern})\b"
    elif language == "hi":  # vowel signs are no letters to `\b`
        pattern = rf"(?<![\u0900-\u097f])({pattern})(?![\u0900-\u097f])"
    elif language not in _UNSPACED:
        pattern = rf"(?<![^\W_])({pattern})(?![^\W_])"
    else:
        pattern = f"({pattern})"
    return re.compile(pattern, re.IGNORECASE), values


def _pattern_of(word: str) -> str:
    if word == "နှစ်":
        return _BURMESE_TWO
    if word == "နှစ်ဆ":
        return word + "(?!ယ)"
    if word in ("ရာ", "ထောင်"):
        return word + "(?!ခိုင်|သီ|ဒဏ်|[\u102b-\u103e])"
    after = "(?![\u102b-\u103e])" if "\u1000" <= word[0] <= "\u109f" and word[-1] not in "း့" else ""
    return re.escape(word).replace(r"\ ", r"[\s-]") + after


def _values_in(text: str, language: str) -> Iterator[Decimal]:
    """Yield the value of each run of number words."""
    run: list[_Said] = []
    for said in _said_in(text, language):
        if run and not _goes_on(text[run[-1].end : said.start], run, said, language):
            yield from _values_of(run)
            run = []
        run.append(said)
    yield from _values_of(run)


def _said_in(text: str, language: str) -> Iterator[_Said]:
    pattern, values = _table(language)
    for match in pattern.finditer(text):
        word = re.sub(r"[\s-]", " ", small(match[1]))
        if word in values:
            yield _Said(match.start(), match.end(), values[word], word.startswith(("segund", "second")))


def _goes_on(gap: str, run: list[_Said], said: _Said, language: str) -> bool:
    before = run[-1].value
    if said.value == 2 and said.is_second:
        return False  # twenty seconds are not the twenty-second
    if language in _UNSPACED:
        return not gap
    if not _JOINS.fullmatch(gap):
        return False
    if said.value in _MULTIPLIERS and before < said.value:
        return not re.search(r"\w", gap)
    if re.search(r"\w", gap) or (not gap.strip() and language == "ar"):
        teen = before < 10 and said.value >= 10
        return before >= 20 > said.value or before in _MULTIPLIERS or (language == "ar" and teen)
    return said.value < before or (language == "ar" and before < 10 <= said.value)


def _values_of(run: list[_Said]) -> Iterator[Decimal]:
    """Yield what a run of words comes to: three hundred thousand, 三百二十, 二〇二一."""
    terms: list[Decimal] = []
    if len(run) > 2 and all(said.value < 10 and said.value == int(said.value) for said in run):
        yield Decimal("".join(str(int(said.value)) for said in run))
    for said in run:
        if said.value in _MULTIPLIERS or (said.value == 10 and len(run) > 1):
            below = Decimal(0)
            while terms and terms[-1] < said.value:
                below += terms.pop()
            terms.append((below or 1) * said.value)
        else:
            terms.append(said.value)
    if terms:
        yield sum(terms, Decimal(0))


def _roman(written: str) -> int:
    values = [_ROMAN_VALUES[char] for char in written]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))
