"""How one text is written as a source: what a reader sees of it, and a target rewritten as its source was.

Two sources that a reader sees alike differ in notation alone: line breaks, escapes, signs of emphasis, numbers of
links, the box of a task. What is rewritten here is rewritten mechanically or not at all.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .carrying import addresses_in
from .inline import markup_of, plain
from .inlinescan import Part, scan
from .model import Entry

_TASK = re.compile(r"\[[ xX]\][ \t]+")
_INLINE_TARGET = re.compile(r"\]\(\s*(?:<([^<>]*)>|([^\s()]*))")
_WHOLE = frozenset({Part.CODE, Part.HTML})
_NUMBER = re.compile(r"\]\[(\d+)\]")


def seen_text(source: str) -> str:
    """Return what a reader sees of *source*, without any space: equal for two notations of one text."""
    return "".join(
        unicodedata.normalize("NFC", plain(_TASK.sub("", source, count=1) if _box(source) else source)).split()
    )


def letters_of(source: str) -> str:
    """Return the letters and digits that a reader sees of *source*; all signs where it has none of these."""
    seen = seen_text(source)
    return "".join(filter(str.isalnum, seen)) or seen


def convert_target(old: Entry, fresh: Entry) -> str | None:
    """Return the target of *old* in the notation of the source of *fresh*; None where it cannot be proved to fit.

    Both sources must read the same. Proved are: the links lead to the same addresses in the same order, and the markup
    of the target fits the new source as well as it fitted the old one.
    """
    written = _pair_links(old, fresh)
    if written is None:
        return None
    written |= _pair_shown(old.source, fresh.source)
    base = _Pair(old.source, old.target)
    for target in dict.fromkeys((_rewritten(old.target, written), *_with_edges(old, fresh, written), old.target)):
        if _Pair(fresh.source, target).misfits <= base.misfits:
            return target
    return None


@dataclass(frozen=True, slots=True)
class _Link:
    """How a link ends in the source, and where it leads; None where nothing says so."""

    tail: str
    address: str | None


@dataclass(frozen=True, slots=True)
class _Pair:
    source: str
    target: str

    @property
    def misfits(self) -> int:
        """How many marks stand in one of the two texts only."""
        source, target = Counter(markup_of(self.source)), Counter(markup_of(self.target))
        box = bool(_box(self.source)) != bool(_box(self.target))
        return (source - target).total() + (target - source).total() + box


def _box(source: str) -> str:
    found = _TASK.match(source)
    return found[0] if found else ""


def links_of(entry: Entry) -> list[_Link]:
    """Return the links of an entry's source in their order."""
    known = addresses_in(entry.note)
    tails = [piece.text for piece in scan(entry.source) if piece.part is Part.LINK_CLOSE]
    return [_Link(tail, _address(tail, known)) for tail in tails]


def _address(tail: str, known: Sequence[str]) -> str | None:
    if number := _NUMBER.fullmatch(tail):
        at = int(number[1])
        return known[at - 1] if 0 < at <= len(known) else None
    written = _INLINE_TARGET.match(tail)
    return (written[1] or written[2] or "") if written else None


def _pair_links(old: Entry, fresh: Entry) -> dict[str, list[str]] | None:
    """Return for each old tail those that stand for it now, in order; None unless all lead where they led."""
    before, after = links_of(old), links_of(fresh)
    if len(before) != len(after):
        return None
    tails: dict[str, list[str]] = defaultdict(list)
    for one, other in zip(before, after, strict=True):
        if one.address is None or one.address != other.address:
            return None
        tails[one.tail].append(other.tail)
    return tails


def _pair_shown(old: str, fresh: str) -> dict[str, list[str]]:
    """Return for each piece of code or HTML how it is written now, in order, where only its spaces are others."""
    before, after = ([piece.text for piece in scan(text) if piece.part in _WHOLE] for text in (old, fresh))
    pieces: dict[str, list[str]] = defaultdict(list)
    for one, other in zip(before, after, strict=False):
        pieces[one].append(other if one.split() == other.split() else one)
    return pieces


def _rewritten(text: str, written: Mapping[str, Sequence[str]]) -> str:
    """Return the text with the tails of links, code and HTML as *written* now; of equal ones, each in its turn."""
    used: Counter[str] = Counter()
    parts = []
    for piece in scan(text):
        turns = written.get(piece.text) if piece.part is Part.LINK_CLOSE or piece.part in _WHOLE else None
        if turns:
            parts.append(turns[min(used[piece.text], len(turns) - 1)])
            used[piece.text] += 1
        else:
            parts.append(piece.text)
    return "".join(parts)


def _with_edges(old: Entry, fresh: Entry, written: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the target with the marks around the whole text that its source has got, or without those it has lost."""
    before, target = _rewritten(old.source, written), _rewritten(old.target, written)
    if before and before in fresh.source:
        first, _, last = fresh.source.partition(before)
        return [first + target + last]
    if fresh.source and fresh.source in before:
        first, _, last = before.partition(fresh.source)
        if target.startswith(first) and target.endswith(last) and len(target) > len(first) + len(last):
            return [target[len(first) : len(target) - len(last)]]
    return []
