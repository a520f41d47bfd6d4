"""Is a database that machines share sound, and kept so that a power cut takes nothing? Looked at, not changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from ..errors import DiglotError
from .chain_reading import find_fault_in
from .database import HEAD, open_database, reading
from .examining import JournalState, time_of

_LASTING = ("fsync", "full_page_writes", "synchronous_commit")
_TEXTS = """SELECT count(*) FROM information_schema.columns WHERE table_schema = current_schema()
 AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'"""


@dataclass(frozen=True, slots=True)
class SharedState:
    """What the journal says, the server's version, and which of its settings let a power cut take what was told."""

    journal: JournalState
    version: str = ""
    careless: tuple[str, ...] = ()


def examine_shared(url: str) -> SharedState:
    """Return the state of the database at *url*; nothing is migrated."""
    try:
        with reading(open_database(url)) as connection:
            version = str(connection.execute(sa.text("SHOW server_version")).scalar())
            settings = {name: connection.execute(sa.text(f"SHOW {name}")).scalar() for name in _LASTING}
            careless = tuple(name for name, value in settings.items() if value == "off")
            return SharedState(_journal(connection), version.split()[0], careless)
    except DiglotError as error:
        return SharedState(JournalState(str(error), error.remedy))


def _journal(connection: sa.Connection) -> JournalState:
    if not sa.inspect(connection).has_table("alembic_version"):
        return JournalState()
    ask = connection.execute
    schema = str(ask(sa.text("SELECT version_num FROM alembic_version")).scalar())
    if schema > HEAD:
        return JournalState("it was written by a newer Diglot", "install the newest Diglot", schema)
    if schema == HEAD and ask(sa.text(_TEXTS)).scalar():
        return JournalState("some of its texts are not compared by bytes", "tell the makers of Diglot", schema)
    pending = int(ask(sa.text("SELECT count(*) FROM decisions WHERE outcome = 'pending'")).scalar() or 0)
    newest: datetime | None = time_of(ask(sa.text("SELECT max(at) FROM decisions")).scalar())
    if schema != HEAD:
        return JournalState("", "", schema, HEAD, pending, newest)
    [(links, link)] = connection.exec_driver_sql("SELECT number, link FROM chain_head").all()
    fault = str(find_fault_in(connection.exec_driver_sql) or "")
    return JournalState("", "", schema, HEAD, pending, newest, links, link, fault)
