"""All that the journal's database promises, once more on PostgreSQL; and what is said when the server is away."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from journals import ON_POSTGRES
from postgres import Server, needs_postgres, postgres_url

from l10n.errors import ConfigError, StorageError
from l10n.model import Action, CatalogKey, Decision, Entry, Outcome
from l10n.stores import comments, credits, jobs, ledger, openings, people, sql_catalogs, unsaved
from l10n.stores.agreed import agree
from l10n.stores.database import metadata, migrate, open_database, reading, writing
from l10n.stores.flags import sent_back, sent_back_in
from l10n.stores.hands import hands_in, marks_of
from l10n.stores.journal import SqlJournal
from l10n.stores.postgres import close_all

pytestmark = [pytest.mark.slow, needs_postgres]

SUITES = ("journal", "people", "members", "comments", "attendance", "jobs", "ledger")
OF_FILES = (
    "test_commits_are_flushed_to_the_disk",
    "test_a_connection_is_refused_in_another_process",
    "test_no_token_and_no_passphrase_is_kept_in_the_clear",
    "test_who_is_removed_leaves_their_work_and_no_trace_in_the_file",
)
"""Tests that look into a SQLite file."""

KEY, ENTRY = CatalogKey("flood", "my"), Entry("Rain", "မိုး")
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
DECISION = Decision(KEY, ENTRY.key, Action.NEEDS_WORK, ENTRY.revision, ENTRY, ENTRY, "thida", NOW)


@pytest.fixture
def url() -> Iterator[str]:
    with postgres_url() as url:
        yield url


def test_every_suite_of_the_journals_parts_passes() -> None:
    here = Path(__file__).parent
    files = [str(here / f"test_{name}.py") for name in SUITES]
    told = " and ".join(f"not {name}" for name in OF_FILES)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "not slow", "-k", told, *files],
        env=os.environ | {ON_POSTGRES: "1"},
        cwd=here.parent.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:]
    assert " failed" not in done.stdout


def test_the_schema_is_that_of_the_code_and_texts_are_compared_by_bytes(url: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    assert all((comments, credits, jobs, ledger, openings, people, sql_catalogs, unsaved))  # declared on import
    with reading(open_database(url)) as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        query = """SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'
         AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'"""
        assert connection.execute(sa.text(query)).all() == []


def test_programs_that_migrate_at_once_make_one_schema(url: str) -> None:
    from postgres import server

    empty = server().make()
    threads = [threading.Thread(target=lambda: migrate(open_database(empty))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert SqlJournal(open_database(empty)).pending() == []


def test_all_machines_agree_on_a_value(url: str) -> None:
    found: list[str] = []
    threads = [
        threading.Thread(target=lambda n=n: found.append(agree(open_database(url), "cookies", f"value {n}")))
        for n in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6
    assert len(set(found)) == 1


def test_what_a_text_here_cannot_hold_is_left_out_of_it(url: str) -> None:
    database = open_database(url)
    agree(database, "a", "one\0two")
    assert agree(database, "a", "") == "onetwo"
    assert agree(database, "a\0", "") == "onetwo"


def test_writers_take_turns_and_readers_see_one_state(url: str) -> None:
    database = open_database(url)
    agree(database, "count", "0")
    count = sa.table("agreed", sa.column("name"), sa.column("value"))

    def add_one() -> None:
        for _ in range(20):
            with writing(database) as connection:
                seen = int(connection.execute(sa.select(count.c.value)).scalar_one())
                connection.execute(sa.update(count).values(value=str(seen + 1)))

    threads = [threading.Thread(target=add_one) for _ in range(4)]
    with reading(database) as connection:
        first = connection.execute(sa.select(count.c.value)).scalar_one()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert connection.execute(sa.select(count.c.value)).scalar_one() == first
    with reading(database) as connection:
        assert connection.execute(sa.select(count.c.value)).scalar_one() == "80"


def test_what_is_asked_without_sqlalchemy_elsewhere_can_be_asked_here(url: str) -> None:

    database = open_database(url)
    journal = SqlJournal(database)
    id = journal.append(DECISION)
    journal.settle({id: Outcome.APPLIED})
    assert sent_back(database) == {KEY: frozenset({DECISION.key})}
    assert sent_back_in(database, KEY) == frozenset({DECISION.key})
    assert set(marks_of(database)) == {KEY}
    assert hands_in(database, KEY).history == ()


def test_a_server_that_ends_gives_an_error_in_plain_words_and_is_used_again_when_it_is_back() -> None:
    own = Server()
    try:
        url = own.make()
        database = open_database(url)
        migrate(database)
        own.stop()
        began = time.monotonic()
        for _ in range(2):
            with pytest.raises(StorageError) as caught:
                SqlJournal(database).pending()
            assert "cannot be reached" in caught.value.message
            assert own.host not in str(caught.value)
            assert caught.value.remedy
        assert time.monotonic() - began < 30
        own.start()
        assert SqlJournal(database).pending() == []
    finally:
        close_all()
        own.close()


def test_a_connection_that_died_unused_is_replaced_and_nobody_is_told() -> None:
    own = Server()
    try:
        database = open_database(own.make())
        migrate(database)
        journal = SqlJournal(database)
        assert journal.pending() == []
        own.stop("fast")
        own.start()
        time.sleep(1.1)
        assert journal.pending() == []
        assert journal.append(DECISION) == 1
    finally:
        close_all()
        own.close()


def test_who_waits_too_long_for_other_writers_is_told_so(url: str) -> None:
    database = open_database(url)
    with writing(database), pytest.raises(StorageError, match="busy"), writing(database):
        pass


def test_an_address_that_is_none_is_refused_in_plain_words() -> None:
    with pytest.raises(ConfigError, match="no address"):
        open_database("postgresql://host:port/x")
