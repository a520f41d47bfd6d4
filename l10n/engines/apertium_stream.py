"""Text with ⟦n⟧ marks as Apertium's stream and back, with marks in pairs bound to the words between them.

What stands between two marks that belong together becomes words with a blank each, `[[t:m:0]]word[[/]]`, which
Apertium carries along wherever the word goes; the marks are then put around the first and the last of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..judging import MARK

_RESERVED = re.compile(r"([\[\]{}^$/\\@<>])")
_SENTENCE_END = re.compile(r"[.!?…:;][\"'”’»)\]⟦⟧\d]*$")
_TOKEN = re.compile(r"\[\[/\]\]|\[\[([^\]]*)\]\]|\[(\n)\]|\\(.)|([*@#])(?=\w)|(.)", re.DOTALL)
_AT = re.compile(r"\\@(\w+)")
_NUMBER = re.compile(r"t:m:(\d+)")
_WORD = re.compile(r"[^\W_]+(?:[-'’.]?[^\W_]+)*")
_AFTER_OPENING = re.compile(r"(?<=[“‘«(\[]) +")
_OPENING = "“‘«\"'([¿¡"
_LITERAL = str.maketrans({"*": "\ue02a", "#": "\ue023"})
"""Signs that Apertium marks words with, kept apart from its own while it works."""
_BACK = str.maketrans({replaced: chr(sign) for sign, replaced in _LITERAL.items()})
_MOST_BETWEEN = 2
"""As many words may come between the words of a pair as it has itself, or these: city council, consejo de ciudad."""

Pair = tuple[int, int]
"""The numbers of two marks that belong together."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A translation. *unknown* are the words that a dictionary lacks, each once; *is_whole*: no mark is lost."""

    text: str
    unknown: tuple[str, ...] = ()
    is_whole: bool = True


def encode(text: str, pairs: Sequence[Pair] = ()) -> str:
    """Return the text as a stream: the words of *pairs* bound to their marks, a full stop at its end."""
    text = text.strip()
    opens, closes = {pair[0] for pair in pairs}, {pair[1]: pair[0] for pair in pairs}
    stream: list[str] = []
    active: list[int] = []
    at = 0
    for mark in MARK.finditer(text):
        number = int(mark[0][1:-1])
        if number not in opens and number not in closes:
            continue
        stream.append(_bound(text[at : mark.start()], active))
        at = mark.end()
        if number in opens:
            active.append(number)
        else:
            active.remove(closes[number])
    stream.append(_bound(text[at:], active))
    return "".join(stream) + ("" if _SENTENCE_END.search(text) else ".")


def _bound(piece: str, active: Sequence[int]) -> str:
    """Return a piece as stream, from its first letter to its last bound to the *active* marks."""
    without_marks = MARK.sub(lambda mark: " " * len(mark[0]), piece)
    letters = [n for n, char in enumerate(without_marks) if char.isalnum()] if active else []
    if not letters:
        return _escaped(piece)
    first, last = letters[0], letters[-1] + 1
    blank = "; ".join(f"t:m:{number}" for number in active)
    return f"{_escaped(piece[:first])}[[{blank}]]{_escaped(piece[first:last])}[[/]]{_escaped(piece[last:])}"


def _escaped(text: str) -> str:
    return _RESERVED.sub(r"\\\1", text.translate(_LITERAL)).replace("\n", "[\n]")


def find_pairs(text: str) -> list[Pair]:
    """Return the marks that open and close something, by what stands beside them: `⟦0⟧bus lane⟦1⟧,`.

    A mark between spaces stands for itself, as code or a picture does; so does one within a word.
    """
    pairs: list[Pair] = []
    waiting: list[tuple[int, int]] = []
    for mark in MARK.finditer(text):
        before = MARK.sub("", text[: mark.start()])[-1:]
        after = MARK.sub("", text[mark.end() :])[:1]
        number = int(mark[0][1:-1])
        opens = (after.isalnum() or (bool(after) and after in _OPENING)) and not before.isalnum()
        closes = bool(before.strip()) and not after.isalnum()
        if closes and waiting and _WORD.search(MARK.sub("", text[waiting[-1][1] : mark.start()])):
            pairs.append((waiting.pop()[0], number))
        elif opens:
            waiting.append((number, mark.end()))
    return pairs


