"""The desk's jobs in SQL, shared by all programs that work on a project.

Each method is one transaction that begins as a writer, so two programs never hold the lease of one job at once.
"""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import UTC, datetime

import sqlalchemy as sa

from ..model import CatalogKey
from ..ports.jobs import LEASE, RESUME_WITHIN, Beat, Failure, Job, JobState, Order, Result
from .database import metadata, reading, writing

_jobs = sa.Table(
    "jobs",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("slug", sa.Text, nullable=False),
    sa.Column("locale", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("order", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("seen_at", sa.Text, nullable=False),
    sa.Column("cancelled", sa.Boolean, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("finished_at", sa.Text, nullable=False),
    sa.Column("result", sa.Text, nullable=False),
    sa.Index("jobs_by_catalog", "slug", "locale", "id"),
    sa.Index("jobs_by_state", "state"),
    sqlite_autoincrement=True,
)
_column = _jobs.c
_UNFINISHED = (JobState.WAITING.value, JobState.RUNNING.value)


class SqlJobs:
    """A `ports.jobs.Jobs` in a migrated database."""

    def __init__(self, database: sa.Engine) -> None:
        self._database = database

    def add(self, order: Order, *, now: datetime, again: int = 0) -> Job:
        """Put a job on the list, or an earlier one (*again*) back on it; an active one of the catalog stays."""
        with writing(self._database) as connection:
            active = sa.select(_jobs).where(*_about(order.catalog), *_taken_up(now)).order_by(_column.id)
            row = connection.execute(active.limit(1)).mappings().first()
            if row is None:
                row = _resume(connection, order, again, now) or _insert(connection, order, now)
            return _from_row(row)

    def job(self, id: int, /) -> Job | None:
        with reading(self._database) as connection:
            row = connection.execute(sa.select(_jobs).where(_column.id == id)).mappings().first()
            return _from_row(row) if row else None

    def latest(self, catalog: CatalogKey, /) -> Job | None:
        query = sa.select(_jobs).where(*_about(catalog)).order_by(_column.id.desc()).limit(1)
        with reading(self._database) as connection:
            row = connection.execute(query).mappings().first()
            return _from_row(row) if row else None

    def unfinished(self) -> list[Job]:
        """Return all jobs that wait or are worked on, oldest first."""
        query = sa.select(_jobs).where(_column.state.in_(_UNFINISHED)).order_by(_column.id)
        with reading(self._database) as connection:
            return [_from_row(row) for row in connection.execute(query).mappings()]

    def claim(self, owner: str, *, now: datetime, id: int = 0) -> Job | None:
        """Give the lease of the oldest job that nobody works on, or of the one called *id*, to *owner*.

        One that was cancelled is stopped.
        """
        free = sa.or_(_column.state == JobState.WAITING.value, _column.seen_at < _stamp(now - LEASE))
        query = sa.select(_column.id).where(*_taken_up(now), free).order_by(_column.id).limit(1)
        query = query.where(_column.id == id) if id else query
        with reading(self._database) as connection:  # most looks find nothing, and need not wait for any writer
            if connection.execute(query).first() is None:
                return None
        with writing(self._database) as connection:
            gone = sa.update(_jobs).where(*_taken_up(now), free, _column.cancelled)
            connection.execute(gone.values(state=JobState.STOPPED.value, owner="", finished_at=_stamp(now)))
            taken = {"state": JobState.RUNNING.value, "owner": owner, "seen_at": _stamp(now)}
            update = sa.update(_jobs).where(_column.id == query.scalar_subquery())
            row = connection.execute(update.values(**taken, attempts=_column.attempts + 1).returning(*_column))
            found = row.mappings().first()
            return _from_row(found) if found else None

    def beat(self, id: int, owner: str, *, now: datetime) -> Beat:
        """Renew *owner*'s lease."""
        mine = sa.update(_jobs).where(_column.id == id, _column.owner == owner)
        with writing(self._database) as connection:
            row = connection.execute(mine.values(seen_at=_stamp(now)).returning(_column.cancelled)).first()
        return Beat.LOST if row is None else Beat.STOP if row[0] else Beat.GO_ON

    def finish(self, id: int, owner: str, *, state: JobState, result: Result, now: datetime) -> bool:
        """Record what came of a job and end it, or put it back with WAITING."""
        ended = "" if state is JobState.WAITING else _stamp(now)
        values = {"state": state.value, "owner": "", "finished_at": ended, "seen_at": _stamp(now)}
        mine = sa.update(_jobs).where(_column.id == id, _column.owner == owner)
        with writing(self._database) as connection:
            row = connection.execute(mine.values(**values, result=_json(asdict(result))).returning(_column.id)).first()
        return row is not None

    def cancel(self, id: int, /, *, now: datetime) -> None:
        """Ask whoever works on a job to stop; one that nobody works on is stopped at once."""
        free = sa.or_(_column.state == JobState.WAITING.value, _column.seen_at < _stamp(now - LEASE))
        unfinished = sa.update(_jobs).where(_column.id == id, _column.state.in_(_UNFINISHED))
        stopped = {"state": JobState.STOPPED.value, "owner": "", "finished_at": _stamp(now)}
        with writing(self._database) as connection:
            connection.execute(unfinished.values(cancelled=True))
            connection.execute(unfinished.where(free).values(**stopped))


def _resume(connection: sa.Connection, order: Order, id: int, now: datetime) -> sa.RowMapping | None:
    """Put an earlier job of the catalog back on the list; None where there is no such job."""
    row = connection.execute(sa.select(_jobs).where(*_about(order.catalog), _column.id == id)).mappings().first()
    if row is None:
        return None
    before = _from_row(row).order
    todo = tuple(dict.fromkeys((*before.todo, *order.todo)))
    resumed = replace(order, run=before.run, todo=todo)
    values = {"order": _order_as_json(resumed), "state": JobState.WAITING.value, "owner": "", "finished_at": ""}
    update = sa.update(_jobs).where(_column.id == id).values(**values, cancelled=False, attempts=0, seen_at=_stamp(now))
    return connection.execute(update.returning(*_column)).mappings().one()


def _insert(connection: sa.Connection, order: Order, now: datetime) -> sa.RowMapping:
    values = {
        "slug": order.catalog.slug,
        "locale": order.catalog.locale,
        "at": _stamp(now),
        "order": _order_as_json(order),
        "state": JobState.WAITING.value,
        "owner": "",
        "seen_at": _stamp(now),
        "cancelled": False,
        "attempts": 0,
        "finished_at": "",
        "result": _json(asdict(Result())),
    }
    return connection.execute(sa.insert(_jobs).values(values).returning(*_column)).mappings().one()


def _about(catalog: CatalogKey) -> tuple[sa.ColumnElement[bool], ...]:
    return _column.slug == catalog.slug, _column.locale == catalog.locale


def _taken_up(now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    """Return what tells the jobs that are worked on, or will be."""
    return _column.state.in_(_UNFINISHED), _column.seen_at >= _stamp(now - RESUME_WITHIN)


def _stamp(at: datetime) -> str:
    """Return the time as text that sorts as the times do."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _order_as_json(order: Order) -> str:
    return _json(asdict(order))


def _from_row(row: sa.RowMapping) -> Job:
    order, result = json.loads(row["order"]), json.loads(row["result"])
    return Job(
        row["id"],
        Order(
            CatalogKey(row["slug"], row["locale"]),
            tuple(order["engines"]),
            order["by"],
            tuple(order["agreed"]),
            order["run"],
            tuple(order["todo"]),
        ),
        datetime.fromisoformat(row["at"]),
        JobState(row["state"]),
        bool(row["cancelled"]),
        row["attempts"],
        datetime.fromisoformat(row["seen_at"]),
        datetime.fromisoformat(row["finished_at"]) if row["finished_at"] else None,
        Result(
            result["drafted"],
            result["cached"],
            result["sent"],
            tuple(Failure(**failure) for failure in result["failures"]),
            tuple(result["refused"]),
            result["problem"],
        ),
    )
