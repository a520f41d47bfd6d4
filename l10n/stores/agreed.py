"""Values that all machines of a newsroom agree on: whoever needs one first makes it."""

from __future__ import annotations

import sqlalchemy as sa

from .database import metadata, reading, writing

_agreed = sa.Table(
    "agreed",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)


def agree(database: sa.Engine, name: str, value: str) -> str:
    """Return the value that is agreed on, *value* where there was none. StorageError."""
    query = sa.select(_agreed.c.value).where(_agreed.c.name == name)
    with reading(database) as connection:
        known: str | None = connection.execute(query).scalar()
    if known is not None:
        return known
    with writing(database) as connection:
        known = connection.execute(query).scalar()
        if known is None:
            connection.execute(sa.insert(_agreed).values(name=name, value=value))
        return known or value
