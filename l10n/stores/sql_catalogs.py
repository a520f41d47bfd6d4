"""Catalogs in the rows of a database that several machines share, behind the same port as those in files.

A row holds one entry as it stands in a PO file, and a catalog's revision is the digest of the file that its rows make:
what is exported is what is here. A row is changed only as it was seen (compare-and-set), and all changes of a catalog
in one transaction, under the lock of the catalog's own row; work on other catalogs goes on meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from ..errors import ConflictError
from ..model import RESERVED_SLUGS, Catalog, CatalogKey, Decision, Entry, Key, Outcome
from .about import about
from .catalog_rows import (
    BETWEEN,
    Text,
    catalog_table,
    data_of,
    entry_table,
    head_of,
    late_decisions,
    name_of,
    set_head,
    write_all,
)
from .database import reading, writing
from .deciding import decide
from .held import stamp_of_revision
from .po import Notice, PoCatalogStore

if TYPE_CHECKING:
    from ..ports import Applied, Revision


class SqlCatalogStore(PoCatalogStore):
    """Catalogs in a migrated database; templates stay files below *root*, beside the articles they are made of."""

    def __init__(
        self,
        database: sa.Engine,
        root: Path,
        *,
        source_locale: str,
        project: str,
        notice: Notice | None = None,
        kept: int = 0,
    ) -> None:
        super().__init__(root, source_locale=source_locale, project=project, notice=notice, kept=kept)
        self._database, self._most = database, kept

    def read(self, key: CatalogKey) -> tuple[Catalog, Revision]:
        """Return the catalog and its revision; an empty catalog and "" where there is none. CatalogError."""
        self.path(key)  # refuses names that lead elsewhere
        kept = self._kept.get(key)
        with reading(self._database) as connection:
            head = head_of(connection, key)
            if head is None:
                return Catalog(key.slug, key.locale), ""
            is_known = kept is not None and kept[0] == head.revision
            data = b"" if is_known else data_of(connection, key, head.head)
        catalog = kept[1] if kept and is_known else self._keep(key, head.revision, self._parse(key, data))
        self._tell(key, head.revision, catalog)
        return catalog, head.revision

    def apply(self, key: CatalogKey, decisions: Sequence[Decision]) -> Applied:
        """Set each decided entry whose revision is still the decision's base, all in one transaction. See the port.

        A decision that comes after a later one about the same entry was applied, as after a cut link, sets nothing.
        """
        from ..ports import Applied

        self.path(key)
        with writing(self._database, alone=False) as connection:
            head = head_of(connection, key, lock=True)
            if head is None:
                return Applied({decision.id: Outcome.CONFLICT for decision in decisions})
            catalog = self._present(connection, key, head.revision, head.head)
            late = late_decisions(connection, key, catalog.by_key(), decisions)
            changed, outcomes = decide(catalog.by_key(), [d for d in decisions if d.id not in late])
            if changed:
                newest = {d.key: d.id for d in decisions if outcomes.get(d.id) is Outcome.APPLIED}
                self._set(connection, key, catalog, changed, newest, seen=head.revision)
        return Applied({d.id: outcomes.get(d.id, Outcome.CONFLICT) for d in decisions})

    def replace(self, key: CatalogKey, catalog: Catalog, *, expected: Revision) -> Revision:
        """Write *catalog* if the present revision is *expected*, else ConflictError. Equal bytes write nothing."""
        path = self.path(key)
        text = self._text(replace(catalog, slug=key.slug, locale=key.locale), path)
        with writing(self._database, alone=not expected) as connection:
            head = head_of(connection, key, lock=True)
            found = head.revision if head else ""
            if found != expected:
                raise self._changed(path, expected, found)
            if text.revision != found:
                write_all(connection, key, text, is_new=head is None)
        self._tell(key, text.revision, catalog)
        return text.revision

    def put_new(self, connection: sa.Connection, key: CatalogKey, catalog: Catalog) -> None:
        """Write a catalog that is not there yet, in the transaction of *connection*."""
        text = self._text(replace(catalog, slug=key.slug, locale=key.locale), self.path(key))
        write_all(connection, key, text, is_new=True)

    def discard(self, key: CatalogKey, *, expected: Revision) -> None:
        """Delete a catalog that was copied elsewhere, if its present revision is *expected*, else ConflictError."""
        path = self.path(key)
        with writing(self._database, alone=False) as connection:
            head = head_of(connection, key, lock=True)
            found = head.revision if head else ""
            if found != expected:
                raise self._changed(path, expected, found)
            for table in (entry_table, catalog_table):
                connection.execute(sa.delete(table).where(*about(table, key)))

    def keys(self) -> Iterator[CatalogKey]:
        """Yield the keys of all article catalogs, by slug, then locale; the desk's own are skipped."""
        yield from sorted(self.revisions(), key=lambda key: (key.slug, key.locale))

    def revisions(self) -> dict[CatalogKey, tuple[Revision, int]]:
        """Return the present revision of every article catalog, and the size of its text in bytes."""
        query = sa.select(catalog_table.c.slug, catalog_table.c.locale, catalog_table.c.revision, catalog_table.c.size)
        with reading(self._database) as connection:
            return {
                CatalogKey(slug, locale): (revision, size)
                for slug, locale, revision, size in connection.execute(query)
                if slug not in RESERVED_SLUGS
            }

    def text(self, key: CatalogKey) -> tuple[bytes | None, Revision]:
        """Return the catalog as the PO file that it would be, and its revision; None and "" where there is none."""
        self.path(key)
        with reading(self._database) as connection:
            head = head_of(connection, key)
            return (data_of(connection, key, head.head), head.revision) if head else (None, "")

    def _set(
        self,
        connection: sa.Connection,
        key: CatalogKey,
        catalog: Catalog,
        changed: Mapping[Key, Entry],
        newest: Mapping[Key, int],
        *,
        seen: Revision,
    ) -> None:
        """Change some entries, each only as it was seen; ConflictError, and nothing is changed, if one is another."""
        path, before = self.path(key), catalog.by_key()
        text = self._text(catalog.with_entries(changed), path)
        for each in changed:
            name = name_of(each)
            _, revision, block = text.blocks[name]
            row = (*about(entry_table, key), entry_table.c.key == name, entry_table.c.revision == before[each].revision)
            values = {"revision": revision, "block": block, "decided": newest.get(each, 0)}
            if connection.execute(sa.update(entry_table).where(*row).values(values)).rowcount != 1:
                raise self._changed(path, seen, "")
        set_head(connection, key, text)

    def _present(self, connection: sa.Connection, key: CatalogKey, revision: Revision, head: str) -> Catalog:
        kept = self._kept.get(key)
        return kept[1] if kept and kept[0] == revision else self._parse(key, data_of(connection, key, head))

    def _text(self, catalog: Catalog, path: Path) -> Text:
        data = self._bytes(catalog, path)
        head, *blocks = data.decode().removesuffix("\n").split(BETWEEN)
        every = (*catalog.entries, *catalog.obsolete)
        rows = {
            name_of(entry.key): (place, entry.revision, block)
            for place, (entry, block) in enumerate(zip(every, blocks, strict=True))
        }
        return Text(data, head, rows)

    def _keep(self, key: CatalogKey, revision: Revision, catalog: Catalog) -> Catalog:
        if self._most:
            while len(self._kept) >= self._most:
                self._kept.pop(next(iter(self._kept)), None)
            self._kept[key] = (revision, catalog)
        return catalog

    @cached_property
    def _kept(self) -> dict[CatalogKey, tuple[Revision, Catalog]]:
        return {}

    def _tell(self, key: CatalogKey, revision: Revision, catalog: Catalog) -> None:
        if self._notice:
            self._notice(self.path(key), revision, stamp_of_revision(revision), catalog)

    def _changed(self, path: Path, seen: Revision, found: Revision) -> ConflictError:
        return ConflictError(
            f"{self._place(path)} was changed meanwhile",
            seen=seen,
            found=found,
            remedy="Read the catalog again and repeat the change.",
        )
