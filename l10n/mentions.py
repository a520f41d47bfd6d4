"""Whether a translation says a word of the glossary, in whatever form its grammar asks for.

More tolerant than `find_terms`: who is warned of words that are there learns not to read warnings.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from .endings import inflection_of
from .glossary import find_phrases, is_form
from .termtokens import Piece, split_pieces

_MAY_STAND_BETWEEN = 3
_SMALL = 3
"""Words of so many letters are articles and the like: they change or go."""


def mentions(text: str, phrase: str, *, locale: str) -> bool:
    """Whether *text* has the words of *phrase*, inflected as it may be, near each other, in order."""
    if find_phrases(text, [phrase], locale=locale):
        return True
    words, wanted = split_pieces(text), _weighty(split_pieces(phrase))
    if not wanted:
        return False
    if not all(piece.spaced for piece in wanted):
        return _squeezed(phrase) in _squeezed(text)
    return any(_goes_on(words, at, wanted, locale) for at in range(len(words)))


def _weighty(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the words that must be there: all but small ones in lower case, unless there are no others."""
    heavy = [p for p in pieces if len(p.lower) > _SMALL or p.folded != p.lower or not p.spaced]
    return heavy or list(pieces)


def _goes_on(words: Sequence[Piece], at: int, wanted: Sequence[Piece], locale: str) -> bool:
    for piece in wanted:
        reach = words[at : at + 1 + (_MAY_STAND_BETWEEN if piece is not wanted[0] else 0)]
        step = next((n for n, word in enumerate(reach) if _is_alike(word.lower, piece.lower, locale)), None)
        if step is None:
            return False
        at += step + 1
    return True


@lru_cache(maxsize=1 << 14)
def _is_alike(written: str, agreed: str, locale: str) -> bool:
    """Whether two words have the same beginning, long enough, and ends that grammar could have made."""
    inflection = inflection_of(locale)
    for prefix in ("", *inflection.prefixes):
        if written.startswith(prefix) and is_form(written[len(prefix) :], inflection.stems(agreed, is_name=False)):
            return True
    written, agreed = _bare(written), _bare(agreed)
    same = next(
        (n for n, (a, b) in enumerate(zip(written, agreed, strict=False)) if a != b), min(len(written), len(agreed))
    )
    return same >= max(4, -(-2 * len(agreed) // 3)) and len(written) - same <= 5


def _bare(word: str) -> str:
    """Return the word without accents: they come and go with endings."""
    return "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))


def _squeezed(text: str) -> str:
    return "".join(piece.folded for piece in split_pieces(text))
