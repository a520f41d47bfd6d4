"""What people say to each other about a paragraph: plain words; the text in the box travels along and is kept."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from l10n.ports.comments import ORIGINAL, TRANSLATION, Comment

from . import unsaved
from .access import View, requires, the_desk, utc_now
from .articles import row_of, row_or_404
from .errors import WORDS

bp = Blueprint("comments", __name__)

MAX_COMMENT = 4000


@bp.post("/articles/<slug>/<locale>/p/<id>/comments")
@requires("reader")
def add(slug: str, locale: str, id: str) -> View:
    _, sheet, row = row_or_404(slug, locale, id)
    words = request.form.get("comment", "").replace("\r\n", "\n").strip()
    if "target" in request.form and current_user.may("translator"):
        typed = request.form["target"].replace("\r\n", "\n").strip()
        unsaved.keep(sheet, row, text=typed, base=request.form.get("base", ""))
    if len(words) > MAX_COMMENT:
        return _too_long(words)
    if words:
        about = ORIGINAL if request.form.get("about") == ORIGINAL else TRANSLATION
        the_desk().comments.add(
            Comment(sheet.catalog, row.entry.key, about, words, by=current_user.handle, at=utc_now())
        )
        flash(gettext("Your comment is there."))
    return redirect(url_for("paragraph.show", slug=slug, locale=locale, id=id, _anchor="comments"), 303)


@bp.post("/comments/<int(max=999999999999):number>/resolve")
@requires("reader")
def resolve(number: int) -> Response:
    """Settle a comment, or open it again, as the button said: whoever wrote it may, and reviewers."""
    desk = the_desk()
    comment = desk.comments.find(number)
    if comment is None:
        abort(404)
    if comment.by != current_user.handle and not current_user.may("reviewer"):
        abort(403)
    settled = request.form.get("settled", "") == "1"
    if settled is not bool(comment.resolved_by):  # somebody may have been faster: their name stays
        desk.comments.resolve(number, by=current_user.handle if settled else "", now=utc_now())
    catalog, locale = comment.catalog, request.form.get("locale", "")
    if comment.about == ORIGINAL and locale in desk.target_locales:  # read in all: back to where it was read
        catalog = replace(catalog, locale=locale)
    entry = desk.catalogs.read(catalog)[0].by_key().get(comment.key)
    address = row_of(catalog, entry).address if entry else ""
    return redirect(f"{address}#comments" if address else url_for("activity.show"), 303)


def _too_long(words: str) -> View:
    """Answer with the whole comment, to be copied; nothing of it is cut."""
    limit = gettext("A comment has at most %(num)d letters.", num=MAX_COMMENT)
    return render_template("error.html", code=422, title=WORDS[422][0], words=limit, kept=words), 422
