"""Search in all articles and both languages, in the small language of `l10n.querying`."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from flask import Blueprint, render_template, request

from l10n.querying import HAS, Part, QueryError, parse_query

from .access import requires, the_desk
from .articles import sheet_or_404, title_of
from .finding import rows_found
from .rows import Row, Sheet

bp = Blueprint("search", __name__)

PAGE = 25
MOST = 500
"""How many paragraphs are looked for at most; whoever finds more narrows the search."""


@bp.get("/search")
@requires("reader")
def show() -> str:
    q, page = " ".join(request.args.get("q", "").split()), max(request.args.get("page", 1, type=int), 1)
    found, problem = [], ""
    try:
        parts = parse_query(q)
        found = list(_found(parts)) if parts else []
    except QueryError as error:
        problem = f"{error.message} {error.remedy}"
    return render_template(
        "search.html",
        q=q,
        found=found[(page - 1) * PAGE : page * PAGE],
        total=len(found),
        is_cut=len(found) >= MOST,
        page=page,
        pages=-(-len(found) // PAGE),
        problem=problem,
        has=HAS,
        desk=the_desk(),
    )


def _found(parts: Collection[Part]) -> Iterator[tuple[str, Sheet, Row]]:
    desk, count = the_desk(), 0
    slugs = {part.text for part in parts if part.field == "article" and not part.is_out}
    langs = {part.text for part in parts if part.field == "lang" and not part.is_out}
    for slug in (slug for slug in desk.slugs() if not slugs or slug.casefold() in slugs):
        for locale in (locale for locale in desk.target_locales if not langs or locale.casefold() in langs):
            document, sheet = sheet_or_404(slug, locale)
            for row in rows_found(sheet, parts):
                yield title_of(document), sheet, row
                count += 1
                if count >= MOST:
                    return
