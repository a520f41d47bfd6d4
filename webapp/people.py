"""Who works here: invited, given a role, let go; and what one account did, looked through and taken back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from l10n.errors import DiglotError

from .access import ROLES, View, requires, the_desk, utc_now
from .articles import row_of

bp = Blueprint("people", __name__, url_prefix="/people")

A_DAY = timedelta(days=1)
SHOWN = 20


@bp.get("")
@requires("maintainer")
def index() -> str:
    return _render()


@bp.post("")
@requires("maintainer")
def invite() -> View:
    """Show the link once, in the answer itself: it is a secret, so it is neither kept nor redirected to."""
    handle, role = request.form.get("handle", "").strip(), request.form.get("role", "")
    if not handle or role not in ROLES:
        return _render(error=gettext("Write a name and choose a role.")), 422
    try:
        token = the_desk().people.invite(handle=handle, role=role, now=utc_now())
    except DiglotError as refused:
        return _render(error=refused.message), 422
    return _render(handle=handle, link=url_for("access.invitation", token=token, _external=True))


@bp.post("/withdraw")
@requires("maintainer")
def withdraw() -> Response:
    the_desk().people.withdraw(request.form.get("invitation", ""))
    flash(gettext("That invitation is no longer good."))
    return redirect(url_for("people.index"), 303)


@bp.get("/<handle>")
@requires("maintainer")
def show(handle: str) -> str:
    return _person(handle)


@bp.post("/<handle>")
@requires("maintainer")
def change(handle: str) -> View:
    """Give a person another role, let them go or come back, or remove them; removing wants their name typed."""
    people, action = the_desk().people, request.form.get("action", "")
    try:
        if action == "remove" and request.form.get("typed", "").strip() != handle:
            return _person(handle, error=gettext("Type the name to remove this person.")), 422
        if action == "remove":
            people.remove(handle)
        elif action in ("disable", "enable"):
            people.change(handle, disabled=action == "disable")
        else:
            people.change(handle, role=request.form.get("role", ""))
    except DiglotError as refused:
        return _person(handle, error=f"{refused.message} {refused.remedy}"), 422
    flash(gettext("Done: %(name)s.", name=handle))
    return redirect(url_for("people.index" if action == "remove" else "people.show", handle=handle), 303)


@bp.post("/<handle>/link")
@requires("maintainer")
def link(handle: str) -> View:
    """Show once a link for whoever forgot their passphrase; with it they choose another."""
    try:
        token = the_desk().people.link_for(handle, now=utc_now())
    except DiglotError:
        abort(404)
    return _person(handle, link=url_for("access.welcome", token=token, next="/settings", _external=True))


@bp.get("/<handle>/undo")
@requires("maintainer")
def look_back(handle: str) -> str:
    """Show what taking back all that this person decided since a moment would change."""
    since = _since()
    found = the_desk().look_back(by=handle, since=since)
    shown = [(each, row_of(each.catalog, each.now)) for each in found]
    return render_template(
        "look_back.html",
        handle=handle,
        since=since,
        found=shown,
        count=sum(bool(f.back) for f in found),
        desk=the_desk(),
    )


@bp.post("/<handle>/undo")
@requires("maintainer")
def undo(handle: str) -> Response:
    done = the_desk().undo_all(by=handle, since=_since(), who=current_user.handle, now=utc_now())
    flash(ngettext("%(num)d paragraph is as it was before.", "%(num)d paragraphs are as they were before.", done))
    return redirect(url_for("people.show", handle=handle), 303)


def _since() -> datetime:
    """Return the moment that was asked for, in UTC; a day ago where none was."""
    wanted = request.values.get("since", "")
    try:
        return datetime.fromisoformat(wanted).replace(tzinfo=UTC) if wanted else utc_now() - A_DAY
    except ValueError:
        abort(400, gettext("Write the day and the time, as in 2026-11-23T14:00."))


def _render(*, handle: str = "", link: str = "", error: str = "") -> str:
    people = the_desk().people
    return render_template(
        "people.html",
        members=people.members(),
        invitations=people.invitations(now=utc_now()),
        roles=ROLES,
        handle=handle,
        link=link,
        error=error,
    )


def _person(handle: str, *, error: str = "", link: str = "") -> str:
    desk = the_desk()
    member = next((each for each in desk.people.members() if each.handle == handle), None)
    if member is None:
        abort(404)
    made = [
        (decision, row_of(decision.catalog, decision.after)) for decision in desk.journal.newest(by=handle, limit=SHOWN)
    ]
    return render_template(
        "person.html", member=member, made=made, roles=ROLES, error=error, link=link, since=utc_now() - A_DAY, desk=desk
    )
