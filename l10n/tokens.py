"""Texts as tokens for an index: words, or pairs of syllables in scripts that put no space between words."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from operator import add

VERSION = "2"
"""Changes with every rule here that changes a token; an index made by other rules is made anew."""

# What is written without spaces, digits and signs left out, but for Burmese and what is written with its letters.
# Bases and marks of Thai and Lao, Khmer, and kana and Han, whose characters stand alone.
_BASES = (
    "\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46\u0e81-\u0eb0\u0eb2\u0eb3\u0ebd\u0ec0-\u0ec6\u0edc-\u0edf"
    "\u1780-\u17b3\u17d7\u17dc"
    "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3400-\u9fff\uf900-\ufaff"
)
_MARKS = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u17b4-\u17d3\u17dd\u3099\u309a"
_UNSPACED_RUN = re.compile(f"[{_BASES}{_MARKS}]+")
# A base with its marks and with what is stacked below it (Khmer coeng).
_SYLLABLE = re.compile(f".[{_MARKS}]*+(?:(?<=\u17d2)[{_BASES}][{_MARKS}]*+)*+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]+")
_COMPOSED = "\u00ad\u0300-\u036f\u0653-\u0655\u1100-\u11ff\u200b-\u200f\u2060\u3099\u309a\ufeff"
_UNUSUAL = re.compile(f"[{_COMPOSED}]")
_UNUSUAL_OR_UNSPACED = re.compile(f"[{_COMPOSED}{_BASES}{_MARKS}]")
_MISPLACED = "\u103a\u1037"  # two Burmese marks in the order that many keyboards give, not the usual one
_KILLER = "\u103a"  # the Burmese mark of a letter without a vowel, which ends a syllable; stands in every sentence
_ASCII_SIGNS = {code: " " for code in range(128) if not chr(code).isalnum()}


def spread_tokens(text: str) -> str:
    """Return the tokens of *text* with spaces between them, in reading order; letter case and signs do not count.

    A run of a script without spaces gives its pairs of neighbouring syllables, or the one syllable that it is; one of
    Burmese its pieces: what ends in a closed syllable or in a high tone. So an edit changes what is near it alone.
    """
    return _spread(*_fold(text))


def cut_tokens(text: str) -> list[str]:
    """Return the tokens of *text*, in reading order."""
    return spread_tokens(text).split()


def plain_text(text: str) -> str:
    """Return *text* as a phrase is looked for in it: letter case, invisible signs and kinds of space do not count."""
    return _single_spaced(_fold(text)[0])


def plain_and_tokens(text: str) -> tuple[str, str]:
    """Return what `plain_text` and `spread_tokens` give, sooner than both."""
    folded, is_paired = _fold(text)
    return _single_spaced(folded), _spread(folded, is_paired)


def _fold(text: str) -> tuple[str, bool]:
    """Return *text* in small letters, in their usual form; and whether it may have what is cut into pairs.

    Looked at first, in one go, for most texts have nothing unusual.
    """
    folded = text.casefold()
    if folded.isascii():
        return folded, False
    is_special = _UNUSUAL_OR_UNSPACED.search(folded) is not None
    if _MISPLACED in folded or (is_special and _UNUSUAL.search(folded)):
        folded = _INVISIBLE.sub("", unicodedata.normalize("NFC", folded))
    return folded, is_special


def _single_spaced(text: str) -> str:
    if text.isprintable() and "  " not in text:  # no kind of space but the usual one is printable
        return text.strip()
    return " ".join(text.split())


def _spread(folded: str, is_paired: bool) -> str:
    if folded.isascii():
        return folded.translate(_ASCII_SIGNS)
    if is_paired:
        folded = _UNSPACED_RUN.sub(_pairs, folded)
    if _KILLER in folded:
        folded = _pieces(folded)
    return _other_signs().sub(" ", folded)


def _pairs(run: re.Match[str]) -> str:
    syllables = _SYLLABLE.findall(run[0])
    return f" {' '.join(map(add, syllables, syllables[1:])) or syllables[0]} "


def _pieces(text: str) -> str:
    """Return *text* with a space after each closed syllable and high tone (not before what is stacked below).

    The signs that end sentences and clauses go too: sooner here, one by one, than among all others.
    """
    text = text.replace("\u104a", " ").replace("\u104b", " ")
    text = text.replace(_KILLER, f"{_KILLER} ").replace(" \u1038", "\u1038").replace(" \u1039", "\u1039")
    return text.replace("\u1038", "\u1038 ")


@cache
def _other_signs() -> re.Pattern[str]:
    """All punctuation, symbols, odd spaces; `[^\\w]` would take the vowel signs of many scripts for signs."""
    codes = (*range(0x3400), *range(0xA000, 0xAC00), *range(0xFB00, 0x10000))
    kinds = ((chr(code), unicodedata.category(chr(code))) for code in codes)
    signs = (char for char, kind in kinds if (kind[0] in "PSZ" or kind == "Cc") and char != " ")
    # All below U+10000 and hardly a range, so that a letter is looked up, not searched for.
    return re.compile(f"[{re.escape(''.join(signs))}\\ud800-\\udfff]+")
