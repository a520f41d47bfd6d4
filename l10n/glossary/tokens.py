"""A text cut into the pieces that terms are compared by: words, or syllables where words have no spaces.

Pieces keep their place in the text as it is written; what is compared is their folded form, so that a decomposed
letter, a zero-width space within a word or the vowel points of Arabic make no difference.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_INVISIBLE = "\u00ad\u200b-\u200f\u2060\ufeff"
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f"
    "\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0900-\u0963\u0971-\u0dff\u0f39\u0f71-\u0f84"
    "\u0f8d-\u0fbc\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f"
)
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u103f\u104c-\u108f\u109a-\u109f\u1780-\u17d3\u17dd"
    "\u3005\u3040-\u30ff\u3400-\u9fff\ua9e0-\ua9ef\ua9fa-\ua9fe\uaa60-\uaa7f\uf900-\ufaff\U00020000-\U0003ffff"
)
_WORD = f"[^\\W_{_UNSPACED}][^\\W_{_UNSPACED}]*(?:[{_MARKS}{_INVISIBLE}]+[^\\W_{_UNSPACED}]*)*"

_MY_BASE = (
    "[\u1000-\u102a\u103f\u104c-\u1055\u105a-\u105d\u1061\u1065\u1066\u106e-\u1070\u1075-\u1081\u108e\uaa60-\uaa7a]"
)
_MY_MARK = (
    "[\u102b-\u1038\u103a-\u103e\u1056-\u1059\u105e-\u1060\u1062-\u1064\u1067-\u106d\u1071-\u1074\u1082-\u108d\u108f]"
)
_BURMESE = (
    f"{_MY_BASE}(?:{_MY_MARK}|\u1039{_MY_BASE})*"
    f"(?:[\u1000-\u1021](?:\u1037?\u103a|\u1039{_MY_BASE})(?:{_MY_MARK}|\u1039{_MY_BASE})*)*"
)
_KATAKANA = "[\u30a1-\u30fa\u30fc-\u30ff]+"
_CLUSTER_MARK = "[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u17b4-\u17d1\u17dd\u3099\u309a]"
_CLUSTER = f"[{_UNSPACED}]{_CLUSTER_MARK}*(?:\u17d2[\u1780-\u17b3]{_CLUSTER_MARK}*)*"

_PIECE = re.compile(
    f"(?P<markup>⟦[0-9]+⟧|\\]\\[[0-9]{{1,5}}\\])|(?P<word>{_WORD}(?:(?<=n)['’]t(?![^\\W_]))?)|"
    f"(?P<piece>{_BURMESE}|{_KATAKANA}|{_CLUSTER})"
)

_NOT_COMPARED = re.compile(f"[{_INVISIBLE}\u0640\u064b-\u0652\u0670\u0591-\u05c7]")
_SAME_LETTER = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "’": "'"})
_GAP_NOISE = re.compile(f"⟦[0-9]+⟧|\\]\\[[0-9]{{1,5}}\\]|[{_INVISIBLE}*_~`\\[\\]]")
_SPACE = re.compile("[\\s\u0f0b\u30fb\u00b7]+")
_HYPHEN = re.compile("\\s*[-\u2010-\u2013\u2212\u05be]\\s*")


class Piece(NamedTuple):
    """A word or a syllable, where it stands, and as it is compared; `text[start:end]` is as it is written."""

    start: int
    end: int
    folded: str
    lower: str
    spaced: bool


def split_pieces(text: str) -> list[Piece]:
    """Return the words and syllables of *text* in order, without signs and spaces; marks like `⟦1⟧` are none."""
    pieces = []
    for found in _PIECE.finditer(text):
        kind = found.lastgroup
        if kind != "markup":
            folded, lower = _folded(found[0])
            pieces.append(Piece(found.start(), found.end(), folded, lower, kind == "word"))
    return pieces


@lru_cache(maxsize=1 << 16)
def _folded(word: str) -> tuple[str, str]:
    word = unicodedata.normalize("NFC", _NOT_COMPARED.sub("", word)).translate(_SAME_LETTER)
    return word, word.lower()


@lru_cache(maxsize=4096)
def gap(between: str) -> str:
    """Return what stands between two pieces as it is compared: spaces are one, and hyphens, quotes and marks plain."""
    plain = _SPACE.sub(" ", _GAP_NOISE.sub("", between)).replace("’", "'").replace("ʼ", "'")
    return _HYPHEN.sub("-", plain)


_JOINS = frozenset({"", " ", "-"})


def is_same_gap(agreed: str, written: str) -> bool:
    """Whether two words of a term may stand *written* apart where *agreed* stands in the term (both by `gap`)."""
    if agreed == written or (agreed in _JOINS and written in _JOINS):
        return True
    return "." in agreed and agreed.replace(".", "").strip() == written.strip() == ""
