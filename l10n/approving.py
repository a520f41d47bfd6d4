"""What an approval needs, and what is worth remembering of how it was given.

A decision's remarks are words of this module. They stand in the journal for good, so none is ever renamed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from .contacts import contacts_differ
from .model import Action, Decision, Entry, Finding, Outcome, Severity, State

LINKS = "links"
"""The translation leads elsewhere than its source: addresses, telephone numbers."""
FIRST_READER = "first-reader"
"""One person has read it, and another has to."""
ONE_READER = "one-reader"
"""A maintainer approved it alone where two readers are asked for."""
FAST = "fast"
"""A machine's draft, approved as it was and sooner than one can read it."""
UNOPENED = "unopened"
"""A machine's draft, approved as it was by somebody who never opened it."""
WARNING = "warning:"
"""Begins the remark that a warning of the rule named after it was accepted."""
UNDOES = "undo:"
"""Begins the remark of a decision that takes back the one whose number stands after it."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What a project asks of an approval. *fast_seconds*: a machine's draft approved sooner is worth a second look."""

    two_readers: bool = False
    fast_seconds: float = 5.0


@dataclass(frozen=True, slots=True)
class Reading:
    """How somebody came to approve: when they first opened this text, and whether they mean to be its only reader."""

    by: str
    at: datetime
    opened: datetime | None = None
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Approval:
    """What an approval comes to: APPROVE, or REVIEW where another person has to read it first; and its remarks."""

    action: Action
    remarks: tuple[str, ...] = ()


def judge_approval(
    before: Entry, target: str, history: Sequence[Decision], reading: Reading, rules: Rules, *, approvals: str
) -> Approval:
    """Return what it comes to that somebody approves *target* for the entry *before*; *history* is newest first."""
    remarks = [LINKS] if contacts_differ(before.source, target) else []
    needs_another = bool(remarks or rules.two_readers) and not readers_of(target, history) - {reading.by}
    if before.state(approvals) is State.DRAFT and target == before.target:
        remarks += _haste(reading, rules)
    if needs_another and not reading.alone:
        return Approval(Action.REVIEW, (*remarks, FIRST_READER))
    return Approval(Action.APPROVE, (*remarks, ONE_READER) if needs_another else tuple(remarks))


def _haste(reading: Reading, rules: Rules) -> list[str]:
    if reading.opened is None:
        return [UNOPENED]
    return [FAST] if (reading.at - reading.opened).total_seconds() < rules.fast_seconds else []


def readers_of(target: str, history: Sequence[Decision]) -> set[str]:
    """Return who wrote, sent on or approved exactly this text, as far as it was not taken back since."""
    return {
        decision.by
        for decision in standing(history)
        if decision.action in (Action.APPROVE, Action.REVIEW) and decision.after.target == target
    }


def standing(history: Sequence[Decision]) -> list[Decision]:
    """Return the decisions of *history*, newest first, that came true and were not undone; undoing is none of them."""
    applied, undone = [d for d in history if d.outcome is Outcome.APPLIED], undone_in(history)
    return [d for d in applied if d.id not in undone and not _taken_back(d)]


def undone_in(history: Sequence[Decision]) -> set[int]:
    """Return the numbers of the decisions of *history*, newest first, that were taken back, undoing included."""
    undone: set[int] = set()
    for decision in history:
        if decision.outcome is Outcome.APPLIED and decision.id not in undone:
            undone.update(_taken_back(decision))
    return undone


def _taken_back(decision: Decision) -> list[int]:
    return [int(remark.removeprefix(UNDOES)) for remark in decision.remarks if remark.startswith(UNDOES)]


def accepted_warnings(findings: Sequence[Finding]) -> tuple[str, ...]:
    """Return the remarks for the warnings among *findings*, each rule once."""
    rules = dict.fromkeys(finding.rule for finding in findings if finding.severity is Severity.WARN)
    return tuple(WARNING + rule for rule in rules)
