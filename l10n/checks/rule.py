"""What every check shares: the rule it stands for, and the languages it is asked about."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from ..inline import plain
from ..model import Entry, Finding, Severity

if TYPE_CHECKING:
    from ..glossary import Term


@dataclass(frozen=True, slots=True)
class Rule:
    """A check's name, how much its findings weigh where the project does not say, and what it looks for.

    *explanation* is one sentence; *why* says what is forgiven and what to do, on a few lines.
    """

    name: str
    severity: Severity
    explanation: str
    why: str = ""

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

Fix = Callable[[Entry, Locales], str | None]
"""Returns the target mended, where a machine can do it without knowing what it means; else None, or it as it is."""


@lru_cache(maxsize=64)
def seen(text: str) -> str:
    """Return what a reader sees of a text: all checks of an entry ask for the same two."""
    return plain(text)


@lru_cache(maxsize=256)
def language_of(locale: str) -> str:
    return locale.replace("_", "-").split("-")[0].lower()


def words(text: str) -> tuple[str, ...]:
    """Return the words of *text*; a list of words reads better without commas."""
    return tuple(text.split())


def small(text: str) -> str:
    """Return *text* in small letters as patterns that ignore the case compare them: İ is an i, ſ is an s."""
    return text.lower().replace("i\u0307", "i").replace("ſ", "s")


def show(parts: Iterable[str]) -> str:
    """Return the parts as a person would list them; a long list is cut."""
    listed = list(parts)
    return ", ".join(listed[:8]) + (" …" if len(listed) > 8 else "")


def code_of(char: str) -> str:
    """Return how a character that cannot be shown is called: U+200B."""
    return f"U+{ord(char):04X}"
