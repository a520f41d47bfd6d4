"""The journal's database: connections that lose nothing, and its schema.

Importing this module imports SQLAlchemy (0.2 s), so callers import it where they need it. Durability on SQLite:
`synchronous=EXTRA`; a write-ahead log only where `sqlite` knows it to be safe;
no connection outlives its block, because one that is still open across a fork silently loses commits
(https://github.com/python/cpython/issues/144345). The desk alone pools them: it runs threads, starts
programs, and never forks.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy.exc import DisconnectionError, SQLAlchemyError
from sqlalchemy.pool import NullPool, QueuePool

from ..errors import StorageError
from ..failed_disks import demand_working, note_failure
from .postgres import is_postgres, lock_writers, open_postgres, postgres_error, read_only
from .sqlite import JOURNAL_MODE, driver

HEAD = "0007"
"""The newest revision of the schema in `migrations/versions`."""

BUSY_TIMEOUT_S = 10
MIGRATION_WAIT_S = 50
"""So long a program waits while another brings the schema forward, which on a slow machine takes many seconds.

It is less than the 60 s that gunicorn gives a worker to begin.
"""

Database = sa.Engine

metadata = sa.MetaData()

_POOL = {"pool_size": 8, "max_overflow": 56}

_BROKEN = "disk I/O error"
"""What SQLite says where reading, writing or fsync failed; a disk that is full is another error."""

_REMEDY = "Check that the disk is not full and the project's `.diglot` folder can be written; then try again."


def open_database(url_or_path: str | Path, *, pooled: bool = False) -> sa.Engine:
    """Return an engine for a database URL, or for the SQLite file at a path; its folder is made.

    A PostgreSQL URL gives the same engine each time. Use it through `reading` and `writing` alone. With *pooled*
    connections are kept for the next block, as the desk wants, which asks many short questions; one that was opened by
    another process is thrown away, never used.
    """
    pool = QueuePool if pooled else NullPool
    if is_postgres(str(url_or_path)):
        return open_postgres(str(url_or_path))
    if isinstance(url_or_path, str) and "://" in url_or_path:
        url = sa.make_url(url_or_path)
    else:
        url = sa.URL.create("sqlite", database=str(url_or_path))
    if url.database:
        _make_folder(Path(url.database).parent)
    waits = {"timeout": BUSY_TIMEOUT_S, "check_same_thread": False}
    engine = sa.create_engine(url, poolclass=pool, connect_args=waits, module=driver, **(_POOL if pooled else {}))
    if pooled:
        _turns[engine] = threading.Lock()
    sa.event.listen(engine, "checkout", _refuse_of_another_process)
    sa.event.listen(engine, "connect", _prepare_connection)
    sa.event.listen(engine, "begin", _begin)
    sa.event.listen(engine, "before_cursor_execute", _demand_same_process)
    return engine


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Give a connection that sees one state of the database. StorageError."""
    try:
        with read_only(engine) if _is_shared(engine) else engine.connect() as connection, connection.begin():
            yield connection
    except SQLAlchemyError as error:
        raise _storage_error(error, engine) from error


@contextmanager
def writing(engine: sa.Engine, *, alone: bool = True, wait_s: float = BUSY_TIMEOUT_S) -> Iterator[sa.Connection]:
    """Give a connection whose changes are on disk when the block ends, or not at all. StorageError.

    It waits for other writers at its start (`BEGIN IMMEDIATE`, for *wait_s*; PostgreSQL: one lock that all take), never
    in its middle. Who need not be *alone* locks the rows that they change instead, where the database can.
    """
    if not _is_shared(engine):
        demand_working(engine.url.database or ".")
    try:
        with (
            _turn_of(engine),
            engine.connect().execution_options(diglot_writes=True, diglot_wait_s=wait_s) as connection,
            connection.begin(),
        ):
            if alone and _is_shared(engine):
                lock_writers(connection)
            yield connection
    except SQLAlchemyError as error:
        raise _storage_error(error, engine) from error


