"""Targets that are the source again."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Entry, Finding, Severity
from .rule import Locales, Rule, language_of, seen

RULE = Rule(
    "same",
    Severity.WARN,
    "The target is the same as the source.",
    why="""\
A source of four words or more that comes back unchanged was not translated. Names and credits of fewer words are left
alone, and so is everything where source and target are the same language.""",
)

MIN_WORDS = 4


def find(entry: Entry, locales: Locales) -> Iterator[Finding]:
    source, target = seen(entry.source), seen(entry.target)
    if language_of(locales.source) == language_of(locales.target) or len(source.split()) < MIN_WORDS:
        return
    if _folded(source) == _folded(target) and any(word.isalpha() and word.islower() for word in source.split()):
        yield RULE.finding("The target is the same as the source.", target_part=target)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
