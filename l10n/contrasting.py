"""Where several translations of one text differ in what must not differ: numbers and names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from .checks.quantities import Quantity, quantities_in
from .glossary import Term, find_terms
from .glossary.names import find_names


@dataclass(frozen=True, slots=True)
class Contrast:
    """A number or a name that stands in one translation, `text[start:end]`, and not in all others."""

    kind: Literal["number", "name"]
    start: int
    end: int


def contrast(
    source: str,
    targets: Sequence[str],
    *,
    source_locale: str,
    target_locale: str,
    terms: Sequence[Term] = (),
) -> list[tuple[Contrast, ...]]:
    """Return for each of *targets* the numbers and names in it that another of them lacks, in order.

    Names are those of *terms* that the source has, as the glossary translates them, and what has capital letters.
    """
    agreed = [t for o in find_terms(source, terms, locale=source_locale) for t in (o.term.source, *o.term.targets)]
    found = []
    for place, target in enumerate(targets):
        others = [other for number, other in enumerate(targets) if number != place]
        numbers = (Contrast("number", *span) for span in _other_numbers(target, others))
        names = (Contrast("name", *span) for span in _other_names(target, others, agreed, target_locale))
        found.append(tuple(sorted({*numbers, *names}, key=lambda each: (each.start, each.end))))
    return found


def _other_numbers(text: str, others: Sequence[str]) -> Iterator[tuple[int, int]]:
    values = [{value for q in quantities_in(other) for value in q.values} for other in others]
    for quantity, start in _placed(text):
        if any(quantity.values.isdisjoint(known) for known in values):
            yield start, start + len(quantity.written)


def _placed(text: str) -> Iterator[tuple[Quantity, int]]:
    """Yield the numbers of a text with where they stand."""
    at = 0
    for quantity in quantities_in(text):
        start = text.find(quantity.written, at)
        if start >= 0:
            yield quantity, start
            at = start + len(quantity.written)


def _other_names(text: str, others: Sequence[str], agreed: Sequence[str], locale: str) -> Iterator[tuple[int, int]]:
    for name in find_names([text], locale):
        if any(name.text.casefold() not in other.casefold() for other in others):
            yield name.start, name.end
    for written in dict.fromkeys(agreed):
        start = text.find(written)
        if start >= 0 and any(written not in other for other in others):
            yield start, start + len(written)
