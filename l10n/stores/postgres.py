"""The journal in PostgreSQL, shared by several machines: connections that are honest about a server that is away.

One engine for each URL and process, whose connections are kept: opening one costs more than what it is asked. A link
that was cut is noticed within seconds; the server itself ends what a lost program had begun, and frees its locks.
"""

from __future__ import annotations

import atexit
import os
import re
import threading
import time
from functools import partial
from importlib.util import find_spec
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import (
    DisconnectionError,
    InterfaceError,
    InvalidatePoolError,
    OperationalError,
    SQLAlchemyError,
)
from sqlalchemy.pool import QueuePool

from ..errors import ConfigError, StorageError

DRIVER = "postgresql+psycopg"

_LINK = {"connect_timeout": 4, "keepalives_idle": 4, "keepalives_interval": 2, "keepalives_count": 3}
_UNANSWERED_MS = 6000
"""So long the system waits for an answer to what was sent, before it takes the link for cut."""

_SESSION = {
    "synchronous_commit": "on",  # who is told of a commit may rely on it
    "lock_timeout": "8s",
    "statement_timeout": "60s",
    "idle_in_transaction_session_timeout": "10s",  # a program that is gone frees what it held
    "client_min_messages": "warning",
}
_POOL = {"pool_size": 8, "max_overflow": 4, "pool_timeout": 10}
_TRUSTED_S = 1.0
"""A connection that was not used for longer is asked whether it lives: to ask each time is a third of a question."""
_WRITER_LOCK = 0x4449474C4F54  # "DIGLOT"; the one lock that all who write the journal take

_REMEDY = "Check that the database server runs and can be reached; then try again."
_ASKED = re.compile(r"postgres(?:ql)?(?:\+psycopg)?://", re.IGNORECASE)

_engines: dict[tuple[int, str], sa.Engine] = {}
_opening = threading.Lock()


def open_postgres(url: str) -> sa.Engine:
    """Return this process's engine for a PostgreSQL URL. ConfigError without the driver, or for a URL that is none."""
    with _opening:
        engine = _engines.get((os.getpid(), url))
        if engine is None:
            engine = _engines[os.getpid(), url] = _make_engine(url)
        return engine


def close_all() -> None:
    """Close every connection of this process; the next use opens new ones."""
    with _opening:
        own = [key for key in _engines if key[0] == os.getpid()]
        for key in own:
            _engines.pop(key).dispose()


atexit.register(close_all)


def lock_writers(connection: sa.Connection) -> None:
    """Wait until nobody else writes the journal, and keep others out until the transaction ends."""
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITER_LOCK})")


def read_only(engine: sa.Engine) -> sa.Connection:
    """Return a connection whose next transaction sees one state of the database, and changes nothing."""
    return engine.connect().execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def postgres_error(error: SQLAlchemyError) -> StorageError:
    """Return the error in plain words; the server's address and account stay out of it."""
    cause = getattr(error, "orig", None) or error
    state = getattr(cause, "sqlstate", None) or ""
    if state == "55P03":
        return StorageError("the database is busy: others are writing", remedy="Wait a moment, then try again.")
    lost = isinstance(error, OperationalError | InterfaceError | DisconnectionError) and not state.startswith("53")
    if lost or state.startswith(("08", "57P")) or state == "25P03":
        return StorageError("the database cannot be reached, or ended the connection", remedy=_REMEDY)
    said = str(cause).split("\n", 1)[0]
    return StorageError(f"the database failed: {said}", remedy=_REMEDY)


def plain_url(url: str) -> str:
    """Return the URL as libpq writes it."""
    return _ASKED.sub("postgresql://", url, count=1)


def is_postgres(url: str) -> bool:
    return bool(_ASKED.match(url))


def _make_engine(url: str) -> sa.Engine:
    if find_spec("psycopg") is None:
        raise ConfigError(
            "PostgreSQL needs the driver psycopg", key="database.url", remedy="pip install 'diglot[cluster]'"
        )
    try:
        parsed = sa.make_url(_ASKED.sub(f"{DRIVER}://", url, count=1))
    except (SQLAlchemyError, ValueError):
        remedy = "write postgresql://ACCOUNT@HOST:PORT/DATABASE"
        raise ConfigError("database.url is no address of a database", key="database.url", remedy=remedy) from None
    options = " ".join(f"-c {name}={value}" for name, value in _SESSION.items())
    asked: dict[str, Any] = {**_LINK, "tcp_user_timeout": _UNANSWERED_MS, "options": options}
    engine = sa.create_engine(parsed, poolclass=QueuePool, connect_args=asked, **_POOL)
    sa.event.listen(engine, "connect", _remember_process)
    sa.event.listen(engine, "connect", _leave_out_nul)
    sa.event.listen(engine, "checkin", _remember_time)
    sa.event.listen(engine, "checkout", _refuse_of_another_process)
    sa.event.listen(engine, "checkout", partial(_refuse_dead, engine))
    return engine


def _remember_process(connection: Any, record: Any) -> None:  # DBAPI objects have no common type
    record.info["pid"] = os.getpid()


def _leave_out_nul(connection: Any, record: Any) -> None:
    """Have U+0000, which a text here cannot hold, left out of what is sent, as in a comment that somebody pasted."""
    from psycopg.types.string import StrDumperUnknown

    class WithoutNul(StrDumperUnknown):
        def dump(self, obj: str) -> Any:
            return super().dump(obj.replace("\0", ""))

    connection.adapters.register_dumper(str, WithoutNul)


def _refuse_of_another_process(connection: Any, record: Any, proxy: Any) -> None:
    """Have the pool open a new connection where this one came over with a fork."""
    if record.info.get("pid") != os.getpid():
        record.dbapi_connection = proxy.dbapi_connection = None
        raise DisconnectionError("the connection was opened by another process")


def _remember_time(connection: Any, record: Any) -> None:
    record.info["used"] = time.monotonic()


def _refuse_dead(engine: sa.Engine, connection: Any, record: Any, proxy: Any) -> None:
    """Have the pool open new connections where this one, unused for a while, does not answer."""
    if time.monotonic() - record.info.get("used", time.monotonic()) > _TRUSTED_S:
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError("the connection was lost") from error
