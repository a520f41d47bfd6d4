"""People at work, kept in memory: what each has open, typed and did not save, and says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from l10n.model import CatalogKey, Key
from l10n.ports.attendance import Opening, Unsaved
from l10n.ports.comments import ORIGINAL, Comment


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
        self.kept: dict[int, tuple[str, Unsaved]] = {}
        self.last = 0

    def keep(self, handle: str, unsaved: Unsaved, *, since: datetime) -> None:
        for each in self.of_entry(handle, unsaved.catalog, unsaved.key):
            if each.at >= since or each.text == unsaved.text:
                self.drop(handle, each.id)
        self.last += 1
        self.kept[self.last] = (handle, replace(unsaved, id=self.last))

    def of_entry(self, handle: str, catalog: CatalogKey, key: Key) -> list[Unsaved]:
        return [unsaved for unsaved in self.of_person(handle) if (unsaved.catalog, unsaved.key) == (catalog, key)]

    def of_person(self, handle: str) -> list[Unsaved]:
        return [unsaved for who, unsaved in reversed(self.kept.values()) if who == handle]

    def discard(self, handle: str, catalog: CatalogKey, key: Key, *, since: datetime | None = None) -> None:
        for unsaved in self.of_entry(handle, catalog, key):
            if since is None or unsaved.at >= since:
                self.drop(handle, unsaved.id)

    def drop(self, handle: str, id: int) -> None:
        if self.kept.get(id, ("",))[0] == handle:
            del self.kept[id]

    def rename(self, old: str, new: str) -> None:
        for id, (handle, each) in self.kept.items():
            if each.catalog.slug == old:
                self.kept[id] = (handle, replace(each, catalog=CatalogKey(new, each.catalog.locale)))

    def forget(self, handle: str) -> None:
        self.kept = {id: kept for id, kept in self.kept.items() if kept[0] != handle}


class MemoryComments:
    """`ports.comments.Comments` in a list."""

    def __init__(self) -> None:
        self.kept: list[Comment] = []

    def add(self, comment: Comment) -> int:
        self.kept.append(replace(comment, id=len(self.kept) + 1))
        return len(self.kept)

    def find(self, id: int) -> Comment | None:
        return self.kept[id - 1] if 0 < id <= len(self.kept) else None

    def about(self, catalog: CatalogKey, keys: Sequence[Key] = ()) -> list[Comment]:
        here = [
            c for c in self.kept if c.catalog.slug == catalog.slug and (c.catalog == catalog or c.about == ORIGINAL)
        ]
        return [comment for comment in here if not keys or comment.key in keys]

    def newest(self, *, before: int = 0, limit: int = 50, by: str = "", slug: str = "") -> list[Comment]:
        found = [c for c in reversed(self.kept) if by in ("", c.by) and slug in ("", c.catalog.slug)]
        return [comment for comment in found if not before or comment.id < before][:limit]

    def mentions(self, handle: str) -> list[Comment]:
        return [c for c in reversed(self.kept) if not c.resolved_by and f"@{handle}" in c.text]

    def resolve(self, id: int, *, by: str, now: datetime) -> None:
        self.kept[id - 1] = replace(self.kept[id - 1], resolved_by=by)
