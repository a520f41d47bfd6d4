"""Search in all articles and both languages, in the small language of `l10n.querying`."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from flask import Blueprint, render_template, request

from l10n.model import CatalogKey
from l10n.querying import HAS, Candidate, Part, QueryError, matches, parse_query

from .access import requires, the_desk
from .articles import sheet_or_404, title_of
from .finding import rows_found
from .rows import Row, Sheet

bp = Blueprint("search", __name__)

PAGE = 25
MOST, MANY = 500, 100_000
"""How many paragraphs are looked for at most; whoever finds more narrows the search."""


@bp.get("/search")
@requires("reader")
def show() -> str:
    q, page = " ".join(request.args.get("q", "").split()), max(request.args.get("page", 1, type=int), 1)
    found, is_cut, problem = [], False, ""
    try:
        parts = parse_query(q)
        found = list(_found(parts)) if parts else []
        found, is_cut = found[:MOST], len(found) > MOST
    except QueryError as error:
        problem = f"{error.message} {error.remedy}"
    return render_template(
        "search.html",
        q=q,
        found=found[(page - 1) * PAGE : page * PAGE],
        total=len(found),
        is_cut=is_cut,
        page=page,
        pages=-(-len(found) // PAGE),
        problem=problem,
        has=HAS,
        desk=the_desk(),
    )


def _found(parts: Collection[Part]) -> Iterator[tuple[str, Sheet, Row]]:
    """Yield the paragraphs found, article by article; an article is read only where its catalog may have some."""
    desk, count = the_desk(), 0
    texts = [part for part in parts if not part.field]
    states = {part.text for part in parts if part.field == "state" and not part.is_out}
    keys = _catalogs_asked([part for part in parts if part.field and not part.is_out])
    for key, counts in zip(keys, desk.counts(keys), strict=True):
        if any(not getattr(counts, state) for state in states) or not _may_hold(key, texts):
            continue
        document, sheet = sheet_or_404(key.slug, key.locale)
        for row in rows_found(sheet, parts):
            yield title_of(document), sheet, row
            count += 1
            if count > MOST:
                return


def _catalogs_asked(parts: Collection[Part]) -> list[CatalogKey]:
    """Return the catalogs that may have something: those of the articles, locales, people and comments asked for."""
    desk = the_desk()
    asked: dict[str, set[str]] = {}
    for part in parts:
        asked.setdefault(part.field, set()).add(part.text)
    slugs = [s for s in desk.slugs() if "article" not in asked or s.casefold() in asked["article"]]
    locales = [each for each in desk.target_locales if "lang" not in asked or each.casefold() in asked["lang"]]
    keys = [CatalogKey(slug, locale) for slug in slugs for locale in locales]
    if "by" in asked:
        handles = [person.handle for person in desk.people.everyone() if person.handle.casefold() in asked["by"]]
        touched = {d.catalog for handle in handles for d in desk.journal.newest(by=handle, limit=MANY)}
        keys = [key for key in keys if key in touched]
    if "comment" in asked.get("has", ()):
        spoken = {c.catalog.slug for c in desk.comments.newest(limit=MANY) if not c.resolved_by}
        keys = [key for key in keys if key.slug in spoken]
    return keys


def _may_hold(key: CatalogKey, texts: Collection[Part]) -> bool:
    """Whether a catalog has an entry with all the texts: then it is looked at closer."""
    if not texts:
        return True
    entries = the_desk().catalogs.read(key)[0].entries
    return any(matches(texts, Candidate((entry.source, entry.target))) for entry in entries)
