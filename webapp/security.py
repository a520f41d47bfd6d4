"""What every answer carries: the headers, and a cap on tries to sign in."""

from __future__ import annotations

import gzip
import time
from collections import deque
from collections.abc import Callable

from flask import Flask, Response, request
from flask_wtf.csrf import CSRFProtect

PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PREVIEW_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:"


def init_app(app: Flask) -> None:
    """Protect every form and answer of *app*."""
    CSRFProtect(app)
    app.after_request(add_headers)
    app.after_request(pack_static)


def add_headers(response: Response) -> Response:
    """Set the headers that a view has not set itself."""
    headers = response.headers
    headers.setdefault("Content-Security-Policy", PAGE_POLICY)
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    if request.endpoint != "static":
        headers["Cache-Control"] = "no-store"
    return response


def pack_static(response: Response) -> Response:
    """Pack the style sheet and the script. Pages are not: they hold a form's secret beside what anybody may ask for."""
    if request.endpoint == "static" and response.status_code == 200 and request.accept_encodings["gzip"]:
        response.direct_passthrough = False
        response.set_data(gzip.compress(response.get_data(), mtime=0))
        response.headers["Content-Encoding"] = "gzip"
        response.vary.add("Accept-Encoding")
    return response


class Throttle:
    """Allows *tries* per name in *window_s* seconds, and forgets names that no longer matter."""

    def __init__(
        self, *, tries: int = 10, window_s: float = 300.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.tries, self.window_s, self.clock = tries, window_s, clock
        self._failures: dict[str, deque[float]] = {}

    def is_blocked(self, name: str) -> bool:
        self._forget()
        return len(self._failures.get(name, ())) >= self.tries

    def failed(self, name: str) -> None:
        self._failures.setdefault(name, deque(maxlen=self.tries)).append(self.clock())

    def succeeded(self, name: str) -> None:
        self._failures.pop(name, None)

    def _forget(self) -> None:
        oldest = self.clock() - self.window_s
        for name in [name for name, times in self._failures.items() if times[-1] < oldest]:
            del self._failures[name]
        for times in self._failures.values():
            while times and times[0] < oldest:
                times.popleft()
