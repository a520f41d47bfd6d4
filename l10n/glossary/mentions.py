"""Whether a translation says a word of the glossary, in whatever form its grammar asks for.

More tolerant than `find_terms`: who is warned of words that are there learns not to read warnings.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from . import find_phrases, is_form
from .endings import inflection_of
from .tokens import Piece, split_pieces

_MAY_STAND_BETWEEN = 3
_COMPOUNDING = frozenset(["de", "nl", "af", "sv", "da", "nb", "nn", "no", "is", "fi", "et", "hu", "lb", "nds", "fy"])
_COMPOUNDED = 5
"""From so many letters on, a word counts as said within a longer one, where words are written together."""

_SLAVIC = frozenset(["ru", "uk", "be", "pl", "cs", "sk", "sl", "hr", "sr", "bs", "bg", "mk"])
_GLUING = frozenset(
    ["tr", "az", "kk", "ky", "uz", "tt", "tk", "ug", "fi", "et", "hu", "eu", "ka", "ta", "te", "ml", "kn", "mn", "ko"]
)
_TAIL, _TAIL_OF_ENDINGS = 5, 9
"""How many letters may follow the beginning that two forms share; more where endings follow on endings."""

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
    language = locale.replace("_", "-").split("-")[0].lower()
    if language in _COMPOUNDING and len(agreed) >= _COMPOUNDED and agreed in written:
        return True
    if language in _SLAVIC and written in _without_ending(agreed):
        return True
    written, agreed = _bare(written), _bare(agreed)
    same = next(
        (n for n, (a, b) in enumerate(zip(written, agreed, strict=False)) if a != b), min(len(written), len(agreed))
    )
    return same >= max(4, -(-2 * len(agreed) // 3)) and (
        len(written) - same <= (_TAIL_OF_ENDINGS if language in _GLUING else _TAIL)
    )


def _without_ending(word: str) -> set[str]:
    """Return a Slavic word as it stands after “many”: тека, тек; вікно, вікон; hasło, haseł."""
    if word[-1:] not in "аяоеєьaeoěíý" or len(word) <= _SMALL:
        return set()
    stem = word[:-1]
    return {stem, *(f"{stem[:-1]}{vowel}{stem[-1]}" for vowel in ("о", "е", "і", "ё", "e", "ie", "o", "a"))}


def _bare(word: str) -> str:
    """Return the word without accents: they come and go with endings."""
    return "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))


def _squeezed(text: str) -> str:
    return "".join(piece.folded for piece in split_pieces(text))
