"""Each request, seen from outside: which route, how it ended, how long it took. Nothing else of it is looked at."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Flask, request

from .logs import REQUESTS, current_request, kind_and_place

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
NO_ROUTE = "none"
_ROUTE = "diglot.route"


@dataclass(frozen=True, slots=True)
class Seen:
    """A request that is over. *route* is the pattern of its address, NO_ROUTE where none fits; *kind* is an error's."""

    route: str
    method: str
    status: int
    seconds: float
    name: str
    kind: str = ""


Tell = Callable[[Seen], None]


def watch(app: Flask, tell: Sequence[Tell]) -> None:
    """Have each of *tell* told of every request of *app*."""
    app.url_value_preprocessor(_note_route)
    app.wsgi_app = _watched(app.wsgi_app, tell)  # type: ignore[method-assign,assignment]  # Flask's way to put something before


def log_request(seen: Seen) -> None:
    """Write the line of a request."""
    fields = {"route": seen.route, "method": seen.method, "status": seen.status, "request": seen.name}
    level = logging.ERROR if seen.status >= 500 else logging.INFO
    logging.getLogger(REQUESTS).log(
        level, "request %s" % (seen.kind or "over"), extra={**fields, "ms": round(seen.seconds * 1000, 1)}
    )


def _note_route(endpoint: str | None, values: dict[str, object] | None) -> None:
    request.environ[_ROUTE] = request.url_rule.rule if request.url_rule else NO_ROUTE


def _watched(app: WSGIApplication, tell: Sequence[Tell]) -> WSGIApplication:
    def watched(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        began, name, status = time.monotonic(), secrets.token_hex(6), [500]
        current_request.set(name)

        def noted(line: str, headers: list[tuple[str, str]], exc_info: object = None) -> object:
            status[0] = int(line[:3])
            return start_response(line, headers, exc_info)  # type: ignore[arg-type]  # handed on as it came

        kind = ""
        try:
            return app(environ, noted)  # type: ignore[arg-type]  # the standard's own types cannot be written here
        except Exception as error:
            kind = kind_and_place(error)
            raise
        finally:
            asked = environ.get("REQUEST_METHOD", "")
            method = asked if asked in METHODS else "other"
            seen = Seen(environ.get(_ROUTE, NO_ROUTE), method, status[0], time.monotonic() - began, name, kind)
            for each in tell:
                each(seen)
            current_request.set("")

    return watched
