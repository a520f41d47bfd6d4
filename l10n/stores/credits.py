"""Under which name, if any, each person is named in an article's editions."""

from __future__ import annotations

import sqlalchemy as sa

from .database import metadata

_credits = sa.Table(
    "credits",
    metadata,
    sa.Column("slug", sa.Text, primary_key=True),
    sa.Column("locale", sa.Text, primary_key=True),
    sa.Column("handle", sa.Text, primary_key=True),
    sa.Column("credit", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
)
