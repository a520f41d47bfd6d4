"""What every check shares: the rule it stands for, and the languages it is asked about."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ..glossary import Term
from ..model import Entry, Finding, Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """A check's name, how much its findings weigh where the project does not say, and what it looks for."""

    name: str
    severity: Severity
    explanation: str

    def finding(
        self, message: str, *, source_part: str = "", target_part: str = "", severity: Severity | None = None
    ) -> Finding:
        return Finding(self.name, severity or self.severity, message, source_part, target_part)


@dataclass(frozen=True, slots=True)
class Locales:
    """From which locale an entry is translated, to which, and the terms agreed on for the two."""

    source: str
    target: str
    terms: tuple[Term, ...] = ()


Check = Callable[[Entry, Locales], Iterable[Finding]]
"""Yields what is wrong with an entry that has a target."""


def language_of(locale: str) -> str:
    return locale.replace("_", "-").split("-")[0].lower()


def words(text: str) -> tuple[str, ...]:
    """Return the words of *text*; a list of words reads better without commas."""
    return tuple(text.split())


def show(parts: Iterable[str]) -> str:
    """Return the parts as a person would list them; a long list is cut."""
    listed = list(parts)
    return ", ".join(listed[:8]) + (" …" if len(listed) > 8 else "")
