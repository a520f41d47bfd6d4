"""Texts as tokens for an index: words, or pairs of syllables in scripts that put no space between words."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from operator import add

VERSION = "1"
"""Changes with every rule here that changes a token; an index made by other rules is made anew."""

# What is written without spaces, digits and signs left out. Bases and marks of Thai and Lao, Myanmar (with its
# extensions), Khmer, and kana and Han, whose characters stand alone.
_BASES = (
    "\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46\u0e81-\u0eb0\u0eb2\u0eb3\u0ebd\u0ec0-\u0ec6\u0edc-\u0edf"
    "\u1000-\u102a\u103f\u1050-\u1055\u105a-\u105d\u1061\u1065\u1066\u106e-\u1070\u1075-\u1081\u108e"
    "\u1780-\u17b3\u17d7\u17dc\ua9e0-\ua9e4\ua9e6-\ua9ef\ua9fa-\ua9fe\uaa60-\uaa76\uaa7a\uaa7e\uaa7f"
    "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3400-\u9fff\uf900-\ufaff"
)
_MARKS = (
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece"
    "\u102b-\u103e\u1056-\u1059\u105e-\u1060\u1062-\u1064\u1067-\u106d\u1071-\u1074\u1082-\u108d\u108f\u109a-\u109d"
    "\u17b4-\u17d3\u17dd\ua9e5\uaa7b-\uaa7d\u3099\u309a"
)
_UNSPACED_RUN = re.compile(f"[{_BASES}{_MARKS}]+")
# A base with its marks, with what is stacked below it (Myanmar virama, Khmer coeng), and with a Burmese final.
_SYLLABLE = re.compile(f".[{_MARKS}]*+(?:(?:(?<=[\u1039\u17d2])[{_BASES}]|[\u1000-\u1021]\u1037?\u103a)[{_MARKS}]*+)*+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]+")
_UNUSUAL = re.compile(
    "[\u00ad\u0300-\u036f\u0653-\u0655\u1100-\u11ff\u200b-\u200f\u2060\u3099\u309a\ufeff]|\u103a\u1037"
)
_ASCII_SIGNS = re.compile(r"[^a-z0-9\s]+")
_SPACES = re.compile(r"\s+")


def spread_tokens(text: str) -> str:
    """Return the tokens of *text* with spaces between them, in reading order; letter case and signs do not count.

    A run of a script without spaces gives its pairs of neighbouring syllables, or the one syllable that it is.
    """
    folded = text.casefold()
    if folded.isascii():
        return _ASCII_SIGNS.sub(" ", folded)
    folded = _usual(folded)
    return _other_signs().sub(" ", _UNSPACED_RUN.sub(_pairs, folded))


def cut_tokens(text: str) -> list[str]:
    """Return the tokens of *text*, in reading order."""
    return spread_tokens(text).split()


def plain_text(text: str) -> str:
    """Return *text* as a phrase is looked for in it: letter case, invisible signs and kinds of space do not count."""
    folded = text.casefold()
    return _SPACES.sub(" ", folded if folded.isascii() else _usual(folded)).strip()


def _usual(text: str) -> str:
    """Return *text* without invisible signs, its letters composed; looked at first, for most texts need neither."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFC", text)) if _UNUSUAL.search(text) else text


def _pairs(run: re.Match[str]) -> str:
    syllables = _SYLLABLE.findall(run[0])
    return f" {' '.join(map(add, syllables, syllables[1:])) or syllables[0]} "


@cache
def _other_signs() -> re.Pattern[str]:
    """All punctuation and symbols; `[^\\w]` would take the vowel signs of many scripts for signs."""
    codes = (*range(0x3400), *range(0xA000, 0xAC00), *range(0xFB00, 0x10000))
    kinds = ((chr(code), unicodedata.category(chr(code))) for code in codes)
    signs = (char for char, kind in kinds if (kind[0] in "PS" or kind == "Cc") and not char.isspace())
    # All below U+10000 and hardly a range, so that a letter is looked up, not searched for.
    return re.compile(f"[{re.escape(''.join(signs))}\\ud800-\\udfff]+")
