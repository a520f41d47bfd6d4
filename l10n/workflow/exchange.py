"""Take back what another tool brought: every text weighed first, then one write for the whole catalog."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from ..errors import CatalogError
from ..matching import nearest_text
from ..model import Action, Catalog, CatalogKey, Decision, Entry, Finding, Key, Outcome
from ..ports import CatalogStore, Journal, Returned, ReturnedParcel
from ..returning import Places, Verdict, judge_return, settled
from .applying import apply_decisions
from .decide import Checks

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_NEAREST_FOR = 100
"""For how many texts without a place the nearest source is looked up: a file of strangers' texts takes no time."""
_DECIDED = (Verdict.REVIEW, Verdict.ACCEPTED, Verdict.SUGGESTION)


@dataclass(frozen=True, slots=True)
class Adopted:
    """What became of one returned text.

    *entry* is the entry as it was before, None where the text has no place; *near* is then the source most like its
    own, "" where none is. *findings* are what the checks say of a text that was taken. *decision_id* is 0 where
    nothing was recorded.
    """

    verdict: Verdict
    source: str
    target: str
    entry: Entry | None = None
    near: str = ""
    findings: tuple[Finding, ...] = ()
    decision_id: int = 0


@dataclass(frozen=True, slots=True)
class Adoption:
    """What became of a whole file, in its order."""

    catalog: CatalogKey
    rows: tuple[Adopted, ...] = ()

    @property
    def counts(self) -> dict[Verdict, int]:
        """How many texts met each verdict, the verdicts that nobody met left out."""
        met = [row.verdict for row in self.rows]
        return {verdict: met.count(verdict) for verdict in Verdict if verdict in met}

    @property
    def unplaced(self) -> tuple[Adopted, ...]:
        return tuple(row for row in self.rows if row.verdict is Verdict.UNPLACED)


@dataclass(slots=True)
class _Past:
    """What an entry has been, and what it was offered."""

    texts: set[str] = field(default_factory=set)
    offered: set[str] = field(default_factory=set)


def adopt(
    parcel: ReturnedParcel,
    key: CatalogKey,
    *,
    store: CatalogStore,
    journal: Journal,
    by: str,
    now: datetime,
    checks: Checks,
    approvals: str = "sealed",
    trust: bool = False,
    dry_run: bool = False,
    path: str = "",
) -> Adoption:
    """Bring the texts of *parcel* into the catalog *key* as decisions of *by*, none of which approves.

    All decisions are written at once; an entry that somebody changes meanwhile keeps its text and gets a suggestion.
    CatalogError, before anything is changed, for a catalog without entries and for texts with control characters.
    """
    catalog, _ = store.read(key)
    if not catalog.entries:
        remedy = f"Bring it in line with its article first: diglot update {key.slug}"
        raise CatalogError(f"{key.slug} has no paragraphs in {key.locale}", path=path, remedy=remedy)
    for returned in parcel.entries:
        _refuse_control(returned.target, path=path)
    rows = _judged(parcel.entries, catalog, _past_of(journal.history(key)), approvals=approvals, trust=trust)
    rows = [replace(row, findings=_findings(row, checks)) for row in rows]
    if not dry_run:
        rows = _carried_out(rows, key, store=store, journal=journal, by=by, now=now)
    return Adoption(key, tuple(rows))


def _refuse_control(text: str, *, path: str) -> None:
    found = _CONTROL.search(text)
    if found:
        raise CatalogError(
            f"control character U+{ord(found[0]):04X} in the translation “{text[:40]!a}”",
            path=path,
            remedy="Remove the character in the tool that wrote the file, and import it again.",
        )


def _past_of(history: Iterable[Decision]) -> Mapping[Key, _Past]:
    past: dict[Key, _Past] = defaultdict(_Past)
    for decision in history:
        one = past[decision.key]
        one.texts |= {settled(decision.before.target), settled(decision.after.target)}
        if decision.outcome is Outcome.CONFLICT:
            one.offered.add(settled(decision.after.target))
    return past


def _judged(
    entries: Sequence[Returned], catalog: Catalog, past: Mapping[Key, _Past], *, approvals: str, trust: bool
) -> list[Adopted]:
    places = Places(catalog)
    taken: dict[Key, set[str]] = defaultdict(set)
    rows: list[Adopted] = []
    unplaced = 0
    for returned in entries:
        entry, outdated = places.find(returned), False
        if entry is None:
            entry, outdated = places.find_outdated(returned), True
        if entry is None:
            unplaced += 1
            rows.append(_unplaced(returned, catalog, seek=unplaced <= _NEAREST_FOR))
            continue
        before = past.get(entry.key, _Past())
        known = (before.offered if outdated else before.texts) | taken[entry.key]
        verdict = judge_return(entry, returned, approvals=approvals, trust=trust, known=known, outdated=outdated)
        text = settled(returned.target)
        if verdict in _DECIDED and taken[entry.key]:  # a file that has several texts for one source
            verdict = Verdict.KNOWN if text in known else Verdict.SUGGESTION
        if verdict in _DECIDED:
            taken[entry.key].add(text)
        rows.append(Adopted(verdict, returned.source, text, entry))
    return rows


def _unplaced(returned: Returned, catalog: Catalog, *, seek: bool) -> Adopted:
    """Return the row of a text without a place; what carries no new words is no loss."""
    text = settled(returned.target)
    gone = [e for e in catalog.obsolete if settled(e.source) == settled(returned.source) and settled(e.target) == text]
    verdict = judge_return(gone[0] if gone else Entry(returned.source), returned)
    if verdict not in (Verdict.REVIEW, Verdict.SUGGESTION):
        return Adopted(verdict, returned.source, text)
    sources = [entry.source for entry in catalog.entries if seek]
    return Adopted(Verdict.UNPLACED, returned.source, text, near=nearest_text(returned.source, sources, min_score=0.5))


def _findings(row: Adopted, checks: Checks) -> tuple[Finding, ...]:
    if row.entry is None or row.verdict not in _DECIDED:
        return ()
    return tuple(checks(row.entry.reviewed(row.target)))


def _carried_out(
    rows: Sequence[Adopted], key: CatalogKey, *, store: CatalogStore, journal: Journal, by: str, now: datetime
) -> list[Adopted]:
    """Return the rows with what became of them."""
    wanted = [
        _decision(row, row.entry, key, by=by, now=now)
        for row in rows
        if row.entry is not None and row.verdict in _DECIDED
    ]
    decided = iter(apply_decisions(store, journal, key, wanted))
    return [
        _with_outcome(row, next(decided)) if row.entry is not None and row.verdict in _DECIDED else row for row in rows
    ]


def _with_outcome(row: Adopted, decision: Decision) -> Adopted:
    verdict = Verdict.SUGGESTION if decision.outcome is Outcome.CONFLICT else row.verdict
    return replace(row, decision_id=decision.id, verdict=verdict)


def _decision(row: Adopted, entry: Entry, key: CatalogKey, *, by: str, now: datetime) -> Decision:
    """Return the decision; a suggestion's base is no revision, so that the store can never apply it."""
    base = "suggested" if row.verdict is Verdict.SUGGESTION else entry.revision
    return Decision(key, entry.key, Action.REVIEW, base, entry, entry.reviewed(row.target), by, now)
