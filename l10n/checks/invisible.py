"""Characters that cannot be seen and do harm: those that turn the direction round, and invisible spaces and joiners."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..locales import RIGHT_TO_LEFT
from ..model import Entry, Finding, Severity
from .rule import Locales, Rule, code_of, language_of, words

RULE = Rule(
    "invisible",
    Severity.ERROR,
    "The target has invisible characters, or ones that turn the direction of text round.",
    why="""\
A name with a hidden character is not found, and one that turns the direction can show another text than it holds.
Kept are the zero-width space of Burmese, Thai, Khmer and Lao, the joiners of Persian and Indian scripts and of emoji,
the direction marks of Arabic and Hebrew, embeddings there that are closed again, and whatever the source has too.
`--fix` takes the rest out.""",
)

_DIRECTION = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_DIRECTION_MARKS = frozenset("\u200e\u200f\u061c")
_JOINERS = frozenset("\u200b\u200c\u200d")
_EMBEDDING = frozenset("\u202a\u202b\u202c\u2066\u2067\u2068\u2069")
_EMBEDDED = re.compile(
    "[\u202a\u202b][^\n\u202a-\u202e\u2066-\u2069]*\u202c|[\u2066-\u2068][^\n\u202a-\u202e\u2066-\u2069]*\u2069"
)
"""Opened and closed; never those that turn letters round (U+202D, U+202E)."""

_INVISIBLE = frozenset("\ufeff\u180e\u2060\u2061\u2062\u2063\u2064\u206a\u206b\u206c\u206d\u206e\u206f\u00ad")
_BLANK = "\u034f\u115f\u1160\u2800\u3164\uffa0\ufff9-\ufffb"
"""Letters and signs that show nothing."""
_TAGS = "\U000e0000-\U000e007f\U000e0100-\U000e01ef"
_ANY = re.compile(f"[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff{_BLANK}{_TAGS}]")
_NEVER_SEEN = re.compile(f"[{_BLANK}{_TAGS}]")
_FLAG = re.compile("\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]+\U000e007f")
"""The flag of a part of a country, spelt in tags."""
_EMOJI = re.compile("[\U0001f000-\U0001ffff\u2600-\u27bf]\ufe0f?\u200d")
_WITH_JOINERS = frozenset(
    words("ar as bn bo ckb dz fa gu hi km kn ksw ku lo ml mn mnw mr my ne nod or pa ps sa sd shn si ta te th ug ur")
)


def find(entry: Entry, locales: Locales) -> Iterator[Finding]:
    for char in _faulty(entry, locales):
        turns = char in _DIRECTION
        fault = "a character that turns the direction of text round" if turns else "an invisible character"
        yield RULE.finding(
            f"The target has {fault} ({code_of(char)}). Type the word again, without it.", target_part=code_of(char)
        )


def fix(entry: Entry, locales: Locales) -> str | None:
    faulty = _faulty(entry, locales)
    return "".join(char for char in entry.target if char not in faulty)


def _are_closed(text: str) -> bool:
    """Whether every run of text with a direction of its own ends before the paragraph does, none within another."""
    return not any(char in _EMBEDDING for char in _EMBEDDED.sub("", text))


def _faulty(entry: Entry, locales: Locales) -> list[str]:
    found = dict.fromkeys(_ANY.findall(_FLAG.sub("", entry.target)))
    return [char for char in found if char not in entry.source and not _is_needed(char, entry.target, locales)]


def _is_needed(char: str, target: str, locales: Locales) -> bool:
    language = language_of(locales.target)
    if char in _EMBEDDING and language in RIGHT_TO_LEFT:
        return _are_closed(target)
    if char in _DIRECTION or char in _INVISIBLE or _NEVER_SEEN.match(char):
        return False
    if char in _DIRECTION_MARKS:
        return language in RIGHT_TO_LEFT
    return language in _WITH_JOINERS or (char == "\u200d" and bool(_EMOJI.search(target)))
