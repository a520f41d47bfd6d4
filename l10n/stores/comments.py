"""What people say to each other about a paragraph: plain words, about the original or the translation."""

from __future__ import annotations

import sqlalchemy as sa

from .about import entry_columns
from .database import metadata

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
