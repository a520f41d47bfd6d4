"""Errors in plain words: what happened and what to try; text that was sent is shown again to be copied."""

from __future__ import annotations

from flask import Flask, current_app, render_template, request
from flask_babel import lazy_gettext as N_
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from l10n.errors import ConflictError, DiglotError, LockedError, StorageError
from l10n.querying import QueryError

from .access import Kept, View, login_page

WORDS = {
    400: (N_("This did not arrive whole"), N_("Go back, reload the page and try again.")),
    403: (N_("This is not yours to do"), N_("Ask a maintainer if you think it should be.")),
    404: (N_("There is nothing here"), N_("It may have moved. Start from the list of articles.")),
    405: (N_("This address does not take that"), N_("Start from the list of articles.")),
    409: (N_("Somebody was faster"), N_("Nothing was overwritten. Open the paragraph again.")),
    413: (N_("This is too much at once"), N_("Send less than one megabyte.")),
    422: (N_("This cannot be accepted"), N_("Look at what you wrote and try again.")),
    429: (N_("Too many tries"), N_("Wait five minutes, then try again.")),
    500: (
        N_("Something went wrong on our side"),
        N_("Nothing of yours was overwritten. Try again."),
    ),
    503: (N_("The desk cannot do that just now"), N_("Wait a moment, then try again.")),
}
CODES = ((ConflictError, 409), (LockedError, 503), (StorageError, 503), (QueryError, 422))
"""What an error of the newsroom is called in HTTP; all others are faults of ours."""
OLD_FORM = N_("The form was too old, or cookies are switched off. Reload the page and try again.")


def init_app(app: Flask) -> None:
    """Answer every error of *app* with a page."""
    app.register_error_handler(CSRFError, _old_form)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(DiglotError, _diglot_error)


def _old_form(error: CSRFError) -> View:
    """A form whose session has ended, as after signing out in another window, leads to sign-in and keeps its text."""
    if not current_user.is_authenticated and Kept.from_form("").text and request.endpoint != "access.sign_in":
        return login_page(kept=Kept.from_form(request.path)), 401
    return _page(400, OLD_FORM)


def _http_error(error: HTTPException) -> tuple[str, int]:
    own = error.description if error.description != type(error).description else ""
    return _page(error.code or 500, own or "")


def _diglot_error(error: DiglotError) -> tuple[str, int]:
    code = next((code for kind, code in CODES if isinstance(error, kind)), 500)
    if code == 500:
        current_app.logger.error("%s: %s", type(error).__name__, error)
    return _page(code, f"{error.message} {error.remedy}".strip())


def _page(code: int, words: object) -> tuple[str, int]:
    title, remedy = WORDS.get(code, WORDS[500 if code >= 500 else 400])
    try:
        kept = request.form.get("target", "") or request.form.get("mine", "")
    except RequestEntityTooLarge:
        kept = ""
    return render_template("error.html", code=code, title=title, words=words or remedy, kept=kept), code
