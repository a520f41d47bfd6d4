from datetime import UTC, datetime, timedelta

import pytest

from l10n.approving import Approval, Reading, Rules, accepted_warnings, judge_approval, readers_of
from l10n.model import Action, CatalogKey, Decision, Entry, Finding, Outcome, Severity

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TWO = Rules(two_readers=True)
WRITTEN = Entry("Nobody was hurt.").reviewed("Nadie resultó herido.")
DRAFT = Entry("Nobody was hurt.").drafted("Nadie resultó herido.", origin="engine=apertium")
LED = Entry("Nobody was hurt.").reviewed("Nadie: evil.com")


def decided(by, action=Action.REVIEW, entry=WRITTEN, outcome=Outcome.APPLIED):
    return Decision(CatalogKey("a", "es"), entry.key, action, "", Entry("Nobody was hurt."), entry, by, NOW, 1, outcome)


def judged(entry, *history, by="aung", rules=TWO, opened=NOW - timedelta(minutes=1), alone=False):
    return judge_approval(entry, entry.target, history, Reading(by, NOW, opened, alone), rules, approvals="sealed")


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        ([], Approval(Action.REVIEW, ("first-reader",))),
        ([decided("aung")], Approval(Action.REVIEW, ("first-reader",))),
        ([decided("thiri")], Approval(Action.APPROVE)),
        ([decided("thiri", Action.APPROVE)], Approval(Action.APPROVE)),
        ([decided("thiri", Action.REVERT)], Approval(Action.REVIEW, ("first-reader",))),
        ([decided("thiri", outcome=Outcome.CONFLICT)], Approval(Action.REVIEW, ("first-reader",))),
        ([decided("thiri", entry=LED)], Approval(Action.REVIEW, ("first-reader",))),
    ],
)
def test_two_readers_are_two_people_who_had_this_very_text(history, expected):
    assert judged(WRITTEN, *history) == expected


def test_one_reader_is_enough_where_the_project_says_so():
    assert judged(WRITTEN, decided("aung"), rules=Rules()) == Approval(Action.APPROVE)


def test_a_maintainer_who_reads_alone_is_remarked_on():
    assert judged(WRITTEN, decided("aung"), alone=True) == Approval(Action.APPROVE, ("one-reader",))


def test_a_text_that_leads_elsewhere_waits_for_a_second_person_in_any_project():
    assert judged(LED, decided("aung", entry=LED), rules=Rules()) == Approval(Action.REVIEW, ("links", "first-reader"))
    assert judged(LED, decided("thiri", entry=LED), rules=Rules()) == Approval(Action.APPROVE, ("links",))


@pytest.mark.parametrize(
    ("opened", "remarks"),
    [(None, ("unopened",)), (NOW - timedelta(seconds=4), ("fast",)), (NOW - timedelta(seconds=6), ())],
)
def test_a_draft_approved_unread_is_remarked_on(opened, remarks):
    assert judged(DRAFT, rules=Rules(), opened=opened) == Approval(Action.APPROVE, remarks)
    edited = judge_approval(DRAFT, "Nadie.", (), Reading("aung", NOW, opened), Rules(), approvals="sealed")
    assert edited == Approval(Action.APPROVE)


def test_the_first_of_two_readers_may_have_been_hasty_too():
    assert judged(DRAFT, opened=None) == Approval(Action.REVIEW, ("unopened", "first-reader"))


def test_readers_are_named_once():
    history = [decided("thiri"), decided("thiri", Action.APPROVE), decided("aung", entry=LED)]
    assert readers_of(WRITTEN.target, history) == {"thiri"}


def test_each_rule_whose_warning_was_accepted_is_remarked_once():
    warning, error = Finding("length", Severity.WARN, "Long."), Finding("numbers", Severity.ERROR, "Differ.")
    assert accepted_warnings([warning, error, warning]) == ("warning:length",)
