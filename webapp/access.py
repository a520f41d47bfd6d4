"""Who may do what: roles, the session of a request, and what becomes of a request without one."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from flask import Flask, abort, current_app, g, redirect, render_template, request, url_for
from flask_login import LoginManager, UserMixin, current_user
from werkzeug.wrappers import Response

from l10n.errors import StorageError

if TYPE_CHECKING:
    from l10n.newsroom.project import Project
    from l10n.stores.people_tables import Person


ROLES = ("reader", "translator", "reviewer", "maintainer")
"""From the least to the most; each may do what those before it may."""

View = str | Response | tuple[str, int] | tuple[str, int, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Kept:
    """A text that was sent to a path by somebody who was no longer signed in, upon the revision *base*."""

    text: str = ""
    path: str = ""
    base: str = ""

    @classmethod
    def from_form(cls, path: str) -> Kept:
        """Return what the form of this request carries."""
        text = request.form.get("target", "") or request.form.get("mine", "")
        return cls(text.replace("\r\n", "\n").strip(), path, request.form.get("base", ""))


P = ParamSpec("P")
R = TypeVar("R")


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

    @cached_property
    def settings(self) -> dict[str, str]:
        """What the person set for themselves."""
        return dict(json.loads(self.person.settings)) if self.person.settings else {}

    def may(self, role: str) -> bool:
        """Return whether this person may do what *role* may."""
        return self.role in ROLES and ROLES.index(self.role) >= ROLES.index(role)

    def get_id(self) -> str:
        return self.token


def utc_now() -> datetime:
    """Return the time now, aware, in UTC."""
    return datetime.now(UTC)


def the_desk() -> Project:
    """Return the project that this application shows."""
    desk: Project = current_app.extensions["desk"]
    return desk


def init_app(app: Flask) -> None:
    """Let people sign in to *app*."""
    manager = LoginManager(app)
    manager.session_protection = None  # the token is the protection; addresses change under Tor
    manager.user_loader(_load)
    manager.unauthorized_handler(_ask_to_sign_in)


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

        vars(guarded)["least_role"] = role  # for the table of permissions
        return guarded

    return protect


def local_path(wanted: str) -> str:
    """Return *wanted* if it is a path on this site, else the front page."""
    local = wanted.startswith("/") and not wanted.startswith("//") and wanted.isprintable() and "\\" not in wanted
    return wanted if local else "/"


def _load(token: str) -> SignedIn | None:
    """Return who has this session; nobody for the page that says that it could not be looked up."""
    if g.get("sessions_failed"):
        return None
    try:
        person = the_desk().people.session_person(token, now=utc_now())
    except StorageError:
        g.sessions_failed = True
        raise
    return SignedIn(person, token) if person else None


def _ask_to_sign_in() -> Response | tuple[str, int]:
    """A page asked for without a session leads to sign-in; a form sent without one keeps its text."""
    if request.method == "GET":
        return redirect(url_for("access.login", next=request.full_path.removesuffix("?")), 303)
    return login_page(kept=Kept.from_form(request.path)), 401


def login_page(*, kept: Kept | None = None, next: str = "/", error: str = "", handle: str = "") -> str:
    """Return the page to sign in at; it carries *kept*, what was sent before."""
    return render_template("login.html", next=next, kept=kept or Kept(), error=error, handle=handle)
