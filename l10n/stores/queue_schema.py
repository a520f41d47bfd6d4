"""The tables of procrastinate's queue: made where there are none, brought forward where a newer one is installed.

procrastinate ships its changes as files whose names sort, and leaves it to others to remember which were carried out;
so a table of ours beside its own does. Each file is carried out in a transaction of its own, under one lock.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

import psycopg
from procrastinate.schema import SchemaManager

from ..errors import StorageError

SCHEMA = "procrastinate"
_LOCK = 0x4449474C4F55
_KNOWN = f"{SCHEMA}.diglot_carried_out"
_BEFORE = "03.04.00_50_post_add_retry_failed_job_procedure.sql"
"""The newest file when nothing was remembered yet: what every procrastinate had that Diglot ran with until then."""

_STOP = "stop all workers and desks, and upgrade all machines alike: pip install --upgrade 'diglot[cluster]'"


def prepare_queue(connection: psycopg.Connection, folder: Path | None = None) -> None:
    """Make the queue's tables, or bring them to the installed procrastinate; quick where there is nothing to do.

    *folder* holds procrastinate's changes, its own by default. StorageError where a newer procrastinate has been at
    work; psycopg.Error.
    """
    shipped = sorted(path.name for path in Path(folder or SchemaManager.get_migrations_path()).glob("*.sql"))
    connection.autocommit = True
    if _is_ready(connection, shipped):
        return
    connection.execute(f"SELECT pg_advisory_lock({_LOCK})")  # until the connection is closed
    if not _exists(connection, f"{SCHEMA}.procrastinate_jobs"):
        _make(connection, shipped)
    elif not _exists(connection, _KNOWN):
        _remember(connection, [name for name in shipped if name <= _BEFORE])
    known = _carried_out(connection)
    _demand_no_newer(known, shipped)
    for name in shipped:
        if name not in known:
            _carry_out(connection, Path(folder or SchemaManager.get_migrations_path()) / name)


def _is_ready(connection: psycopg.Connection, shipped: list[str]) -> bool:
    return _exists(connection, _KNOWN) and _carried_out(connection) == set(shipped)


def _exists(connection: psycopg.Connection, table: str) -> bool:
    found = connection.execute("SELECT to_regclass(%s)", (table,)).fetchone()
    return bool(found and found[0])


def _carried_out(connection: psycopg.Connection) -> set[str]:
    return {str(name) for (name,) in connection.execute(f"SELECT name FROM {_KNOWN}".encode())}  # noqa: S608


def _make(connection: psycopg.Connection, shipped: list[str]) -> None:
    with connection.transaction():
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}".encode())
        connection.execute(f"SET LOCAL search_path TO {SCHEMA}".encode())
        connection.execute(SchemaManager.get_schema().encode())
        _remember(connection, shipped)


def _remember(connection: psycopg.Connection, names: Iterable[str]) -> None:
    with connection.transaction():
        connection.execute(f"CREATE TABLE IF NOT EXISTS {_KNOWN} (name text PRIMARY KEY)".encode())
        for name in names:
            connection.execute(f"INSERT INTO {_KNOWN} VALUES (%s)".encode(), (name,))  # noqa: S608


def _demand_no_newer(known: set[str], shipped: list[str]) -> None:
    if newer := sorted(known - set(shipped)):
        found = f"the queue of jobs was brought forward by a newer procrastinate than {version('procrastinate')} here"
        raise StorageError(f"{found}, by {newer[-1]}", remedy=_STOP)


def _carry_out(connection: psycopg.Connection, file: Path) -> None:
    """Carry out one change and remember it, both or neither."""
    try:
        with connection.transaction():
            connection.execute(f"SET LOCAL search_path TO {SCHEMA}".encode())
            connection.execute(file.read_bytes())
            _remember(connection, [file.name])
    except psycopg.OperationalError:
        raise
    except psycopg.Error as error:
        said = str(error).split("\n", 1)[0]
        raise StorageError(
            f"the queue of jobs cannot be brought to procrastinate {version('procrastinate')}: {file.name}: {said}",
            remedy=_STOP,
        ) from error
