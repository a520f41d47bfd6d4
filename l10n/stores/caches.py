"""Caches that are damaged: nothing is lost with them, for each is made anew of other files."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from ..files import paths_below, remove_file


def damaged_caches(folder: Path) -> list[Path]:
    """Return the databases below the folder of caches that cannot be read, sorted; changes nothing."""
    return [path for path in sorted(paths_below(folder)) if path.suffix == ".sqlite" and not _is_sound(path)]


def drop_cache(path: Path) -> None:
    """Remove a cache's database, and what SQLite keeps beside it. StorageError."""
    for beside in ("", "-wal", "-shm", "-journal"):
        remove_file(path.with_name(path.name + beside))


def _is_sound(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=5.0)) as database:
            return bool(database.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except sqlite3.OperationalError as error:
        return "locked" in str(error) or not path.exists()  # somebody works with it just now, or has dropped it
    except sqlite3.DatabaseError:
        return False
