"""The ledger in SQL: what was sent where, when, on whose behalf. Nothing is ever deleted.

Each change is one transaction that is on disk when the method returns. StorageError where the disk fails.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime

import sqlalchemy as sa

from ..ports.ledger import Budget, Send, SendOutcome
from .database import metadata, reading, writing

_sends = sa.Table(
    "sends",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("run", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("engine", sa.Text, nullable=False),
    sa.Column("host", sa.Text, nullable=False),
    sa.Column("proxy", sa.Text, nullable=False),
    sa.Column("slug", sa.Text, nullable=False),
    sa.Column("source_locale", sa.Text, nullable=False),
    sa.Column("locale", sa.Text, nullable=False),
    sa.Column("characters", sa.Integer, nullable=False),
    sa.Column("hidden", sa.Integer, nullable=False),
    sa.Column("digests", sa.Text, nullable=False),
    sa.Column("texts", sa.Text, nullable=False),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("answered", sa.Integer, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("finished_at", sa.Text, nullable=False),
    sa.Index("sends_by_engine", "engine", "at"),
    sa.Index("sends_by_run", "run"),
    sqlite_autoincrement=True,
)
_column = _sends.c


class SqlLedger:
    """A `ports.Ledger` in a migrated database."""

    def __init__(self, database: sa.Engine) -> None:
        self._database = database

    def begin(self, send: Send, *, budgets: Sequence[Budget] = ()) -> int:
        """Commit that *send* is about to happen, and return its id; 0 where it would go beyond one of the *budgets*."""
        with writing(self._database) as connection:
            for budget in budgets:
                if _spent(connection, send.engine, budget.since, budget.run) + send.characters > budget.characters:
                    return 0
            row = connection.execute(sa.insert(_sends).values(_to_row(send)).returning(_column.id))
            return int(row.scalar_one())

    def finish(self, id: int, *, at: datetime, outcome: SendOutcome, answered: int, reason: str = "") -> None:
        """Record what came of a send; of one that is settled already nothing changes."""
        with writing(self._database, alone=False) as connection:
            connection.execute(
                sa.update(_sends)
                .where(_column.id == id, _column.outcome == SendOutcome.BEGUN.value)
                .values(outcome=outcome.value, answered=answered, reason=reason, finished_at=_stamp(at))
            )

    def sends(
        self, *, since: datetime | None = None, engine: str = "", slug: str = "", run: str = ""
    ) -> Sequence[Send]:
        """Return what was sent, oldest first."""
        query = sa.select(_sends).order_by(_column.id)
        if since is not None:
            query = query.where(_column.at >= _stamp(since))
        for column, wanted in ((_column.engine, engine), (_column.slug, slug), (_column.run, run)):
            query = query.where(column == wanted) if wanted else query
        with reading(self._database) as connection:
            return [_from_row(row) for row in connection.execute(query).mappings()]

    def spent(self, engine: str, *, since: datetime | None = None, run: str = "") -> int:
        """Return how many characters the engine was sent."""
        with reading(self._database) as connection:
            return _spent(connection, engine, since, run)


def _spent(connection: sa.Connection, engine: str, since: datetime | None, run: str) -> int:
    query = sa.select(sa.func.coalesce(sa.func.sum(_column.characters), 0)).where(_column.engine == engine)
    if since is not None:
        query = query.where(_column.at >= _stamp(since))
    if run:
        query = query.where(_column.run == run)
    return int(connection.execute(query).scalar_one())


def _stamp(at: datetime) -> str:
    """Return the time as text that sorts as the times do."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _to_row(send: Send) -> dict[str, str | int]:
    return {
        "run": send.run,
        "at": _stamp(send.at),
        "by": send.by,
        "engine": send.engine,
        "host": send.host,
        "proxy": send.proxy,
        "slug": send.slug,
        "source_locale": send.source_locale,
        "locale": send.locale,
        "characters": send.characters,
        "hidden": send.hidden,
        "digests": " ".join(send.digests),
        "texts": json.dumps(send.texts, ensure_ascii=False) if send.texts else "",
        "outcome": send.outcome.value,
        "answered": send.answered,
        "reason": send.reason,
        "finished_at": _stamp(send.finished_at) if send.finished_at else "",
    }


def _from_row(row: sa.RowMapping) -> Send:
    plain = {
        name: row[name]
        for name in ("id", "run", "by", "engine", "host", "proxy", "slug", "source_locale", "locale", "characters")
    }
    return Send(
        **plain,
        at=datetime.fromisoformat(row["at"]),
        hidden=row["hidden"],
        digests=tuple(row["digests"].split()),
        texts=tuple(json.loads(row["texts"])) if row["texts"] else (),
        outcome=SendOutcome(row["outcome"]),
        answered=row["answered"],
        reason=row["reason"],
        finished_at=datetime.fromisoformat(row["finished_at"]) if row["finished_at"] else None,
    )