@contextmanager
def alone(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Give a connection without a transaction, for what rewrites whole tables. StorageError."""
    try:
        with engine.connect() as connection:
            yield connection.execution_options(isolation_level="AUTOCOMMIT")
    except SQLAlchemyError as error:
        raise _storage_error(error, engine) from error


def _is_shared(engine: sa.Engine) -> bool:
    return engine.dialect.name == "postgresql"


def _turn_of(engine: sa.Engine) -> AbstractContextManager[object]:
    """Return what the threads of one program queue up at before they write; of other programs SQLite makes them wait.

    SQLite lets who waits sleep longer and longer, a tenth of a second in the end, although the turn comes sooner.
    """
    return _turns.get(engine) or nullcontext()


_turns: WeakKeyDictionary[sa.Engine, threading.Lock] = WeakKeyDictionary()


_migrated: WeakKeyDictionary[sa.Engine, str] = WeakKeyDictionary()


def migrate(engine: sa.Engine, *, to: str = HEAD, wait_s: float = MIGRATION_WAIT_S) -> None:
    """Bring the schema to a revision, the newest by default; quick where it is there already. StorageError.

    Where another program is at it, it waits for that, *wait_s* at most.
    """
    if _migrated.get(engine) == to or _present_revision(engine) == to:
        if _is_shared(engine):  # one engine for the whole process: it is asked once
            _migrated[engine] = to
        return
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    try:
        with writing(engine, wait_s=wait_s) as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, to)
    except CommandError as error:
        raise StorageError(
            f"the journal cannot be brought to this version of Diglot: {error}",
            remedy="It was probably written by a newer Diglot: install that version, or restore a backup.",
        ) from error


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"cannot make the folder {folder}: {error.strerror}", remedy=_REMEDY) from error


def _prepare_connection(connection: Any, record: Any) -> None:  # DBAPI objects have no common type
    record.info["pid"] = os.getpid()
    connection.isolation_level = None  # sqlite3 then leaves BEGIN to us
    for pragma in (
        f"busy_timeout={BUSY_TIMEOUT_S * 1000}",
        f"journal_mode={JOURNAL_MODE}",
        "synchronous=EXTRA",  # without a write-ahead log, that the rollback journal is gone has to last too
        "foreign_keys=ON",
        "secure_delete=ON",  # or what was deleted stays in what the file does not use
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _refuse_of_another_process(connection: Any, record: Any, proxy: Any) -> None:
    """Have the pool open a new connection where this one came over with a fork."""
    if record.info.get("pid") != os.getpid():
        record.dbapi_connection = proxy.dbapi_connection = None
        raise DisconnectionError("the connection was opened by another process")


def _begin(connection: sa.Connection) -> None:
    options = connection.get_execution_options()
    if not options.get("diglot_writes", False):
        connection.exec_driver_sql("BEGIN")
        return
    wait_s = options.get("diglot_wait_s", BUSY_TIMEOUT_S)
    if wait_s != BUSY_TIMEOUT_S:
        _wait_at_locks(connection, wait_s)
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        if wait_s != BUSY_TIMEOUT_S:
            _wait_at_locks(connection, BUSY_TIMEOUT_S)


def _wait_at_locks(connection: sa.Connection, wait_s: float) -> None:
    connection.exec_driver_sql(f"PRAGMA busy_timeout={int(wait_s * 1000)}")


def _demand_same_process(connection: sa.Connection, *_: object) -> None:
    opened_by = connection.connection.info.get("pid")
    if opened_by != os.getpid():
        raise StorageError(
            f"a database connection opened by process {opened_by} is used by process {os.getpid()}",
            remedy="Open connections after forking, never before.",
        )


def _present_revision(engine: sa.Engine) -> str | None:
    with reading(engine) as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()


def _storage_error(error: SQLAlchemyError, engine: sa.Engine) -> StorageError:
    if _is_shared(engine):
        return postgres_error(error)
    cause = getattr(error, "orig", None) or error
    if _BROKEN in str(cause):
        note_failure(engine.url.database or ".", f"the journal says {cause}")
    return StorageError(f"the journal failed: {cause}", remedy=_REMEDY)
