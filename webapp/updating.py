"""A corrected article: what the new version does to the translations, shown before it is done."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as N_
from flask_login import current_user
from werkzeug.exceptions import RequestEntityTooLarge

from l10n.edits import EditClass
from l10n.errors import ArticleError, ConflictError
from l10n.fates import Fate
from l10n.newsroom.desk_articles import Sent

from .access import View, requires, the_desk, utc_now
from .articles import title_of
from .files import UPLOAD_BYTES, carried, refusal, sent_from_form, too_large

bp = Blueprint("updating", __name__, url_prefix="/articles/<slug>/update")
bp.register_error_handler(RequestEntityTooLarge, too_large)

FATES = {
    Fate.MOVED: N_("moved"),
    Fate.EDITED: N_("changed"),
    Fate.SPLIT: N_("split in two or more"),
    Fate.MERGED: N_("joined"),
    Fate.NEW: N_("new"),
    Fate.REMOVED: N_("taken out"),
    Fate.RETURNED: N_("back again"),
}
CLASSES = {
    EditClass.TYPOGRAPHY: N_("spaces or signs"),
    EditClass.TYPO: N_("spelling"),
    EditClass.NUMBER: N_("number"),
    EditClass.DATE: N_("date"),
    EditClass.NEGATION: N_("negation"),
    EditClass.NAME: N_("name or term"),
    EditClass.QUOTATION: N_("quotation"),
    EditClass.LINK: N_("link or marks"),
    EditClass.REWRITE: N_("wording"),
}


@bp.get("")
@requires("maintainer")
def show(slug: str) -> str:
    """Show the form, and what the article's file on disk brings where it was changed outside the desk."""
    _known(slug)
    return _page(slug)


@bp.post("")
@requires("maintainer")
def work(slug: str) -> View:
    """Show what the new version changes; with `do`, change it."""
    _known(slug)
    sent = sent_from_form()
    if sent is None and not request.form.get("outside"):
        return _page(slug, error=gettext("Paste the new version, or choose its file.")), 422
    try:
        return _apply(slug, sent) if request.form.get("do") else _page(slug, sent)
    except ConflictError:
        words = gettext("The article was changed while you looked. Nothing was done. Look at the changes once more.")
        return _page(slug, sent, error=words), 409
    except ArticleError as error:
        return _page(slug, error=refusal(error)), 422


def _known(slug: str) -> None:
    if slug not in the_desk().slugs():
        abort(404)


def _apply(slug: str, sent: Sent | None) -> View:
    report = the_desk().apply_update(
        slug,
        sent,
        base=request.form.get("base", ""),
        by=current_user.handle,
        now=utc_now(),
        accept_typography=bool(request.form.get("typography")),
    )
    flash(
        gettext("The article is corrected. What has to be looked at again is marked.")
        if report.corrections
        else gettext("The article is as it was.")
    )
    locales = the_desk().target_locales
    return redirect(
        url_for("articles.review", slug=slug, locale=locales[0], state="stale" if report.undone else None), 303
    )


def _page(slug: str, sent: Sent | None = None, *, error: str = "") -> str:
    desk = the_desk()
    report = desk.rehearse_update(slug, sent)
    return render_template(
        "updating.html",
        title=title_of(desk.document(slug)),
        slug=slug,
        report=report,
        looked=sent is not None,
        hidden=carried(sent) if sent else {"outside": "1"},
        base=desk.article_digest(slug),
        typographic=any(c.is_typographic and c.undone for c in report.corrections),
        fates=FATES,
        classes=CLASSES,
        text=request.form.get("text", ""),
        limit=UPLOAD_BYTES // 1_000_000,
        error=error,
        desk=desk,
    )
