"""Texts that were typed and not saved: kept on the server for their writer, and offered when they come back."""

from __future__ import annotations

from flask import current_app, request, url_for
from flask_login import current_user
from werkzeug.exceptions import HTTPException

from l10n.ports.attendance import Unsaved

from .access import the_desk, utc_now
from .rows import Row, Sheet, make_sheet

MAX_TEXT = 100_000


def keep(sheet: Sheet, row: Row, *, text: str, base: str, handle: str = "") -> None:
    """Keep *text* for its writer; what equals the paragraph's own text is not kept, for nothing of it can be lost."""
    unsaved, handle = the_desk().unsaved, handle or current_user.handle
    if text == row.entry.target or not text:
        unsaved.discard(handle, sheet.catalog, row.entry.key)
    else:
        kept = Unsaved(sheet.catalog, row.entry.key, text[:MAX_TEXT], base or row.entry.revision, utc_now())
        unsaved.keep(handle, kept)


def kept_text(sheet: Sheet, row: Row) -> Unsaved | None:
    """Return what this person typed here and did not save; None where the paragraph says the same."""
    found = the_desk().unsaved.find(current_user.handle, sheet.catalog, row.entry.key)
    return found if found and found.text != row.entry.target else None


def discard(sheet: Sheet, row: Row) -> None:
    """Throw away what this person typed here and did not save; it was saved, or they do not want it."""
    the_desk().unsaved.discard(current_user.handle, sheet.catalog, row.entry.key)


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
