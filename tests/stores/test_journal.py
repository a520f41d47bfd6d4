from __future__ import annotations

import multiprocessing
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from fakes import MemoryJournal
from hypothesis import given, settings
from hypothesis import strategies as st
from journals import put_journal
from thorough import examples

from l10n.errors import StorageError
from l10n.model import Action, CatalogKey, Decision, Entry, Outcome
from l10n.stores import agreed, comments, credits, jobs, ledger, migrations, openings, people, sql_catalogs, unsaved
from l10n.stores.database import HEAD, metadata, migrate, open_database, reading, writing
from l10n.stores.journal import SqlJournal, _entry_from_json, _entry_to_json
from l10n.stores.sqlite import JOURNAL_MODE

KEY = CatalogKey("flood", "my")
NOW = datetime(2026, 11, 22, 12, 30, 15, 123456, tzinfo=UTC)
BEFORE = Entry("Hello", "ဟဲလို", "headline", origin="engine=apertium", flags=("markup-lost",), references=("a.md",))
DECISION = Decision(
    KEY, ("headline", "Hello"), Action.APPROVE, BEFORE.revision, BEFORE, BEFORE.approved("မင်္ဂလာပါ"), "ko-aung", NOW
)


@pytest.fixture
def database(tmp_path: Path) -> sa.Engine:
    return put_journal(tmp_path / ".diglot" / "journal.sqlite")


@pytest.fixture(params=["sql", "memory"])
def journal(request: pytest.FixtureRequest, tmp_path: Path) -> SqlJournal | MemoryJournal:
    return SqlJournal(request.getfixturevalue("database")) if request.param == "sql" else MemoryJournal()


def test_a_decision_comes_back_as_it_was(journal):
    id = journal.append(DECISION)
    assert journal.decision(id) == replace(DECISION, id=id)
    assert journal.decision(id + 1) is None


def test_a_decision_is_pending_until_settled(journal):
    first, second = journal.append(DECISION), journal.append(replace(DECISION, catalog=CatalogKey("flood", "es")))
    assert [d.id for d in journal.pending()] == [first, second]
    assert [d.id for d in journal.pending(KEY)] == [first]
    journal.settle({first: Outcome.APPLIED})
    assert [d.id for d in journal.pending()] == [second]
    assert journal.history(KEY) == [replace(DECISION, id=first, outcome=Outcome.APPLIED)]


def test_a_renamed_article_takes_its_decisions_along(journal):
    ids = [journal.append(DECISION), journal.append(replace(DECISION, catalog=CatalogKey("storm", "my")))]
    journal.settle({ids[0]: Outcome.APPLIED})
    assert (journal.rename("flood", "may"), journal.rename("flood", "may")) == (1, 0)
    moved = replace(DECISION, id=ids[0], catalog=CatalogKey("may", "my"), outcome=Outcome.APPLIED)
    assert (journal.history(CatalogKey("may", "my")), journal.history(KEY)) == ([moved], [])
    assert [d.catalog.slug for d in journal.pending()] == ["storm"]


def test_history_is_newest_first_and_of_one_entry_where_asked(journal):
    other = replace(DECISION, key=("", "Bye"))
    ids = [journal.append(d) for d in (DECISION, other, DECISION)]
    journal.settle(dict.fromkeys(ids, Outcome.APPLIED))
    assert [d.id for d in journal.history(KEY)] == ids[::-1]
    assert [d.id for d in journal.history(KEY, ("headline", "Hello"))] == [ids[2], ids[0]]


def test_applied_is_final_but_a_conflict_may_prove_applied(journal):
    id = journal.append(DECISION)
    for outcome, expected in [
        (Outcome.CONFLICT, Outcome.CONFLICT),
        (Outcome.APPLIED, Outcome.APPLIED),
        (Outcome.CONFLICT, Outcome.APPLIED),
    ]:
        journal.settle({id: outcome})
        assert [d.outcome for d in journal.history(KEY)] == [expected]


def test_the_newest_applied_decision_tells_whether_an_entry_needs_work(journal):
    def settle(action: Action, outcome: Outcome) -> None:
        journal.settle({journal.append(replace(DECISION, action=action)): outcome})

    settle(Action.NEEDS_WORK, Outcome.CONFLICT)
    assert journal.flagged(KEY) == set()
    settle(Action.NEEDS_WORK, Outcome.APPLIED)
    settle(Action.APPROVE, Outcome.CONFLICT)
    assert journal.flagged(KEY) == {("headline", "Hello")}
    other = CatalogKey("flood", "es")
    assert journal.flagged(other) == set()
    assert journal.flagged_in([other, KEY]) == {other: set(), KEY: {("headline", "Hello")}}
    settle(Action.REVIEW, Outcome.APPLIED)
    assert journal.flagged(KEY) == set()


