"""The correction report: what a new version of an article changed, and which approvals and editions it touches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ..changes import WordChange, word_diff
from ..edits import EditClass, class_edit
from ..labels import label_segments
from ..merging import Change, Fate, addresses_in
from ..model import Action, Decision, Document, Entry, Key, Outcome, State

PARTS = " ¶ "
"""What stands between the parts of a split or merged segment where they are shown as one text."""

QUIET = frozenset({Fate.UNCHANGED, Fate.MOVED, Fate.NEW, Fate.RETURNED})
"""What can undo no approval."""

FATE_WORDS = {
    Fate.UNCHANGED: "unchanged",
    Fate.MOVED: "moved",
    Fate.EDITED: "edited",
    Fate.SPLIT: "split",
    Fate.MERGED: "merged",
    Fate.NEW: "new",
    Fate.REMOVED: "removed",
    Fate.RETURNED: "returned",
}
CLASS_WORDS = {
    EditClass.TYPOGRAPHY: "spaces or signs",
    EditClass.TYPO: "spelling",
    EditClass.NUMBER: "number",
    EditClass.DATE: "date",
    EditClass.NEGATION: "negation",
    EditClass.NAME: "name or term",
    EditClass.QUOTATION: "quotation",
    EditClass.LINK: "link or markup",
    EditClass.REWRITE: "wording",
}

History = Callable[[str, Key], Sequence[Decision]]
"""Settled decisions about an entry in a locale, newest first."""


@dataclass(frozen=True, slots=True)
class Undone:
    """An approval that a correction undoes. *by* is "" and *at* None where the approval came without a journal."""

    locale: str
    target: str
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Carrier:
    """An edition on disk and the sources it was made of."""

    name: str
    sources: frozenset[str]


@dataclass(frozen=True, slots=True)
class Correction:
    """What became of one segment, or of several that were split or merged.

    *old* and *new* are sources; *old_addresses* and *new_addresses* where their links lead. *classes* are empty
    unless the segment was edited. *editions* are the names of those that carry an old source.
    """

    fate: Fate
    label: str
    old: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    old_addresses: tuple[str, ...] = ()
    new_addresses: tuple[str, ...] = ()
    classes: tuple[EditClass, ...] = ()
    locales: tuple[str, ...] = ()
    undone: tuple[Undone, ...] = ()
    editions: tuple[str, ...] = ()

    @property
    def is_typographic(self) -> bool:
        return self.classes == (EditClass.TYPOGRAPHY,)

    @property
    def diff(self) -> list[WordChange]:
        """The difference word by word, the parts of each side joined by `PARTS`."""
        return word_diff(PARTS.join(self.old), PARTS.join(self.new))


@dataclass(frozen=True, slots=True)
class CorrectionReport:
    """All that a new version of one article changed, in article order; unchanged segments are only counted."""

    slug: str
    title: str
    corrections: tuple[Correction, ...] = ()
    unchanged: int = 0

    @property
    def counts(self) -> dict[str, int]:
        """How many segments met each fate, all fates in their order."""
        found = Counter(correction.fate for correction in self.corrections)
        return {fate.value: self.unchanged if fate is Fate.UNCHANGED else found[fate] for fate in Fate}

    @property
    def undone(self) -> tuple[Undone, ...]:
        return tuple(undone for correction in self.corrections for undone in correction.undone)

    @property
    def editions(self) -> tuple[str, ...]:
        """Names of the editions that carry an old source, sorted."""
        return tuple(sorted({name for correction in self.corrections for name in correction.editions}))


def report_corrections(
    document: Document,
    changes: Mapping[str, Sequence[Change]],
    *,
    source_locale: str,
    approvals: str,
    history: History,
    carriers: Sequence[Carrier] = (),
) -> CorrectionReport:
    """Return the report of the *changes* that each locale's catalog went through.

    A segment that the same thing happened to in several locales stands there once.
    """
    labels = label_segments(document)
    grouped: dict[tuple[Fate, tuple[Key, ...], tuple[Key, ...]], list[tuple[str, Change]]] = {}
    unchanged: set[Key] = set()
    for locale, found in changes.items():
        for change in found:
            if change.fate is Fate.UNCHANGED:
                unchanged |= {entry.key for entry in change.new}
                continue
            same = (change.fate, tuple(e.key for e in change.old), tuple(e.key for e in change.new))
            grouped.setdefault(same, []).append((locale, change))
    corrections = [
        _correction(
            members, labels, source_locale=source_locale, approvals=approvals, history=history, carried=carriers
        )
        for members in grouped.values()
    ]
    order = {segment.key: place for place, segment in enumerate(document.segments)}
    touched = {key for _, _, new in grouped for key in new}
    title = document.facts.get("title", "") or document.slug
    return CorrectionReport(document.slug, title, _sorted(corrections, grouped, order), len(unchanged - touched))


def _sorted(
    corrections: Iterable[Correction],
    keys: Iterable[tuple[Fate, tuple[Key, ...], tuple[Key, ...]]],
    order: Mapping[Key, int],
) -> tuple[Correction, ...]:
    """Return them in article order; what was removed stays behind what it stood behind."""
    placed: list[tuple[int, Correction]] = []
    last = -1
    for correction, (_, _, new) in zip(corrections, keys, strict=True):
        last = min((order[key] for key in new if key in order), default=last)
        placed.append((last, correction))
    return tuple(correction for _, correction in sorted(placed, key=lambda pair: pair[0]))


def _correction(
    members: Sequence[tuple[str, Change]],
    labels: Mapping[Key, str],
    *,
    source_locale: str,
    approvals: str,
    history: History,
    carried: Sequence[Carrier],
) -> Correction:
    _, change = members[0]
    old, new = tuple(e.source for e in change.old), tuple(e.source for e in change.new)
    addresses = tuple(tuple(a for e in side for a in addresses_in(e.note)) for side in (change.old, change.new))
    changed = change.fate not in QUIET
    return Correction(
        fate=change.fate,
        label=_label(change, labels),
        old=old,
        new=new,
        old_addresses=addresses[0],
        new_addresses=addresses[1],
        classes=_classes(change, source_locale, addresses) if change.fate is Fate.EDITED else (),
        locales=tuple(locale for locale, _ in members),
        undone=tuple(_undone(members, approvals, history)) if changed else (),
        editions=tuple(c.name for c in carried if not c.sources.isdisjoint(old)) if changed else (),
    )


def _classes(change: Change, locale: str, addresses: Sequence[tuple[str, ...]]) -> tuple[EditClass, ...]:
    [old], [new] = change.old, change.new
    return class_edit(old.source, new.source, locale=locale, old_urls=addresses[0], new_urls=addresses[1])


def _label(change: Change, labels: Mapping[Key, str]) -> str:
    names = [labels.get(entry.key, "") for entry in change.new]
    names = names or [entry.note.partition("\n")[0] for entry in change.old]
    return ", ".join(dict.fromkeys(name for name in names if name))


def _undone(members: Sequence[tuple[str, Change]], approvals: str, history: History) -> Iterable[Undone]:
    for locale, change in members:
        for entry in change.old:
            if entry.state(approvals) is State.APPROVED:
                approval = _approval(entry, history(locale, entry.key))
                by, at = (approval.by, approval.at) if approval else ("", None)
                yield Undone(locale, entry.target, by, at)


def _approval(entry: Entry, decisions: Sequence[Decision]) -> Decision | None:
    """Return the newest decision that approved just this target, or none: approved without a journal, or elsewhere."""
    fitting = (Action.APPROVE, Action.RECONFIRM, Action.REVERT)
    for decision in decisions:
        same = decision.after.target == entry.target and decision.after.confirmed
        if decision.outcome is Outcome.APPLIED and decision.action in fitting and same:
            return decision
    return None
