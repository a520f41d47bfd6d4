"""A journal's database, made once for all tests of this process and copied from then on."""

from __future__ import annotations

import os
import tempfile
from functools import cache
from pathlib import Path

import sqlalchemy as sa

from l10n.stores.database import migrate, open_database

ON_POSTGRES = "DIGLOT_TESTS_ON_POSTGRES"


@cache
def empty_journal() -> bytes:
    """Return the file of a database that is migrated and holds nothing."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "journal.sqlite"
        migrate(open_database(path))
        return path.read_bytes()


def put_journal(path: Path) -> sa.Engine:
    """Put an empty database at *path*, and return its engine; where ON_POSTGRES is set, one of a server of our own."""
    if os.environ.get(ON_POSTGRES):
        from postgres import fresh_url

        return open_database(fresh_url())
    database = open_database(path)
    path.write_bytes(empty_journal())
    return database


def prepare_journal(root: Path) -> None:
    """Give the project at *root* the empty journal that it would make itself."""
    folder = root / ".diglot"
    folder.mkdir(mode=0o700, exist_ok=True)
    if not (folder / "journal.sqlite").exists():
        put_journal(folder / "journal.sqlite")
