"""One paragraph: shown with all that helps, decided upon, taken back."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from l10n.errors import LockedError
from l10n.model import Action, Decision, Document, Finding, Outcome, State
from l10n.suggestions import Suggestion, open_suggestions, without_suggestions

from .access import View, requires, the_desk, utc_now
from .articles import sheet_or_404, title_of, wanted_state
from .glossary import terms_in
from .memory import Offer, offers_for
from .rows import Row, Sheet
from .texts import DONE, difference, good_news, label

bp = Blueprint("paragraph", __name__, url_prefix="/articles/<slug>/<locale>/p/<id>")

ACTIONS = {
    "approve": Action.APPROVE,
    "save": Action.REVIEW,
    "review": Action.REVIEW,
    "reject": Action.REJECT,
    "needs-work": Action.NEEDS_WORK,
}
"""What the buttons of the form are called; `save` stays, the others go on."""


@bp.get("")
@requires("reader")
def show(slug: str, locale: str, id: str) -> str:
    document, sheet, row = _row_or_404(slug, locale, id)
    return _render(document, sheet, row)


@bp.post("")
@requires("translator")
def save(slug: str, locale: str, id: str) -> View:
    document, sheet, row = _row_or_404(slug, locale, id)
    action, text = request.form.get("action", ""), _text(request.form.get("target", row.entry.target))
    if action.startswith(("fill", "use-", "take-", "also-")):
        text = text if action == "fill" else _offered(sheet, row, action)
        return _render(document, sheet, row, text=text, notice=gettext("Put in the box. It is not saved yet."))
    return _decide(document, sheet, row, action=action, text=text, base=request.form.get("base", ""))


@bp.post("/resolve")
@requires("translator")
def resolve(slug: str, locale: str, id: str) -> View:
    document, sheet, row = _row_or_404(slug, locale, id)
    text, base = _text(request.form.get("mine", "")), request.form.get("base", "")
    if request.form.get("do") == "edit":
        return _render(document, sheet, row, text=text, base=base, notice=gettext("Your text. It is not saved yet."))
    if request.form.get("keep") == "theirs":
        flash(gettext("%(label)s stays as it was saved before.", label=label(row)))
        return redirect(_next_address(sheet, row, ""), 303)
    return _decide(document, sheet, row, action=request.form.get("action", ""), text=text, base=base)


@bp.post("/undo")
@requires("translator")
def undo(slug: str, locale: str, id: str) -> View:
    _, sheet, row = _row_or_404(slug, locale, id)
    decision = _decision_or_404(sheet, row, request.values.get("decision", ""))
    if decision.by != current_user.handle and not current_user.may("reviewer"):
        abort(403)
    undone = the_desk().undo(decision_id=decision.id, by=current_user.handle, now=utc_now())
    if undone.outcome is Outcome.CONFLICT:
        abort(409, gettext("%(label)s was changed again since then, so it was left as it is.", label=label(row)))
    flash(gettext("%(label)s is again as it was before.", label=label(row)))
    return redirect(_address(sheet, row), 303)


def _row_or_404(slug: str, locale: str, id: str) -> tuple[Document, Sheet, Row]:
    document, sheet = sheet_or_404(slug, locale)
    row = sheet.find(id)
    if row is None:
        abort(404)
    return document, sheet, row


def _decision_or_404(sheet: Sheet, row: Row, id: str) -> Decision:
    """Return a decision about this very paragraph."""
    decision = the_desk().journal.decision(int(id)) if id.isdecimal() and len(id) < 16 else None
    if decision is None or (decision.catalog, decision.key) != (sheet.catalog, row.entry.key):
        abort(404)
    return decision


def _text(sent: str) -> str:
    """Return a box's text with the line ends of the catalog, and without blanks around it."""
    return sent.replace("\r\n", "\n").replace("\r", "\n").strip()


def _offered(sheet: Sheet, row: Row, action: str) -> str:
    """Return memory's text n (`use-1`), a person's suggestion n (`also-1`), or an earlier decision's (`take-41`)."""
    verb, _, number = action.partition("-")
    if verb == "take":
        return _decision_or_404(sheet, row, number).after.target
    texts = (
        [suggestion.text for suggestion in _waiting(sheet, row)]
        if verb == "also"
        else [offer.target for offer in offers_for(sheet, row)]
    )
    if not number.isdecimal() or not 1 <= int(number) <= len(texts):
        abort(404)
    return texts[int(number) - 1]


