from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from fakes import MemoryCatalogStore, MemoryJournal

from l10n.approving import Approval
from l10n.errors import CatalogError, ConflictError, StorageError, TextError
from l10n.model import Action, Catalog, CatalogKey, Decision, Entry, Finding, Outcome, Severity, State
from l10n.workflow.decide import Decided, Recovered, decide, recover, undo

KEY = CatalogKey("flood", "es")
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
DRAFT = Entry("6,132 people", note="Body").drafted("6,132 personas", origin="engine=apertium")
EMPTY = Entry("Hello")
ERROR = Finding("numbers", Severity.ERROR, "Numbers differ.")
WARNING = Finding("quotes", Severity.WARN, "A quote was lost.")


class Desk:
    """A store and a journal with one catalog, and short calls on them."""

    def __init__(self, *entries: Entry) -> None:
        self.store = MemoryCatalogStore([Catalog(KEY.slug, KEY.locale, entries or (DRAFT, EMPTY))])
        self.journal = MemoryJournal()
        self.checked: list[Entry] = []

    def decide(self, entry: Entry, action: Action, target: str, *, findings=(), **options) -> Decided:
        def checks(judged: Entry) -> list[Finding]:
            self.checked.append(judged)
            return list(findings)

        return decide(
            self.store,
            self.journal,
            catalog=KEY,
            key=entry.key,
            action=action,
            target=target,
            base=entry.revision,
            by="ko-aung",
            now=NOW,
            checks=checks,
            **options,
        )

    def undo(self, id: int) -> Decided:
        return undo(self.store, self.journal, decision_id=id, by="ko-aung", now=NOW)

    def entry(self, key=DRAFT.key) -> Entry:
        return self.store.read(KEY)[0].by_key()[key]

    def outcomes(self) -> list[tuple[Action, Outcome]]:
        return [(d.action, d.outcome) for d in self.journal.decisions]


def test_an_approval_is_in_the_catalog_and_in_the_journal():
    desk = Desk()
    decided = desk.decide(DRAFT, Action.APPROVE, "6.132 personas")
    after = DRAFT.approved("6.132 personas")
    assert decided == Decided(desk.journal.decisions[0], Outcome.APPLIED, after, ())
    assert (desk.entry(), after.state()) == (after, State.APPROVED)
    assert (decided.decision.by, decided.decision.at, decided.decision.before) == ("ko-aung", NOW, DRAFT)


def test_a_machine_origin_stays_where_its_text_was_approved_as_it_was():
    desk = Desk()
    assert desk.decide(DRAFT, Action.APPROVE, DRAFT.target).found.origin == "engine=apertium"


@pytest.mark.parametrize(
    ("action", "target", "after"),
    [
        (Action.REVIEW, "personas", DRAFT.reviewed("personas")),
        (Action.REVIEW, " ", DRAFT.emptied()),
        (Action.REJECT, "ignored", DRAFT.emptied()),
        (Action.NEEDS_WORK, "personas", DRAFT.reviewed("personas")),
    ],
)
def test_each_action_leaves_its_own_mark(action, target, after):
    desk = Desk()
    assert desk.decide(DRAFT, action, target, findings=[ERROR]).outcome is Outcome.APPLIED
    assert desk.entry() == after
    assert desk.journal.flagged(KEY) == ({DRAFT.key} if action is Action.NEEDS_WORK else set())
    assert desk.journal.decisions[0].before == DRAFT


def test_a_target_is_kept_in_normal_form():
    desk = Desk()
    assert desk.decide(EMPTY, Action.REVIEW, "cafe\u0301").found.target == "café"


@pytest.mark.parametrize("target", ["", " \n"])
def test_nothing_cannot_be_approved(target):
    desk = Desk()
    decided = desk.decide(DRAFT, Action.APPROVE, target)
    assert [finding.rule for finding in decided.refused] == ["empty"]
    assert (desk.journal.decisions, desk.store.writes) == ([], 0)


def test_errors_forbid_approval_and_leave_no_trace():
    desk = Desk()
    decided = desk.decide(DRAFT, Action.APPROVE, "x", findings=[ERROR, WARNING])
    assert decided == Decided(None, None, DRAFT, (ERROR,))
    assert (desk.journal.decisions, desk.store.writes) == ([], 0)


def test_warnings_forbid_approval_only_where_they_are_not_accepted():
    desk = Desk()
    refused = desk.decide(DRAFT, Action.APPROVE, "x", findings=[WARNING], accept_warnings=False)
    assert refused.refused == (WARNING,)
    assert desk.decide(DRAFT, Action.APPROVE, "x", findings=[WARNING]).outcome is Outcome.APPLIED


