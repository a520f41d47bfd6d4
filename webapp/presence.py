"""Who has what open: noted when a paragraph is shown to somebody who may change it, told to whoever else is there."""

from __future__ import annotations

import time
from datetime import timedelta

from flask import current_app
from flask_babel import gettext
from flask_login import current_user

from .access import the_desk, utc_now
from .rows import Row, Sheet
from .texts import label

SHOWN_FOR = timedelta(minutes=5)
NOTED_AGAIN_S = 60.0
MANY = 5000


def note_opening(sheet: Sheet, row: Row) -> None:
    """Remember that this person sees the paragraph; not more than once a minute for the same text."""
    if not current_user.may("translator"):
        return
    noted: dict[tuple[str, ...], float] = current_app.extensions.setdefault("noted", {})
    what = (current_user.handle, sheet.catalog.slug, sheet.catalog.locale, row.id, row.entry.revision)
    if time.monotonic() - noted.get(what, -NOTED_AGAIN_S) < NOTED_AGAIN_S:
        return
    if len(noted) > MANY:
        noted.clear()
    the_desk().openings.note(
        current_user.handle, sheet.catalog, row.entry.key, revision=row.entry.revision, now=utc_now()
    )
    noted[what] = time.monotonic()


def company(sheet: Sheet) -> list[str]:
    """Return in words what others have open in this article now."""
    rows = {row.entry.key: row for row in sheet.rows}
    present = the_desk().openings.present(sheet.catalog, since=utc_now() - SHOWN_FOR)
    others = [o for o in present if o.handle != current_user.handle and o.key in rows]
    return [
        gettext("%(person)s has %(label)s open.", person=other.handle, label=label(rows[other.key])) for other in others
    ]
