"""Letters written with their signs apart or in another order, which look the same and are not."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from ..model import Entry, Finding, Severity
from .rule import Locales, Rule

RULE = Rule(
    "normal-form",
    Severity.INFO,
    "The target is not in the Unicode normal form NFC.",
    why="""\
The same letters can be written as different characters; then searching and the memory do not find them. A fifth of real
Burmese texts has some, and nobody sees it. Whatever the desk saves is normalised; `--fix` does it without the desk.""",
)


def find(entry: Entry, locales: Locales) -> Iterator[Finding]:
    if not unicodedata.is_normalized("NFC", entry.target):
        yield RULE.finding("The target is not in the normal form NFC. Saving it in the desk puts that right.")


def fix(entry: Entry, locales: Locales) -> str | None:
    return unicodedata.normalize("NFC", entry.target)
