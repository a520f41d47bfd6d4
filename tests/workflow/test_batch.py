"""One decision about many entries: by the rules of a single one, all at once, and taken back at once."""

from datetime import UTC, datetime

import pytest
from fakes import MemoryCatalogStore, MemoryJournal

from l10n.model import Action, Catalog, CatalogKey, Entry, Finding, Outcome, Severity
from l10n.workflow.batch import Chosen, LeftAlone, Why, batch_of, carry_out, rehearse, undo_together
from l10n.workflow.decide import decide

KEY = CatalogKey("defectors", "my")
NOW = datetime(2021, 9, 2, 12, 0, tzinfo=UTC)

REVIEWED = Entry("One.").reviewed("Uno.")
OTHER = Entry("Two.").reviewed("Dos.")
DRAFT = Entry("Three.").drafted("Tres.", origin="engine=apertium")
STALE = Entry("Four.").approved("Cuatro.").outdated("Five.")
EMPTY = Entry("Six.")
APPROVED = Entry("Seven.").approved("Siete.")
WRONG = Entry("8").reviewed("9")
ENTRIES = (REVIEWED, OTHER, DRAFT, STALE, EMPTY, APPROVED, WRONG)

NUMBERS = Finding("numbers", Severity.ERROR, "Numbers differ.")


def checks(entry):
    return [NUMBERS] if entry.target == "9" else []


@pytest.fixture
def store():
    return MemoryCatalogStore([Catalog("defectors", "my", ENTRIES)])


@pytest.fixture
def journal():
    return MemoryJournal()


def chosen(*entries):
    return [Chosen(entry.key, entry.revision) for entry in entries]


def rehearsed(store, journal, wanted, action=Action.APPROVE):
    def one(store, journal, key, target, base):
        return decide(
            store,
            journal,
            catalog=KEY,
            key=key,
            action=action,
            target=target,
            base=base,
            by="aung",
            now=NOW,
            checks=checks,
        )

    return rehearse(store, journal, catalog=KEY, chosen=wanted, action=action, decide_one=one)


def done(store, journal, wanted, action=Action.APPROVE):
    return carry_out(
        store, journal, catalog=KEY, rehearsed=rehearsed(store, journal, wanted, action), remark="batch:b1"
    )


def undone(store, journal):
    return undo_together(store, journal, catalog=KEY, remark="batch:b1", by="aung", now=NOW)


def targets(store):
    return store.catalogs[KEY].entries


def test_only_what_a_person_wrote_is_approved_and_the_rest_says_why(store, journal):
    together = rehearsed(store, journal, chosen(*ENTRIES))
    assert [d.key for d in together.decisions] == [REVIEWED.key, OTHER.key]
    assert together.left == (
        LeftAlone(DRAFT.key, Why.DRAFT),
        LeftAlone(STALE.key, Why.STALE),
        LeftAlone(EMPTY.key, Why.EMPTY),
        LeftAlone(APPROVED.key, Why.SAME),
        LeftAlone(WRONG.key, Why.REFUSED, (NUMBERS,)),
    )


def test_a_rehearsal_writes_nothing(store, journal):
    rehearsed(store, journal, chosen(*ENTRIES))
    assert (targets(store), journal.decisions) == (ENTRIES, [])


def test_a_draft_cannot_be_sent_to_review_and_then_approved_unread(store, journal):
    assert rehearsed(store, journal, chosen(DRAFT, STALE), Action.REVIEW).decisions == ()


def test_what_somebody_sent_back_needs_work_and_is_not_approved(store, journal):
    done(store, journal, chosen(REVIEWED), Action.NEEDS_WORK)
    assert rehearsed(store, journal, chosen(REVIEWED)).left == (LeftAlone(REVIEWED.key, Why.STALE),)


def test_what_changed_since_it_was_seen_is_left_alone(store, journal):
    wanted = [Chosen(REVIEWED.key, Entry("One.").reviewed("Otro.").revision), Chosen(("", "Gone."), "x")]
    assert rehearsed(store, journal, wanted).left == (
        LeftAlone(REVIEWED.key, Why.CHANGED),
        LeftAlone(("", "Gone."), Why.GONE),
    )


def test_all_are_approved_in_one_write_with_the_same_remark(store, journal):
    together = done(store, journal, chosen(REVIEWED, OTHER))
    assert [(d.key, d.outcome, d.remarks) for d in together.decisions] == [
        (REVIEWED.key, Outcome.APPLIED, ("batch:b1",)),
        (OTHER.key, Outcome.APPLIED, ("batch:b1",)),
    ]
    assert targets(store)[:2] == (REVIEWED.approved("Uno."), OTHER.approved("Dos."))


def test_what_changes_between_rehearsal_and_writing_is_left_alone(store, journal):
    ready = rehearsed(store, journal, chosen(REVIEWED, OTHER))
    newer = OTHER.reviewed("Otro.")
    store.catalogs[KEY] = store.catalogs[KEY].with_entries({OTHER.key: newer})
    together = carry_out(store, journal, catalog=KEY, rehearsed=ready, remark="batch:b1")
    assert [d.key for d in together.applied] == [REVIEWED.key]
    assert together.left == (LeftAlone(OTHER.key, Why.CHANGED),)
    assert targets(store)[1] == newer


def test_undo_puts_all_back_and_a_second_time_changes_nothing(store, journal):
    done(store, journal, chosen(REVIEWED, OTHER))
    assert [d.key for d in undone(store, journal).applied] == [OTHER.key, REVIEWED.key]
    assert targets(store) == ENTRIES
    assert undone(store, journal).left == (LeftAlone(OTHER.key, Why.SAME), LeftAlone(REVIEWED.key, Why.SAME))
    assert targets(store) == ENTRIES


def test_undo_leaves_alone_what_somebody_wrote_since(store, journal):
    done(store, journal, chosen(REVIEWED, OTHER))
    newer = OTHER.approved("Otro.")
    store.catalogs[KEY] = store.catalogs[KEY].with_entries({OTHER.key: newer})
    assert undone(store, journal).left == (LeftAlone(OTHER.key, Why.CHANGED),)
    assert targets(store)[:2] == (REVIEWED, newer)


def test_a_batch_is_found_by_its_remark(store, journal):
    done(store, journal, chosen(REVIEWED))
    assert [d.key for d in batch_of(journal, catalog=KEY, remark="batch:b1")] == [REVIEWED.key]
    assert batch_of(journal, catalog=KEY, remark="batch:b2") == []
