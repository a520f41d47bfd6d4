"""Texts that people typed and did not save yet: kept on the server, each for its writer alone."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa

from ..model import CatalogKey, Key
from ..ports.attendance import Unsaved
from .about import about, entry_columns, entry_values
from .database import metadata, reading, writing

_unsaved = sa.Table(
    "unsaved_texts",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("handle", sa.Text, nullable=False),
    *entry_columns(),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("base", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Index("unsaved_texts_by_person", "handle", "slug", "locale"),
    sqlite_autoincrement=True,
)
_column = _unsaved.c


class SqlUnsaved:
    """`ports.attendance.UnsavedTexts` in a migrated database. StorageError where the disk fails."""

    def __init__(self, database: sa.Engine) -> None:
        self._database = database

    def keep(self, handle: str, unsaved: Unsaved) -> None:
        """Keep a text in the place of what was kept for this person and entry."""
        values = {"handle": handle, "text": unsaved.text, "base": unsaved.base}
        values |= {"at": unsaved.at.astimezone(UTC).isoformat()} | entry_values(unsaved.catalog, unsaved.key)
        with writing(self._database) as connection:
            connection.execute(sa.delete(_unsaved).where(*_own(handle, unsaved.catalog, unsaved.key)))
            connection.execute(sa.insert(_unsaved).values(values))

    def find(self, handle: str, catalog: CatalogKey, key: Key) -> Unsaved | None:
        """Return what is kept for this person and entry."""
        found = self._find(sa.select(_unsaved).where(*_own(handle, catalog, key)))
        return found[0] if found else None

    def of_person(self, handle: str) -> list[Unsaved]:
        """Return all that is kept for this person, the newest first."""
        return self._find(sa.select(_unsaved).where(_column.handle == handle).order_by(_column.id.desc()))

    def discard(self, handle: str, catalog: CatalogKey, key: Key) -> None:
        """Remove what is kept for this person and entry; nothing where nothing is."""
        with writing(self._database) as connection:
            connection.execute(sa.delete(_unsaved).where(*_own(handle, catalog, key)))

    def forget(self, handle: str) -> None:
        """Remove all that is kept for a person."""
        with writing(self._database) as connection:
            connection.execute(sa.delete(_unsaved).where(_column.handle == handle))

    def _find(self, query: sa.Select[tuple[object, ...]]) -> list[Unsaved]:
        with reading(self._database) as connection:
            return [
                Unsaved(
                    CatalogKey(row.slug, row.locale),
                    (row.context, row.source),
                    row.text,
                    row.base,
                    datetime.fromisoformat(row.at),
                )
                for row in connection.execute(query)
            ]


def _own(handle: str, catalog: CatalogKey, key: Key) -> list[sa.ColumnElement[bool]]:
    return [*about(_unsaved, catalog, key), _column.handle == handle]
