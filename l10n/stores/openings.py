"""Who opened which paragraph, first and last: shown to colleagues at work on it, and to who approves it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from ..model import CatalogKey, Key
from ..ports.attendance import Opening
from .about import about, entry_columns, entry_values
from .database import metadata, reading, writing

_openings = sa.Table(
    "openings",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("handle", sa.Text, nullable=False),
    *entry_columns(),
    sa.Column("revision", sa.Text, nullable=False),
    sa.Column("first_at", sa.Text, nullable=False),
    sa.Column("last_at", sa.Text, nullable=False),
    sa.Index("openings_by_catalog", "slug", "locale", "last_at"),
    sa.Index("openings_by_person", "handle", "last_at"),
    sqlite_autoincrement=True,
)
_column = _openings.c

NOTED_AGAIN = timedelta(minutes=1)
"""What was noted less than this ago is not written again."""


@dataclass(frozen=True, slots=True)
class Note:
    """Somebody sees a text of an entry at a moment."""

    handle: str
    catalog: CatalogKey
    key: Key
    revision: str
    at: datetime


class SqlOpenings:
    """`ports.attendance.Openings` in a migrated database. StorageError where the disk fails."""

    def __init__(self, database: sa.Engine) -> None:
        self._database = database

    def note(self, handle: str, catalog: CatalogKey, key: Key, *, revision: str, now: datetime) -> None:
        """Remember that *handle* sees this text of an entry; a text of another revision is opened anew."""
        self.note_all([Note(handle, catalog, key, revision, now)])

    def note_all(self, notes: Sequence[Note]) -> None:
        """Do for each what `note` does, in one commit."""
        with reading(self._database) as connection:
            new = [note for note in notes if not connection.execute(_recent(note)).first()]
        if not new:
            return
        with writing(self._database) as connection:
            for note in new:
                own, at = _own(note), _stamp(note.at)
                same = connection.execute(
                    sa.update(_openings).where(*own, _column.revision == note.revision).values(last_at=at)
                )
                if not same.rowcount:
                    connection.execute(sa.delete(_openings).where(*own))
                    values = {"handle": note.handle, "revision": note.revision, "first_at": at, "last_at": at}
                    connection.execute(sa.insert(_openings).values(values | entry_values(note.catalog, note.key)))

    def first(self, handle: str, catalog: CatalogKey) -> Mapping[tuple[Key, str], datetime]:
        """Return when *handle* first saw each text of a catalog, by the entry's key and revision."""
        query = sa.select(_openings).where(*about(_openings, catalog), _column.handle == handle)
        with reading(self._database) as connection:
            return {
                ((row.context, row.source), row.revision): datetime.fromisoformat(row.first_at)
                for row in connection.execute(query)
            }

    def present(self, catalog: CatalogKey, *, since: datetime) -> list[Opening]:
        """Return who had which entry open since then, the newest first, one entry a person."""
        query = (
            sa.select(_openings)
            .where(*about(_openings, catalog), _column.last_at >= _stamp(since))
            .order_by(_column.last_at.desc())
        )
        newest: dict[str, Opening] = {}
        for opening in self._find(query):
            newest.setdefault(opening.handle, opening)
        return list(newest.values())

    def latest(self, handle: str) -> Opening | None:
        """Return what this person had open last."""
        query = sa.select(_openings).where(_column.handle == handle).order_by(_column.last_at.desc()).limit(1)
        return next(iter(self._find(query)), None)

    def rename(self, old: str, new: str) -> None:
        """Give what is known of the article *old* to *new*."""
        with writing(self._database) as connection:
            connection.execute(sa.update(_openings).where(_column.slug == old).values(slug=new))

    def forget(self, handle: str) -> None:
        """Remove what is known of a person."""
        with writing(self._database) as connection:
            connection.execute(sa.delete(_openings).where(_column.handle == handle))

    def _find(self, query: sa.Select[tuple[object, ...]]) -> list[Opening]:
        with reading(self._database) as connection:
            return [
                Opening(
                    row.handle,
                    CatalogKey(row.slug, row.locale),
                    (row.context, row.source),
                    datetime.fromisoformat(row.last_at),
                )
                for row in connection.execute(query)
            ]


def _own(note: Note) -> list[sa.ColumnElement[bool]]:
    return [*about(_openings, note.catalog, note.key), _column.handle == note.handle]


def _recent(note: Note) -> sa.Select[tuple[int]]:
    is_same = _column.revision == note.revision
    return sa.select(_column.id).where(*_own(note), is_same, _column.last_at > _stamp(note.at - NOTED_AGAIN))


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")
