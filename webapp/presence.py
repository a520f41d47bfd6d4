"""Who has what open: noted when a paragraph is shown to somebody who may change it, told to whoever else is there."""

from __future__ import annotations

from datetime import timedelta

from flask import current_app
from flask_babel import gettext
from flask_login import current_user

from l10n.errors import StorageError

from .access import the_desk, utc_now
from .rows import Row, Sheet
from .texts import label

SHOWN_FOR = timedelta(minutes=5)


def note_opening(sheet: Sheet, row: Row) -> None:
    """Remember that this person sees the paragraph; a record that fails keeps nobody from reading."""
    if not current_user.may("translator"):
        return
    key, entry = sheet.catalog, row.entry
    try:
        the_desk().openings.note(current_user.handle, key, entry.key, revision=entry.revision, now=utc_now())
    except StorageError as error:
        current_app.logger.error("%s: %s", type(error).__name__, error)


def company(sheet: Sheet) -> list[str]:
    """Return in words what others have open in this article now."""
    rows = {row.entry.key: row for row in sheet.rows}
    present = the_desk().openings.present(sheet.catalog, since=utc_now() - SHOWN_FOR)
    others = [o for o in present if o.handle != current_user.handle and o.key in rows]
    return [
        gettext("%(person)s has %(label)s open.", person=other.handle, label=label(rows[other.key])) for other in others
    ]
