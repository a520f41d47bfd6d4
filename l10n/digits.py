"""Numbers in the digits of a language's own script, where a newsroom wants its editions so."""

from __future__ import annotations

import re
from functools import lru_cache

from .inlinescan import Part, scan

_ZEROS = {
    **dict.fromkeys(("ar", "ckb", "ps", "sd"), "٠"),
    **dict.fromkeys(("fa", "ur", "ks"), "۰"),
    **dict.fromkeys(("hi", "mr", "ne", "sa", "bho", "mai"), "०"),
    **dict.fromkeys(("bn", "as", "mni"), "০"),
    **{"pa": "੦", "gu": "૦", "or": "୦", "ta": "௦", "te": "౦", "kn": "೦", "ml": "൦"},
    **{"my": "၀", "shn": "႐", "km": "០", "th": "๐", "lo": "໐", "dz": "༠", "bo": "༠"},
}
"""The zero of each language that has digits of its own; the others follow it in Unicode."""

_WORD = re.compile(r"\S+")
_LATIN = re.compile(r"[A-Za-z@/\\_]")


def has_own_digits(locale: str) -> bool:
    """Whether the language of *locale* has digits of its own."""
    return locale.split("-")[0] in _ZEROS


@lru_cache(maxsize=1024)
def in_own_digits(markdown: str, locale: str) -> str:
    """Return inline Markdown with the numbers of its text in the digits of *locale*; unchanged where it has none.

    Code, addresses and whatever has Latin letters in it (AK-47, page2.html) stay as they are.
    """
    zero = _ZEROS.get(locale.split("-")[0])
    if zero is None or not re.search("[0-9]", markdown):
        return markdown
    table = {ord("0") + value: ord(zero) + value for value in range(10)}

    def convert(word: re.Match[str]) -> str:
        return word[0] if _LATIN.search(word[0]) else word[0].translate(table)

    pieces = list(scan(markdown))
    return "".join(_WORD.sub(convert, p.text) if p.part is Part.TEXT else p.text for p in pieces)