def decode(answer: str, source: str, pairs: Sequence[Pair] = ()) -> Decoded:
    """Return the stream as text, its marks in their new places, without the full stop that `encode` added."""
    # Apertium's own @ comes escaped like one of the text; what tells them apart is the source.
    own = _AT.sub(lambda at: at[0] if f"@{at[1]}" in source else f"@{at[1]}", answer)
    text, regions, unknown = _read(own)
    whole = True
    places: list[tuple[int, int, int]] = []
    for opening, closing in pairs:
        hull = _hull(text, [(start, end) for start, end, numbers in regions if opening in numbers])
        if hull is None:
            whole = False
            continue
        start, end = _with_signs(text, hull, _between(source, opening, closing))
        places += [(start, -end, opening), (end, start, closing)]
    if not _nest([(p[0], -p[1]) for p in places[::2]]):
        whole = False
    return Decoded(_tidied(_inserted(text, places, pairs), source), unknown, whole)


def _read(answer: str) -> tuple[str, list[tuple[int, int, frozenset[int]]], tuple[str, ...]]:
    """Return the text of a stream, which parts of it are bound to which marks, and the unknown words."""
    text: list[str] = []
    regions: list[tuple[int, int, frozenset[int]]] = []
    signs: list[int] = []
    started, bound = 0, frozenset[int]()
    for token in _TOKEN.finditer(answer):
        if token[4]:
            signs.append(len(text))
        elif token[1] is not None:
            started, bound = len(text), frozenset(int(n) for n in _NUMBER.findall(token[1]))
        elif token[0] == "[[/]]":
            regions.append((started, len(text), bound))
        else:
            text.append(token[2] or token[3] or token[5])
    joined = "".join(text).translate(_BACK)
    words = [found[0] for sign in signs if (found := _WORD.match(joined, sign))]
    return joined, regions, tuple(dict.fromkeys(words))


def _hull(text: str, parts: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """Return from where to where the words of a pair stand; None where they are gone, or scattered among others."""
    if not parts:
        return None
    start, end = min(p[0] for p in parts), max(p[1] for p in parts)
    own = sum(len(_WORD.findall(text[a:b])) for a, b in parts)
    others = len(_WORD.findall(text[start:end])) - own
    return (start, end) if others <= max(own, _MOST_BETWEEN) else None


def _between(source: str, opening: int, closing: int) -> str:
    """Return the source between two marks."""
    return source.partition(f"⟦{opening}⟧")[2].partition(f"⟦{closing}⟧")[0]


def _with_signs(text: str, hull: tuple[int, int], inner: str) -> tuple[int, int]:
    """Return the hull with those signs around it that stand within the marks in the source too."""
    inner = MARK.sub("", inner)
    words = [n for n, char in enumerate(inner) if char.isalnum()]
    before, after = inner[: words[0]].strip(), inner[words[-1] + 1 :].strip()
    start, end = hull
    if before and text[:start].endswith(before):
        start -= len(before)
    if after and text[end:].startswith(after):
        end += len(after)
    return start, end


def _nest(hulls: Sequence[tuple[int, int]]) -> bool:
    return not any(a < c < b < d for a, b in hulls for c, d in hulls)


def _inserted(text: str, places: Sequence[tuple[int, int, int]], pairs: Sequence[Pair]) -> str:
    """Return the text with marks; at one place what closes comes first, and inner pairs stay within outer ones."""
    openings = {pair[0] for pair in pairs}
    ordered = sorted(places, key=lambda p: (p[0], p[2] in openings, p[1] if p[2] in openings else -p[1], p[2]))
    parts, at = [], 0
    for where, _, number in ordered:
        parts += [text[at:where], f"⟦{number}⟧"]
        at = where
    return "".join(parts) + text[at:]


def _tidied(text: str, source: str) -> str:
    text = text.strip()
    if not _SENTENCE_END.search(source.strip()):
        text = re.sub(r"\.((?:⟦\d+⟧)*)$", r"\1", text)
    if not _AFTER_OPENING.search(source):  # where Apertium drops a pronoun, its space stays
        text = _AFTER_OPENING.sub("", text)
    return text if "  " in source else re.sub(" {2,}", " ", text)