def test_an_approval_that_waits_for_another_reader_is_in_review_and_says_so():
    desk, asked = Desk(), []

    def judge(found: Entry, target: str) -> Approval:
        asked.append((found, target))
        return Approval(Action.REVIEW, ("first-reader",))

    decided = desk.decide(DRAFT, Action.APPROVE, "x", findings=[WARNING], judge=judge)
    assert (decided.decision.action, decided.decision.remarks) == (Action.REVIEW, ("first-reader", "warning:quotes"))
    assert desk.entry() == DRAFT.reviewed("x")
    desk.decide(desk.entry(), Action.REVIEW, "y", judge=judge)
    assert asked == [(DRAFT, "x")]


def test_what_the_machine_flagged_is_judged_only_while_its_text_stands():
    flagged = replace(DRAFT, flags=("markup-lost",))
    desk = Desk(flagged)
    desk.decide(flagged, Action.APPROVE, "x", findings=[ERROR])
    desk.decide(flagged, Action.APPROVE, flagged.target, findings=[ERROR])
    assert desk.checked == [flagged.approved("x"), flagged]


def test_whoever_comes_too_late_overwrites_nothing_and_loses_nothing():
    desk = Desk()
    first = desk.decide(DRAFT, Action.APPROVE, "one").found
    late = desk.decide(DRAFT, Action.APPROVE, "two")
    assert (late.outcome, late.found, desk.entry()) == (Outcome.CONFLICT, first, first)
    assert [d.after.target for d in desk.journal.suggestions(KEY, DRAFT.key)] == ["two"]
    assert desk.journal.pending() == []


def test_the_same_approval_twice_is_quietly_applied():
    desk = Desk()
    first = desk.decide(DRAFT, Action.APPROVE, "one").found
    assert desk.decide(DRAFT, Action.APPROVE, "one") == Decided(None, Outcome.APPLIED, first)
    assert len(desk.journal.decisions) == 1


def test_a_mark_for_needed_work_is_journalled_even_if_the_text_is_there_already():
    desk = Desk()
    desk.decide(DRAFT, Action.REVIEW, "one")
    assert desk.decide(DRAFT, Action.NEEDS_WORK, "one").outcome is Outcome.APPLIED
    assert desk.journal.flagged(KEY) == {DRAFT.key}


def test_an_unsealed_approval_counts_as_the_same_in_gettext_mode_only():
    foreign = replace(DRAFT.reviewed("one"), confirmed=True)
    assert Desk(foreign).decide(DRAFT, Action.APPROVE, "one", approvals="gettext").decision is None
    assert Desk(foreign).decide(DRAFT, Action.APPROVE, "one").outcome is Outcome.CONFLICT


def test_a_paragraph_that_is_gone_is_a_conflict():
    desk = Desk(EMPTY)
    with pytest.raises(ConflictError, match="no longer in the article"):
        desk.decide(DRAFT, Action.APPROVE, "x")
    assert desk.journal.decisions == []


def test_an_earlier_decision_must_be_about_the_same_paragraph():
    desk = Desk()
    id = desk.decide(EMPTY, Action.REVIEW, "Hola").decision.id
    with pytest.raises(ConflictError, match="not about this paragraph"):
        desk.decide(DRAFT, Action.APPROVE, "x", previous_decision=id)


def test_undo_puts_back_what_was_there_with_the_remarks_of_today():
    desk = Desk()
    decided = desk.decide(DRAFT, Action.APPROVE, "one")
    desk.store.catalogs[KEY] = Catalog(KEY.slug, KEY.locale, (replace(desk.entry(), comments=("see above",)),))
    undone = desk.undo(decided.decision.id)
    assert (undone.outcome, desk.entry()) == (Outcome.APPLIED, replace(DRAFT, comments=("see above",)))
    assert desk.outcomes() == [(Action.APPROVE, Outcome.APPLIED), (Action.REVERT, Outcome.APPLIED)]


def test_undo_can_be_undone_and_done_twice():
    desk = Desk()
    first = desk.decide(DRAFT, Action.APPROVE, "one")
    second = desk.undo(first.decision.id)
    assert desk.undo(first.decision.id) == Decided(None, Outcome.APPLIED, DRAFT)
    assert desk.undo(second.decision.id).found == first.found


def test_undo_of_a_mark_takes_the_mark_away():
    reviewed = DRAFT.reviewed("one")
    desk = Desk(reviewed)
    decided = desk.decide(reviewed, Action.NEEDS_WORK, "one")
    assert desk.undo(decided.decision.id).outcome is Outcome.APPLIED
    assert desk.journal.flagged(KEY) == set()


