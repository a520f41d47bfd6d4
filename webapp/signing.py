"""The pages that let a person in, by passphrase, invitation or link, and out again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from flask import Blueprint, abort, make_response, redirect, render_template, request, session, url_for
from flask_babel import format_timedelta, gettext
from flask_babel import lazy_gettext as N_
from flask_login import current_user, login_user, logout_user
from werkzeug.wrappers import Response

from l10n.errors import DiglotError

from .access import Kept, SignedIn, View, local_path, login_page, the_desk, utc_now
from .unsaved import keep_after_sign_in

if TYPE_CHECKING:
    from l10n.stores.people_tables import Person

bp = Blueprint("access", __name__)

MAX_PASSPHRASE = 1025
"""So much of a passphrase is looked at: one character more than it may have, so that a longer one is refused."""


def enter(person: Person) -> None:
    """Begin a session of *person* in this browser; any other of it is forgotten."""
    session.clear()
    login_user(SignedIn(person, the_desk().people.start_session(person, now=utc_now())))


@bp.get("/login")
def login() -> str:
    return login_page(next=local_path(request.args.get("next", "/")))


@bp.post("/login")
def sign_in() -> View:
    handle, passphrase = request.form.get("handle", "").strip(), request.form.get("passphrase", "")[:MAX_PASSPHRASE]
    people, now = the_desk().people, utc_now()
    person = people.authenticate(handle, passphrase, now=now)
    kept, next = Kept.from_form(request.form.get("path", "")), request.form.get("next", "/")
    if person is None and (wait := people.wait(handle, now=now)):
        error = gettext(
            "Too many tries. You can try again in %(time)s.", time=format_timedelta(timedelta(seconds=wait))
        )
        return make_response(
            login_page(kept=kept, next=next, error=error, handle=handle), 429, {"Retry-After": str(wait)}
        )
    if person is None:
        error = gettext("Name and passphrase do not belong together. Nothing else is wrong; try again.")
        return login_page(kept=kept, next=next, error=error, handle=handle), 422
    enter(person)
    where = keep_after_sign_in(kept.path, kept.text, kept.base, person.handle) if kept.text else ""
    return redirect(where or local_path(next), 303)


@bp.post("/logout")
def logout() -> Response:
    if current_user.is_authenticated:
        the_desk().people.end_session(current_user.token)
    logout_user()
    session.clear()
    answer = redirect(url_for("access.login"), 303)
    answer.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return answer


NO_LINK = N_("This link was used already, or it is too old. Ask for a new one.")


@bp.get("/invite/<token>")
def invitation(token: str) -> View:
    invited = the_desk().people.invitation(token, now=utc_now())
    if invited is None:
        abort(404, NO_LINK)
    return render_template("invite.html", invited=invited, error="")


@bp.post("/invite/<token>")
def accept(token: str) -> View:
    people, passphrase = the_desk().people, request.form.get("passphrase", "")[:MAX_PASSPHRASE]
    invited = people.invitation(token, now=utc_now())
    if invited is None:
        abort(404, NO_LINK)
    if passphrase != request.form.get("again", ""):
        error = gettext("The two passphrases differ. Write the same one twice.")
        return render_template("invite.html", invited=invited, error=error), 422
    try:
        person = people.accept(token, passphrase=passphrase, now=utc_now())
    except DiglotError as refused:
        return render_template("invite.html", invited=invited, error=refused.message), 422
    enter(person)
    return redirect(url_for("articles.index"), 303)


@bp.get("/welcome/<token>")
def welcome(token: str) -> str:
    return render_template("welcome.html")


@bp.post("/welcome/<token>")
def enter_with_link(token: str) -> Response:
    person = the_desk().people.sign_in_with_link(token, now=utc_now())
    if person is None:
        abort(404, NO_LINK)
    enter(person)
    return redirect(local_path(request.args.get("next", "/")), 303)
