"""The quick look at what was sent back says what the journal says."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from journals import put_journal

from l10n.errors import StorageError
from l10n.model import Action, CatalogKey, Decision, Entry, Outcome
from l10n.stores.database import migrate, open_database
from l10n.stores.flags import _SENT_BACK, sent_back, sent_back_in
from l10n.stores.journal import SqlJournal

FLOOD, STORM = CatalogKey("flood", "my"), CatalogKey("storm", "pt-BR")


def decide(journal, catalog, source, action, outcome=Outcome.APPLIED):
    entry = Entry(source, context="headline" if source == "A" else "")
    at = datetime(2026, 11, 22, tzinfo=UTC)
    id = journal.append(Decision(catalog, entry.key, action, entry.revision, entry, entry.reviewed("x"), "thida", at))
    journal.settle({id: outcome})


def test_sent_back_is_what_the_journal_says(tmp_path):
    journal = SqlJournal(put_journal(tmp_path / "journal.sqlite"))
    assert sent_back(tmp_path / "journal.sqlite") == {}
    decide(journal, FLOOD, "A", Action.NEEDS_WORK)
    decide(journal, FLOOD, "B", Action.NEEDS_WORK)
    decide(journal, FLOOD, "B", Action.APPROVE)
    decide(journal, FLOOD, "C", Action.NEEDS_WORK, Outcome.CONFLICT)
    decide(journal, STORM, "A", Action.APPROVE)
    decide(journal, STORM, "D", Action.NEEDS_WORK)
    decide(journal, STORM, "D", Action.REVIEW, Outcome.CONFLICT)
    found = sent_back(tmp_path / "journal.sqlite")
    assert found == {FLOOD: {("headline", "A")}, STORM: {("", "D")}}
    assert found == {key: journal.flagged(key) for key in (FLOOD, STORM)}
    assert found == {key: sent_back_in(tmp_path / "journal.sqlite", key) for key in (FLOOD, STORM)}


def test_without_a_journal_nothing_was_sent_back(tmp_path):
    assert sent_back(tmp_path / "journal.sqlite") == {}
    (tmp_path / "journal.sqlite").touch()
    assert sent_back(tmp_path / "journal.sqlite") == {}
    assert sent_back_in(tmp_path / "journal.sqlite", FLOOD) == frozenset()


def test_a_damaged_journal_is_named(tmp_path):
    (tmp_path / "journal.sqlite").write_bytes(b"no database" * 99)
    with pytest.raises(StorageError):
        sent_back(tmp_path / "journal.sqlite")


def test_of_more_articles_than_a_query_names_it_says_the_same(tmp_path):
    journal = SqlJournal(put_journal(tmp_path / "journal.sqlite"))
    decide(journal, FLOOD, "A", Action.NEEDS_WORK)
    decide(journal, STORM, "D", Action.NEEDS_WORK)
    others = [CatalogKey(f"story-{number}", "my") for number in range(2000)]
    found = journal.flagged_in([*others, FLOOD])
    assert found.keys() == {FLOOD, *others}
    assert {key: flags for key, flags in found.items() if flags} == {FLOOD: {("headline", "A")}}


@pytest.mark.parametrize("count", [1, 2000], ids=["one article", "many"])
def test_nobody_reads_the_whole_journal_for_the_few_that_were_sent_back(tmp_path, count):
    database = open_database(tmp_path / "journal.sqlite")
    migrate(database)
    asked = []
    sa.event.listen(database, "before_cursor_execute", lambda *said: asked.append(said[2:4]))
    SqlJournal(database).flagged_in([CatalogKey(f"story-{number}", "my") for number in range(count)])
    [query] = [said for said in asked if said[0].startswith("SELECT")]
    for statement, values in [query, (_SENT_BACK, ())]:
        with database.connect() as connection:
            plan = str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all())
        assert "decisions_flagged" in plan
        assert "SCAN decisions'" not in plan
