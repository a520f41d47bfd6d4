import contextlib
import os
import subprocess
import sys

import pytest
import sqlalchemy as sa
from journals import put_journal

from l10n.stores.database import reading
from l10n.stores.sqlite import JOURNAL_MODE, driver, open_to_look, wal_is_safe

SAYS = "from l10n.stores.sqlite import driver, JOURNAL_MODE; print(driver.__name__.partition('.')[0], JOURNAL_MODE)"


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), True),
    ],
)
def test_a_write_ahead_log_is_used_on_mended_versions_only(version, safe):
    assert wal_is_safe(version) is safe


def test_the_mode_follows_the_version_that_is_used():
    assert ("WAL" if wal_is_safe(driver.sqlite_version_info) else "DELETE") == JOURNAL_MODE


def test_the_systems_own_is_used_where_one_asks_for_it():
    import sqlite3

    mode = "WAL" if wal_is_safe(sqlite3.sqlite_version_info) else "DELETE"
    environment = {**os.environ, "DIGLOT_SQLITE": "system"}
    said = subprocess.run([sys.executable, "-c", SAYS], env=environment, capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["sqlite3", mode]


@pytest.mark.parametrize("is_open", [False, True])
def test_who_looks_leaves_nothing_behind(tmp_path, is_open):
    database = put_journal(tmp_path / "journal.sqlite")
    with reading(database) if is_open else contextlib.nullcontext() as connection:
        if is_open:
            connection.execute(sa.text("SELECT count(*) FROM decisions"))
        before = sorted(os.listdir(tmp_path))
        with contextlib.closing(open_to_look(tmp_path / "journal.sqlite", timeout_s=1)) as looking:
            assert looking.execute("SELECT count(*) FROM decisions").fetchone() == (0,)
            with pytest.raises(driver.OperationalError):
                looking.execute("DELETE FROM decisions")
        assert sorted(os.listdir(tmp_path)) == before
