"""Targets that are in part still in the language of the source."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from ..model import Entry, Finding, Severity
from .rule import Locales, Rule, language_of, seen, words

RULE = Rule(
    "untranslated",
    Severity.WARN,
    "Words of the source stand in the target as they were, or it is mostly in letters that it should not be in.",
    why="""\
Found are five or more words in a row that are those of the source, three of them in lower case (a name is not), and
targets mostly in Latin letters where the language is written without them, unless its tag says so (sr-Latn). Paths,
addresses and names of settings do not count, nor do names in capitals that the source has. Titles, names and
quotations that stay in their language are right: approve them with the warning.""",
)

MIN_LETTERS = 20
MIN_RUN = 5
MIN_SMALL = 3
_NOT_LATIN = frozenset(
    words(
        "ab am ar as ba be bg blk bn bo ce chr ckb cv dv dz el fa gu he hi hy ja ka kht kk km kn ko ksw ky kyu lo mai"
        " mk ml mn mni mnw mr my ne nod or os pa ps ru sa sat sd si shn ta te tg th ti ug uk ur yi yue zh"
    )
)
"""Languages written without Latin letters, unless the locale says so (`sr-Latn`)."""

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\0")
_CODE = re.compile(r"(?<!\S)(?=\S*(?:[/\\=@:]\w|\w[._]\w|\w-\w*-\w))\S+")
"""Addresses, paths, file names and names of settings: their words are no sentence."""


def find(entry: Entry, locales: Locales) -> Iterator[Finding]:
    source, target = (_CODE.sub("\0", seen(text)) for text in (entry.source, entry.target))
    if language_of(locales.source) == language_of(locales.target):
        return
    kept = _kept_run(source, target)
    if kept and " ".join(source.casefold().split()) != " ".join(target.casefold().split()):
        yield RULE.finding(f"Words of the source were not translated: “{kept}”.", target_part=kept)
    elif not kept and _is_written_without_latin(locales.target) and _is_mostly_latin(_without_names(target, source)):
        yield RULE.finding("Most of the target is in Latin letters: was it translated?", target_part=target)


def _kept_run(source: str, target: str) -> str:
    """Return the words in a row that source and target share, where they are enough to be a sentence left over."""
    there = list(_WORD.finditer(target))
    if len(there) < MIN_RUN:
        return ""
    known = _runs_of(source)
    for at in range(len(there) - MIN_RUN + 1):
        run = [match[0] for match in there[at : at + MIN_RUN]]
        if (
            tuple(run) in known
            and "\0" not in run
            and sum(word.islower() and len(word) > 1 for word in run) >= MIN_SMALL
        ):
            return target[there[at].start() : there[at + MIN_RUN - 1].end()]
    return ""


@lru_cache(maxsize=64)
def _runs_of(text: str) -> frozenset[tuple[str, ...]]:
    said = _WORD.findall(text)
    return frozenset(tuple(said[at : at + MIN_RUN]) for at in range(len(said) - MIN_RUN + 1))


def _is_written_without_latin(locale: str) -> bool:
    return language_of(locale) in _NOT_LATIN and "latn" not in locale.lower()


def _without_names(target: str, source: str) -> str:
    """Return the target without words in capital letters that the source has too: names and abbreviations."""
    names = {word for word in _WORD.findall(source) if not word.islower()}
    return _WORD.sub(lambda match: "" if match[0] in names else match[0], target)


def _is_mostly_latin(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    latin = sum(
        char.isascii() or unicodedata.name(char, "").startswith(("LATIN", "FULLWIDTH LATIN")) for char in letters
    )
    return latin >= MIN_LETTERS and latin * 2 > len(letters)
