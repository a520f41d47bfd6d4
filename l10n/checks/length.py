"""A target far too short or too long for its source: half a paragraph lost, or another one pasted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..model import Entry, Finding, Severity
from .rule import Locales, Rule, language_of, seen

RULE = Rule(
    "length",
    Severity.WARN,
    "The target is much shorter or longer than the source.",
    why="""\
What counts is the number of characters, as is usual for the languages: Burmese takes about a tenth more than English,
German 15 % more, Chinese a third. Less than two fifths of the usual length is a finding, or more than two and a half
times that.
Sources of up to 40 characters are left alone.""",
)

MIN_SOURCE = 40
SHORT, LONG = 0.4, 2.5
_CHARACTERS: Mapping[str, float] = {
    "my": 1.1, "shn": 1.1, "mnw": 1.1, "ksw": 1.1, "km": 1.1, "lo": 0.95, "th": 0.85, "es": 1.1, "pt": 1.05, "it": 1.1,
    "fr": 1.15, "de": 1.15, "nl": 1.1, "pl": 1.05, "el": 1.15, "ru": 1.05, "ar": 0.8, "he": 0.75, "fa": 0.9, "ur": 1.0,
    "zh": 0.34, "yue": 0.34, "ja": 0.48, "ko": 0.55,
}  # fmt: skip
"""How many say what one of English says: near what was measured for my, es, de, fr, ar, zh; else estimates."""


def find(entry: Entry, locales: Locales) -> Iterator[Finding]:
    source, target = seen(entry.source), seen(entry.target)
    if len(source) <= MIN_SOURCE * _characters(locales.source):
        return
    ratio = len(target) / len(source) * _characters(locales.source) / _characters(locales.target)
    if ratio < SHORT:
        yield RULE.finding(f"The target is very short: {_sizes(source, target)}. Is all of it there?")
    if ratio > LONG:
        yield RULE.finding(f"The target is very long: {_sizes(source, target)}.")


def _sizes(source: str, target: str) -> str:
    return f"{len(target)} characters for {len(source)} of the source"


def _characters(locale: str) -> float:
    return _CHARACTERS.get(language_of(locale), 1.0)
