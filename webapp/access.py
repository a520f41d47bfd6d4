"""Who may do what: roles, sessions, and the pages that let a person in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import Blueprint, Flask, abort, current_app, redirect, render_template, request, session, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as N_
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from werkzeug.wrappers import Response

from l10n.errors import DiglotError

from .desk import Desk, Person
from .security import Throttle

ROLES = ("reader", "translator", "reviewer", "maintainer")
"""From the least to the most; each may do what those before it may."""

MAX_PASSPHRASE = 1000

View = str | Response | tuple[str, int]
P = ParamSpec("P")
R = TypeVar("R")

bp = Blueprint("access", __name__)


class SignedIn(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """A person of this request, with the token of their session."""

    def __init__(self, person: Person, token: str) -> None:
        self.person, self.token = person, token

    @property
    def handle(self) -> str:
        return self.person.handle

    @property
    def role(self) -> str:
        return str(self.person.role)

    def may(self, role: str) -> bool:
        """Return whether this person may do what *role* may."""
        return self.role in ROLES and ROLES.index(self.role) >= ROLES.index(role)

    def get_id(self) -> str:
        return self.token


def utc_now() -> datetime:
    """Return the time now, aware, in UTC."""
    return datetime.now(UTC)


def the_desk() -> Desk:
    """Return the project that this application shows."""
    desk: Desk = current_app.extensions["desk"]
    return desk


def init_app(app: Flask) -> None:
    """Let people sign in to *app*."""
    manager = LoginManager(app)
    manager.session_protection = None  # the token is the protection; addresses change under Tor
    app.extensions["throttle"] = Throttle()
    manager.user_loader(_load)
    manager.unauthorized_handler(_ask_to_sign_in)
    app.register_blueprint(bp)


def requires(role: str) -> Callable[[Callable[P, R]], Callable[P, R | Response | tuple[str, int]]]:
    """Let only people of *role* or more into a view; others are asked to sign in, or get 403."""

    def protect(view: Callable[P, R]) -> Callable[P, R | Response | tuple[str, int]]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R | Response | tuple[str, int]:
            if not current_user.is_authenticated:
                return _ask_to_sign_in()
            if not current_user.may(role):
                abort(403)
            return view(*args, **kwargs)

        return guarded

    return protect


def local_path(wanted: str) -> str:
    """Return *wanted* if it is a path on this site, else the front page."""
    local = wanted.startswith("/") and not wanted.startswith("//") and wanted.isprintable() and "\\" not in wanted
    return wanted if local else "/"


def _load(token: str) -> SignedIn | None:
    person = the_desk().people.session_person(token, now=utc_now())
    return SignedIn(person, token) if person else None


def _ask_to_sign_in() -> Response | tuple[str, int]:
    """A page asked for without a session leads to sign-in; a form sent without one keeps its text."""
    if request.method == "GET":
        return redirect(url_for("access.login", next=request.full_path.removesuffix("?")), 303)
    return render_template("login.html", next="/", kept=request.form.get("target", ""), error=""), 401


def _enter(person: Person) -> None:
    session.clear()
    login_user(SignedIn(person, the_desk().people.start_session(person, now=utc_now())))


@bp.get("/login")
def login() -> str:
    return render_template("login.html", next=local_path(request.args.get("next", "/")), kept="", error="")


@bp.post("/login")
def sign_in() -> View:
    handle, passphrase = request.form.get("handle", "").strip(), request.form.get("passphrase", "")[:MAX_PASSPHRASE]
    throttle: Throttle = current_app.extensions["throttle"]
    if throttle.is_blocked(handle.casefold()):
        abort(429)
    person = the_desk().people.authenticate(handle, passphrase, now=utc_now())
    if person is None:
        throttle.failed(handle.casefold())
        error = gettext("Name and passphrase do not belong together. Nothing else is wrong; try again.")
        return render_template("login.html", next=request.form.get("next", "/"), kept="", error=error), 422
    throttle.succeeded(handle.casefold())
    _enter(person)
    return redirect(local_path(request.form.get("next", "/")), 303)


@bp.post("/logout")
def logout() -> Response:
    if current_user.is_authenticated:
        the_desk().people.end_session(current_user.token)
    logout_user()
    session.clear()
    return redirect(url_for("access.login"), 303)


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
    _enter(person)
    return redirect(url_for("articles.index"), 303)


@bp.get("/welcome/<token>")
def welcome(token: str) -> str:
    return render_template("welcome.html")


@bp.post("/welcome/<token>")
def enter_with_link(token: str) -> Response:
    person = the_desk().people.sign_in_with_link(token, now=utc_now())
    if person is None:
        abort(404, NO_LINK)
    _enter(person)
    return redirect(url_for("articles.index"), 303)
