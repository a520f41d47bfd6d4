"""Stretches of styled text: their white space folded as browsers fold it, their marks where Markdown can write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from .tree import Place

TEXT, BREAK, IMAGE, NOTE = "text", "break", "image", "note"
SIGNS = {"strong": "**", "emphasis": "*", "strike": "~~"}
ORDER = ("link", "strong", "emphasis", "strike", "code")

_SPACES = re.compile(r"[ \t\n\r\f]+")
_GONE = frozenset("\x7f\ufeff") | {chr(code) for code in (*range(32), *range(0x80, 0xA0))} - set(" \t\n\r\f")
_EDGES = " \t\n\u00a0\u1680\u202f\u205f\u3000\u2060" + "".join(map(chr, range(0x2000, 0x200C)))
"""Blanks that no reader misses at the ends of a paragraph."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a stretch of text is marked; *link* is the address it leads to."""

    link: str = ""
    strong: bool = False
    emphasis: bool = False
    strike: bool = False
    code: bool = False


PLAIN = Style()


@dataclass(frozen=True, slots=True)
class Atom:
    """A stretch of one style, a line break, a picture (*text* is its alt), or a reference to note *text*."""

    text: str
    style: Style = PLAIN
    kind: str = TEXT
    places: tuple[Place, ...] = ()
    address: str = ""
    title: str = ""


def clean(text: str) -> str:
    """Return *text* without control characters; line separators are breaks in no browser, so they are spaces."""
    text = text.replace("\u2028", " ").replace("\u2029", " ")
    return text if text.isprintable() else "".join(char for char in text if char not in _GONE)


def tidy(atoms: Sequence[Atom]) -> list[Atom]:
    """Return *atoms* with white space folded as browsers do, none at the ends and around breaks, none marked."""
    atoms = [replace(atom, text=clean(atom.text)) if atom.kind == TEXT else atom for atom in atoms]
    folded = _trimmed(_folded(atoms))
    for name in ORDER:
        folded = _without_edges(folded, name)
    return folded


def _folded(atoms: Sequence[Atom]) -> list[Atom]:
    whole = "".join(_stand_in(atom) for atom in atoms)
    signs = list(whole)
    for match in _SPACES.finditer(whole):
        signs[slice(*match.span())] = [_space_for(match, whole), *[""] * (len(match[0]) - 1)]
    folded, at = [], 0
    for atom in atoms:
        end = at + len(_stand_in(atom))
        folded.append(replace(atom, text="".join(signs[at:end])) if atom.kind == TEXT else atom)
        at = end
    return [atom for atom in folded if atom.text or atom.kind != TEXT]


def _stand_in(atom: Atom) -> str:
    return atom.text if atom.kind == TEXT else "\x00" if atom.kind == BREAK else "\ufffc"


def _space_for(match: re.Match[str], whole: str) -> str:
    before, after = whole[: match.start()][-1:], whole[match.end() : match.end() + 1]
    if before in ("", "\x00") or after in ("", "\x00"):
        return ""
    if "\n" in match[0] and ((_is_wide(before) and _is_wide(after)) or "\u200b" in (before, after)):
        return ""
    return " "


def _is_wide(char: str) -> bool:
    """Return whether a line break beside *char* is no space: Chinese and Japanese, not Korean."""
    return unicodedata.east_asian_width(char) in "WF" and not unicodedata.name(char, "").startswith("HANGUL")


def _trimmed(atoms: list[Atom]) -> list[Atom]:
    """Return *atoms* without blanks and breaks at both ends, and without blanks beside breaks."""
    ahead = _trimmed_front(atoms, str.lstrip)
    return _trimmed_front(ahead[::-1], str.rstrip)[::-1]


def _trimmed_front(atoms: list[Atom], strip: Callable[[str, str], str]) -> list[Atom]:
    trimmed: list[Atom] = []
    for atom in atoms:
        at_edge = not trimmed or trimmed[-1].kind == BREAK
        if atom.kind == TEXT and at_edge:
            atom = replace(atom, text=strip(atom.text, _EDGES))
        if atom.text if atom.kind == TEXT else trimmed or atom.kind != BREAK:
            trimmed.append(atom)
    return trimmed


def apart(atoms: Sequence[Atom]) -> list[list[Atom]]:
    """Return the paragraphs of *atoms*: two breaks in a row part them."""
    parts: list[list[Atom]] = [[]]
    for atom in atoms:
        if atom.kind == BREAK and parts[-1] and parts[-1][-1].kind == BREAK:
            parts.append([])
        else:
            parts[-1].append(atom)
    return parts


def _without_edges(atoms: list[Atom], name: str) -> list[Atom]:
    """Return *atoms* with style *name* taken off blanks at the ends of its stretches, and off signs that hinder it."""
    result: list[Atom] = []
    for value, start, stop in stretches(atoms, name):
        group = atoms[start:stop]
        if value:
            beside = [atoms[stop].text[:1]] if stop < len(atoms) and atoms[stop].kind == TEXT else []
            beside += [result[-1].text[-1:]] if result and result[-1].kind == TEXT else []
            hinders = _is_sign if name in SIGNS and not all(map(_is_sign, beside)) else _is_gap
            group = _uncovered(_uncovered(group, name, hinders)[::-1], name, hinders, back=True)[::-1]
        result += group
    return result


def stretches(atoms: Sequence[Atom], name: str) -> Iterator[tuple[object, int, int]]:
    start = 0
    for at in range(1, len(atoms) + 1 if atoms else 0):
        if at == len(atoms) or getattr(atoms[at].style, name) != getattr(atoms[start].style, name):
            yield getattr(atoms[start].style, name), start, at
            start = at


def _is_gap(char: str) -> bool:
    return char.isspace() or char == "\u200b"


def _is_sign(char: str) -> bool:
    return _is_gap(char) or unicodedata.category(char)[0] in "PS"


def _uncovered(group: list[Atom], name: str, hinders: Callable[[str], bool], *, back: bool = False) -> list[Atom]:
    bare: dict[str, Any] = {name: "" if name == "link" else False}
    for index, atom in enumerate(group):
        if atom.kind == BREAK:
            continue
        if atom.kind != TEXT or (atom.style.code and name != "code"):
            return _bared(group, index, bare)
        text = atom.text[::-1] if back else atom.text
        count = next((at for at, char in enumerate(text) if not hinders(char)), len(text))
        if count < len(text):
            if not count:
                return _bared(group, index, bare)
            ends = (text[:count], text[count:])
            off, on = (end[::-1] if back else end for end in ends)
            cut = [replace(atom, text=off, style=replace(atom.style, **bare)), replace(atom, text=on)]
            return [*_bared(group, index, bare)[:index], *cut, *group[index + 1 :]]
    return _bared(group, len(group), bare)


def _bared(group: list[Atom], count: int, bare: dict[str, Any]) -> list[Atom]:
    return [
        replace(atom, style=replace(atom.style, **bare)) if index < count else atom for index, atom in enumerate(group)
    ]


def visible(atoms: Sequence[Atom]) -> str:
    """Return the words of tidy *atoms* as a reader sees them."""
    return "".join("\n" if a.kind == BREAK else "" if a.kind == NOTE else a.text for a in atoms)
