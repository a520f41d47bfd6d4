"""Texts that people typed and did not save yet: kept on the server, each for its writer alone."""

from __future__ import annotations

import sqlalchemy as sa

from .about import entry_columns
from .database import metadata

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
