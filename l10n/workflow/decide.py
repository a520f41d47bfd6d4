"""A person's decision about one entry: first into the journal, then into the catalog, then settled.

Whoever decided upon a text that has changed meanwhile overwrites nothing; the decision stays in the journal
as a suggestion. A crash between journal and catalog leaves a pending decision, which `recover` replays.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby

from ..approving import UNDOES, Approval, accepted_warnings, undone_in
from ..errors import ConflictError, DiglotError, StorageError
from ..keepable import demand_keepable, is_keepable
from ..model import Action, CatalogKey, Decision, Entry, Finding, Key, Outcome, Severity
from ..ports import CatalogStore, Journal
from .applying import apply_decisions

Checks = Callable[[Entry], Sequence[Finding]]

Judge = Callable[[Entry, str], Approval]
"""Says what it comes to that somebody approves a text for an entry as it was found."""

_UNDER_WAY = timedelta(seconds=30)
"""So long a decision may be pending while somebody else is at work on it."""

_NOTHING_TO_APPROVE = Finding("empty", Severity.ERROR, "There is nothing to approve: the translation is empty.")


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of a request to decide.

    *refused* is not empty where checks forbade it; then *decision* and *outcome* are None and nothing was kept.
    *decision* is None with APPLIED where somebody had done the same already. *found* is the entry as it stands now.
    """

    decision: Decision | None
    outcome: Outcome | None
    found: Entry | None
    refused: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Recovered:
    """How many pending decisions were applied, and how many became suggestions."""

    applied: int
    conflicts: int


def decide(
    store: CatalogStore,
    journal: Journal,
    *,
    catalog: CatalogKey,
    key: Key,
    action: Action,
    target: str,
    base: str,
    by: str,
    now: datetime,
    approvals: str = "sealed",
    accept_warnings: bool = True,
    checks: Checks,
    judge: Judge | None = None,
    previous_decision: int | None = None,
) -> Decided:
    """Carry out what *by* decided upon the entry whose revision was *base*.

    *target* counts for every action but REJECT; it is kept in the normal form NFC. *judge* says of an approval that
    the checks allow what it comes to, which may be REVIEW; warnings that were accepted are remarked on.
    *previous_decision* is the decision that this one answers (a suggestion taken up, a conflict resolved); it
    must be about the same entry. ConflictError if the entry is gone, TextError if the text cannot be kept;
    StorageError and CatalogError leave the decision pending, to be replayed.
    """
    if action is Action.REVERT:
        raise ValueError("an earlier decision is taken back by undo()")
    _demand_same_entry(journal, previous_decision, catalog, key)
    found, target = _find_entry(store, catalog, key, base=base), _as_kept(target)
    after = _entry_after(found, action, target)
    if refused := _refusals(findings := _findings(found, after, action, checks), accept_warnings=accept_warnings):
        return Decided(None, None, found, refused)
    approval = judge(found, after.target) if judge and action is Action.APPROVE else Approval(action)
    action, remarks = approval.action, (*approval.remarks, *accepted_warnings(findings))
    after = _entry_after(found, action, target)
    if base != found.revision and _is_done(found, after, approvals):
        if action is not Action.NEEDS_WORK:
            return Decided(None, Outcome.APPLIED, found)
        base = found.revision  # the mark is in the journal alone, so it is still to be made
    return _carry_out(store, journal, Decision(catalog, key, action, base, found, after, by, now, remarks=remarks))


def _as_kept(target: str) -> str:
    demand_keepable(target)
    return unicodedata.normalize("NFC", target)


def undo(store: CatalogStore, journal: Journal, *, decision_id: int, by: str, now: datetime) -> Decided:
    """Put back what the decision replaced, a mark as needing work too, if the entry still is what it made of it.

    Undoing twice changes nothing more. ConflictError if there is no such applied decision.
    """
    undone = journal.decision(decision_id)
    if undone is None or undone.outcome is not Outcome.APPLIED:
        raise ConflictError(
            f"Decision {decision_id} cannot be undone: it was never applied.",
            remedy="Reload the page to see what has been decided.",
        )
    if not undone.before.source:
        raise ConflictError(
            f"Decision {decision_id} cannot be undone: what it replaced was purged.",
            remedy="Write the paragraph as it should be.",
        )
    found = _find_entry(store, undone.catalog, undone.key, base=undone.after.revision)
    if found.revision != undone.after.revision:
        outcome = Outcome.APPLIED if found.revision == undone.before.revision else Outcome.CONFLICT
        return Decided(None, outcome, found)
    history = journal.history(undone.catalog, undone.key)
    if undone.id in undone_in(history):
        return Decided(None, Outcome.APPLIED, found)
    after = with_marks_of(found, undone.before)
    action = Action.NEEDS_WORK if _was_marked(history, undone) else Action.REVERT
    decision = Decision(undone.catalog, undone.key, action, found.revision, found, after, by, now)
    return _carry_out(store, journal, replace(decision, remarks=(f"{UNDOES}{undone.id}",)))


