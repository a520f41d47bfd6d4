"""Names that must be in no edition, found in whatever they may hide in: texts, addresses, names of files.

Stricter than `find_terms`: letter case, accents, spaces, hyphens, markup and entities between the letters make no
difference, and in an address a longer name is found within a word too. A wrong alarm costs a look, a miss a person.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from . import Term, find_phrases
from .tokens import split_pieces

_LONG = 6
"""From so many letters on, a name of several words is found within a longer word too (`koaunglive`)."""

_INFLECTED = 5
"""From so many letters on, a name is found with an ending too."""


@dataclass(frozen=True, slots=True)
class Secret:
    """A name, and its letters alone as they are compared; *within* says that it is found within longer words."""

    name: str
    letters: str
    within: bool
    unspaced: bool


@dataclass(frozen=True, slots=True)
class Leak:
    """A name that must not be published, as it is written in a text, and where; -1 where markup hides the place."""

    name: str
    written: str
    start: int


def secrets_of(terms: Sequence[Term]) -> tuple[Secret, ...]:
    """Return the names of terms with *do_not_publish*, in every language: sources, translations, forbidden ones."""
    return _secrets(tuple(term for term in terms if term.do_not_publish))


@lru_cache(maxsize=32)
def _secrets(terms: tuple[Term, ...]) -> tuple[Secret, ...]:
    names = dict.fromkeys(n for term in terms for n in (term.source, *term.targets, *term.forbidden))
    written = [(name, each) for name in names for each in dict.fromkeys((name, _without_umlauts(name)))]
    return tuple(_secret(name, each) for name, each in written)


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae"})


def _without_umlauts(name: str) -> str:
    """Return the name as it is written where a keyboard has no umlauts."""
    return unicodedata.normalize("NFC", name).lower().translate(_UMLAUTS) if not name.isascii() else name


def _secret(name: str, written: str) -> Secret:
    pieces = split_pieces(name)
    letters = "".join(letter for letter, _ in _letters(written))
    unspaced = any(not piece.spaced for piece in pieces)
    return Secret(name, letters, len(pieces) > 1 and len(letters) >= _LONG, unspaced)


def find_secrets(text: str, secrets: Sequence[Secret], *, locale: str = "") -> list[Leak]:
    """Return where names stand in *text*, as written or as a browser would show it, one leak for each place.

    With its *locale*, they are found in every form that its language gives them too.
    """
    if not secrets or not text:
        return []
    leaks = dict.fromkeys(_find(text, secrets))
    if locale:
        places = {(leak.name, leak.start) for leak in leaks}
        for start, end, number in find_phrases(text, [secret.name for secret in secrets], locale=locale):
            if (secrets[number].name, start) not in places:
                leaks[Leak(secrets[number].name, text[start:end], start)] = None
    seen = {leak.name for leak in leaks}
    decoded = _decoded(text)
    for shown in {_shown(text), decoded, _shown(decoded)} - {text}:
        leaks |= {Leak(f.name, f.written, -1): None for f in _find(shown, secrets) if f.name not in seen}
    return sorted(leaks, key=lambda leak: leak.start)


_DECODED_AT_MOST = 4
_ESCAPE = re.compile(r"\\u\{?([0-9a-fA-F]{4,6})\}?|\\x([0-9a-fA-F]{2})")
_PUNYCODE = re.compile(r"\bxn--([a-z0-9-]+)", re.IGNORECASE)


def _decoded(text: str) -> str:
    """Return *text* without entities, percent signs and escapes, also those of others; and domains as shown."""
    for _ in range(_DECODED_AT_MOST):
        before, text = text, _ESCAPE.sub(_escaped, unquote(html.unescape(text)))
        if text == before:
            break
    return _PUNYCODE.sub(_domain, text)


def _escaped(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code < 0xD800 or 0xE000 <= code < 0x110000 else match[0]


def _domain(match: re.Match[str]) -> str:
    try:
        return match[1].encode("ascii").decode("punycode")
    except UnicodeError:
        return match[0]


_MARKUP = re.compile(
    r"<!--.*?-->|<rt\b[^>]*>.*?</rt>|<(?=[a-zA-Z/!?])(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>|<[^<>]*>|\]\("
    r"(?:[^()\s]|\([^()]*\))*(?:\s+\"[^\"]*\")?\)|\]\[[^\]]*\]|⟦\d+⟧",
    re.IGNORECASE | re.DOTALL,
)


def _shown(text: str) -> str:
    """Return *text* as a reader sees it, roughly: without tags, addresses of links and entities."""
    return _MARKUP.sub("", html.unescape(text).replace("\\", ""))


def _find(text: str, secrets: Sequence[Secret]) -> Iterator[Leak]:
    spots = list(_letters(text))
    letters = "".join(letter for letter, _ in spots)
    for secret in secrets:
        at = letters.find(secret.letters) if secret.letters else -1
        while at >= 0:
            start, last = spots[at][1], spots[at + len(secret.letters) - 1][1]
            if _stands_alone(text, start, last + 1, secret):
                yield Leak(secret.name, text[start : last + 1], start)
            at = letters.find(secret.letters, at + 1)


def _letters(text: str) -> Iterator[tuple[str, int]]:
    """Yield each letter and digit in lower case without its accents, and where it stands."""
    if not text.isascii():
        text = _SIGNS_OF_A_SYLLABLE.sub(lambda match: "".join(sorted(match[0])), text)
    for at, char in enumerate(text):
        for part in _plain_letters(char):
            yield part, at


_SIGNS_OF_A_SYLLABLE = re.compile("[\u102b-\u1032\u1036-\u1038\u103a-\u103e]{2,}")
"""Burmese vowels, tones and medials, which look the same in whatever order they were typed."""

_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")
_LOOKS = str.maketrans(
    "аеорсухіјѕкмтвнԁԛԝһαορνικτυчıɡ", "aeopcyxijskmtbhdqwhaopviktuчig"
)  # fmt: skip
"""Letters of other scripts, and those of Turkish, that look like Latin ones: compared as these."""


@lru_cache(maxsize=1 << 14)
def _plain_letters(char: str) -> str:
    if "\u0000" <= char <= "\u007f":
        return char.lower() if char.isalnum() else ""
    if "\u0900" <= char <= "\u1fff":  # vowels of these scripts are marks: they are letters here
        return char if unicodedata.category(char)[0] in "LMN" else ""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char.casefold()).casefold())
    return "".join(part for part in plain if part.isalnum() and part not in _FILLERS).translate(_LOOKS)


def _stands_alone(text: str, start: int, end: int, secret: Secret) -> bool:
    """Whether nothing before or after makes another word of it, inflections aside."""
    if secret.unspaced:
        pieces = split_pieces(text)
        return any(piece.start == start for piece in pieces) and any(piece.end == end for piece in pieces)
    written = text[start:end]
    if _is_spread(written, secret):
        return False
    if secret.within:
        return True
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    opens = not before.isalpha() or (before.islower() and written[:1].isupper())
    closes = not after.isalpha() or (after.isupper() and not written.isupper()) or _is_inflected(text, end, secret)
    return opens and closes


def _is_spread(written: str, secret: Secret) -> bool:
    """Whether so much stands between the letters that they are those of several sentences."""
    gaps = re.findall(r"[^\w]+", written)
    return any(re.search(r"[.!?]\s", each) and "." not in secret.name for each in gaps) or any(
        len(each) > 12 for each in gaps
    )


_ENDING = re.compile(r"(?:'?s|es|n|en|a|e|u|i|y|om|ov|ek|em|ie|ы|а|у|е|ом|и|ой|ию|я|ю|ем)(?![^\W_])")


def _is_inflected(text: str, end: int, secret: Secret) -> bool:
    """Whether the letters after a name are an ending; a short name would be another with one (Ann, Anna)."""
    return len(secret.letters) >= _INFLECTED and bool(_ENDING.match(text, end))
