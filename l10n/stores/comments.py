"""What people say to each other about a paragraph: plain words, about the original or the translation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime

import sqlalchemy as sa

from ..model import CatalogKey, Key
from ..ports.comments import ORIGINAL, Comment
from .about import entry_columns, entry_values
from .database import metadata, reading, writing

_comments = sa.Table(
    "comments",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    *entry_columns(),
    sa.Column("about", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("resolved_by", sa.Text, nullable=False),
    sa.Column("resolved_at", sa.Text, nullable=False),
    sa.Index("comments_by_catalog", "slug", "locale", "id"),
    sqlite_autoincrement=True,
)
_column = _comments.c


class SqlComments:
    """`ports.comments.Comments` in a migrated database. StorageError where the disk fails."""

    def __init__(self, database: sa.Engine) -> None:
        self._database = database

    def add(self, comment: Comment) -> int:
        """Keep a comment and return its id."""
        values = {"about": comment.about, "text": comment.text, "by": comment.by, "at": _stamp(comment.at)}
        values |= {"resolved_by": "", "resolved_at": ""} | entry_values(comment.catalog, comment.key)
        with writing(self._database) as connection:
            insert = sa.insert(_comments).values(values).returning(_column.id)
            return int(connection.execute(insert).scalar_one())

    def find(self, id: int) -> Comment | None:
        """Return one comment, or None."""
        return next(iter(self._find(sa.select(_comments).where(_column.id == id))), None)

    def about(self, catalog: CatalogKey, keys: Sequence[Key] = ()) -> list[Comment]:
        """Return the comments on a catalog's entries, oldest first, those on originals in other locales too."""
        here = sa.or_(_column.locale == catalog.locale, _column.about == ORIGINAL)
        query = sa.select(_comments).where(_column.slug == catalog.slug, here).order_by(_column.id)
        if keys:
            query = query.where(sa.tuple_(_column.context, _column.source).in_([tuple(key) for key in keys]))
        return self._find(query)

    def newest(self, *, before: int = 0, limit: int = 50, by: str = "", slug: str = "") -> list[Comment]:
        """Return the newest comments, those before an id, of one person or article."""
        query = sa.select(_comments).order_by(_column.id.desc()).limit(limit)
        query = query.where(_column.id < before) if before else query
        query = query.where(_column.by == by) if by else query
        return self._find(query.where(_column.slug == slug) if slug else query)

    def mentions(self, handle: str) -> list[Comment]:
        """Return the open comments in which `@handle` stands, newest first."""
        like = _column.text.icontains(f"@{handle}", autoescape=True)
        query = sa.select(_comments).where(_column.resolved_by == "", like).order_by(_column.id.desc())
        named = re.compile(rf"(?<!\w)@{re.escape(handle)}(?!\w)", re.IGNORECASE)
        return [comment for comment in self._find(query) if named.search(comment.text)]

    def resolve(self, id: int, *, by: str, now: datetime) -> None:
        """Close a comment; with *by* empty, open it again."""
        with writing(self._database) as connection:
            values = {"resolved_by": by, "resolved_at": _stamp(now) if by else ""}
            connection.execute(sa.update(_comments).where(_column.id == id).values(values))

    def _find(self, query: sa.Select[tuple[object, ...]]) -> list[Comment]:
        with reading(self._database) as connection:
            return [_comment(row) for row in connection.execute(query).mappings()]


def _comment(row: sa.RowMapping) -> Comment:
    return Comment(
        CatalogKey(row["slug"], row["locale"]),
        (row["context"], row["source"]),
        row["about"],
        row["text"],
        row["by"],
        datetime.fromisoformat(row["at"]),
        row["resolved_by"],
        row["id"],
    )


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
