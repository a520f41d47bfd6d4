"""What people say to each other about a paragraph: plain words; the text in the box travels along and is kept."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from l10n.ports.comments import ORIGINAL, TRANSLATION, Comment

from . import unsaved
from .access import requires, the_desk, utc_now
from .articles import row_of, row_or_404

bp = Blueprint("comments", __name__)

MAX_COMMENT = 4000


@bp.post("/articles/<slug>/<locale>/p/<id>/comments")
@requires("reader")
def add(slug: str, locale: str, id: str) -> Response:
    _, sheet, row = row_or_404(slug, locale, id)
    words = request.form.get("comment", "").replace("\r\n", "\n").strip()[:MAX_COMMENT]
    if "target" in request.form and current_user.may("translator"):
        typed = request.form["target"].replace("\r\n", "\n").strip()
        unsaved.keep(sheet, row, text=typed, base=request.form.get("base", ""))
    if words:
        about = ORIGINAL if request.form.get("about") == ORIGINAL else TRANSLATION
        the_desk().comments.add(
            Comment(sheet.catalog, row.entry.key, about, words, by=current_user.handle, at=utc_now())
        )
        flash(gettext("Your comment is there."))
    return redirect(url_for("paragraph.show", slug=slug, locale=locale, id=id, _anchor="comments"), 303)


@bp.post("/comments/<int:number>/resolve")
@requires("reader")
def resolve(number: int) -> Response:
    """Settle a comment, or open it again: whoever wrote it may, and reviewers."""
    desk = the_desk()
    comment = desk.comments.find(number)
    if comment is None:
        abort(404)
    if comment.by != current_user.handle and not current_user.may("reviewer"):
        abort(403)
    desk.comments.resolve(number, by="" if comment.resolved_by else current_user.handle, now=utc_now())
    catalog = comment.catalog
    entry = desk.catalogs.read(catalog)[0].by_key().get(comment.key)
    address = row_of(catalog, entry).address if entry else ""
    return redirect(f"{address}#comments" if address else url_for("activity.show"), 303)
