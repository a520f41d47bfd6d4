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

    def keep(self, handle: str, unsaved: Unsaved) -> None:
        """Keep a text in the place of what was kept for this person and entry."""
        ...

    def find(self, handle: str, catalog: CatalogKey, key: Key) -> Unsaved | None:
        """Return what is kept for this person and entry."""
        ...

    def of_person(self, handle: str) -> Sequence[Unsaved]:
        """Return all that is kept for this person, the newest first."""
        ...

    def discard(self, handle: str, catalog: CatalogKey, key: Key) -> None:
        """Remove what is kept for this person and entry; nothing where nothing is."""
        ...

    def forget(self, handle: str) -> None:
        """Remove all that is kept for a person."""
        ...
