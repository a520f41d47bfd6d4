"""A target far too short or too long for its source: half a paragraph lost, or another one pasted."""

from __future__ import annotations

from collections.abc import Iterator

from ..inline import plain
from ..model import Entry, Finding, Severity
from .rule import Locales, Rule, language_of

RULE = Rule("length", Severity.WARN, "The target is much shorter or longer than the source.")

MIN_SOURCE = 40
MIN_RATIO, MAX_RATIO = 0.3, 3.3
_DENSE = {"zh": 2.5, "yue": 2.5, "ja": 2.0, "ko": 1.7}
"""How many letters of an alphabet one character stands for."""


def find(entry: Entry, locales: Locales) -> Iterator[Finding]:
    source, target = plain(entry.source), plain(entry.target)
    if len(source) <= MIN_SOURCE:
        return
    ratio = _weigh(target, locales.target) / _weigh(source, locales.source)
    if ratio < MIN_RATIO:
        yield RULE.finding(f"The target is very short: {_sizes(source, target)}. Is all of it there?")
    if ratio > MAX_RATIO:
        yield RULE.finding(f"The target is very long: {_sizes(source, target)}.")


def _sizes(source: str, target: str) -> str:
    return f"{len(target)} characters for {len(source)} of the source"


def _weigh(text: str, locale: str) -> float:
    return len(text) * _DENSE.get(language_of(locale), 1.0)
