"""What every answer carries: the headers, and its form on the wire."""

from __future__ import annotations

import gzip
import io
import secrets

from flask import Flask, Response, request
from flask.sessions import SecureCookieSessionInterface
from flask_wtf.csrf import CSRFProtect

PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
NOT_ALLOWED = ("camera", "microphone", "geolocation", "payment", "usb")
"""What no page may ask the browser for."""
PACKED = ("text/html", "text/css", "text/javascript", "application/atom+xml", "application/json")
MOST_PADDING = 100
PREVIEW_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:"


class Cookies(SecureCookieSessionInterface):
    """The session's cookie: sent over TLS alone where it was given over TLS; an onion address has none."""

    def get_cookie_secure(self, app: Flask) -> bool:
        return request.is_secure


def init_app(app: Flask) -> None:
    """Protect every form and answer of *app*."""
    app.session_interface = Cookies()
    CSRFProtect(app)
    app.after_request(add_headers)
    app.after_request(pack)


def add_headers(response: Response) -> Response:
    """Set the headers that a view has not set itself."""
    headers = response.headers
    headers.setdefault("Content-Security-Policy", PAGE_POLICY)
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", ", ".join(f"{name}=()" for name in NOT_ALLOWED))
    if request.endpoint != "static":
        headers["Cache-Control"] = "no-store"
    return response


def pack(response: Response) -> Response:
    """Pack pages, the style sheet and the script for who takes them packed.

    The name in the packed file's head has a random length, so that lengths tell nothing of a form's secret to whoever
    can choose a part of a page (https://ieeexplore.ieee.org/document/9754554).
    """
    is_text = response.mimetype in PACKED and response.status_code != 304
    if not is_text or not request.accept_encodings["gzip"] or "Content-Encoding" in response.headers:
        return response
    response.direct_passthrough = False
    packed, name = io.BytesIO(), "a" * secrets.randbelow(MOST_PADDING)
    with gzip.GzipFile(name, "wb", compresslevel=5, fileobj=packed, mtime=0) as file:
        file.write(response.get_data())
    response.set_data(packed.getvalue())
    response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    return response