def _offers(sheet: Sheet, row: Row) -> tuple[list[Offer], str]:
    """Return what the memory offers, and in words why it cannot be asked now."""
    try:
        return offers_for(sheet, row), ""
    except LockedError:
        return [], gettext("The memory is being made anew. Try again in a minute.")


def _waiting(sheet: Sheet, row: Row) -> list[Suggestion]:
    return open_suggestions(row.entry, the_desk().journal.history(sheet.catalog, row.entry.key))


def _decide(document: Document, sheet: Sheet, row: Row, *, action: str, text: str, base: str) -> View:
    if action not in ACTIONS:
        abort(400)
    if ACTIONS[action] is Action.APPROVE and not current_user.may("reviewer"):
        abort(403)
    decided = the_desk().decide(
        catalog=sheet.catalog,
        key=row.entry.key,
        action=ACTIONS[action],
        target=text,
        base=base,
        by=current_user.handle,
        now=utc_now(),
    )
    if decided.refused:
        return _render(document, sheet, row, text=text, base=base, refused=decided.refused), 422
    if decided.outcome is Outcome.CONFLICT:
        return _conflict(document, sheet, row, action=action, text=text), 409
    flash(f"{label(row)}: {DONE[ACTIONS[action]]}.", _undo_address(sheet, row, decided.decision))
    return redirect(_next_address(sheet, row, action), 303)


def _conflict(document: Document, sheet: Sheet, row: Row, *, action: str, text: str) -> str:
    """Show both texts; *row* is read again, for the text may have changed while this was decided."""
    _, _, row = _row_or_404(sheet.catalog.slug, sheet.catalog.locale, row.id)
    theirs = [d for d in the_desk().journal.history(sheet.catalog, row.entry.key) if d.outcome is Outcome.APPLIED]
    return render_template(
        "conflict.html",
        title=title_of(document),
        sheet=sheet,
        row=row,
        text=text,
        action=action,
        theirs=theirs[0] if theirs and theirs[0].after.revision == row.entry.revision else None,
        marked=difference(row.entry.target, text),
        desk=the_desk(),
    )


def _render(
    document: Document,
    sheet: Sheet,
    row: Row,
    *,
    text: str | None = None,
    base: str = "",
    notice: str = "",
    refused: tuple[Finding, ...] = (),
) -> str:
    """Show the page; *text* fills the box with something that is not saved, decided upon revision *base*."""
    desk, locale, state = the_desk(), sheet.catalog.locale, wanted_state()
    shown = row.entry if text is None or text == row.entry.target else row.entry.reviewed(text)
    offers, problem = _offers(sheet, row)
    findings = list(refused) or (desk.findings(shown, locale) if shown.target else [])
    return render_template(
        "paragraph.html",
        title=title_of(document),
        sheet=sheet,
        row=row,
        text=row.entry.target if text is None else text,
        unsaved=text is not None,
        base=base or request.form.get("base", "") or row.entry.revision,
        notice=notice,
        refused=bool(refused),
        findings=findings,
        good=good_news(shown, findings),
        waiting=_waiting(sheet, row),
        remarks=without_suggestions(row.entry).comments,
        offers=offers,
        found=terms_in(row.entry, locale),
        problem=problem,
        history=desk.journal.history(sheet.catalog, row.entry.key),
        around=sheet.around(row, state),
        beside=sheet.beside(row),
        state=state,
        desk=desk,
    )


def _address(sheet: Sheet, row: Row, state: State | None = None) -> str:
    key = sheet.catalog
    return url_for("paragraph.show", slug=key.slug, locale=key.locale, id=row.id, state=state)


def _undo_address(sheet: Sheet, row: Row, decision: Decision | None) -> str:
    """Return the address that takes *decision* back, which travels as the category of its message; "" without one."""
    key = sheet.catalog
    if decision is None:
        return ""
    return url_for("paragraph.undo", slug=key.slug, locale=key.locale, id=row.id, decision=decision.id)


def _next_address(sheet: Sheet, row: Row, action: str) -> str:
    """Return where to go on: `save` stays, the others go to the next of the filter, at its end to the article."""
    key, state, in_article = sheet.catalog, wanted_state(), request.form.get("view") == "article"
    stays = row if action == "save" else sheet.around(row, state).after
    if stays and not in_article:
        return _address(sheet, stays, state)
    opened = stays.id if stays and request.form.get("open") else None
    anchor = f"p-{stays.id if stays and opened else row.id}" if in_article else None
    q, page = request.args.get("q") or None, request.args.get("page") or None
    page = None if opened else page
    return url_for(
        "articles.review", slug=key.slug, locale=key.locale, state=state, q=q, page=page, edit=opened, _anchor=anchor
    )