def test_decisions_that_came_too_late_are_suggestions_newest_first(journal):
    ids = [
        journal.append(replace(DECISION, action=action)) for action in (Action.APPROVE, Action.REVERT, Action.REVIEW)
    ]
    journal.settle(dict.fromkeys(ids, Outcome.CONFLICT))
    assert [d.id for d in journal.suggestions(KEY, ("headline", "Hello"))] == [ids[2], ids[0]]
    assert journal.suggestions(KEY, ("", "Hello")) == []


def test_decisions_outlive_the_engine(database):
    id = SqlJournal(database).append(DECISION)
    assert SqlJournal(open_database(str(database.url))).decision(id) == replace(DECISION, id=id)


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@settings(max_examples=examples(50))
@given(
    st.builds(
        Entry, texts, texts, texts, st.booleans(), texts, texts, texts, st.tuples(texts), texts, st.tuples(texts, texts)
    )
)
def test_an_entry_survives_the_journal(entry):
    assert _entry_from_json(_entry_to_json(entry)) == entry


def test_migrating_makes_the_tables_that_the_code_declares(database):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    assert all(
        (agreed, comments, credits, jobs, ledger, openings, people, sql_catalogs, unsaved)
    )  # tables are declared on import
    with reading(database) as connection:
        context = MigrationContext.configure(connection)
        assert context.get_current_revision() == HEAD
        assert compare_metadata(context, metadata) == []


EARLIER = sorted(path.stem[-4:] for path in Path(migrations.__file__).parent.glob("versions/journal_*.py"))[:-1]


@pytest.mark.parametrize("revision", EARLIER)
def test_a_journal_of_an_earlier_version_keeps_its_decisions(tmp_path, revision):
    database = open_database(tmp_path / "journal.sqlite")
    migrate(database, to=revision)
    row = {"slug": "a", "locale": "my", "context": "", "source": "One.", "action": "approve", "base": "b"}
    row |= {"before": "{}", "after": '{"source": "One."}', "by": "aung", "at": "2021-09-02T00:00:00+00:00"}
    with writing(database) as connection:
        names = ", ".join(f'"{name}"' for name in (*row, "outcome"))
        places = ", ".join(f":{name}" for name in row)
        connection.execute(sa.text(f"INSERT INTO decisions ({names}) VALUES ({places}, 'applied')"), row)
    migrate(database)
    [decision] = SqlJournal(database).history(CatalogKey("a", "my"))
    assert (decision.key, decision.by, decision.remarks) == (("", "One."), "aung", ())


def test_migrating_twice_keeps_everything(database):
    id = SqlJournal(database).append(DECISION)
    migrate(database)
    assert SqlJournal(database).decision(id) is not None


def test_a_journal_of_a_newer_version_is_refused(database):
    with writing(database) as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StorageError, match="9999") as caught:
        migrate(database)
    assert "newer Diglot" in caught.value.remedy


def test_commits_are_flushed_to_the_disk(database):
    with reading(database) as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("synchronous", "foreign_keys", "busy_timeout", "journal_mode")
        }
    assert pragmas == {
        "synchronous": 3,
        "foreign_keys": 1,
        "busy_timeout": 10_000,
        "journal_mode": JOURNAL_MODE.lower(),
    }


def test_nothing_stays_of_a_block_that_fails(database):
    def fail() -> None:
        with writing(database) as connection:
            connection.execute(sa.text("DELETE FROM alembic_version"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with reading(database) as connection:
        assert connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar() == HEAD


def test_a_damaged_file_is_a_storage_error(tmp_path):
    (tmp_path / "journal.sqlite").write_bytes(b"this is no database, " * 100)
    with pytest.raises(StorageError, match="not a database"):
        migrate(open_database(tmp_path / "journal.sqlite"))


def test_a_folder_that_cannot_be_made_is_a_storage_error(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="cannot make the folder"):
        open_database(tmp_path / "file" / "journal.sqlite")


def test_a_connection_is_refused_in_another_process(database):
    def use() -> None:
        try:
            connection.execute(sa.text("SELECT 1"))
        except StorageError:
            os._exit(42)
        os._exit(0)

    with reading(database) as connection:
        child = multiprocessing.get_context("fork").Process(target=use)
        child.start()
        child.join(10)
    assert child.exitcode == 42


def test_a_person_is_asked_where_they_decided(database):
    journal, elsewhere = SqlJournal(database), CatalogKey("flood", "es")
    journal.append_all([DECISION, DECISION, replace(DECISION, catalog=elsewhere, by="thiri")])
    assert (journal.touched_by("ko-aung"), journal.touched_by("thiri")) == ({KEY}, {elsewhere})
    assert journal.touched_by("nobody") == set()
