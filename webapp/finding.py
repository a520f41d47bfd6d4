"""Which rows of an article a search holds of: what is known of each is asked only where the search asks it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from flask_babel import gettext

from l10n.model import CatalogKey, Key, Severity, State
from l10n.querying import Candidate, Part, QueryError, matches, parse_query
from l10n.suggestions import suggested_texts

from .access import the_desk
from .rows import Row, Sheet


def query_problem(error: QueryError) -> str:
    """Return what is wrong with a search, in the interface's language."""
    problem: str = gettext(
        "%(search)s finds nothing. After %(field)s there may stand: %(choices)s.",
        search=f"{error.field}:{error.value}",
        field=f"{error.field}:",
        choices=", ".join(error.choices),
    )
    return problem


def rows_wanted(sheet: Sheet, state: State | None, q: str) -> list[Row]:
    """Return the rows in *state* (None for all) of which the search *q* holds. QueryError."""
    return [row for row in rows_found(sheet, parse_query(q)) if state is None or row.state is state]


def rows_found(sheet: Sheet, parts: Collection[Part]) -> list[Row]:
    """Return the rows of an article of which a search holds."""
    if not parts:
        return list(sheet.rows)
    facts = _facts_asked(sheet.catalog, {part.field for part in parts}, {part.text for part in parts})
    return [row for row in sheet.rows if matches(parts, _candidate(sheet, row, facts))]


def _facts_asked(
    catalog: CatalogKey, fields: Collection[str], texts: Collection[str]
) -> tuple[Mapping[Key, Collection[str]], Collection[Key], bool]:
    """Return who decided about each entry, which have an open comment, and whether checks are asked: where wanted."""
    desk = the_desk()
    by: dict[Key, set[str]] = {}
    for decision in desk.journal.history(catalog) if "by" in fields else ():
        by.setdefault(decision.key, set()).add(decision.by)
    wants = texts if "has" in fields else ()
    comments = {c.key for c in desk.comments.about(catalog) if not c.resolved_by} if "comment" in wants else set()
    return by, comments, bool({"error", "warning"} & set(wants))


def _candidate(sheet: Sheet, row: Row, facts: tuple[Mapping[Key, Collection[str]], Collection[Key], bool]) -> Candidate:
    by, comments, checked = facts
    entry, locale = row.entry, sheet.catalog.locale
    findings = the_desk().findings(entry, locale) if checked and entry.target else []
    has = {"error": Severity.ERROR, "warning": Severity.WARN}
    present = {name for name, severity in has.items() if any(f.severity is severity for f in findings)}
    present |= {"comment"} if entry.key in comments else set()
    present |= {"suggestion"} if suggested_texts(entry) else set()
    present |= {"note"} if entry.note else set()
    known = {"state": {str(row.state)}, "has": present, "by": by.get(entry.key, ())}
    return Candidate((entry.source, entry.target), {**known, "article": {sheet.catalog.slug}, "lang": {locale}})
