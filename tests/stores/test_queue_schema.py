"""The queue's tables follow the procrastinate that is installed, and refuse an older one."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import psycopg
import pytest
from postgres import needs_postgres, server
from procrastinate.schema import SchemaManager

from l10n.errors import StorageError
from l10n.stores.queue import Queue
from l10n.stores.queue_schema import SCHEMA, prepare_queue

pytestmark = [pytest.mark.slow, needs_postgres]

SHIPPED = Path(SchemaManager.get_migrations_path())
NAMES = sorted(path.name for path in SHIPPED.glob("*.sql"))
OF_FUNCTIONS = f"""SELECT proname, pg_get_function_identity_arguments(oid), md5(regexp_replace(prosrc, '\\s+', '', 'g'))
 FROM pg_proc WHERE pronamespace = '{SCHEMA}'::regnamespace"""
OF_TABLES = f"""SELECT table_name, column_name, data_type, udt_name FROM information_schema.columns
 WHERE table_schema = '{SCHEMA}'"""
OF_TYPES = f"""SELECT typname, enumlabel FROM pg_enum JOIN pg_type ON pg_type.oid = enumtypid
 WHERE typnamespace = '{SCHEMA}'::regnamespace"""


def prepare(url: str, folder: Path | None = None) -> None:
    with psycopg.connect(url) as connection:
        prepare_queue(connection, folder)


def looks(url: str) -> list[set[tuple[object, ...]]]:
    """Return what functions, columns and states the queue has."""
    with psycopg.connect(url) as connection:
        return [set(connection.execute(query.encode())) for query in (OF_TABLES, OF_TYPES, OF_FUNCTIONS)]


def made_until(url: str, last: str) -> None:
    """Make the tables as a procrastinate whose newest change was *last* had them, and remember that."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {SCHEMA}".encode())
        connection.execute(f"SET search_path TO {SCHEMA}".encode())
        connection.execute(b"CREATE TABLE diglot_carried_out (name text PRIMARY KEY)")
        for name in NAMES:
            if name <= last:
                text = (SHIPPED / name).read_text("utf-8").replace("public.", "")
                connection.execute(text.encode())
                connection.execute("INSERT INTO diglot_carried_out VALUES (%s)", (name,))


@pytest.mark.parametrize("last", ["03.00.00_50_post_cancel_notification.sql", "03.02.00_01_pre_batch_defer_jobs.sql"])
def test_tables_of_an_earlier_procrastinate_become_those_that_are_made_anew(last: str) -> None:
    earlier, new = server().make(), server().make()
    made_until(earlier, last)
    prepare(new)
    assert looks(earlier) != looks(new)
    prepare(earlier)
    assert looks(earlier) == looks(new)
    assert Queue(earlier).put("draft", queue="draft", lock="a", once="a", id=1)
    assert not Queue(earlier).put("draft", queue="draft", lock="a", once="a", id=1)
    done: list[int] = []
    Queue(earlier).work({"draft": lambda id: done.append(id)}, look=lambda: None, queues=["draft"], wait=False)
    assert done == [1]


def test_tables_of_a_diglot_that_remembered_nothing_are_known() -> None:
    url = server().make()
    prepare(url)
    with psycopg.connect(url) as connection:
        connection.execute(f"DROP TABLE {SCHEMA}.diglot_carried_out".encode())
    before = looks(url)
    prepare(url)
    assert looks(url)[1:] == before[1:]


def test_a_change_is_carried_out_once_and_an_older_procrastinate_refused_then(tmp_path: Path) -> None:
    url = server().make()
    prepare(url)
    newer = shutil.copytree(SHIPPED, tmp_path / "newer")
    (newer / "99.00.00_01_pre_x.sql").write_text("CREATE TABLE procrastinate_x (a int); SELECT 1;", "utf-8")
    broken: list[BaseException] = []

    def bring() -> None:
        try:
            prepare(url, newer)
        except BaseException as error:
            broken.append(error)

    threads = [threading.Thread(target=bring) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert broken == []
    with pytest.raises(StorageError, match="newer procrastinate") as caught:
        Queue(url).prepare()
    assert "upgrade all machines" in caught.value.remedy


def test_a_change_that_fails_is_named_and_those_before_it_stay(tmp_path: Path) -> None:
    url = server().make()
    prepare(url)
    newer = shutil.copytree(SHIPPED, tmp_path / "newer")
    (newer / "99.00.00_01_pre_x.sql").write_text("CREATE TABLE procrastinate_x (a int);", "utf-8")
    (newer / "99.00.00_02_pre_y.sql").write_text("CREATE TABLE procrastinate_y (a int); SELECT nonsense;", "utf-8")
    with pytest.raises(StorageError, match=r"99\.00\.00_02_pre_y\.sql: column \"nonsense\""):
        prepare(url, newer)
    (newer / "99.00.00_02_pre_y.sql").write_text("CREATE TABLE procrastinate_y (a int);", "utf-8")
    prepare(url, newer)
    assert {name for name, *_ in looks(url)[0]} >= {"procrastinate_x", "procrastinate_y"}
