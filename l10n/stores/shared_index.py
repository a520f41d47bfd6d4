"""The index of a machine's files where catalogs are rows: what is known of one holds for one revision of it."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from .index import FileIndex, Seen, catalog_name
from .sql_catalogs import SqlCatalogStore


class SharedIndex(FileIndex):
    """A `FileIndex` that asks the database which revision each catalog has; once, when it is first needed."""

    def __init__(self, path: Path, *, root: Path, rules: str, ignore: bool, catalogs: SqlCatalogStore) -> None:
        super().__init__(path, root=root, rules=rules, ignore=ignore)
        self._catalogs = catalogs

    def present(self, name: str) -> Seen | None:
        """Return what is known of the file or catalog as it is now."""
        if not name.endswith(".po"):
            return super().present(name)
        seen = self.last(name)
        return seen if seen and seen.digest == self._revisions.get(name) else None

    @cached_property
    def _revisions(self) -> dict[str, str]:
        return {catalog_name(key): revision for key, (revision, _) in self._catalogs.revisions().items()}
