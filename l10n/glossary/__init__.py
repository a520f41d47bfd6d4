"""The words a newsroom has agreed on, and where they occur in a text.

A term is found in the forms its language gives it (“generals”, “Mandalay's”, “Städte”, “والجيش”), never within another
word; in scripts without spaces wherever its syllables stand. A name, which has a capital letter, keeps its case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from .endings import LONGEST, MIN_STEM, Inflection, inflection_of
from .tokens import Piece, gap, is_same_gap, split_pieces

KINDS = ("person", "place", "organisation", "")


@dataclass(frozen=True, slots=True)
class Term:
    """A word the newsroom has agreed on.

    *targets* are its translations into *locale* ("" for all locales), the preferred one first; *forbidden* are
    translations that must not be used. *kind* is `person`, `place`, `organisation` or "". A term with
    *do_not_translate* stays as it is; one with *redact* is hidden from engines on other computers; one with
    *do_not_publish* must be in no edition, and is hidden from them too.
    """

    source: str
    targets: tuple[str, ...] = ()
    locale: str = ""
    note: str = ""
    kind: str = ""
    forbidden: tuple[str, ...] = ()
    do_not_translate: bool = False
    do_not_publish: bool = False
    redact: bool = False


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A term where it stands in a text: `text[start:end]`, as it is written there."""

    term: Term
    start: int
    end: int


def find_terms(text: str, terms: Sequence[Term], *, locale: str) -> list[Occurrence]:
    """Return where sources of *terms* occur in *text*, which is in *locale*: in order, the longest at each place.

    Of terms with the same source the first counts. Given the same tuple again, it is not prepared again.
    """
    if not terms or not text:
        return []
    spans = _finder(terms, locale).spans(text)
    return [Occurrence(terms[number], start, end) for start, end, number in spans]


def find_phrases(text: str, phrases: Sequence[str], *, locale: str) -> list[tuple[int, int, int]]:
    """Return (start, end, index) of where *phrases* occur in *text*, as `find_terms` finds terms."""
    return _phrase_finder(tuple(phrases), locale).spans(text) if text else []


def terms_for(terms: Iterable[Term], locale: str) -> tuple[Term, ...]:
    """Return one term for each source with what holds in *locale*: its own rows first, then those of all locales.

    A row for `pt` holds in `pt-BR` too. Marks add up: what one row hides, none shows.
    """
    ranked = [(rank, term) for term in terms if (rank := _rank(term.locale, locale)) is not None]
    merged: dict[str, Term] = {}
    for _, term in sorted(ranked, key=lambda each: each[0]):
        found = merged.get(term.source)
        merged[term.source] = _joined(found, term) if found else replace(term, locale=locale)
    return tuple(merged.values())


def _rank(own: str, wanted: str) -> int | None:
    """Return how near a row's locale is to the one wanted, 0 the nearest; None where it does not hold there."""
    if own == wanted:
        return 0
    if not own:
        return 2
    return 1 if wanted.startswith(f"{own}-") else None


def _joined(first: Term, second: Term) -> Term:
    targets = first.targets or second.targets
    return replace(
        first,
        targets=targets,
        note=first.note or second.note,
        kind=first.kind or second.kind,
        forbidden=tuple(dict.fromkeys((*first.forbidden, *(f for f in second.forbidden if f not in targets)))),
        do_not_translate=first.do_not_translate or (second.do_not_translate and not first.targets),
        do_not_publish=first.do_not_publish or second.do_not_publish,
        redact=first.redact or second.redact,
    )


_KEPT = 8
_finders: list[tuple[Sequence[Term], str, _Finder]] = []
"""The last finders, the newest first, for tuples of terms: the very objects, so that none need be compared."""


def _finder(terms: Sequence[Term], locale: str) -> _Finder:
    known = list(_finders)
    for kept, its_locale, finder in known:
        if kept is terms and its_locale == locale:
            return finder
    finder = _Finder([term.source for term in terms], locale)
    if isinstance(terms, tuple):
        _finders[:] = [(terms, locale, finder), *known][:_KEPT]
    return finder


@lru_cache(maxsize=256)
def _phrase_finder(phrases: tuple[str, ...], locale: str) -> _Finder:
    return _Finder(phrases, locale)


class _Pattern(NamedTuple):
    """A phrase: its place among all, its words as they are written, and what stands between them."""

    number: int
    words: tuple[str, ...]
    gaps: tuple[str, ...]


class _Forms:
    """Numbers the words of phrases, and tells of a written word which of them it may be a form of."""

    def __init__(self, inflection: Inflection) -> None:
        self._inflection = inflection
        self._numbers: dict[tuple[str, bool, bool], int] = {}
        self._stems: dict[str, list[tuple[frozenset[str], int]]] = {}
        self._known: dict[str, tuple[tuple[int, int], ...]] = {}

    def number(self, piece: Piece, *, changes: bool) -> int:
        """Return the number of a phrase's word; without *changes* it has no other form."""
        is_name = piece.folded != piece.lower
        key = (piece.lower, is_name, changes)
        if key not in self._numbers:
            number = self._numbers[key] = len(self._numbers)
            stems = self._inflection.stems(piece.lower, is_name=is_name) if changes else [(piece.lower, _NO_ENDING)]
            for stem, endings in stems:
                self._stems.setdefault(stem, []).append((endings, number))
        return self._numbers[key]

    def of(self, lower: str) -> tuple[tuple[int, int], ...]:
        """Return the numbers of the words that *lower* may be a form of, each with the length of a prefix before."""
        known = self._known.get(lower)
        if known is None:
            if len(self._known) > _MANY:
                self._known.clear()
            known = self._known[lower] = tuple(dict(self._found(lower)).items())
        return known

    def _found(self, lower: str) -> Iterator[tuple[int, int]]:
        for prefix in ("", *self._inflection.prefixes):
            skipped = len(prefix)
            if not lower.startswith(prefix) or (skipped and len(lower) - skipped < MIN_STEM):
                continue
            for length in range(len(lower), max(skipped, len(lower) - LONGEST - 1), -1):
                for endings, number in self._stems.get(lower[skipped:length], ()):
                    if lower[length:] in endings:
                        yield number, skipped


