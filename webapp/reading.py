"""The whole bilingual article in reading order, approved paragraph by paragraph while one reads."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask_login import current_user

from l10n.model import Severity, State

from .access import requires, the_desk
from .articles import sheet_or_404, title_of
from .presence import note_opening

bp = Blueprint("reading", __name__)


@bp.get("/articles/<slug>/<locale>/read")
@requires("reader")
def read(slug: str, locale: str) -> str:
    document, sheet = sheet_or_404(slug, locale)
    desk = the_desk()
    open_rows = [row for row in sheet.rows if row.entry.target and row.state is not State.APPROVED]
    for row in reversed(open_rows):  # what is approved here was read here; others are told of the first alone
        note_opening(sheet, row)
    findings = {row.id: desk.findings(row.entry, locale) for row in open_rows}
    return render_template(
        "reading.html",
        title=title_of(document),
        document=document,
        sheet=sheet,
        findings={id: found for id, found in findings.items() if any(f.severity is not Severity.INFO for f in found)},
        left=[(state, count) for state, count in sheet.counts().items() if count and state is not State.APPROVED],
        may_approve=current_user.may("reviewer"),
        desk=desk,
    )
