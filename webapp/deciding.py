"""A person's decision about a paragraph, carried out: refused with reasons, met by somebody else's, or done."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from l10n.approving import FIRST_READER, LINKS
from l10n.model import Action, Decision, Document, Outcome
from l10n.weaving import weave
from l10n.workflow.decide import Decided

from . import unsaved
from .access import ROLES, View, the_desk, utc_now
from .articles import row_or_404, title_of, wanted_state
from .rows import Row, Sheet
from .showing import address_of, show_paragraph
from .texts import DONE, difference, label, seen_words

ACTIONS = {
    "approve": Action.APPROVE,
    "approve-anyway": Action.APPROVE,
    "approve-alone": Action.APPROVE,
    "save": Action.REVIEW,
    "review": Action.REVIEW,
    "reject": Action.REJECT,
    "needs-work": Action.NEEDS_WORK,
}
"""What the buttons of the form are called; `save` stays, the others go on."""


def decide(document: Document, sheet: Sheet, row: Row, *, action: str, text: str, base: str) -> View:
    """Carry out what the button *action* means for *text*, decided upon revision *base*, and answer."""
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
        accept_warnings=request.form.get("warned") == seen_words(text),
        alone=action == "approve-alone" and may_read_alone(sheet, row),
    )
    if decided.refused:
        unsaved.keep(sheet, row, text=text, base=base)
        return show_paragraph(document, sheet, row, text=text, base=base, refused=decided.refused), 422
    if decided.outcome is Outcome.CONFLICT:
        unsaved.keep(sheet, row, text=text, base=base)
        return conflict(document, sheet, row, action=action, text=text, base=base), 409
    unsaved.discard(sheet, row)
    flash(_done_words(row, ACTIONS[action], decided), undo_address(sheet, row, decided.decision))
    return redirect(next_address(sheet, row, action), 303)


def may_read_alone(sheet: Sheet, row: Row) -> bool:
    """Whether this person may be the only reader of a paragraph that asks for two.

    A maintainer may, and it is recorded; but a text that leads elsewhere than its source waits for a second person
    wherever there is one.
    """
    newest = next((d for d in _applied(sheet, row)), None)
    waits = newest and FIRST_READER in newest.remarks and newest.by == current_user.handle
    if not waits or not newest or not current_user.may("maintainer"):
        return False
    reviewers = [p for p in the_desk().people.everyone() if ROLES.index(p.role) >= ROLES.index("reviewer")]
    return LINKS not in newest.remarks or len(reviewers) == 1


def conflict(document: Document, sheet: Sheet, row: Row, *, action: str, text: str, base: str) -> str:
    """Show both texts and what each changed; *row* is read again, for it may have changed while this was decided."""
    _, _, row = row_or_404(sheet.catalog.slug, sheet.catalog.locale, row.id)
    history = _applied(sheet, row)
    before = _text_of(base, history)
    woven = weave(before, text, row.entry.target) if before else None
    return render_template(
        "conflict.html",
        title=title_of(document),
        sheet=sheet,
        row=row,
        text=text,
        action=action,
        theirs=history[0] if history and history[0].after.revision == row.entry.revision else None,
        marked=difference(row.entry.target, text),
        before=before,
        woven=woven if woven not in (text, row.entry.target) else None,
        desk=the_desk(),
    )


def next_address(sheet: Sheet, row: Row, action: str) -> str:
    """Return where to go on: `save` stays, the others go to the next of the filter, at its end to the article."""
    key, state, view = sheet.catalog, wanted_state(), request.form.get("view")
    if view == "read":
        following = next((r.id for r in sheet.rows[sheet.rows.index(row) + 1 :]), row.id)
        return url_for("reading.read", slug=key.slug, locale=key.locale, _anchor=f"p-{following}")
    stays = row if action == "save" else sheet.around(row, state).after
    if stays and view != "article":
        return address_of(sheet, stays, state)
    opened = stays.id if stays and request.form.get("open") else None
    anchor = f"p-{stays.id if stays and opened else row.id}" if view == "article" else None
    q, page = request.args.get("q") or None, request.args.get("page") or None
    return url_for(
        "articles.review",
        slug=key.slug,
        locale=key.locale,
        state=state,
        q=q,
        page=None if opened else page,
        edit=opened,
        done=row.id if request.headers.get("X-Partial") else None,
        _anchor=anchor,
    )


def undo_address(sheet: Sheet, row: Row, decision: Decision | None) -> str:
    """Return the address that takes *decision* back, which travels as the category of its message; "" without one."""
    key = sheet.catalog
    if decision is None:
        return ""
    return url_for("paragraph.undo", slug=key.slug, locale=key.locale, id=row.id, decision=decision.id)


def _done_words(row: Row, action: Action, decided: Decided) -> str:
    remarks = decided.decision.remarks if decided.decision else ()
    if FIRST_READER not in remarks:
        return f"{label(row)}: {DONE[action]}."
    if LINKS in remarks:
        return str(
            gettext("%(label)s leads elsewhere than its original: a second person approves it.", label=label(row))
        )
    return str(gettext("%(label)s is read once: a second person approves it.", label=label(row)))


def _applied(sheet: Sheet, row: Row) -> list[Decision]:
    return [d for d in the_desk().journal.history(sheet.catalog, row.entry.key) if d.outcome is Outcome.APPLIED]


def _text_of(revision: str, history: list[Decision]) -> str:
    """Return the text that a revision of the paragraph had, "" where the journal does not know it."""
    states = (entry for decision in history for entry in (decision.before, decision.after))
    return next((entry.target for entry in states if entry.revision == revision), "")
