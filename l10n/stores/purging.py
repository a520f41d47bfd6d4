"""History taken out of the journal for good: rows deleted, salts of their links erased, one link that says how many."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from ..chain import DECISION, FORMER, NOTHING, PURGE
from ..errors import StorageError
from ..retention import AUTHORS, COMMENTS, JOBS, OPENINGS, UNSAVED
from .chain import add_event, chain, locked_head
from .credits import WITHHOLD
from .database import alone, reading
from .sqlite import driver

_TIMES = {COMMENTS: ("comments", "at"), OPENINGS: ("openings", "last_at"), UNSAVED: ("unsaved_texts", "at")}
_EMPTIED = (
    *("decisions", "chain", "comments", "openings", "unsaved_texts", "jobs", "credits", "sends"),
    *("catalogs", "catalog_entries"),
)
"""Tables of PostgreSQL that keep what rows said before until they are written anew."""
_decisions = sa.table("decisions", sa.column("id", sa.Integer), sa.column("by", sa.Text), sa.column("before", sa.Text))
_LINKS = sa.select(chain.c.number, chain.c.decision, chain.c.author_salt, chain.c.earlier_salt).where(
    chain.c.kind == DECISION, chain.c.salt != ""
)


@dataclass(frozen=True, slots=True)
class Purge:
    """What is to go of an article: decisions by id, names by decision, and rows of other tables, of *kinds*.

    Of *stripped* decisions what they replaced goes. *before* is the moment up to which these go.
    """

    slug: str
    before: datetime
    decisions: Collection[int] = ()
    aliases: Mapping[int, str] = field(default_factory=dict)
    stripped: Collection[int] = ()
    kinds: Collection[str] = ()


def count_rows(database: sa.Engine, purge: Purge) -> dict[str, int]:
    """Return how many rows of each other table would go."""
    with reading(database) as connection:
        return {kind: int(connection.execute(_counted(purge, kind)).scalar_one()) for kind in _present(purge)}


def carry_out(connection: sa.Connection, purge: Purge) -> None:
    """Take it out, in the transaction of *connection*; the chain holds before and after."""
    for kind in _present(purge):
        table, which = _rows(purge, kind)
        connection.execute(sa.delete(table).where(*which))
    if AUTHORS in purge.kinds:
        _forget_withheld(connection, purge)
    if not (purge.decisions or purge.aliases or purge.stripped):
        return
    locked_head(connection)
    touched = {*purge.decisions, *purge.aliases, *purge.stripped}
    links = {link.decision: link for link in connection.execute(_LINKS) if link.decision in touched}
    if missing := touched - links.keys():
        raise StorageError(f"the chain does not know decision {min(missing)}", remedy="diglot doctor says more")
    gone = [links[id] for id in purge.decisions]
    unnamed = [link for link in (*gone, *(links[id] for id in purge.aliases)) if link.author_salt]
    bared = [link for link in (*gone, *(links[id] for id in purge.stripped)) if link.earlier_salt]
    _erase(connection, gone, said="", salt="")
    _erase(connection, unnamed, author_salt="")
    _erase(connection, bared, earlier_salt="")
    _delete(connection, purge.decisions)
    _change(connection, "by", purge.aliases)
    _change(connection, "before", dict.fromkeys(purge.stripped, NOTHING))
    add_event(connection, PURGE, _said(rows=len(gone), authors=len(unnamed), earlier=len(bared)))


def compact(database: sa.Engine) -> None:
    """Give back the room of what was taken out, so that no file holds it any more. StorageError."""
    with alone(database) as connection:
        if connection.dialect.name == "sqlite":
            _compact_file(connection)
            return
        for table in _EMPTIED:  # FULL writes each anew: without it the room is given back, and what stood there stays
            connection.exec_driver_sql(f"VACUUM (FULL, ANALYZE) {table}")


def _compact_file(connection: sa.Connection) -> None:
    file = connection.connection.driver_connection
    if file is None:
        raise StorageError("the journal cannot be opened")
    try:
        for said in ("PRAGMA secure_delete=ON", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
            file.execute(said).close()
    except driver.Error as error:
        remedy = "Make room on the disk. What was to go is gone; its traces in the file go with the next purge."
        raise StorageError(f"the journal could not be compacted: {error}", remedy=remedy) from error


def _present(purge: Purge) -> list[str]:
    return [kind for kind in (*_TIMES, JOBS) if kind in purge.kinds]


def _rows(purge: Purge, kind: str) -> tuple[sa.TableClause, list[sa.ColumnElement[bool]]]:
    name, time = _TIMES.get(kind, ("jobs", "finished_at"))
    table = sa.table(name, sa.column("slug", sa.Text), sa.column(time, sa.Text))
    until = purge.before.astimezone(UTC).isoformat(timespec="microseconds")
    return table, [table.c.slug == purge.slug, table.c[time] != "", table.c[time] <= until]


def _forget_withheld(connection: sa.Connection, purge: Purge) -> None:
    """Take out who chose not to be named, as nobody is who says nothing, and in whose name texts were sent."""
    credits = sa.table("credits", sa.column("slug", sa.Text), sa.column("credit", sa.Text))
    connection.execute(sa.delete(credits).where(credits.c.slug == purge.slug, credits.c.credit == WITHHOLD))
    sends = sa.table("sends", *(sa.column(name, sa.Text) for name in ("slug", "by", "at")))
    until = purge.before.astimezone(UTC).isoformat(timespec="microseconds")
    ours = (sends.c.slug == purge.slug, sends.c.at <= until)
    connection.execute(sa.update(sends).where(*ours).values(by=FORMER))


def _counted(purge: Purge, kind: str) -> sa.Select[Any]:
    table, which = _rows(purge, kind)
    return sa.select(sa.func.count()).select_from(table).where(*which)


def _said(**counts: int) -> dict[str, int | str]:
    return {name: count for name, count in counts.items() if count}


def _erase(connection: sa.Connection, links: Collection[Any], **values: str) -> None:
    if links:
        which = sa.update(chain).where(chain.c.number == sa.bindparam("which")).values(**values)
        connection.execute(which, [{"which": link.number} for link in links])


def _delete(connection: sa.Connection, ids: Collection[int]) -> None:
    if ids:
        which = sa.delete(_decisions).where(_decisions.c.id == sa.bindparam("which"))
        connection.execute(which, [{"which": id} for id in ids])


def _change(connection: sa.Connection, column: str, values: Mapping[int, str]) -> None:
    if values:
        which = sa.update(_decisions).where(_decisions.c.id == sa.bindparam("which"))
        named = which.values({column: sa.bindparam("value")})
        connection.execute(named, [{"which": id, "value": value} for id, value in values.items()])