def test_undo_leaves_what_somebody_wrote_since():
    desk = Desk()
    first = desk.decide(DRAFT, Action.APPROVE, "one")
    later = desk.decide(first.found, Action.REVIEW, "two").found
    assert desk.undo(first.decision.id) == Decided(None, Outcome.CONFLICT, later)
    assert desk.entry() == later


def test_what_was_never_applied_cannot_be_undone():
    desk = Desk()
    desk.decide(DRAFT, Action.APPROVE, "one")
    late = desk.decide(DRAFT, Action.APPROVE, "two")
    for id in (late.decision.id, 99):
        with pytest.raises(ConflictError, match="cannot be undone"):
            desk.undo(id)


def test_a_decision_that_met_a_full_disk_is_pending_until_recovered():
    desk = Desk()
    desk.store.fails_with = StorageError("the disk is full")
    with pytest.raises(StorageError):
        desk.decide(DRAFT, Action.APPROVE, "one")
    assert (desk.entry(), desk.outcomes()) == (DRAFT, [(Action.APPROVE, Outcome.PENDING)])
    assert recover(desk.store, desk.journal) == Recovered(applied=1, conflicts=0)
    assert (desk.entry(), desk.journal.pending()) == (DRAFT.approved("one"), [])
    assert recover(desk.store, desk.journal) == Recovered(applied=0, conflicts=0)


@pytest.mark.parametrize("action", [Action.APPROVE, Action.REVIEW])
@pytest.mark.parametrize("text", ["a\x0bb", "\x00", "a\x1b[31m", "a\x85", "a\ud800"])
def test_a_text_that_no_catalog_keeps_never_comes_into_the_journal(action, text):
    desk = Desk()
    with pytest.raises(TextError) as caught:
        desk.decide(DRAFT, action, text)
    assert caught.value.remedy
    assert (desk.entry(), desk.journal.decisions) == (DRAFT, [])


def test_a_decision_that_no_catalog_keeps_holds_up_no_other():
    """Versions before this one had it in the journal already."""
    desk = Desk()
    for entry, text in ((DRAFT, "a\x0bb"), (EMPTY, "Hola")):
        after = entry.approved(text)
        desk.journal.append(Decision(KEY, entry.key, Action.APPROVE, entry.revision, entry, after, "ko-aung", NOW))
    assert recover(desk.store, desk.journal) == Recovered(applied=1, conflicts=1)
    assert (desk.entry(), desk.entry(EMPTY.key)) == (DRAFT, EMPTY.approved("Hola"))
    assert desk.journal.pending() == []


def test_recovery_after_a_crash_between_catalog_and_journal_changes_nothing():
    desk = Desk()
    after = desk.decide(DRAFT, Action.APPROVE, "one").found
    desk.journal.decisions = [replace(d, outcome=Outcome.PENDING) for d in desk.journal.decisions]
    writes = desk.store.writes
    assert recover(desk.store, desk.journal) == Recovered(applied=1, conflicts=0)
    assert (desk.entry(), desk.store.writes) == (after, writes)


def test_recovery_overwrites_nothing():
    desk = Desk()
    desk.store.fails_with = StorageError("the disk is full")
    with pytest.raises(StorageError):
        desk.decide(DRAFT, Action.APPROVE, "one")
    later = desk.decide(DRAFT, Action.APPROVE, "two").found
    assert recover(desk.store, desk.journal) == Recovered(applied=0, conflicts=1)
    assert desk.entry() == later
    assert [d.after.target for d in desk.journal.suggestions(KEY, DRAFT.key)] == ["one"]


def test_a_damaged_catalog_does_not_keep_the_others_waiting():
    desk = Desk()
    other = CatalogKey("quake", "es")
    desk.store.catalogs[other] = Catalog(other.slug, other.locale, (DRAFT,))
    decision = desk.decide(DRAFT, Action.APPROVE, "one").decision
    desk.store.catalogs[KEY] = Catalog(KEY.slug, KEY.locale, (DRAFT,))
    desk.journal.decisions.clear()
    for key in (KEY, other):
        desk.journal.append(replace(decision, catalog=key))
    desk.store.fails_with = CatalogError("truncated")
    with pytest.raises(CatalogError):
        recover(desk.store, desk.journal)
    assert [d.catalog for d in desk.journal.pending()] == [KEY]
    assert desk.store.read(other)[0].entries == (DRAFT.approved("one"),)
