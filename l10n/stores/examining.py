"""Is the journal sound? Looked at without changing it: no migration, no new file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from .database import HEAD

_NEWER = "it was written by a newer Diglot"


@dataclass(frozen=True, slots=True)
class JournalState:
    """What a journal's file says. *problem* is "" where it is sound, *newest* the time of its last decision."""

    problem: str = ""
    remedy: str = ""
    schema: str = ""
    head: str = HEAD
    pending: int = 0
    newest: datetime | None = None


def examine_journal(path: Path) -> JournalState | None:
    """Return the state of the journal; None where nobody has decided anything yet."""
    if not path.exists():
        return None
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=5.0)) as database:
            return _examined(database)
    except sqlite3.Error as error:
        return JournalState(
            f"it cannot be read: {error}", "put back a copy of .diglot/journal.sqlite, and keep the damaged one"
        )


def _examined(database: sqlite3.Connection) -> JournalState:
    (said,) = database.execute("PRAGMA quick_check(1)").fetchone()
    if said != "ok":
        return JournalState(
            f"it is damaged: {said}", "put back a copy of .diglot/journal.sqlite, and keep the damaged one"
        )
    tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not {"alembic_version", "decisions"} <= tables:
        return JournalState("", "", "", HEAD) if not tables else JournalState("it has no decisions table", schema="?")
    schema = str((database.execute("SELECT version_num FROM alembic_version").fetchone() or ("",))[0])
    (pending,) = database.execute("SELECT count(*) FROM decisions WHERE outcome = 'pending'").fetchone()
    (newest,) = database.execute("SELECT max(at) FROM decisions").fetchone()
    newer = schema > HEAD
    return JournalState(
        _NEWER if newer else "", "install the newest Diglot" if newer else "", schema, HEAD, pending, time_of(newest)
    )


def time_of(said: object) -> datetime | None:
    """Return the time that a journal's text says, None where it says none."""
    try:
        found = datetime.fromisoformat(str(said))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
