"""Is the journal sound? Looked at without changing it: no migration, no new file."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from .chain_reading import find_fault_in
from .database import HEAD
from .sqlite import driver, open_to_look

if TYPE_CHECKING:
    import sqlite3

_NEWER = "it was written by a newer Diglot"


class Look(Protocol):
    """Opens a database to be looked at, as `open_to_look` does."""

    def __call__(self, path: Path, *, timeout_s: float, is_shared: bool = False) -> sqlite3.Connection: ...


@dataclass(frozen=True, slots=True)
class JournalState:
    """What a journal's file says. *problem* is "" where it is sound, *newest* the time of its last decision.

    *links* is how many links its chain has, *link* the digest of the last one, *fault* what is wrong with it.
    """

    problem: str = ""
    remedy: str = ""
    schema: str = ""
    head: str = HEAD
    pending: int = 0
    newest: datetime | None = None
    links: int = 0
    link: str = ""
    fault: str = ""


def examine_journal(path: Path, *, look: Look = open_to_look) -> JournalState | None:
    """Return the state of the journal; None where nobody has decided anything yet.

    What looks damaged is looked at again as one reads beside a desk: one may have begun to write meanwhile.
    """
    if not path.exists():
        return None
    first = _looked(path, look, is_shared=False)
    if not first.problem and not first.fault:
        return first
    again = _looked(path, look, is_shared=True)
    return first if again.problem and not first.problem else again


def _looked(path: Path, look: Look, *, is_shared: bool) -> JournalState:
    try:
        with closing(look(path, timeout_s=5.0, is_shared=is_shared)) as database:
            return _examined(database)
    except (driver.Error, OSError) as error:
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
    if schema > HEAD:
        return JournalState(_NEWER, "install the newest Diglot", schema, HEAD, pending, time_of(newest))
    if "chain_head" not in tables:
        return JournalState("", "", schema, HEAD, pending, time_of(newest))
    links, link = database.execute("SELECT number, link FROM chain_head").fetchone() or (0, "")
    fault = str(find_fault_in(database.execute) or "")
    return JournalState("", "", schema, HEAD, pending, time_of(newest), links, link, fault)


def time_of(said: object) -> datetime | None:
    """Return the time that a journal's text says, None where it says none."""
    try:
        found = datetime.fromisoformat(str(said))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
