"""Whose word the desk takes for https and for its own name: that of the proxies it was told of, nobody else's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from l10n.proxies import TrustedProxies

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

TAKEN = ("HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST")
THROWN_AWAY = (
    *("HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_BY", "HTTP_X_FORWARDED_PORT", "HTTP_X_REAL_IP"),
    *("HTTP_X_FORWARDED_PREFIX", "HTTP_X_FORWARDED_SSL", "HTTP_X_FORWARDED_SERVER"),
)
"""Headers that nothing in the desk may see, whoever sent them: readers' addresses are never looked at."""


def behind_proxies(app: WSGIApplication, trusted: TrustedProxies) -> WSGIApplication:
    """Return *app* with what a trusted proxy says of https and the name taken, and all else of that kind gone."""
    from werkzeug.middleware.proxy_fix import ProxyFix

    behind = ProxyFix(app, x_for=0, x_proto=1, x_host=1, x_port=0, x_prefix=0)

    def checked(environ: WSGIEnvironment, start_response: object) -> object:
        is_trusted = trusted.trusts(environ.get("REMOTE_ADDR") or "") and _is_plain(environ)
        for name in THROWN_AWAY if is_trusted else (*THROWN_AWAY, *TAKEN):
            environ.pop(name, None)
        return (behind if is_trusted else app)(environ, start_response)  # type: ignore[arg-type]  # handed on as it came

    return checked  # type: ignore[return-value]  # the standard's own types cannot be written here


def _is_plain(environ: WSGIEnvironment) -> bool:
    """Whether the scheme that is claimed is one; a proxy that says anything else is not believed at all."""
    scheme = environ.get("HTTP_X_FORWARDED_PROTO", "https").rpartition(",")[2].strip()
    return scheme in ("http", "https")
