"""Spaces that nobody meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Entry, Finding, Severity
from .rule import Locales, Rule

RULE = Rule(
    "spaces",
    Severity.INFO,
    "The target has doubled spaces, or spaces at its start or end.",
    why="Spaces that the source has in the same way are left alone. `--fix` makes one of two, and takes the rest off.",
)

_DOUBLED = re.compile(r"\S*[ \u00a0]{2,}(?!\n)\S*")
_SPACES = re.compile(r"(?<=\S)([ \u00a0])[ \u00a0]+(?=[^\s])")


def find(entry: Entry, locales: Locales) -> Iterator[Finding]:
    doubled = _DOUBLED.search(entry.target.strip())
    if doubled and not _DOUBLED.search(entry.source.strip()):
        yield RULE.finding("There are two spaces in a row.", target_part=doubled[0])
    if entry.target != entry.target.strip() and entry.source == entry.source.strip():
        yield RULE.finding("There are spaces at the start or the end.")


def fix(entry: Entry, locales: Locales) -> str | None:
    target = entry.target.strip() if entry.source == entry.source.strip() else entry.target
    return target if _DOUBLED.search(entry.source.strip()) else _SPACES.sub(r"\1", target)
