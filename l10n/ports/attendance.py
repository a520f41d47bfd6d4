"""What the desk asks of its record of people at work: what each has open, and what each typed and did not save."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from ..model import CatalogKey, Key


@dataclass(frozen=True, slots=True)
class Opening:
    """Somebody had an entry open, last at *at*."""

    handle: str
    catalog: CatalogKey
    key: Key
    at: datetime


@dataclass(frozen=True, slots=True)
class Unsaved:
    """A text that somebody typed for an entry whose revision was *base*, and did not save."""

    catalog: CatalogKey
    key: Key
    text: str
    base: str
    at: datetime
    id: int = 0


class Openings(Protocol):
    """Who opened what. No address, no machine, no page: a handle, an entry, two moments."""

    def note(self, handle: str, catalog: CatalogKey, key: Key, *, revision: str, now: datetime) -> None:
        """Remember that *handle* sees this text of an entry; a text of another revision is opened anew."""
        ...

    def first(self, handle: str, catalog: CatalogKey) -> Mapping[tuple[Key, str], datetime]:
        """Return when *handle* first saw each text of a catalog, by the entry's key and revision."""
        ...

    def present(self, catalog: CatalogKey, *, since: datetime) -> Sequence[Opening]:
        """Return who had which entry open since then, the newest first, one entry a person."""
        ...

    def latest(self, handle: str) -> Opening | None:
        """Return what this person had open last."""
        ...

    def forget(self, handle: str) -> None:
        """Remove what is known of a person."""
        ...


class UnsavedTexts(Protocol):
    """Texts that were typed and not saved, each for its writer alone."""

    def keep(self, handle: str, unsaved: Unsaved, *, since: datetime) -> None:
        """Keep a text in the place of what was kept for this person and entry *since* then; older texts stay."""
        ...

    def of_entry(self, handle: str, catalog: CatalogKey, key: Key) -> Sequence[Unsaved]:
        """Return what is kept for this person and entry, the newest first."""
        ...

    def of_person(self, handle: str) -> Sequence[Unsaved]:
        """Return all that is kept for this person, the newest first."""
        ...

    def discard(self, handle: str, catalog: CatalogKey, key: Key, *, since: datetime | None = None) -> None:
        """Remove what is kept for this person and entry, all of it or what was kept *since* then."""
        ...

    def drop(self, handle: str, id: int) -> None:
        """Remove one text, if it is this person's."""
        ...

    def rename(self, old: str, new: str) -> None:
        """Give the texts about the article *old* to *new*."""
        ...

    def forget(self, handle: str) -> None:
        """Remove all that is kept for a person."""
        ...
