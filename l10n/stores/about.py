"""The columns by which a table says which entry of which catalog a row is about."""

from __future__ import annotations

import sqlalchemy as sa

from ..model import CatalogKey, Key


def entry_columns() -> list[sa.Column[str]]:
    """Return new columns: slug, locale, context, source."""
    return [sa.Column(name, sa.Text, nullable=False) for name in ("slug", "locale", "context", "source")]


def entry_values(catalog: CatalogKey, key: Key) -> dict[str, str]:
    """Return what those columns hold for an entry."""
    return {"slug": catalog.slug, "locale": catalog.locale, "context": key[0], "source": key[1]}


def about(table: sa.Table, catalog: CatalogKey, key: Key | None = None) -> list[sa.ColumnElement[bool]]:
    """Return the conditions that a row is about a catalog, or about one entry of it."""
    wanted = {"slug": catalog.slug, "locale": catalog.locale} if key is None else entry_values(catalog, key)
    return [table.c[name] == value for name, value in wanted.items()]
