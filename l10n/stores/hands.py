"""Who had a hand in a translation, as an edition tells it, without the import of SQLAlchemy (0.2 s)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from ..model import Action, CatalogKey, Decision, Entry, Outcome
from .plain_journal import Asked, opened_journal

if TYPE_CHECKING:
    from .plain_journal import Journal

_MARKS = "SELECT slug, locale, max(id) FROM decisions GROUP BY slug, locale"
_CREDITS = """SELECT slug, locale, CASE credit WHEN 'handle' THEN credits.handle ELSE name END FROM credits
 JOIN people ON people.handle = credits.handle WHERE credit != 'withhold' ORDER BY credits.handle"""
_HISTORY = """SELECT id, context, source, action, "after", "by", at, remarks FROM decisions
 WHERE slug = ? AND locale = ? AND outcome = 'applied' AND action IN ('approve', 'review', 'revert') ORDER BY id DESC"""
_NAMES = """SELECT people.handle, coalesce(credit, 'withhold'), coalesce(name, '') FROM people
 LEFT JOIN credits ON credits.handle = people.handle AND slug = ? AND locale = ?"""


@dataclass(frozen=True, slots=True)
class Hands:
    """What is on record about a translation: applied decisions about its texts, newest first, and who is named how.

    *names* has everybody of the desk, "" for who is not named.
    """

    history: tuple[Decision, ...] = ()
    names: Mapping[str, str] | None = None


def marks_of(journal: Journal) -> dict[CatalogKey, str]:
    """Return for each catalog a mark that is another one whenever `hands_in` may say something else. StorageError."""
    marks: dict[CatalogKey, list[str]] = {}
    with opened_journal(journal, table="credits") as database:
        if database is None:
            return {}
        for query in (_MARKS, _CREDITS):
            for slug, locale, mark in database.execute(query):
                marks.setdefault(CatalogKey(slug, locale), []).append(str(mark))
    return {key: json.dumps(parts) for key, parts in marks.items()}


def hands_in(journal: Journal, catalog: CatalogKey) -> Hands:
    """Return what is on record about a catalog; nothing where the desk was never used. StorageError."""
    about = (catalog.slug, catalog.locale)
    with opened_journal(journal, table="credits") as database:
        if database is None:
            return Hands()
        shown = {"handle": lambda handle, name: handle, "name": lambda handle, name: name}
        names = {
            handle: shown[credit](handle, name) if credit in shown else ""
            for handle, credit, name in database.execute(_NAMES, about)
        }
        return Hands(_history(database, catalog), names)


def _history(database: Asked, catalog: CatalogKey) -> tuple[Decision, ...]:
    rows = database.execute(_HISTORY, (catalog.slug, catalog.locale))
    return tuple(
        Decision(
            catalog,
            (context, source),
            Action(action),
            base="",
            before=Entry(source),
            after=Entry(source, json.loads(after).get("target", "")),
            by=by,
            at=datetime.fromisoformat(at),
            id=id,
            outcome=Outcome.APPLIED,
            remarks=tuple(remarks.split()),
        )
        for id, context, source, action, after, by, at, remarks in rows
    )
