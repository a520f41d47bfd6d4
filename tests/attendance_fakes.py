"""People at work, kept in memory: what each has open, and what each typed and did not save."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from l10n.model import CatalogKey, Key
from l10n.ports.attendance import Opening, Unsaved


class MemoryOpenings:
    """`ports.attendance.Openings` in memory."""

    def __init__(self) -> None:
        self.seen: dict[tuple[str, CatalogKey, Key], tuple[str, datetime, datetime]] = {}

    def note(self, handle: str, catalog: CatalogKey, key: Key, *, revision: str, now: datetime) -> None:
        known = self.seen.get((handle, catalog, key))
        first = known[1] if known and known[0] == revision else now
        self.seen[handle, catalog, key] = (revision, first, now)

    def first(self, handle: str, catalog: CatalogKey) -> Mapping[tuple[Key, str], datetime]:
        return {
            (key, revision): first
            for (who, where, key), (revision, first, _) in self.seen.items()
            if (who, where) == (handle, catalog)
        }

    def present(self, catalog: CatalogKey, *, since: datetime) -> list[Opening]:
        found: dict[str, Opening] = {}
        for opening in self._openings():
            if opening.catalog == catalog and opening.at >= since:
                found.setdefault(opening.handle, opening)
        return list(found.values())

    def latest(self, handle: str) -> Opening | None:
        return next((opening for opening in self._openings() if opening.handle == handle), None)

    def forget(self, handle: str) -> None:
        self.seen = {who: what for who, what in self.seen.items() if who[0] != handle}

    def _openings(self) -> list[Opening]:
        found = [Opening(handle, catalog, key, last) for (handle, catalog, key), (_, _, last) in self.seen.items()]
        return sorted(found, key=lambda opening: opening.at, reverse=True)


class MemoryUnsaved:
    """`ports.attendance.UnsavedTexts` in memory."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, CatalogKey, Key], Unsaved] = {}

    def keep(self, handle: str, unsaved: Unsaved) -> None:
        self.kept[handle, unsaved.catalog, unsaved.key] = unsaved

    def find(self, handle: str, catalog: CatalogKey, key: Key) -> Unsaved | None:
        return self.kept.get((handle, catalog, key))

    def of_person(self, handle: str) -> list[Unsaved]:
        return [unsaved for (who, _, _), unsaved in reversed(self.kept.items()) if who == handle]

    def discard(self, handle: str, catalog: CatalogKey, key: Key) -> None:
        self.kept.pop((handle, catalog, key), None)

    def forget(self, handle: str) -> None:
        self.kept = {who: text for who, text in self.kept.items() if who[0] != handle}
