"""Publishing: what to know before, the editions, and the files that readers get."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from l10n.errors import CatalogError, EditionError
from l10n.model import Severity, State

from .access import View, requires, the_desk
from .articles import sheet_or_404, title_of
from .files import download, refusal

bp = Blueprint("publishing", __name__, url_prefix="/articles/<slug>/<locale>/publish")


@bp.get("")
@requires("reader")
def show(slug: str, locale: str) -> str:
    return _page(slug, locale)


@bp.post("")
@requires("maintainer")
def make(slug: str, locale: str) -> View:
    """Make the editions. Whether they may be is decided by `build`, not by what the page showed."""
    sheet_or_404(slug, locale)
    draft = request.form.get("action") == "draft"
    try:
        built = the_desk().build(slug, locale, draft=draft)
    except EditionError as error:
        return _page(slug, locale, error=refusal(error)), 422
    flash(gettext("The draft edition is made.") if draft else gettext("The edition is made."))
    for warning in built.warnings:
        flash(warning)
    return redirect(url_for("publishing.show", slug=slug, locale=locale) + "#files", 303)


@bp.get("/<name>")
@requires("reader")
def get(slug: str, locale: str, name: str) -> Response:
    """Give one file that the manifest lists; nothing else of the folder."""
    sheet_or_404(slug, locale)
    try:
        return download(name, the_desk().edition_file(slug, name))
    except CatalogError:
        abort(404)


def _page(slug: str, locale: str, *, error: str = "") -> str:
    document, sheet = sheet_or_404(slug, locale)
    desk = the_desk()
    checklist = desk.checklist(slug, locale)
    wrong = [
        row
        for row in sheet.rows
        if row.entry.target and any(f.severity is Severity.ERROR for f in desk.findings(row.entry, locale))
    ]
    return render_template(
        "publishing.html",
        title=title_of(document),
        document=document,
        sheet=sheet,
        waiting=[row for row in sheet.rows if row.state is not State.APPROVED],
        wrong=wrong,
        hasty=[row for row in sheet.rows if row.entry.key in checklist.hasty],
        checklist=checklist,
        files=[file for file in desk.edition_files(slug) if file.locale in (locale, desk.source_locale)],
        error=error,
        desk=desk,
    )
