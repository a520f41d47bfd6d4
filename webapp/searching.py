"""Search in all articles and both languages, in the small language of `l10n.querying`."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from flask import Blueprint, render_template, request

from l10n.model import CatalogKey, Severity
from l10n.querying import HAS, Candidate, Part, QueryError, matches, may_hold, parse_query

from .access import requires, the_desk
from .articles import sheet_or_404, title_of
from .finding import query_problem, rows_found
from .rows import Row, Sheet

bp = Blueprint("search", __name__)

PAGE = 25
MOST, MOST_CHECKED = 500, 300
"""How many paragraphs are shown, and asked the checks, at most: whoever looks for more narrows the search."""
MANY = 100_000
CHECKED = {"error": Severity.ERROR, "warning": Severity.WARN}


@dataclass(slots=True)
class Found:
    """What a search has found so far; *is_more* where it stopped there, *problem* where it says why in words."""

    rows: list[tuple[str, Sheet, Row]] = field(default_factory=list)
    is_more: bool = False
    problem: str = ""


@bp.get("/search")
@requires("reader")
def show() -> str:
    q, page = " ".join(request.args.get("q", "").split()), max(request.args.get("page", 1, type=int), 1)
    page = min(page, MOST // PAGE)
    try:
        found = find(parse_query(q), most=page * PAGE)
    except QueryError as error:
        found = Found(problem=query_problem(error))
    return render_template(
        "search.html",
        q=q,
        found=found,
        shown=found.rows[(page - 1) * PAGE : page * PAGE],
        page=page,
        pages=MOST // PAGE,
        has=HAS,
        desk=the_desk(),
    )


def find(parts: Collection[Part], *, most: int) -> Found:
    """Return the first paragraphs of which a search holds; the checks, which take long, are asked last."""
    checks = [part for part in parts if part.field == "has" and part.text in CHECKED]
    found, left = Found(), MOST_CHECKED
    for title, sheet, row in _rows([part for part in parts if part not in checks]) if parts else ():
        if checks and row.entry.target and not left:
            found.is_more = True
            found.problem = f"The first {MOST_CHECKED} paragraphs were checked, no more. Say article: and lang: too."
            break
        left -= bool(checks and row.entry.target)
        if checks and not matches(checks, Candidate((), {"has": _severities(row, sheet.catalog.locale)})):
            continue
        if len(found.rows) == most:
            found.is_more = True
            break
        found.rows.append((title, sheet, row))
    return found


def _severities(row: Row, locale: str) -> set[str]:
    severities = {each.severity for each in the_desk().findings(row.entry, locale)} if row.entry.target else ()
    return {name for name, severity in CHECKED.items() if severity in severities}


def _rows(parts: Collection[Part]) -> Iterator[tuple[str, Sheet, Row]]:
    """Yield the paragraphs found, article by article; an article is read only where its catalog may have some."""
    for key in _catalogs_asked([part for part in parts if part.field and not part.is_out]):
        if may_hold(parts, the_desk().gist(key)):
            document, sheet = sheet_or_404(key.slug, key.locale)
            for row in rows_found(sheet, parts):
                yield title_of(document), sheet, row


def _catalogs_asked(parts: Collection[Part]) -> Iterator[CatalogKey]:
    """Yield the catalogs that may have something, by what is known without reading them."""
    desk = the_desk()
    asked: dict[str, set[str]] = {}
    for part in parts:
        asked.setdefault(part.field, set()).add(part.text)
    slugs = [s for s in desk.slugs() if "article" not in asked or s.casefold() in asked["article"]]
    locales = [each for each in desk.target_locales if "lang" not in asked or each.casefold() in asked["lang"]]
    keys = [CatalogKey(slug, locale) for slug in slugs for locale in locales]
    if "by" in asked:
        handles = [person.handle for person in desk.people.everyone() if person.handle.casefold() in asked["by"]]
        touched = {key for handle in handles for key in desk.touched_by(handle)}
        keys = [key for key in keys if key in touched]
    if "comment" in asked.get("has", ()):
        spoken = {c.catalog.slug for c in desk.comments.newest(limit=MANY) if not c.resolved_by}
        keys = [key for key in keys if key.slug in spoken]
    if "state" in asked:
        counted = zip(keys, desk.counts(keys), strict=True)
        yield from (key for key, counts in counted if all(getattr(counts, state) for state in asked["state"]))
    else:
        yield from keys
