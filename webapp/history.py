"""Who did what to a paragraph or an article, and how to have an earlier text again."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request
from flask_login import current_user

from l10n.model import Key

from .access import View, requires, the_desk
from .articles import row_of, row_or_404, sheet_or_404, title_of
from .deciding import decide

bp = Blueprint("history", __name__, url_prefix="/articles/<slug>/<locale>")

PAGE = 50


@bp.get("/history")
@requires("reader")
def of_article(slug: str, locale: str) -> str:
    return _page(slug, locale, None)


@bp.get("/p/<id>/history")
@requires("reader")
def of_paragraph(slug: str, locale: str, id: str) -> str:
    _, _, row = row_or_404(slug, locale, id)
    return _page(slug, locale, row.entry.key, id)


@bp.post("/p/<id>/history")
@requires("translator")
def restore(slug: str, locale: str, id: str) -> View:
    """Save an earlier text for review again, as a decision of its own: nothing is ever taken out of the history."""
    document, sheet, row = row_or_404(slug, locale, id)
    wanted = request.form.get("decision", "")
    decision = the_desk().journal.decision(int(wanted)) if wanted.isdecimal() and len(wanted) < 16 else None
    if decision is None or (decision.catalog, decision.key) != (sheet.catalog, row.entry.key):
        abort(404)
    return decide(document, sheet, row, action="save", text=decision.after.target, base=request.form.get("base", ""))


def _page(slug: str, locale: str, key: Key | None, id: str = "") -> str:
    document, sheet = sheet_or_404(slug, locale)
    desk, before = the_desk(), request.args.get("before", 0, type=int)
    decisions = [d for d in desk.journal.history(sheet.catalog, key) if not before or d.id < before]
    shown = [(decision, row_of(decision.catalog, decision.after)) for decision in decisions[:PAGE]]
    return render_template(
        "history.html",
        title=title_of(document),
        sheet=sheet,
        row=sheet.find(id) if id else None,
        shown=shown,
        older=shown[-1][0].id if len(decisions) > PAGE else 0,
        may_restore=current_user.may("translator") and key is not None,
        desk=desk,
    )
