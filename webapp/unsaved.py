"""Texts that were typed and not saved: kept on the server for their writer, and offered when they come back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, current_app, redirect, request, url_for
from flask_login import current_user
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from l10n.ports.attendance import Unsaved

from .access import requires, the_desk, utc_now
from .rows import Row, Sheet, make_sheet, paragraph_id

MAX_TEXT = 100_000

bp = Blueprint("unsaved", __name__)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An unsaved text, and its paragraph; *row* is None where that is no longer in the article."""

    unsaved: Unsaved
    row: Row | None = None
    address: str = ""


def keep(sheet: Sheet, row: Row, *, text: str, base: str, handle: str = "") -> None:
    """Keep *text* for its writer in the place of what the same form kept before; not the paragraph's own text."""
    unsaved, handle, key = the_desk().unsaved, handle or current_user.handle, row.entry.key
    if text == row.entry.target or not text:
        unsaved.discard(handle, sheet.catalog, key, since=since())
    else:
        kept = Unsaved(sheet.catalog, key, text[:MAX_TEXT], base or row.entry.revision, utc_now())
        unsaved.keep(handle, kept, since=since())


def since() -> datetime:
    """Return when the form of this request was begun, now for one that begins: what it keeps replaces nothing older."""
    try:
        begun = datetime.fromisoformat(request.form.get("since", ""))
    except ValueError:
        return utc_now()
    return begun if begun.tzinfo else utc_now()


def kept_texts(sheet: Sheet, row: Row) -> list[Unsaved]:
    """Return what this person typed here and did not save, the newest first; not what the paragraph says itself."""
    found = the_desk().unsaved.of_entry(current_user.handle, sheet.catalog, row.entry.key)
    return [each for each in found if each.text != row.entry.target]


def discard(sheet: Sheet, row: Row) -> None:
    """Throw away what this person typed here and did not save; it was decided upon."""
    the_desk().unsaved.discard(current_user.handle, sheet.catalog, row.entry.key)


def unsaved_of(handle: str) -> list[Waiting]:
    """Return all that this person typed and did not save, the newest first."""
    desk, sheets = the_desk(), dict[object, Sheet | None]()
    found = []
    for each in desk.unsaved.of_person(handle):
        slug, locale = each.catalog.slug, each.catalog.locale
        if each.catalog not in sheets:
            is_there = slug in desk.slugs() and locale in desk.target_locales
            sheets[each.catalog] = make_sheet(desk, desk.document(slug), locale) if is_there else None
        sheet = sheets[each.catalog]
        row = sheet.find(paragraph_id(each.key)) if sheet else None
        address = url_for("paragraph.show", slug=slug, locale=locale, id=row.id) if row else ""
        if row is None or row.entry.target != each.text:
            found.append(Waiting(each, row, address))
    return found


@bp.post("/unsaved/<int:id>/drop")
@requires("translator")
def drop(id: int) -> Response:
    """Throw one away, wherever it belongs."""
    the_desk().unsaved.drop(current_user.handle, id)
    return redirect(url_for("articles.index"), 303)


def keep_after_sign_in(path: str, text: str, base: str, handle: str) -> str:
    """Keep what was sent to *path* before its writer signed in; return where they find it, "" where it is no place."""
    try:
        endpoint, values = current_app.create_url_adapter(request).match(path.partition("?")[0], "POST")  # type: ignore[union-attr]
    except HTTPException:
        return ""
    if not text or not endpoint.startswith("paragraph."):
        return ""
    desk, slug, locale = the_desk(), values["slug"], values["locale"]
    if slug not in desk.slugs() or locale not in desk.target_locales:
        return ""
    sheet = make_sheet(desk, desk.document(slug), locale)
    row = sheet.find(values["id"])
    if row is None:
        return ""
    keep(sheet, row, text=text, base=base, handle=handle)
    return url_for("paragraph.show", slug=slug, locale=locale, id=row.id)
