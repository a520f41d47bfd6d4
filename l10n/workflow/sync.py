"""A catalog in a shared database and its file in a git checkout, brought in step; neither side is ever overwritten.

What was in step last time (the base) is remembered beside the checkout, and the two are merged from there: what one
side changed is taken, where both changed a paragraph the database's text stands and the file's is kept beside it.
Stopped anywhere and begun again, it comes to the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from ..errors import ConflictError
from ..model import Catalog, CatalogKey
from ..ports import CatalogStore, Journal, Revision
from ..threeway import Kept, merge_catalogs
from .merge import file_suggestions

_TRIES = 5


class Shelf(CatalogStore, Protocol):
    """A store that can put a catalog away."""

    def discard(self, key: CatalogKey, *, expected: Revision) -> None: ...


@dataclass(frozen=True, slots=True)
class Synced:
    """What was done for a catalog: *taken* into the database, *given* to the file; and what people must look at."""

    key: CatalogKey
    taken: bool = False
    given: bool = False
    removed: bool = False
    conflicts: tuple[Kept, ...] = ()

    @property
    def changed(self) -> bool:
        return self.taken or self.given or self.removed


@dataclass(frozen=True, slots=True)
class Sides:
    """The catalogs of the shared database, those of the checkout, and those that were in step last time."""

    shared: CatalogStore
    files: Shelf
    bases: Shelf

    def keys(self) -> list[CatalogKey]:
        found = {key for store in (self.shared, self.files, self.bases) for key in store.keys()}  # noqa: SIM118  the port's
        return sorted(found, key=lambda key: (key.slug, key.locale))


def sync_catalog(
    key: CatalogKey,
    sides: Sides,
    journal: Journal,
    *,
    now: datetime,
    approvals: str = "sealed",
    check: bool = False,
) -> Synced:
    """Bring one catalog in step; with *check* nothing is written. CatalogError for a damaged file, StorageError.

    A side that somebody changes meanwhile is read and merged again; ConflictError if that never ends.
    """
    for left in reversed(range(_TRIES)):
        try:
            return _Sync(key, sides, journal, approvals).run(now, check=check)
        except ConflictError:
            if not left:
                raise
    raise AssertionError("unreachable: the last try returns or raises")


class _Sync:
    def __init__(self, key: CatalogKey, sides: Sides, journal: Journal, approvals: str) -> None:
        self.key, self.sides, self.journal, self.approvals = key, sides, journal, approvals
        self.base, self.base_revision = sides.bases.read(key)
        self.ours, self.our_revision = sides.shared.read(key)
        self.theirs, self.their_revision = sides.files.read(key)

    def run(self, now: datetime, *, check: bool) -> Synced:
        if self._was_moved():
            return self._remove(check=check)
        catalog, conflicts = self._merged()
        if check:
            taken = not self.our_revision or catalog != self.ours
            return Synced(self.key, taken, not self.their_revision or catalog != self.theirs, conflicts=conflicts)
        key, sides = self.key, self.sides
        taken = sides.shared.replace(key, catalog, expected=self.our_revision) != self.our_revision
        if conflicts:
            file_suggestions(self.journal, key, conflicts, now=now)
        given = sides.files.replace(key, catalog, expected=self.their_revision) != self.their_revision
        sides.bases.replace(key, catalog, expected=self.base_revision)
        return Synced(key, taken, given, conflicts=conflicts)

    def _merged(self) -> tuple[Catalog, tuple[Kept, ...]]:
        if self.their_revision in ("", self.base_revision, self.our_revision):
            return self.ours, ()
        if not self.our_revision:
            return self.theirs, ()
        merged = merge_catalogs(self.base, self.ours, self.theirs, approvals=self.approvals)
        return merged.catalog, merged.conflicts

    def _was_moved(self) -> bool:
        """Whether the catalog is no longer in the database, as after a rename, and nobody has worked on its file."""
        return bool(self.base_revision) and not self.our_revision and self.their_revision in ("", self.base_revision)

    def _remove(self, *, check: bool) -> Synced:
        if not check:
            if self.their_revision:
                self.sides.files.discard(self.key, expected=self.their_revision)
            self.sides.bases.discard(self.key, expected=self.base_revision)
        return Synced(self.key, removed=bool(self.their_revision))
