"""What differs between two texts, word by word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise
from typing import Literal

Operation = Literal["same", "removed", "added"]
WordChange = tuple[Operation, str]

# Thai and Lao, Myanmar (with its extensions), Khmer, kana, Han: written without spaces between words.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\ua9e0-\uaa7f\uf900-\ufaff]")
_BURMESE_FINAL = re.compile("[\u1000-\u1021]\u1037?\u103a")
_BURMESE_STACKER = "\u1039"
_JOINERS = "\u200c\u200d"
_MANY_TOKENS = 2000
_WITHIN_NUMBERS = frozenset(".,:/'’٫٬")

# Letters, signs and spaces that nothing joins to their neighbours but being letters or spaces.
_PLAIN = re.compile("[\x00-\u02ff\u0400-\u0481\u048a-\u052f\u2010-\u2027\u2030-\u205e\u20a0-\u20bf]*")
_PLAIN_WORD = re.compile(r"[^\W_]+|\s+|[\W_]")
_STRETCH = re.compile(r"\s+|\S+")


def word_diff(old: str, new: str) -> list[WordChange]:
    """Return what stayed, went and came, in reading order; what went stands before what came in its place.

    "same" and "removed" together are *old*, "same" and "added" together are *new*. Compares words; in scripts
    without spaces syllables or characters.
    """
    return list(_word_diff(old, new))


@lru_cache(maxsize=2048)
def _word_diff(old: str, new: str) -> tuple[WordChange, ...]:
    before, after = _with_whole_numbers(split_words(old)), _with_whole_numbers(split_words(new))
    changes: list[WordChange] = []
    for is_same, (i1, i2), (j1, j2) in _spans(before, after):
        gone, came = "".join(before[i1:i2]), "".join(after[j1:j2])
        if is_same:
            changes.append(("same", gone))
            continue
        changes += [("removed", gone)] if gone else []
        changes += [("added", came)] if came else []
    return tuple(changes)


def _with_whole_numbers(words: Sequence[str]) -> list[str]:
    """Return the words with each number in one piece, `2,500` and `10:30`, as a reader compares them."""
    whole: list[str] = []
    for word in words:
        if whole and word.isdecimal() and whole[-1][-1].isdecimal():
            whole[-1] += word
        elif len(whole) > 1 and word.isdecimal() and whole[-1] in _WITHIN_NUMBERS and whole[-2][-1].isdecimal():
            sign = whole.pop()
            whole[-1] += sign + word
        else:
            whole.append(word)
    return whole


def count_words(text: str) -> int:
    """Return how many words *text* has; in scripts without spaces syllables or characters. Signs are none."""
    pieces = (split_words(chunk) if _UNSPACED.search(chunk) else [chunk] for chunk in text.split())
    return sum(any(char.isalnum() for char in word) for words in pieces for word in words)


def split_words(text: str) -> list[str]:
    """Return the words, signs and spaces of *text*, which together are *text*; syllables where words have no spaces."""
    if _PLAIN.fullmatch(text):
        return _PLAIN_WORD.findall(text)
    if _BURMESE_STACKER in text:
        return _split_joined(text)
    return [word for stretch in _STRETCH.findall(text) for word in _split_stretch(stretch)]


def _split_stretch(text: str) -> list[str]:
    return _PLAIN_WORD.findall(text) if _PLAIN.fullmatch(text) else _split_joined(text)


def _split_joined(text: str) -> list[str]:
    breaks = [0, *(at for at in range(1, len(text)) if not _continues(text, at)), len(text)]
    return [text[start:end] for start, end in pairwise(breaks)]


def _continues(text: str, at: int) -> bool:
    """Say whether the character belongs to the same word as the one before it."""
    before, char = text[at - 1], text[at]
    kind = _kind(before)
    if _is_mark(char):
        return kind != "space"
    if before == _BURMESE_STACKER or (kind == "piece" and _BURMESE_FINAL.match(text, at)):
        return True
    return kind == _kind(char) and kind in ("space", "word")


@lru_cache(maxsize=4096)
def _kind(char: str) -> str:
    if char.isspace():
        return "space"
    if _UNSPACED.match(char):
        return "piece"
    return "word" if char.isalnum() or _is_mark(char) else "sign"


@lru_cache(maxsize=4096)
def _is_mark(char: str) -> bool:
    return char in _JOINERS or unicodedata.category(char)[0] == "M"


_Span = tuple[bool, tuple[int, int], tuple[int, int]]


def _spans(before: Sequence[str], after: Sequence[str]) -> list[_Span]:
    """Return alternating equal and different spans; a lone space between two differences joins them."""
    quick = len(before) + len(after) > _MANY_TOKENS  # bounds the time, at worst for a coarser answer
    codes = SequenceMatcher(None, before, after, autojunk=quick).get_opcodes()
    spans: list[_Span] = []
    for number, (tag, i1, i2, j1, j2) in enumerate(codes):
        is_inner = 0 < number < len(codes) - 1
        is_same = tag == "equal" and not (is_inner and "".join(before[i1:i2]).isspace())
        if spans and not is_same and not spans[-1][0]:
            _, (start_i, _), (start_j, _) = spans.pop()
            i1, j1 = start_i, start_j
        spans.append((is_same, (i1, i2), (j1, j2)))
    return spans
