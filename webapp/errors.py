"""Errors in plain words: what happened and what to try; text that was sent is shown again to be copied."""

from __future__ import annotations

import logging
from pathlib import Path
from traceback import extract_tb

from flask import Flask, current_app, render_template, request
from flask_babel import lazy_gettext as N_
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from l10n.errors import ConflictError, DiglotError, LockedError, StorageError, TextError
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
CODES = ((ConflictError, 409), (LockedError, 503), (StorageError, 503), (QueryError, 422), (TextError, 422))
"""What an error of the newsroom is called in HTTP; all others are faults of ours."""
RETRY = {503: {"Retry-After": "10"}}
TYPED = ("target", "mine", "comment", "note")
"""The fields of forms in which people write at length."""
OLD_FORM = N_("The form was too old, or cookies are switched off. Reload the page and try again.")


def init_app(app: Flask) -> None:
    """Answer every error of *app* with a page."""
    app.logger.addFilter(_in_one_line)
    app.register_error_handler(CSRFError, _old_form)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(DiglotError, _diglot_error)


def code_of(error: DiglotError, *, conflict: int = 409) -> int:
    """Return what an error of the newsroom is called in HTTP; where requests name what they saw, *conflict* is 412."""
    code = next((code for kind, code in CODES if isinstance(error, kind)), 500)
    return conflict if code == 409 else code


def _old_form(error: CSRFError) -> View:
    """A form whose session has ended, as after signing out in another window, leads to sign-in and keeps its text."""
    if not current_user.is_authenticated and Kept.from_form("").text and request.endpoint != "access.sign_in":
        return login_page(kept=Kept.from_form(request.path)), 401
    return _page(400, OLD_FORM)


def _http_error(error: HTTPException) -> View:
    own = error.description if error.description != type(error).description else ""
    return _page(error.code or 500, own or "")


def _diglot_error(error: DiglotError) -> View:
    code = code_of(error)
    if code == 500:
        current_app.logger.error("%s", type(error).__name__, exc_info=error)
    return _page(code, f"{error.message} {error.remedy}".strip())


def _in_one_line(record: logging.LogRecord) -> bool:
    """Have a fault logged as its kind and its place: what it says, and the address, may hold texts and names."""
    if record.exc_info and record.exc_info[0]:
        last = extract_tb(record.exc_info[2])[-1:]
        where = "".join(f" in {Path(frame.filename).name}:{frame.lineno}" for frame in last)
        record.msg, record.args = f"{record.exc_info[0].__name__}{where}", ()
        record.exc_info = record.exc_text = None
    return True


def _page(code: int, words: object) -> tuple[str, int, dict[str, str]]:
    title, remedy = WORDS.get(code, WORDS[500 if code >= 500 else 400])
    try:
        kept = next((text for name in TYPED if (text := request.form.get(name, ""))), "")
    except RequestEntityTooLarge:
        kept = ""
    return (
        render_template("error.html", code=code, title=title, words=words or remedy, kept=kept),
        code,
        RETRY.get(code, {}),
    )
