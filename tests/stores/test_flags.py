"""The quick look at what was sent back says what the journal says."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from journals import put_journal

from l10n.errors import StorageError
from l10n.model import Action, CatalogKey, Decision, Entry, Outcome
from l10n.stores.flags import sent_back, sent_back_in
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