_NO_ENDING = frozenset({""})
_MANY = 200_000
_END = -1

_Node = dict[int, Any]
"""A step into phrases: the node behind each next word, and under _END the phrases that end here."""


class _Finder:
    """Finds any of many phrases in one pass over a text's words."""

    def __init__(self, phrases: Sequence[str], locale: str) -> None:
        inflection = inflection_of(locale)
        self._forms = _Forms(inflection)
        self._english = locale.startswith("en")
        self._root: _Node = {}
        for number, phrase in enumerate(phrases):
            pieces = split_pieces(phrase)
            node, last = self._root, len(pieces) - 1
            for place, piece in enumerate(pieces):
                changes = piece.spaced and (inflection.everywhere or place == last)
                node = node.setdefault(self._forms.number(piece, changes=changes), {})
            if pieces:
                gaps = tuple(gap(phrase[one.end : two.start]) for one, two in pairwise(pieces))
                node.setdefault(_END, []).append(_Pattern(number, tuple(p.folded for p in pieces), gaps))

    def spans(self, text: str) -> list[tuple[int, int, int]]:
        """Return (start, end, number) of the phrases that occur, in order, the longest at each place."""
        pieces = split_pieces(text)
        known, root = self._forms.of, self._root
        forms = [known(piece.lower) for piece in pieces]
        begun = [at for at, some in enumerate(forms) for number, _ in some if number in root]
        found = [span for at in dict.fromkeys(begun) for span in self._at(text, pieces, forms, at)]
        if len(found) < 2:
            return found
        taken, chosen = bytearray(len(text)), []
        for span in sorted(found, key=lambda span: (span[0] - span[1], span[0], span[2])):
            if taken.find(1, span[0], span[1]) < 0:
                taken[span[0] : span[1]] = b"\1" * (span[1] - span[0])
                chosen.append(span)
        return sorted(chosen)

    def _at(
        self, text: str, pieces: Sequence[Piece], forms: Sequence[tuple[tuple[int, int], ...]], at: int
    ) -> Iterator[tuple[int, int, int]]:
        """Yield the phrases that begin with piece *at*."""
        ways: list[tuple[_Node, tuple[int, ...]]] = [(self._root, ())]
        for further in range(at, len(pieces)):
            some = forms[further]
            ways = [(node[n], (*skipped, length)) for node, skipped in ways for n, length in some if n in node]
            if not ways:
                return
            for node, skipped in ways:
                if _END in node and not (further == at and _is_doubled(pieces, at)):
                    for pattern in node[_END]:
                        if self._is_so_written(text, pieces[at : further + 1], pattern, skipped):
                            yield pieces[at].start, pieces[further].end, pattern.number

    def _is_so_written(self, text: str, pieces: Sequence[Piece], pattern: _Pattern, skipped: Sequence[int]) -> bool:
        """Whether the pieces have the letter case of the phrase, and between them what it has."""
        between = (gap(text[one.end : two.start]) for one, two in pairwise(pieces))
        return all(map(is_same_gap, pattern.gaps, between)) and all(
            self._is_case(text, piece, word, length, len(pieces))
            for piece, word, length in zip(pieces, pattern.words, skipped, strict=True)
        )

    def _is_case(self, text: str, piece: Piece, word: str, skipped: int, words: int) -> bool:
        """Whether the piece has the letter case that *word* asks for."""
        written = piece.folded[skipped:]
        if written == word:
            return True
        if word != word.lower():
            if written[:1].isupper() != word[:1].isupper() and not written.isupper():
                return False
            if word.isupper() and len(word) > 1:
                return written[: len(word)].isupper()
            return words > 1 or len(written) > 3 or not written.isupper()
        if not written[:1].isupper():
            return True
        if written.isupper() and 1 < len(written) <= 3:
            return words > 1 or text.isupper()  # the pronoun "us" is not the U.S.
        return not (self._english and piece.lower in _MONTHS and is_inside(text, piece.start))


def _is_doubled(pieces: Sequence[Piece], at: int) -> bool:
    """Whether a syllable stands twice in a row, which is another word than the syllable alone (Burmese, Thai)."""
    piece = pieces[at]
    return not piece.spaced and (
        (at > 0 and pieces[at - 1].end == piece.start and pieces[at - 1].folded == piece.folded)
        or (at + 1 < len(pieces) and pieces[at + 1].start == piece.end and pieces[at + 1].folded == piece.folded)
    )


_MONTHS = frozenset({"march", "may", "august"})


def is_inside(text: str, start: int) -> bool:
    """Whether what begins at *start* stands within a sentence: a capital letter there says something."""
    before = text[:start].rstrip(" \n\"'“‘«*_[(")
    return bool(before) and before[-1] not in ".!?…:"


def is_form(lower: str, stems: Iterable[tuple[str, frozenset[str]]]) -> bool:
    """Whether a lower-case word is one of *stems* with an ending that may follow it."""
    return any(lower.startswith(stem) and lower[len(stem) :] in endings for stem, endings in stems)
