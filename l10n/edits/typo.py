"""Whether one word is another spelled right. Without a dictionary nobody knows; where both may be words, it is not."""

from __future__ import annotations

import re
import unicodedata

from .number import repair_burmese
from .words_mistaken import MISTAKEN

_ENDINGS = re.compile(r"(?:s|es|ed|d|ing|er|ers|r|ly|y|al|ies|ied|en|n|o|a|e|os|as|м|ы|и|а|у|е|й)$")
_VOWELS = frozenset("aeiouyáéíóúàèìòùâêîôûäëïöüãõаеёиоуыэюяіїє")
_MARKS_TWICE = re.compile("([\u102b-\u103e\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])\\1+")


def is_typo(old: str, new: str, every: tuple[list[str], list[str]]) -> bool:
    """Whether *old* and *new* are one word, misspelt in one of them. *every* holds all words of the two texts."""
    if _spelled(old) == _spelled(new):
        return True
    a, b = old.casefold(), new.casefold()
    is_one_word = bool(re.fullmatch(r"[^\W\d_]+", old) and re.fullmatch(r"[^\W\d_]+", new))
    if not is_one_word or old.isupper() or old[:1] != new[:1] or a == b:
        return False
    if a in MISTAKEN and b in MISTAKEN:
        return False
    distance = _distance(a, b)
    if distance > 2 or min(len(a), len(b)) < 3:
        return False
    if every[1].count(b) > 1 and every[1].count(a) == 0 and len(b) >= 5:
        return True
    return _is_misspelling(a, b, distance)


def _spelled(text: str) -> str:
    """Return the form that spellings of Burmese and Thai share which look the same: marks in one order and once."""
    text = unicodedata.normalize("NFKC", repair_burmese(text))
    runs = re.split("([\u102b-\u103e]+)", text)
    return "".join(
        "".join(sorted(set(run))) if index % 2 else _MARKS_TWICE.sub(r"\1", run) for index, run in enumerate(runs)
    )


def _is_misspelling(a: str, b: str, distance: int) -> bool:
    start, x, y = _difference(a, b)
    if _stem(a) == _stem(b):
        return False
    length = max(len(a), len(b))
    if x and x == y[::-1]:  # two letters in the wrong order
        return length >= 5 or {a, b} == {"teh", "the"}
    is_inner = start + max(len(x), len(y)) < length
    if _bare(a) == _bare(b):
        return length >= 5 and is_inner
    if not x or not y:
        doubled = (x or y) in (a[start - 1 : start], b[start - 1 : start], a[start : start + 1])
        return length >= (6 if doubled else 5) and distance <= 2 and (is_inner or doubled)
    both_vowels = set(x + y) <= _VOWELS
    return is_inner and length >= (7 if both_vowels else 9)


def _difference(a: str, b: str) -> tuple[int, str, str]:
    """Return where two words part, and what stands between their common start and end."""
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    end = 0
    while end < min(len(a), len(b)) - start and a[-1 - end] == b[-1 - end]:
        end += 1
    return start, a[start : len(a) - end], b[start : len(b) - end]


def _stem(word: str) -> str:
    return _ENDINGS.sub("", word)


def _bare(word: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", word) if unicodedata.category(char) != "Mn")


def _distance(a: str, b: str) -> int:
    """Return how many letters to put in, take out, change or exchange with their neighbour; 3 for more than two."""
    if abs(len(a) - len(b)) > 2:
        return 3
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        following = [i]
        for j, y in enumerate(b, 1):
            best = min(row[j] + 1, following[-1] + 1, row[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                best = min(best, before[j - 2] + 1)
            following.append(best)
        before, row = row, following
    return min(row[-1], 3)
