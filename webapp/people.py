"""Who works here, and how a maintainer lets somebody in."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext

from l10n.errors import DiglotError

from .access import ROLES, View, requires, the_desk, utc_now

bp = Blueprint("people", __name__)


@bp.get("/people")
@requires("maintainer")
def index() -> str:
    return _render()


@bp.post("/people")
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


def _render(*, handle: str = "", link: str = "", error: str = "") -> str:
    everyone = list(the_desk().people.everyone())
    return render_template("people.html", everyone=everyone, roles=ROLES, handle=handle, link=link, error=error)
