"""Targets that are still the source, or still in its script."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from ..inline import plain
from ..model import Entry, Finding, Severity
from .rule import Locales, Rule, language_of, words

RULE = Rule(
    "untranslated", Severity.WARN, "The target is the source again, or mostly in Latin letters where it should not be."
)

MIN_WORDS = 4
MIN_LETTERS = 20
_NOT_LATIN = frozenset(
    words(
        "ab am ar as ba be bg blk bn bo ce chr ckb cv dv dz el fa gu he hi hy ja ka kht kk km kn ko ksw ky kyu lo mai"
        " mk ml mn mni mnw mr my ne nod or os pa ps ru sa sat sd si shn ta te tg th ti tt ug uk ur yi yue zh"
    )
)
"""Languages written without Latin letters, unless the locale says so (`sr-Latn`)."""


def find(entry: Entry, locales: Locales) -> Iterator[Finding]:
    source, target = plain(entry.source), plain(entry.target)
    if len(source.split()) >= MIN_WORDS and _folded(source) == _folded(target):
        yield RULE.finding("The target is the same as the source.", target_part=target)
    elif _is_written_without_latin(locales.target) and _is_mostly_latin(target):
        yield RULE.finding("Most of the target is in Latin letters: was it translated?", target_part=target)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _is_written_without_latin(locale: str) -> bool:
    return language_of(locale) in _NOT_LATIN and "latn" not in locale.lower()


def _is_mostly_latin(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    latin = sum(unicodedata.name(char, "").startswith(("LATIN", "FULLWIDTH LATIN")) for char in letters)
    return latin >= MIN_LETTERS and latin * 2 > len(letters)
