"""A journal is called damaged only where it is, whoever begins to write while it is looked at."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

from l10n.stores.examining import examine_journal
from l10n.stores.sqlite import driver, open_to_look


def _written(path: Path) -> Any:
    """Return the open connection of a desk whose newest pages stand in its log alone."""
    desk = driver.connect(path)
    desk.execute("PRAGMA journal_mode = WAL")
    desk.execute("PRAGMA wal_autocheckpoint = 0")
    desk.execute("CREATE TABLE alembic_version (version_num TEXT)")
    desk.execute("CREATE TABLE decisions (id INTEGER PRIMARY KEY, at TEXT, outcome TEXT, target TEXT)")
    desk.execute("CREATE INDEX by_target ON decisions (target)")
    desk.commit()
    desk.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    rows = [(f"2026-11-23T10:{n % 60:02}:00+00:00", "applied", f"{n:05} " * 40) for n in range(200)]
    desk.executemany("INSERT INTO decisions (at, outcome, target) VALUES (?, ?, ?)", rows)
    desk.commit()
    return desk


def _half_copied(path: Path) -> None:
    """Leave the file as a desk does that is copying its log into it, and has copied some pages of it."""
    other = path.with_name("copy.sqlite")
    with closing(driver.connect(path)) as whole, closing(driver.connect(other)) as copy:
        whole.backup(copy)
    pages = other.read_bytes()
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.write(pages[: size - 4096])


def _too_early(path: Path, *, timeout_s: float, is_shared: bool = False) -> Any:
    """Look as one does who saw no log a moment ago."""
    if is_shared:
        return open_to_look(path, timeout_s=timeout_s, is_shared=True)
    return driver.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)


def test_a_desk_that_begins_to_write_meanwhile_is_no_damage(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    with closing(_written(path)):
        _half_copied(path)
        with closing(_too_early(path, timeout_s=1.0)) as early:
            try:
                said = early.execute("PRAGMA quick_check(1)").fetchone()[0]
            except driver.DatabaseError as error:
                said = str(error)
        assert said != "ok", "the first look sees what looks like damage"
        state = examine_journal(path, look=_too_early)
    assert state is not None
    assert state.problem == ""
    assert state.newest is not None


def test_what_is_damaged_is_damaged_at_the_second_look_too(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    _written(path).close()
    data = bytearray(path.read_bytes())
    data[4096 * 2 : 4096 * 3] = b"\x55" * 4096
    path.write_bytes(data)
    state = examine_journal(path)
    assert state is not None
    assert "damaged" in state.problem or "cannot be read" in state.problem