def _was_marked(history: Sequence[Decision], decision: Decision) -> bool:
    """Whether the entry was marked as needing work when *decision* was made; that mark is in the journal alone."""
    newest = next((d for d in history if d.id < decision.id and d.outcome is Outcome.APPLIED), None)
    return newest is not None and newest.action is Action.NEEDS_WORK


def recover(store: CatalogStore, journal: Journal) -> Recovered:
    """Replay every pending decision, oldest first, and settle it.

    Safe to run at any time and any number of times. One catalog that cannot be written does not keep the
    others waiting; its error is raised at the end. StorageError is raised at once.
    """
    outcomes: list[Outcome] = []
    failure: DiglotError | None = None
    pending = sorted(journal.pending(), key=lambda d: (d.catalog.slug, d.catalog.locale, d.id))
    for catalog, decisions in groupby(pending, key=lambda d: d.catalog):
        try:
            settled = _replay(store, catalog, decisions)
        except StorageError:
            raise
        except DiglotError as error:
            failure = failure or error
            continue
        journal.settle(settled)
        outcomes.extend(settled.values())
    if failure:
        raise failure
    return Recovered(outcomes.count(Outcome.APPLIED), outcomes.count(Outcome.CONFLICT))


def finish_pending(store: CatalogStore, journal: Journal, catalog: CatalogKey, *, by: str, now: datetime) -> None:
    """Replay what a cut link left pending about a catalog: of *by*, who may send it again, and what is older.

    What is sent again then finds its own text in place, and is not recorded twice.
    """
    left = [d for d in journal.pending(catalog) if d.by == by or now - d.at > _UNDER_WAY]
    if left:
        journal.settle(_replay(store, catalog, left))


def _replay(store: CatalogStore, catalog: CatalogKey, decisions: Iterable[Decision]) -> dict[int, Outcome]:
    """Apply pending decisions; one whose text no catalog can keep, as earlier versions let through, is a conflict."""
    known = list(decisions)
    lost = {d.id: Outcome.CONFLICT for d in known if not is_keepable(d.after.target)}
    return {**store.apply(catalog, [d for d in known if d.id not in lost]).outcomes, **lost}


def _carry_out(store: CatalogStore, journal: Journal, decision: Decision) -> Decided:
    [decided] = apply_decisions(store, journal, decision.catalog, [decision])
    if decided.outcome is Outcome.APPLIED:
        found: Entry | None = decided.after
    else:
        found = store.read(decided.catalog)[0].by_key().get(decided.key)
    return Decided(decided, decided.outcome, found)


def _find_entry(store: CatalogStore, catalog: CatalogKey, key: Key, *, base: str) -> Entry:
    found = store.read(catalog)[0].by_key().get(key)
    if found is None:
        raise ConflictError(
            "This paragraph is no longer in the article.",
            seen=base,
            entry=key[1],
            remedy="Open the article again: its source has changed.",
        )
    return found


def _entry_after(found: Entry, action: Action, target: str) -> Entry:
    if action is Action.REJECT or not target.strip():
        return found.emptied()
    if action is Action.APPROVE:
        return found.approved(target)
    return found.reviewed(target)


def _findings(found: Entry, after: Entry, action: Action, checks: Checks) -> Sequence[Finding]:
    """Return what the checks say of an approval; of other decisions they are not asked."""
    if action is not Action.APPROVE:
        return ()
    if not after.target:
        return (_NOTHING_TO_APPROVE,)
    return checks(found if found.target == after.target else after)  # a machine's flags count while its text stands


def _refusals(findings: Sequence[Finding], *, accept_warnings: bool) -> tuple[Finding, ...]:
    forbidding = {Severity.ERROR} if accept_warnings else {Severity.ERROR, Severity.WARN}
    return tuple(finding for finding in findings if finding.severity in forbidding)


def _is_done(found: Entry, after: Entry, approvals: str) -> bool:
    return found.target == after.target and found.state(approvals) is after.state(approvals)


def with_marks_of(entry: Entry, other: Entry) -> Entry:
    """Return *entry* with the target and marks of *other*, and its own note, comments and references."""
    return replace(
        entry,
        target=other.target,
        confirmed=other.confirmed,
        previous=other.previous,
        origin=other.origin,
        seal=other.seal,
        flags=other.flags,
    )


def _demand_same_entry(journal: Journal, id: int | None, catalog: CatalogKey, key: Key) -> None:
    if id is None:
        return
    earlier = journal.decision(id)
    if earlier is None or (earlier.catalog, earlier.key) != (catalog, key):
        raise ConflictError(f"Decision {id} is not about this paragraph.", entry=key[1], remedy="Reload the page.")
