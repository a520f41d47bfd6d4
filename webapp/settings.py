"""What a person sets for themselves: language, time zone, looks, keys, credit; passphrase and sessions."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from l10n.errors import DiglotError

from .access import View, requires, the_desk, utc_now
from .pages import CHOICES, THEMES
from .signing import MAX_PASSPHRASE, enter

bp = Blueprint("settings", __name__, url_prefix="/settings")

SIZES = ("usual", "large", "larger")
ZONES = (
    *("America/Los_Angeles", "America/Denver", "America/Mexico_City", "America/Chicago", "America/New_York"),
    *("America/Bogota", "America/Santiago", "America/Sao_Paulo", "Europe/London", "Africa/Lagos", "Europe/Berlin"),
    *("Africa/Johannesburg", "Europe/Kyiv", "Africa/Cairo", "Africa/Nairobi", "Asia/Tehran", "Asia/Dubai"),
    *("Asia/Kabul", "Asia/Karachi", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Dhaka", "Asia/Yangon", "Asia/Bangkok"),
    *("Asia/Shanghai", "Asia/Manila", "Asia/Tokyo", "Asia/Seoul", "Australia/Sydney", "Pacific/Auckland"),
)
"""Time zones that are offered: one or two for each time of day, for a page that stays small."""
MAX_NAME = 80


@bp.get("")
@requires("reader")
def show() -> str:
    return _page()


@bp.post("")
@requires("reader")
def save() -> Response:
    """Keep each choice that was sent and is one."""
    allowed = {
        **{"language": (*current_app.extensions["languages"], ""), "zone": (*ZONES, "")},
        **{"theme": THEMES, "size": SIZES, "keys": CHOICES, "accesskeys": CHOICES},
    }
    changed = {name: request.form[name] for name in allowed if request.form.get(name) in allowed[name]}
    if "name" in request.form:
        changed["name"] = " ".join(request.form["name"].split())[:MAX_NAME]
    the_desk().people.set_settings(current_user.person, changed)
    flash(gettext("Your settings are saved."))
    return redirect(url_for("settings.show"), 303)


@bp.post("/passphrase")
@requires("reader")
def passphrase() -> View:
    """Change the passphrase: all sessions end, and this one begins anew."""
    people, person, new = the_desk().people, current_user.person, request.form.get("new", "")[:MAX_PASSPHRASE]
    old = request.form.get("old", "")[:MAX_PASSPHRASE]
    if people.has_passphrase(person) and not people.authenticate(person.handle, old, now=utc_now()):
        return _page(error=gettext("That is not your passphrase now. After some wrong ones you have to wait.")), 422
    if new != request.form.get("again", ""):
        return _page(error=gettext("The two passphrases differ. Write the same one twice.")), 422
    try:
        people.set_passphrase(person, new)
    except DiglotError as refused:
        return _page(error=refused.message), 422
    enter(person)
    flash(gettext("Your passphrase is changed. All other sessions have ended."))
    return redirect(url_for("settings.show"), 303)


@bp.post("/sessions")
@requires("reader")
def sessions() -> Response:
    """End one session, or all of them, this one too."""
    people, wanted = the_desk().people, request.form.get("session", "")
    if wanted == "all":
        people.end_sessions(current_user.person)
        return redirect(url_for("access.login"), 303)
    people.end_session_called(current_user.person, wanted)
    flash(gettext("That session has ended."))
    return redirect(url_for("settings.show"), 303)


@cache
def _zones() -> list[str]:
    """Return the time zones that are offered and that this computer knows."""
    return [zone for zone in ZONES if zone in available_timezones()]


def _page(*, error: str = "") -> str:
    people, person = the_desk().people, current_user.person
    return render_template(
        "settings.html",
        chosen=current_user.settings,
        zones=_zones(),
        sizes=SIZES,
        sessions=people.sessions_of(person, now=utc_now(), this=current_user.token),
        has_passphrase=people.has_passphrase(person),
        error=error,
        desk=the_desk(),
    )
