"""The small language in which the desk is searched: `state:draft has:comment by:aung number "exact words" -without`.

Words and phrases stand in the original or the translation, in any case; each part narrows what is found.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from .errors import DiglotError
from .model import Entry, State
from .suggestions import suggested_texts

FIELDS = ("state", "has", "by", "article", "lang")
HAS = ("comment", "error", "warning", "note", "suggestion")
_CHOICES: Mapping[str, Collection[str]] = {"state": [*map(str, State)], "has": HAS}

_PART = re.compile(r'(?P<minus>-?)(?:(?P<field>[a-z]+):)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')


class QueryError(DiglotError):
    """A search wants a *value* of a *field* that there is none of; *choices* are those there are."""

    def __init__(self, field: str, value: str, choices: tuple[str, ...]) -> None:
        super().__init__(f"{field}:{value} finds nothing.", remedy=f"{field}: knows {', '.join(choices)}.")
        self.field, self.value, self.choices = field, value, choices


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a search: a text, or a text of a *field*; *is_out* where it must not be so."""

    text: str
    field: str = ""
    is_out: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is searched: an entry's texts, and what is known of it, by field."""

    texts: tuple[str, ...]
    facts: Mapping[str, Collection[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gist:
    """What a catalog has at all: its originals in one text, its translations in another, and what its entries have."""

    texts: tuple[str, str]
    has: frozenset[str]


def gist_of(entries: Iterable[Entry]) -> Gist:
    """Return what is in a catalog, folded as searches are."""
    entries = list(entries)
    has = {"note" for entry in entries if entry.note} | {"suggestion" for entry in entries if suggested_texts(entry)}
    sources, targets = ("\0".join(texts).casefold() for texts in _texts(entries))
    return Gist((sources, targets), frozenset(has))


def _texts(entries: Collection[Entry]) -> tuple[list[str], list[str]]:
    return [entry.source for entry in entries], [entry.target for entry in entries]


def may_hold(parts: Collection[Part], gist: Gist) -> bool:
    """Whether a catalog may have an entry of which a search holds: False is sure, True is to be looked at."""
    wanted = [part for part in parts if not part.is_out]
    if any(
        part.field == "has" and part.text in ("note", "suggestion") and part.text not in gist.has for part in wanted
    ):
        return False
    return all(part.field or any(part.text in text for text in gist.texts) for part in wanted)


def parse_query(text: str) -> tuple[Part, ...]:
    """Return the parts of a search. QueryError names a field's value that there is none of."""
    parts = []
    for match in _PART.finditer(text):
        phrase = match["phrase"] if match["phrase"] is not None else match["word"]
        name, value = match["field"] or "", phrase.casefold()
        if name not in FIELDS:  # `http:x` is a word
            name, value = "", f"{name}:{phrase}".casefold() if name else phrase.casefold()
        if name in _CHOICES and value not in _CHOICES[name]:
            raise QueryError(name, value, tuple(_CHOICES[name]))
        if value:
            parts.append(Part(value, name, bool(match["minus"])))
    return tuple(parts)


def format_query(parts: Collection[Part]) -> str:
    """Return a search as `parse_query` reads it."""
    return " ".join(map(_written, parts))


def matches(parts: Collection[Part], candidate: Candidate) -> bool:
    """Whether all of a search holds of a candidate."""
    texts = [text.casefold() for text in candidate.texts]
    return all(_holds(part, texts, candidate.facts) is not part.is_out for part in parts)


def _holds(part: Part, texts: Collection[str], facts: Mapping[str, Collection[str]]) -> bool:
    if part.field:
        return part.text in {fact.casefold() for fact in facts.get(part.field, ())}
    return any(part.text in text for text in texts)


def _written(part: Part) -> str:
    is_plain = re.fullmatch(r'[^\s":-][^\s":]*', part.text)
    value = part.text if is_plain else f'"{part.text}"'
    return f"{'-' if part.is_out else ''}{part.field + ':' if part.field else ''}{value}"
