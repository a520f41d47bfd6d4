"""Several drafts of one paragraph side by side, asked for by whoever works on it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_login import current_user

from l10n.contrasting import Contrast
from l10n.errors import EngineError
from l10n.workflow.opinions import Opinions
from l10n.workflow.prospects import Prospects

from .access import View, requires, the_desk
from .articles import sheet_or_404, title_of
from .drafting import chosen_engines, look_ahead, was_told
from .rows import Row, Sheet

bp = Blueprint("opinions", __name__, url_prefix="/articles/<slug>/<locale>/p/<id>/drafts")

WITHIN_S = 60.0
"""How long somebody waits for drafts; engines that have not begun by then are not asked."""


@bp.get("")
@requires("translator")
def show(slug: str, locale: str, id: str) -> View:
    title, sheet, row = _row_or_404(slug, locale, id)
    return _render(sheet, row, title, look_ahead(sheet.catalog, chosen_engines(sheet.catalog), row))


@bp.post("")
@requires("translator")
def ask(slug: str, locale: str, id: str) -> View:
    """Ask the chosen engines for this paragraph, if that sends no more than the page has told."""
    title, sheet, row = _row_or_404(slug, locale, id)
    engines = request.form.getlist("engine")
    if request.form.get("do") == "look":
        return redirect(url_for("opinions.show", slug=slug, locale=locale, id=id, engine=engines or [""]), 303)
    ahead = look_ahead(sheet.catalog, engines, row)
    if not was_told(ahead):
        return _render(sheet, row, title, ahead, told=False), 409
    return _render(sheet, row, title, ahead, opinions=_opinions(sheet, row, ahead))


def marked(text: str, contrasts: Sequence[Contrast]) -> Iterator[tuple[str, str]]:
    """Yield the pieces of *text*, each with what it is that another draft does not have: "number", "name" or ""."""
    at = 0
    for each in contrasts:
        if each.start < at:
            continue
        if each.start > at:
            yield "", text[at : each.start]
        yield each.kind, text[each.start : each.end]
        at = each.end
    if at < len(text):
        yield "", text[at:]


def _row_or_404(slug: str, locale: str, id: str) -> tuple[str, Sheet, Row]:
    document, sheet = sheet_or_404(slug, locale)
    row = sheet.find(id)
    if row is None:
        abort(404)
    return title_of(document), sheet, row


def _render(
    sheet: Sheet, row: Row, title: str, ahead: Prospects, *, told: bool = True, opinions: Opinions | None = None
) -> str:
    return render_template(
        "drafts.html",
        title=title,
        sheet=sheet,
        row=row,
        ahead=ahead,
        told=told,
        opinions=opinions,
        marked=marked,
        desk=the_desk(),
    )


def _opinions(sheet: Sheet, row: Row, ahead: Prospects) -> Opinions:
    desk, key = the_desk(), sheet.catalog
    try:
        with desk.engines(key.locale, [each.engine for each in ahead.chosen]) as engines:
            return desk.second_opinions(
                key.slug,
                key.locale,
                row.entry.key,
                engines=engines,
                by=current_user.handle,
                agreed=ahead.asking,
                stop=_after(WITHIN_S),
            )
    except EngineError as error:
        return Opinions((), (f"{error.message} {error.remedy}".strip(),))


def _after(seconds: float) -> Callable[[], bool]:
    ends_at = time.monotonic() + seconds
    return lambda: time.monotonic() >= ends_at
