"""Approvals taken over a typographic change of the source, and never over anything else."""

from datetime import UTC, datetime

import pytest
from fakes import MemoryCatalogStore, MemoryJournal

from l10n.model import Action, Catalog, CatalogKey, Decision, Entry, Finding, Outcome, Severity, State
from l10n.workflow.reconfirm import Reconfirmed, is_typographic, reconfirm_typography

KEY = CatalogKey("flood", "es")
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
OLD = '"We saw the water", she said.'
NEW = "“We saw the water”, she said."
APPROVED = Entry(OLD).approved("«Vimos el agua», dijo.")


def stale(entry: Entry, source: str) -> Entry:
    return Entry(source, target=entry.target, seal=entry.seal).outdated(entry.source)


def reconfirm(*entries: Entry, journal: MemoryJournal | None = None, findings=()) -> tuple[MemoryCatalogStore, list]:
    store = MemoryCatalogStore([Catalog(KEY.slug, KEY.locale, entries)])
    made = reconfirm_typography(
        store,
        journal or MemoryJournal(),
        catalog=KEY,
        source_locale="en",
        by="editor",
        now=NOW,
        checks=lambda entry: list(findings),
    )
    return store, made


def test_other_quote_marks_keep_the_approval_and_are_a_decision():
    entry, journal = stale(APPROVED, NEW), MemoryJournal()
    store, made = reconfirm(entry, journal=journal)
    again = Entry(NEW).approved(APPROVED.target)
    assert made == [Reconfirmed(KEY, entry, (), Outcome.APPLIED)]
    assert store.read(KEY)[0].entries == (again,)
    assert again.state() is State.APPROVED
    [decision] = journal.decisions
    assert (decision.action, decision.by, decision.at, decision.before) == (Action.RECONFIRM, "editor", NOW, entry)


@pytest.mark.parametrize(
    "source",
    [
        '"We saw no water", she said.',
        '"We saw the water" she said.',
        '"We saw the waters", she said.',
        '"We saw the water", he said.',
        OLD + " 2",
    ],
)
def test_any_other_change_stays_stale(source):
    entry = stale(APPROVED, source)
    store, made = reconfirm(entry)
    assert (made, store.read(KEY)[0].entries) == ([], (entry,))


def test_what_was_never_approved_is_not_approved_now():
    drafted = Entry(OLD).drafted("«Vimos el agua», dijo.", origin="engine=apertium")
    reviewed = Entry(OLD).reviewed("«Vimos el agua», dijo.")
    assert [is_typographic(stale(e, NEW), source_locale="en") for e in (drafted, reviewed, APPROVED)] == [
        False,
        False,
        True,
    ]


def test_a_target_that_was_changed_after_its_approval_is_not_approved():
    entry = stale(APPROVED, NEW)
    tampered = Entry(NEW, target="otra cosa", seal=entry.seal).outdated(OLD)
    assert reconfirm(tampered)[1] == []


def test_only_an_address_changed_is_no_typography():
    assert not is_typographic(stale(APPROVED, OLD), source_locale="en")


def test_an_error_refuses_and_leaves_the_entry():
    error = Finding("numbers", Severity.ERROR, "Numbers differ.")
    entry, journal = stale(APPROVED, NEW), MemoryJournal()
    store, made = reconfirm(entry, journal=journal, findings=[error])
    assert made == [Reconfirmed(KEY, entry, (error,), None)]
    assert (store.read(KEY)[0].entries, journal.decisions) == ((entry,), [])


@pytest.mark.parametrize("marked", [OLD, NEW])
def test_what_a_person_marked_as_needing_work_stays_so(marked):
    entry, journal = stale(APPROVED, NEW), MemoryJournal()
    before = Entry(marked).approved(APPROVED.target)
    id = journal.append(Decision(KEY, ("", marked), Action.NEEDS_WORK, "", before, before, "ko-aung", NOW))
    journal.settle({id: Outcome.APPLIED})
    assert reconfirm(entry, journal=journal)[1] == []
