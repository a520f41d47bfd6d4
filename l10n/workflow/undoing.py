"""All that one account decided since a moment, taken back in one step that somebody has looked through before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

from ..model import Action, CatalogKey, Decision, Entry, Key, Outcome
from ..ports import CatalogStore, Journal
from .applying import apply_decisions
from .decide import with_marks_of

MANY = 100_000


@dataclass(frozen=True, slots=True)
class Undoable:
    """An entry that an account decided about: as it is *now*, and as it would be; None where it is left alone.

    It is left alone where somebody else has decided about it since, where its source or file has changed, or where it
    is so already.
    """

    catalog: CatalogKey
    now: Entry
    back: Entry | None


def look_back(store: CatalogStore, journal: Journal, *, by: str, since: datetime) -> list[Undoable]:
    """Return what taking back all decisions of *by* since then would change; writes nothing. CatalogError."""
    made = [d for d in journal.newest(by=by, limit=MANY) if d.at >= since and d.outcome is Outcome.APPLIED]
    keys = dict.fromkeys((decision.catalog, decision.key) for decision in made)
    found: list[Undoable] = []
    for catalog in dict.fromkeys(catalog for catalog, _ in keys):
        entries, history = store.read(catalog)[0].by_key(), journal.history(catalog)
        for key in (key for where, key in keys if where == catalog and key in entries):
            found.append(Undoable(catalog, entries[key], _before(entries[key], key, history, by, since)))
    return found


def undo_all(store: CatalogStore, journal: Journal, *, by: str, since: datetime, who: str, now: datetime) -> int:
    """Take back, in the name of *who*, what `look_back` shows; return how many entries. Repeating changes nothing more.

    After a crash what was begun is pending, and `recover` finishes it.
    """
    done = 0
    undoables = [u for u in look_back(store, journal, by=by, since=since) if u.back]
    for catalog in dict.fromkeys(undoable.catalog for undoable in undoables):
        decisions = [
            Decision(catalog, u.now.key, Action.REVERT, u.now.revision, u.now, u.back, who, now)
            for u in undoables
            if u.catalog == catalog and u.back
        ]
        applied = apply_decisions(store, journal, catalog, decisions)
        done += sum(decision.outcome is Outcome.APPLIED for decision in applied)
    return done


def _before(now: Entry, key: Key, history: Sequence[Decision], by: str, since: datetime) -> Entry | None:
    """Return the entry as it was before *by* began to decide about it since then; None where it is left alone."""
    applied = [d for d in history if d.key == key and d.outcome is Outcome.APPLIED]
    run = list(takewhile(lambda d: d.by == by and d.at >= since, applied))
    if not run or run[0].after.revision != now.revision or not run[-1].before.source:
        return None
    back = with_marks_of(now, run[-1].before)
    return None if back.revision == now.revision and all(d.action is not Action.NEEDS_WORK for d in run) else back
