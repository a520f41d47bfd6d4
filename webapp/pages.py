"""Pages that need nobody signed in: help, the interface's language and theme."""

from __future__ import annotations

from flask import Blueprint, Flask, current_app, redirect, render_template, request
from flask_babel import Babel
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from .access import local_path, the_desk

bp = Blueprint("pages", __name__)

THEMES = ("system", "light", "dark")
CHOICES = ("on", "off")
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
    chosen = preference("language", "")
    if chosen not in languages:
        chosen = request.accept_languages.best_match(languages, default="en") or "en"
    return chosen.replace("-", "_")


@bp.get("/help")
def help() -> str:
    return render_template("help.html")


def preference(name: str, default: str) -> str:
    """Return what this person set, else what this browser was told, else *default*."""
    own = current_user.settings.get(name, "") if current_user.is_authenticated else ""
    return str(own or request.cookies.get(name, default))


@bp.post("/prefs")
def prefs() -> BaseResponse:
    """Keep each choice that was sent and is one; go back to where it was made."""
    answer = redirect(local_path(request.form.get("back", "/")), 303)
    allowed = {"language": current_app.extensions["languages"], "theme": THEMES, "keys": CHOICES}
    sent = {name: request.form[name] for name in allowed if request.form.get(name) in allowed[name]}
    for name, value in sent.items():
        answer.set_cookie(name, value, max_age=A_YEAR_S, httponly=True, samesite="Lax", secure=request.is_secure)
    if current_user.is_authenticated and sent:
        the_desk().people.set_settings(current_user.person, sent)
    return answer
