"""Words, clauses or sentences said twice in a row: a known fault of neural engines, and of pasting."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from ..model import Entry, Finding, Severity
from .rule import Locales, Rule, language_of, seen, words

RULE = Rule(
    "repeated",
    Severity.WARN,
    "Words are said twice in a row, where the source does not repeat itself.",
    why="""\
Languages that double words on purpose (Hindi, Indonesian, Turkish, Thai and others) may: there only longer stretches,
or words said three times, count. So may pairs such as “nous nous” and “die die”. Names like Pago Pago stand in the
source too.""",
)

_GRAM = 6
_UNSPACED = frozenset(words("my th lo km zh ja yue bo shn mnw ksw"))
_DOUBLING = frozenset(
    words("hi ur bn ne mr gu pa ta te kn ml si or as tr az id ms jv su tl fil vi fa ku ps ka hy am sw ko he")
)
_ALLOWED: Mapping[str, frozenset[str]] = {
    "fr": frozenset(words("nous vous")),
    "de": frozenset(words("die der das sie")),
    "nl": frozenset(words("die dat ze")),
    "it": frozenset(words("via piano quasi man")),
    "en": frozenset(words("had that")),
    "pt": frozenset(words("logo")),
    "es": frozenset(words("muy que")),
}
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*(?:[\u0300-\u036f\u0900-\u0dff]+[^\W_]*)*")
_SIGNS = re.compile(r"[\W_]+")
_CHUNK_TWICE = re.compile(r"(?:^|\s)(\S{3,})\s+\1(?=[\s၊။,.]|$)")


def find(entry: Entry, locales: Locales) -> Iterator[Finding]:
    target = seen(entry.target)
    part = _repeated_in(target, language_of(locales.target))
    if part and not _repeated_in(seen(entry.source), language_of(locales.source)):
        yield RULE.finding(f"This is said twice in a row: “{part}”.", target_part=part)


def _repeated_in(text: str, language: str) -> str:
    if language in _UNSPACED:
        chunk = _CHUNK_TWICE.search(text) if language != "th" else None
        return chunk[1] if chunk and not chunk[1].isdecimal() else _repeated_letters(text)
    return _repeated_words(text, language)


def _repeated_words(text: str, language: str) -> str:
    found = list(_WORD.finditer(text))
    said = [match[0].casefold() for match in found]
    last: dict[str, int] = {}
    for at, word in enumerate(said):
        before = last.get(word)
        last[word] = at
        if before is None or said[before:at] != said[at : at + at - before]:
            continue
        gap = text[found[at - 1].end() : found[at].start()]
        is_fault = at - before > 1 or _counts(said, at, gap, language)
        if is_fault and any(word.isalpha() for word in said[before:at]):
            return text[found[before].start() : found[at - 1].end()]
    return ""


def _counts(said: Sequence[str], at: int, gap: str, language: str) -> bool:
    """Whether one word said twice, the second time at *at*, is a fault."""
    word = said[at]
    if gap.strip() or not word.isalpha() or len(word) < 2 or word in _ALLOWED.get(language, ()):
        return False
    return language not in _DOUBLING or said[at + 1 : at + 2] == [word]


def _is_letter(char: str) -> bool:
    """Whether a sign is a part of words: the vowel signs of Thai, Lao and Burmese are no letters to `re`."""
    return "\u0e00" <= char <= "\u109e" and char not in "၊။"


def _repeated_letters(text: str) -> str:
    """Return a stretch of letters that follows on itself, spaces and signs left out."""
    letters = _SIGNS.sub(
        lambda match: "".join(c for c in match[0] if "\u0e00" <= c <= "\u109e" and c not in "၊။"), text
    )
    last: dict[str, int] = {}
    for at in range(len(letters) - _GRAM + 1):
        gram = letters[at : at + _GRAM]
        before = last.get(gram)
        last[gram] = at
        if before is not None and at - before >= _GRAM:
            part = letters[before:at]
            if letters[at : at + at - before] == part and not part.isdecimal():
                return part
    return ""
