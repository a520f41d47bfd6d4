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

    def keep(self, handle: str, unsaved: Unsaved, *, since: datetime) -> None:
        """Keep a text in the place of what was kept for this person and entry *since* then; older texts stay."""
        values = {"handle": handle, "text": unsaved.text, "base": unsaved.base}
        values |= {"at": _stamp(unsaved.at)} | entry_values(unsaved.catalog, unsaved.key)
        own = _own(handle, unsaved.catalog, unsaved.key)
        with writing(self._database) as connection:
            connection.execute(
                sa.delete(_unsaved).where(*own, sa.or_(_column.at >= _stamp(since), _column.text == unsaved.text))
            )
            connection.execute(sa.insert(_unsaved).values(values))

    def of_entry(self, handle: str, catalog: CatalogKey, key: Key) -> list[Unsaved]:
        """Return what is kept for this person and entry, the newest first."""
        return self._find(sa.select(_unsaved).where(*_own(handle, catalog, key)).order_by(_column.id.desc()))

    def of_person(self, handle: str) -> list[Unsaved]:
        """Return all that is kept for this person, the newest first."""
        return self._find(sa.select(_unsaved).where(_column.handle == handle).order_by(_column.id.desc()))

    def discard(self, handle: str, catalog: CatalogKey, key: Key, *, since: datetime | None = None) -> None:
        """Remove what is kept for this person and entry, all of it or what was kept *since* then."""
        which = [*_own(handle, catalog, key), *([_column.at >= _stamp(since)] if since else [])]
        with reading(self._database) as connection:
            if not connection.execute(sa.select(_column.id).where(*which).limit(1)).first():
                return  # nearly always: and a look is much cheaper than a commit
        with writing(self._database) as connection:
            connection.execute(sa.delete(_unsaved).where(*which))

    def drop(self, handle: str, id: int) -> None:
        """Remove one text, if it is this person's."""
        with writing(self._database) as connection:
            connection.execute(sa.delete(_unsaved).where(_column.handle == handle, _column.id == id))

    def rename(self, old: str, new: str) -> None:
        """Give the texts about the article *old* to *new*."""
        with writing(self._database) as connection:
            connection.execute(sa.update(_unsaved).where(_column.slug == old).values(slug=new))

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
                    row.id,
                )
                for row in connection.execute(query)
            ]


def _own(handle: str, catalog: CatalogKey, key: Key) -> list[sa.ColumnElement[bool]]:
    return [*about(_unsaved, catalog, key), _column.handle == handle]


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
