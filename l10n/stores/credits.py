"""Under which name, if any, each person is named in an article's editions."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from ..model import CatalogKey
from .database import metadata, reading, writing

WITHHOLD, HANDLE, NAME = CHOICES = ("withhold", "handle", "name")
"""Not named, which is so where nobody says otherwise; named as at the desk; or by a name of one's own."""

_credits = sa.Table(
    "credits",
    metadata,
    sa.Column("slug", sa.Text, primary_key=True),
    sa.Column("locale", sa.Text, primary_key=True),
    sa.Column("handle", sa.Text, primary_key=True),
    sa.Column("credit", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
)
_column = _credits.c


@dataclass(frozen=True, slots=True)
class Credit:
    """How a person is named: one of CHOICES, and the name of their own."""

    handle: str
    credit: str
    name: str = ""

    @property
    def shown(self) -> str:
        """What an edition says, "" where they are not named."""
        return {HANDLE: self.handle, NAME: self.name}.get(self.credit, "")


class SqlCredits:
    """Credits in a migrated database. StorageError where the disk fails."""

    def __init__(self, database: sa.Engine) -> None:
        self._database = database

    def of(self, catalog: CatalogKey) -> list[Credit]:
        """Return what people chose for a translation, by handle."""
        query = sa.select(_credits).where(_column.slug == catalog.slug, _column.locale == catalog.locale)
        with reading(self._database) as connection:
            rows = connection.execute(query.order_by(_column.handle))
            return [Credit(row.handle, row.credit, row.name) for row in rows]

    def set(self, catalog: CatalogKey, credit: Credit) -> None:
        """Keep how a person is to be named in a translation's editions."""
        own = (_column.slug == catalog.slug, _column.locale == catalog.locale, _column.handle == credit.handle)
        values = {"slug": catalog.slug, "locale": catalog.locale, "handle": credit.handle}
        with writing(self._database) as connection:
            connection.execute(sa.delete(_credits).where(*own))
            connection.execute(sa.insert(_credits).values(**values, credit=credit.credit, name=credit.name))
