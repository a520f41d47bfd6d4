"""Who opened which paragraph, first and last: shown to colleagues at work on it, and to who approves it."""

from __future__ import annotations

import sqlalchemy as sa

from .about import entry_columns
from .database import metadata

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
