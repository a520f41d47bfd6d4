"""Publishing: what to know before, the editions, and the files that readers get."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as N_
from flask_login import current_user

from l10n.errors import CatalogError, EditionError
from l10n.model import CatalogKey, Severity, State

from .access import View, requires, the_desk
from .adding import SENSITIVITY
from .articles import sheet_or_404, title_of
from .files import download, refusal

bp = Blueprint("publishing", __name__, url_prefix="/articles/<slug>/<locale>/publish")

CHOICES = {
    "withhold": N_("not at all"),
    "handle": N_("by your name here"),
    "name": N_("by another name"),
}
MAX_NAME = 80


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
        the_desk().build(slug, locale, draft=draft)
    except EditionError as error:
        return _page(slug, locale, error=_refused(slug, locale, error)), 422
    flash(gettext("The draft edition is made.") if draft else gettext("The edition is made."))
    return redirect(url_for("publishing.show", slug=slug, locale=locale) + "#files", 303)


@bp.post("/credits")
@requires("reader")
def credit(slug: str, locale: str) -> View:
    """Keep how a person is named: each chooses for themselves, a maintainer may only withhold others."""
    sheet_or_404(slug, locale)
    key, handle = CatalogKey(slug, locale), request.form.get("handle", "")
    choice, name = request.form.get("credit", ""), " ".join(request.form.get("name", "").split())[:MAX_NAME]
    if choice not in CHOICES:
        abort(400)
    if handle != current_user.handle and not (choice == "withhold" and current_user.may("maintainer")):
        abort(403)
    named = next((each for each in the_desk().credits_of(key) if each.handle == handle), None) or abort(404)
    if choice == "name" and not name:
        return _page(slug, locale, error=gettext("Write the name that you want to be named by.")), 422
    the_desk().set_credit(key, replace(named, credit=choice, name=name if choice == "name" else ""))
    flash(gettext("Saved."))
    return redirect(url_for("publishing.show", slug=slug, locale=locale) + "#credits", 303)


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
    checklist, credits = desk.checklist(slug, locale), desk.credits_of(CatalogKey(slug, locale))
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
        credits=credits,
        choices=CHOICES,
        sensitivities=SENSITIVITY,
        files=[file for file in desk.edition_files(slug) if file.locale in (locale, desk.source_locale)],
        error=error,
        desk=desk,
    )


def _refused(slug: str, locale: str, error: EditionError) -> str:
    """Return why there is no edition, in words of the desk where it has them."""
    words = refusal(error)
    if the_desk().leaks(CatalogKey(slug, locale)):
        words = gettext("A name that must not be published stands in it. Nothing was made.")
    elif the_desk().checklist(slug, locale).embargo:
        words = gettext("The article is under embargo. No edition was made.")
    elif any(row.state is not State.APPROVED for row in sheet_or_404(slug, locale)[1].rows):
        words = gettext("Not every paragraph is approved. No edition was made.")
    return words
