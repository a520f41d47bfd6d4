"""One decision about many paragraphs: chosen with check boxes, shown with their texts, then made and undone at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as N_
from flask_login import current_user
from werkzeug.wrappers import Response

from l10n.approving import FAST, FIRST_READER, UNOPENED
from l10n.model import Action, CatalogKey, Finding, Severity, State
from l10n.workflow.batch import Chosen, LeftAlone, Together, Why

from .access import View, requires, the_desk, utc_now
from .articles import sheet_or_404, title_of
from .finding import rows_wanted
from .rows import Row, Sheet
from .texts import label

bp = Blueprint("batch", __name__, url_prefix="/articles/<slug>/<locale>/batch")

ACTIONS = {"approve": Action.APPROVE, "review": Action.REVIEW, "needs-work": Action.NEEDS_WORK}

NAMED = 12
"""How many paragraphs a message names, which travels in a cookie."""

WHY = {
    Why.DRAFT: N_("A machine wrote it. Open it alone, read it, and approve it there."),
    Why.STALE: N_("It needs work. Open it alone."),
    Why.EMPTY: N_("It is not translated yet."),
    Why.CHANGED: N_("Somebody changed it meanwhile. Look at it again."),
    Why.GONE: N_("It is no longer in the article."),
    Why.SAME: N_("It is so already."),
    Why.REFUSED: N_("The checks found mistakes."),
}
"""Why a paragraph is left as it is."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A paragraph that the batch decides upon, with what to think of first."""

    row: Row
    warnings: Sequence[Finding]
    unopened: bool
    hasty: bool
    waits: bool
    """Whether another person has to read it too before it is approved."""


@bp.post("")
@requires("translator")
def choose(slug: str, locale: str) -> View:
    """Show what was chosen and what would become of it; with `do`, decide."""
    document, sheet = sheet_or_404(slug, locale)
    name = request.form.get("action") or ("approve" if current_user.may("reviewer") else "review")
    if name not in ACTIONS:
        abort(400)
    if name == "approve" and not current_user.may("reviewer"):
        abort(403)
    chosen = _chosen(sheet)
    if not chosen:
        flash(gettext("No paragraph was chosen. Tick those you mean, then press the button again."))
        return redirect(_back(sheet.catalog), 303)
    if request.form.get("do"):
        return _decide(sheet, chosen, ACTIONS[name])
    foreseen = the_desk().rehearse_batch(
        catalog=sheet.catalog, chosen=chosen, action=ACTIONS[name], by=current_user.handle, now=utc_now()
    )
    return render_template(
        "batch.html",
        title=title_of(document),
        sheet=sheet,
        action=name,
        ready=_ready(sheet, foreseen),
        left=[(WHY[why], group, why is not Why.SAME) for why, group in _left(sheet, foreseen)],
        desk=the_desk(),
    )


@bp.post("/undo")
@requires("translator")
def undo(slug: str, locale: str) -> Response:
    _, sheet = sheet_or_404(slug, locale)
    desk, batch = the_desk(), request.args.get("batch", "")
    author = desk.batch_author(catalog=sheet.catalog, batch=batch)
    if not author:
        abort(404)
    if author != current_user.handle and not current_user.may("reviewer"):
        abort(403)
    undone = desk.undo_batch(catalog=sheet.catalog, batch=batch, by=current_user.handle, now=utc_now())
    count = len(undone.applied)
    done = ngettext("%(num)d paragraph is again as it was.", "%(num)d paragraphs are again as they were.", count)
    flash(f"{done} {_left_words(sheet, undone)}".strip())
    return redirect(_back(sheet.catalog), 303)


def _decide(sheet: Sheet, chosen: Sequence[Chosen], action: Action) -> Response:
    batch, done = the_desk().decide_batch(
        catalog=sheet.catalog, chosen=chosen, action=action, by=current_user.handle, now=utc_now()
    )
    key, count = sheet.catalog, len(done.applied)
    waiting = sum(FIRST_READER in decision.remarks for decision in done.applied)
    words = [
        _done_words(action, count - waiting) if count > waiting or not count else "",
        ngettext("%(num)d waits for another reader.", "%(num)d wait for another reader.", waiting) if waiting else "",
        _left_words(sheet, done),
    ]
    undo_address = url_for("batch.undo", slug=key.slug, locale=key.locale, batch=batch) if count else "message"
    flash(" ".join(filter(None, words)), undo_address)
    return redirect(_back(key), 303)


def _done_words(action: Action, count: int) -> str:
    if action is Action.APPROVE:
        return str(ngettext("%(num)d paragraph approved.", "%(num)d paragraphs approved.", count))
    if action is Action.REVIEW:
        return str(ngettext("%(num)d paragraph sent to review.", "%(num)d paragraphs sent to review.", count))
    return str(
        ngettext("%(num)d paragraph marked as needing work.", "%(num)d paragraphs marked as needing work.", count)
    )


def _chosen(sheet: Sheet) -> list[Chosen]:
    """Return the paragraphs of the filter where `all` was pressed, else those ticked, as the person saw them."""
    if request.form.get("all"):
        state = request.form.get("state", "")
        rows = rows_wanted(sheet, State(state) if state in set(State) else None, request.form.get("q", "").strip())
        return [Chosen(row.entry.key, row.entry.revision) for row in rows]
    ticked = [value.partition(".") for value in request.form.getlist("p")]
    found = [(sheet.find(id), revision) for id, _, revision in ticked]
    return [Chosen(row.entry.key, revision) for row, revision in found if row]


def _ready(sheet: Sheet, foreseen: Together) -> list[Ready]:
    desk, rows = the_desk(), {row.entry.key: row for row in sheet.rows}
    unread = desk.unread(foreseen, catalog=sheet.catalog, by=current_user.handle, now=utc_now())
    return [
        Ready(
            rows[decision.key],
            [f for f in desk.findings(decision.before, sheet.catalog.locale) if f.severity is Severity.WARN],
            unopened=unread.get(decision.key) == UNOPENED,
            hasty=unread.get(decision.key) == FAST,
            waits=FIRST_READER in decision.remarks,
        )
        for decision in foreseen.decisions
    ]


def _left(sheet: Sheet, together: Together) -> list[tuple[Why, list[tuple[Row, LeftAlone]]]]:
    """Return the paragraphs that are left alone by the reason why, in the order of WHY."""
    rows = {row.entry.key: row for row in sheet.rows}
    found = [
        (why, [(rows[each.key], each) for each in together.left if each.why is why and each.key in rows]) for why in WHY
    ]
    return [(why, group) for why, group in found if group]


def _left_words(sheet: Sheet, together: Together) -> str:
    """Return in words which paragraphs were left alone and why: `¶3, ¶7: It is not translated yet.`"""
    groups = [(why, [label(row) for row, _ in group]) for why, group in _left(sheet, together)]
    return " ".join(f"{_names(labels)}: {WHY[why]}" for why, labels in groups if why is not Why.SAME)


def _names(labels: Sequence[str]) -> str:
    """Return the labels as a list, not all of them where they are many."""
    shown = ", ".join(labels[:NAMED])
    return f"{shown} … (+{len(labels) - NAMED})" if len(labels) > NAMED else shown


def _back(key: CatalogKey) -> str:
    """Return the address of the article, with the filter that the person came from."""
    form = request.form
    state, q, page = (form.get(name) or None for name in ("state", "q", "page"))
    return url_for("articles.review", slug=key.slug, locale=key.locale, state=state, q=q, page=page)
