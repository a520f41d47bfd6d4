"""The desk for WSGI servers: `gunicorn webapp.wsgi:app`, `waitress-serve webapp.wsgi:app`.

DIGLOT_PROJECT        the project's folder; this one by default
DIGLOT_PROXY          which proxies are believed, in the place of `[desk] proxy`
DIGLOT_LOG            `json` or `text`, what the log is written in
DIGLOT_METRICS_TOKEN  with which /metrics can be read, in the place of `[desk] metrics_token_file`

`app` is made when it is first asked for, so that each worker makes its own after the fork: a database connection never
crosses one. A server that loads it before (gunicorn's --preload) is refused at each request.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from l10n.errors import ConfigError, DiglotError, StorageError

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

CANNOT_START = 3
"""gunicorn's word for a worker that will not start either the next time: it ends, and says so to who started it."""

_PRELOADED = b"The desk was loaded before the server forked. Start the server without preloading.\n"

app: WSGIApplication


def __getattr__(name: str) -> object:
    if name != "app":
        raise AttributeError(name)
    globals()["app"] = made = make()
    return made


def make() -> WSGIApplication:
    """Return the desk of the project in DIGLOT_PROJECT. What is wrong is said on stderr, and ends the process."""
    from l10n.newsroom.project import open_project

    from .starting import clean_up_seldom, start_desk
    from .warming import warm_up_beside

    try:
        project = open_project(os.environ.get("DIGLOT_PROJECT") or ".")
        started = start_desk(project, environment=os.environ)
    except DiglotError as error:
        print(f"Error: {_told(error)}", file=sys.stderr)
        raise SystemExit(CANNOT_START) from None
    clean_up_seldom()
    warm_up_beside(started.app)
    return _of_this_process(started.app)


def _told(error: DiglotError) -> str:
    """Return what may stand in a system's log: errors of articles and catalogs can quote them."""
    if isinstance(error, ConfigError | StorageError) or sys.stderr.isatty():
        return f"{error}\n  Try: {error.remedy}" if error.remedy else str(error)
    return f"{type(error).__name__}; what it is, tells: diglot recover"


def _of_this_process(desk: WSGIApplication) -> WSGIApplication:
    """Return *desk* for the process that made it; a child of that process gets 503 for everything."""
    made_by = os.getpid()

    def guarded(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if os.getpid() == made_by:
            return desk(environ, start_response)
        start_response("503 Service Unavailable", [("Content-Type", "text/plain; charset=utf-8")])
        return [_PRELOADED]

    return guarded
