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
    "pt": frozenset(words("logo se")),
    "es": frozenset(words("muy que")),
    "gl": frozenset(words("se")),
    "hu": frozenset(words("az ez")),
    "da": frozenset(words("der det den som")),
    "nb": frozenset(words("der det den som")),
    "nn": frozenset(words("der det den som")),
    "sv": frozenset(words("det den som")),
    **dict.fromkeys(words("ru uk be pl cs sk sl hr bs mk bg ca ro el fi et lv lt eu eo oc ast"), frozenset[str]()),
}
"""Words that may follow on themselves, in languages where others of less than four letters may not."""

_LONG_ENOUGH = 4
_WORD = re.compile(r"[^\W_]+(?:['’\u200c][^\W_]+)*(?:[\u0300-\u036f\u0900-\u0dff]+[^\W_]*)*")
_STOP = re.compile(r"[.!?:;…។၊။。！？：；।؟۔։]")
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
    places: dict[str, list[int]] = {}
    for at, word in enumerate(said):
        earlier = places.setdefault(word, [])
        for before in reversed(earlier[-_EARLIER:]):
            if said[before:at] == said[at : at + at - before] and _is_fault(text, found, said, before, at, language):
                return text[found[before].start() : found[at - 1].end()]
        earlier.append(at)
    return ""


_EARLIER = 8
"""How many earlier places of a word are looked at: a sentence that is said twice may have it several times."""


def _is_fault(
    text: str, found: Sequence[re.Match[str]], said: Sequence[str], before: int, at: int, language: str
) -> bool:
    """Whether the words from *before* to *at*, which stand there again, should not."""
    if not any(_is_word(word) for word in said[before:at]):
        return False
    gap = text[found[at - 1].end() : found[at].start()]
    if at - before == 1:
        return _counts(said, at, gap, language)
    first, second = (text[found[n].start() : found[n + at - before - 1].end()] for n in (before, at))
    return _is_said_again(text, first, second, gap)


def _is_said_again(text: str, first: str, second: str, gap: str) -> bool:
    """Whether some words are said twice, and not one sentence ends with those that the next one begins with."""
    if bool(_STOP.search(first)) != bool(_STOP.search(second)):
        return False
    return not _STOP.search(gap) or _begins_sentence(text, text.find(first + gap + second))


def _is_word(text: str) -> bool:
    """Whether it has letters, and no digits: the vowel signs of India are no letters."""
    return len(text) > 1 and any(map(str.isalpha, text)) and not any(map(str.isdecimal, text))


def _begins_sentence(text: str, at: int) -> bool:
    before = text[:at].rstrip(" \n\"'“‘«„「『(*_")
    return not before or bool(_STOP.match(before[-1]))


def _counts(said: Sequence[str], at: int, gap: str, language: str) -> bool:
    """Whether one word said twice, the second time at *at*, is a fault."""
    word = said[at]
    if gap.strip() or not _is_word(word) or word in _ALLOWED.get(language, ()):
        return False
    if language not in _ALLOWED and len(word) < _LONG_ENOUGH:
        return said[at + 1 : at + 2] == [word]
    return language not in _DOUBLING or said[at + 1 : at + 2] == [word]


def _as_written(text: str, part: str) -> tuple[str, str, str]:
    """Return a stretch of letters as it stands in *text* twice, with what is between; without it where it is split."""
    first = "[\\W_]*".join(map(re.escape, part))
    found = re.search(f"({first})([\\W_]*)({first})", text)
    return (found[1], found[2], found[3]) if found else (part, "", part)


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
            if letters[at : at + at - before] == part and not part.isascii():
                first, gap, second = _as_written(text, part)
                if _is_said_again(text, first, second, gap):
                    return part
    return ""
