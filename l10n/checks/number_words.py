"""Small numbers and months as words, in the languages we know them of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from .rule import language_of, words

_ENGLISH = words(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty"
)
_ENGLISH_ORDINALS = words("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth")
_SPANISH = words(
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete"
    " dieciocho diecinueve veinte"
)
_SPANISH_ORDINALS = words("primer segund tercer cuart quint sext séptim octav noven décim")
_BURMESE = words("သုည တစ် နှစ် သုံး လေး ငါး ခြောက် ခုနစ် ရှစ် ကိုး ဆယ်")

_NUMBERS: Mapping[str, Mapping[str, str]] = {
    "en": {word: str(number) for number, word in enumerate(_ENGLISH)}
    | {word: str(number) for number, word in enumerate(_ENGLISH_ORDINALS, 1)}
    | {"thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "seventy": "70", "eighty": "80", "ninety": "90"}
    | {"dozen": "12", "hundred": "100", "thousand": "1000", "once": "1", "twice": "2", "both": "2", "half": "2"},
    "es": {word: str(number) for number, word in enumerate(_SPANISH)}
    | {
        word + end: str(number)
        for number, word in enumerate(_SPANISH_ORDINALS, 1)
        for end in ("", "o", "a", "os", "as")
    }
    | {"un": "1", "una": "1", "treinta": "30", "cuarenta": "40", "cincuenta": "50", "sesenta": "60", "setenta": "70"}
    | {"ochenta": "80", "noventa": "90", "docena": "12", "cien": "100", "ciento": "100", "mil": "1000"},
    "my": {word: str(number) for number, word in enumerate(_BURMESE)},
}

_MONTHS: Mapping[str, str] = {
    "en": r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?",
    "es": r"ene(?:ro)?|feb(?:rero)?|mar(?:zo)?|abr(?:il)?|mayo?|jun(?:io)?|jul(?:io)?|ago(?:sto)?|sep?t?(?:iembre)?"
    r"|oct(?:ubre)?|nov(?:iembre)?|dic(?:iembre)?",
    "my": "ဇန်နဝါရီ|ဖေဖော်ဝါရီ|မတ်|ဧပြီ|မေ|ဇွန်|ဇူလိုင်|[ဩသ]ြ?ဂုတ်|စက်တင်ဘာ|အောက်တိုဘာ|နိုဝင်ဘာ|ဒီဇင်ဘာ",
}
"""The twelve months in order, one alternative each."""

_WORDLESS = frozenset({"my"})
"""Languages written without spaces between words: their words are found inside others, which only forgives more."""


def has_number_words(locale: str) -> bool:
    return language_of(locale) in _NUMBERS


def numbers_spelled_in(text: str, locale: str) -> set[str]:
    """Return the small numbers that the text spells out, as digits; empty for languages without a list."""
    language = language_of(locale)
    known = _NUMBERS.get(language, {})
    if language in _WORDLESS:
        return {number for word, number in known.items() if word in text}
    spoken = re.findall(r"\w+", text.lower())
    tens = {
        str(int(known[ten]) + int(known[one]))
        for ten, one in pairwise(spoken)
        if ten in known and one in known and int(known[ten]) in range(20, 100, 10) and 0 < int(known[one]) < 10
    }
    return {known[word] for word in spoken if word in known} | tens


def months_in(text: str, locale: str) -> set[str]:
    """Return the months that the text names, as "1" to "12"."""
    language = language_of(locale)
    edge = "" if language in _WORDLESS else r"\b"
    months = _MONTHS.get(language, "").split("|") if language in _MONTHS else []
    return {
        str(number)
        for number, month in enumerate(months, 1)
        if re.search(f"{edge}(?:{month}){edge}", text, re.IGNORECASE)
    }
