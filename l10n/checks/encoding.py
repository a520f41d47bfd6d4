"""Characters that cannot be seen and do harm: control, direction and broken ones."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from ..locales import RIGHT_TO_LEFT
from ..model import Entry, Finding, Severity
from .rule import Locales, Rule, language_of, words

RULE = Rule("encoding", Severity.ERROR, "The target has invisible, broken or not normalised characters.")

_DIRECTION = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_DIRECTION_MARKS = frozenset("\u200e\u200f\u061c")
_JOINERS = frozenset("\u200b\u200c\u200d")
_INVISIBLE = frozenset("\ufeff\u180e\u2060\u2061\u2062\u2063\u2064\u206a\u206b\u206c\u206d\u206e\u206f\u00ad")
_WITH_JOINERS = frozenset(
    words("ar as bn bo ckb dz fa gu hi km kn ksw ku lo ml mn mnw mr my ne or pa ps sa sd shn si ta te th ug ur")
)


def find(entry: Entry, locales: Locales) -> Iterator[Finding]:
    known = set(entry.source)
    for char in dict.fromkeys(entry.target):
        fault = _fault_of(char, language_of(locales.target)) if char not in known else ""
        if fault:
            yield RULE.finding(f"The target has {fault}. Type the word again, without it.", target_part=_code(char))
    if not unicodedata.is_normalized("NFC", entry.target):
        yield RULE.finding(  # a fifth of real Burmese strings; nobody sees it, and a decision normalises the target
            "The target is not in the normal form NFC. Saving it in the desk puts that right.", severity=Severity.INFO
        )


def _fault_of(char: str, language: str) -> str:
    category = unicodedata.category(char)
    if char == "\ufffd":
        return "a character that was broken on its way (U+FFFD)"
    if category in ("Cc", "Cs", "Co", "Cn") and char not in "\n\t":
        return f"a character that is no text ({_code(char)})"
    if char in _DIRECTION:
        return f"a character that turns the direction of text round ({_code(char)})"
    if (char in _DIRECTION_MARKS and language not in RIGHT_TO_LEFT) or char in _INVISIBLE:
        return f"an invisible character ({_code(char)})"
    if char in _JOINERS and language not in _WITH_JOINERS:
        return f"an invisible character ({_code(char)})"
    return ""


def _code(char: str) -> str:
    return f"U+{ord(char):04X}"
