"""Approvals taken over where only spaces or signs of the source changed; nothing of meaning is ever confirmed here."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from ..edits import EditClass, class_edit
from ..model import Action, Catalog, CatalogKey, Decision, Entry, Finding, Key, Outcome, Severity, State
from ..ports import CatalogStore, Journal
from .applying import apply_decisions
from .decide import Checks


@dataclass(frozen=True, slots=True)
class Reconfirmed:
    """What became of one entry whose source changed in typography alone: approved again, or why not."""

    catalog: CatalogKey
    entry: Entry
    refused: tuple[Finding, ...] = ()
    outcome: Outcome | None = None


def is_typographic(entry: Entry, *, source_locale: str) -> bool:
    """Say whether a stale entry was approved and only spaces or signs of its source changed since."""
    if entry.state() is not State.STALE or not entry.was_approved or entry.previous == entry.source:
        return False
    return class_edit(entry.previous, entry.source, locale=source_locale) == (EditClass.TYPOGRAPHY,)


def reconfirm_typography(
    store: CatalogStore,
    journal: Journal,
    *,
    catalog: CatalogKey,
    source_locale: str,
    by: str,
    now: datetime,
    checks: Checks,
) -> list[Reconfirmed]:
    """Approve again, in the name of *by*, each entry of the catalog that `is_typographic`; article order.

    An entry that a person marked as needing work, before or after the change, is left alone. One with errors is
    refused. All are written at once; each is a decision in the journal, to be undone like any other.
    """
    present, _ = store.read(catalog)
    found = list(_candidates(present, source_locale, journal.flagged(catalog)))
    refused = {entry.key: _errors(checks(_again(entry))) for entry in found}
    decisions = [
        Decision(catalog, entry.key, Action.RECONFIRM, entry.revision, entry, _again(entry), by, now)
        for entry in found
        if not refused[entry.key]
    ]
    outcomes = {d.key: d.outcome for d in apply_decisions(store, journal, catalog, decisions)}
    return [Reconfirmed(catalog, entry, refused[entry.key], outcomes.get(entry.key)) for entry in found]


def _candidates(catalog: Catalog, source_locale: str, flagged: Collection[Key]) -> Iterator[Entry]:
    for entry in catalog.entries:
        marked = entry.key in flagged or (entry.context, entry.previous) in flagged
        if not marked and is_typographic(entry, source_locale=source_locale):
            yield entry


def _again(entry: Entry) -> Entry:
    return entry.approved(entry.target)


def _errors(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if finding.severity is Severity.ERROR)
