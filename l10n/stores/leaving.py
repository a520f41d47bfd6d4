"""What is kept in somebody's name when they leave: what they did stays, in another name; what was theirs goes."""

from __future__ import annotations

import json

import sqlalchemy as sa

from .chain import forget_author

NAMED = (("decisions", "by"), ("comments", "by"), ("comments", "resolved_by"), ("sends", "by"))
"""Where somebody is named for what they did: table, column."""
OWN = ("unsaved_texts", "openings", "credits")
"""Tables of what is nobody else's."""


def hand_over(connection: sa.Connection, handle: str, to: str) -> None:
    """Put what *handle* did in the name *to*, and delete what was theirs alone, on the disk too."""
    forget_author(connection, handle)
    for name, column in NAMED:
        named = sa.table(name, sa.column(column))
        connection.execute(sa.update(named).where(named.c[column] == handle).values({named.c[column]: to}))
    for name in OWN:
        own = sa.table(name, sa.column("handle"))
        connection.execute(sa.delete(own).where(own.c.handle == handle))
    jobs = sa.table("jobs", sa.column("id"), sa.column("order"))
    for id, text in connection.execute(sa.select(jobs.c.id, jobs.c.order)).all():
        order = json.loads(text)
        if order.get("by") == handle:
            renamed = json.dumps({**order, "by": to}, ensure_ascii=False)
            connection.execute(sa.update(jobs).where(jobs.c.id == id).values(order=renamed))
