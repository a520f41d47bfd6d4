"""The words a newsroom has agreed on, and where they occur in a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


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
    """Return where sources of *terms* occur in *text*, which is in *locale*: in order, the longest at each place."""
    found: list[Occurrence] = []
    for term in sorted(terms, key=lambda term: -len(term.source)):
        start = text.find(term.source)
        while start >= 0:
            end = start + len(term.source)
            if all(end <= other.start or start >= other.end for other in found):
                found.append(Occurrence(term, start, end))
            start = text.find(term.source, end)
    return sorted(found, key=lambda occurrence: occurrence.start)
