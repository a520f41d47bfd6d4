"""Pages that need nobody signed in: help, the interface's language and theme, a sign of life."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, current_app, redirect, render_template, request
from flask_babel import Babel
from werkzeug.wrappers import Response as BaseResponse

from .access import local_path, the_desk

bp = Blueprint("pages", __name__)

THEMES = ("system", "light", "dark")
A_YEAR_S = 365 * 24 * 3600


def init_app(app: Flask) -> None:
    """Let *app* speak the languages whose catalogs are compiled, English without any."""
    babel = Babel(app, locale_selector=_choose_locale)
    with app.app_context():
        languages = {str(locale).replace("_", "-") for locale in babel.list_translations()} | {"en"}
    app.extensions["languages"] = sorted(languages, key=lambda tag: (tag != "en", tag))
    app.register_blueprint(bp)


def _choose_locale() -> str:
    """The person's own choice, else the first of the browser's that is there, else English."""
    languages: list[str] = current_app.extensions["languages"]
    chosen = request.cookies.get("language", "")
    if chosen not in languages:
        chosen = request.accept_languages.best_match(languages, default="en") or "en"
    return chosen.replace("-", "_")


@bp.get("/help")
def help() -> str:
    return render_template("help.html")


@bp.get("/healthz")
def healthz() -> Response:
    the_desk().people.count()  # the database answers
    return Response("ok\n", content_type="text/plain; charset=utf-8")


@bp.post("/prefs")
def prefs() -> BaseResponse:
    """Keep each choice that was sent and is one; go back to where it was made."""
    answer = redirect(local_path(request.form.get("back", "/")), 303)
    allowed = {"language": current_app.extensions["languages"], "theme": THEMES, "keys": ("on", "off")}
    for name, choices in allowed.items():
        value = request.form.get(name, "")
        if value in choices:
            answer.set_cookie(name, value, max_age=A_YEAR_S, httponly=True, samesite="Lax", secure=request.is_secure)
    return answer
