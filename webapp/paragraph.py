"""One paragraph's addresses: shown, filled with an offer, kept, checked while it is written, decided, taken back."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask_babel import gettext
from flask_login import current_user

from l10n.model import Decision, Document, Outcome

from . import presence, unsaved
from .access import View, requires, the_desk, utc_now
from .articles import row_or_404, wanted_state
from .deciding import decide, may_read_alone, next_address, undo_address
from .memory import offers_for
from .rows import Row, Sheet
from .showing import address_of, judged, show_paragraph, waiting
from .texts import label

bp = Blueprint("paragraph", __name__, url_prefix="/articles/<slug>/<locale>/p/<id>")

OFFERS = ("fill", "use-", "take-", "also-", "fix-")
"""How the buttons begin that put something in the box and save nothing."""


@bp.get("")
@requires("reader")
def show(slug: str, locale: str, id: str) -> str:
    document, sheet, row = row_or_404(slug, locale, id)
    presence.note_opening(sheet, row)
    return show_paragraph(document, sheet, row, alone=may_read_alone(sheet, row))


@bp.post("")
@requires("translator")
def save(slug: str, locale: str, id: str) -> View:
    document, sheet, row = row_or_404(slug, locale, id)
    action, text = request.form.get("action", ""), _text(request.form.get("target", row.entry.target))
    if action.startswith(OFFERS):
        if action != "fill":  # what was typed gives way in the box, and is offered again
            unsaved.keep(sheet, row, text=text, base=request.form.get("base", ""))
            text = _offered(sheet, row, action, text)
        return show_paragraph(document, sheet, row, text=text, notice=gettext("Put in the box. It is not saved yet."))
    if action.startswith(("go-", "keep", "kept-", "drop-")):
        return _leave(document, sheet, row, action, text)
    return decide(document, sheet, row, action=action, text=text, base=request.form.get("base", ""))


@bp.post("/live")
@requires("translator")
def live(slug: str, locale: str, id: str) -> str:
    """Keep what is being typed, and answer with what the checks say of it; the script asks while somebody writes."""
    _, sheet, row = row_or_404(slug, locale, id)
    text = _text(request.form.get("target", ""))
    if request.form.get("keep"):
        unsaved.keep(sheet, row, text=text, base=request.form.get("base", ""))
    presence.note_opening(sheet, row)
    company = presence.company(sheet)
    return render_template(
        "live.html", row=row, locale=locale, company=company, desk=the_desk(), **judged(row, locale, text)
    )


@bp.post("/resolve")
@requires("translator")
def resolve(slug: str, locale: str, id: str) -> View:
    document, sheet, row = row_or_404(slug, locale, id)
    kept, base = request.form.get("keep", ""), request.form.get("base", "")
    text = _text(request.form.get("mine" if kept == "mine" else "target", ""))
    if kept == "edit":
        return show_paragraph(
            document, sheet, row, text=text, base=base, notice=gettext("Your text. It is not saved yet.")
        )
    if kept == "theirs":
        unsaved.discard(sheet, row)
        flash(gettext("%(label)s stays as it was saved before.", label=label(row)))
        return redirect(next_address(sheet, row, ""), 303)
    return decide(document, sheet, row, action=request.form.get("action", ""), text=text, base=base)


@bp.post("/undo")
@requires("translator")
def undo(slug: str, locale: str, id: str) -> View:
    _, sheet, row = row_or_404(slug, locale, id)
    decision = _decision_or_404(sheet, row, request.values.get("decision", ""))
    if decision.by != current_user.handle and not current_user.may("reviewer"):
        abort(403)
    undone = the_desk().undo(decision_id=decision.id, by=current_user.handle, now=utc_now())
    if undone.outcome is Outcome.CONFLICT:
        abort(409, gettext("%(label)s was changed again since then, so it was left as it is.", label=label(row)))
    flash(gettext("%(label)s is again as it was before.", label=label(row)), undo_address(sheet, row, undone.decision))
    return redirect(address_of(sheet, row), 303)


def _leave(document: Document, sheet: Sheet, row: Row, action: str, text: str) -> View:
    """Keep what is in the box and go (`go-<id>`) or stay (`keep`); take (`kept-3`) or drop (`drop-3`) what was kept."""
    unsaved.keep(sheet, row, text=text, base=request.form.get("base", ""))
    verb, _, name = action.partition("-")
    kept = next(
        (each for each in unsaved.kept_texts(sheet, row) if verb in ("kept", "drop") and str(each.id) == name), None
    )
    if kept and verb == "kept":
        notice = gettext("Your text. It is not saved yet.")
        return show_paragraph(document, sheet, row, text=kept.text, base=kept.base, since=kept.at, notice=notice)
    if kept:
        the_desk().unsaved.drop(current_user.handle, kept.id)
    wanted = sheet.find(action.removeprefix("go-")) or row
    return redirect(address_of(sheet, wanted, wanted_state()), 303)


def _decision_or_404(sheet: Sheet, row: Row, id: str) -> Decision:
    """Return a decision about this very paragraph."""
    decision = the_desk().journal.decision(int(id)) if id.isdecimal() and len(id) < 16 else None
    if decision is None or (decision.catalog, decision.key) != (sheet.catalog, row.entry.key):
        abort(404)
    return decision


def _text(sent: str) -> str:
    """Return a box's text with the line ends of the catalog, and without blanks around it."""
    return sent.replace("\r\n", "\n").replace("\r", "\n").strip()


def _offered(sheet: Sheet, row: Row, action: str, text: str) -> str:
    """Return a text of the memory (`use-1`), a person (`also-1`), a decision (`take-4`), or *text* mended (`fix-…`)."""
    verb, _, name = action.partition("-")
    if verb == "take":
        return _decision_or_404(sheet, row, name).after.target
    if verb == "fix":
        return the_desk().fixed(row.entry.reviewed(text), name, sheet.catalog.locale) or text
    also = verb == "also"
    texts = [each.text for each in waiting(sheet, row)] if also else [each.target for each in offers_for(sheet, row)]
    if not name.isdecimal() or not 1 <= int(name) <= len(texts):
        abort(404)
    return texts[int(name) - 1]
