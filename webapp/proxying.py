"""Whose word the desk takes for https and for its own name: that of the proxies it was told of, nobody else's."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING

from l10n.errors import ConfigError

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

UNIX = "unix"
"""What stands for the other end of a UNIX socket, which has no address."""

TAKEN = ("HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST")
THROWN_AWAY = (
    *("HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_BY", "HTTP_X_FORWARDED_PORT", "HTTP_X_REAL_IP"),
    *("HTTP_X_FORWARDED_PREFIX", "HTTP_X_FORWARDED_SSL", "HTTP_X_FORWARDED_SERVER"),
)
"""Headers that nothing in the desk may see, whoever sent them: readers' addresses are never looked at."""


@dataclass(frozen=True, slots=True)
class TrustedProxies:
    """Networks, and perhaps a UNIX socket, from which X-Forwarded-Proto and X-Forwarded-Host are believed."""

    networks: tuple[IPv4Network | IPv6Network, ...] = ()
    unix: bool = False

    @classmethod
    def from_text(cls, text: str) -> TrustedProxies:
        """Read addresses, networks such as `172.28.0.0/24` and the word `unix`, with commas between. ConfigError."""
        words = [word.strip() for word in text.split(",") if word.strip()]
        try:
            networks = tuple(ip_network(word) for word in words if word != UNIX)
        except ValueError as error:
            raise ConfigError(
                f"{text!r} names no proxy",
                key="desk.proxy",
                remedy="write its address (127.0.0.1), its network (172.28.0.0/24), or unix for a UNIX socket",
            ) from error
        return cls(networks, UNIX in words)

    def trusts(self, address: str) -> bool:
        """Whether what comes from *address* is believed; "" is the other end of a UNIX socket."""
        if not address:
            return self.unix
        try:
            found = ip_address(address)
        except ValueError:
            return False
        found = getattr(found, "ipv4_mapped", None) or found
        return any(found in network for network in self.networks)

    def wrap(self, app: WSGIApplication) -> WSGIApplication:
        """Return *app* with what a trusted proxy says of https and the name taken, and all else of that kind gone."""
        from werkzeug.middleware.proxy_fix import ProxyFix

        behind = ProxyFix(app, x_for=0, x_proto=1, x_host=1, x_port=0, x_prefix=0)

        def checked(environ: WSGIEnvironment, start_response: object) -> object:
            is_trusted = self.trusts(environ.get("REMOTE_ADDR") or "") and _is_plain(environ)
            for name in THROWN_AWAY if is_trusted else (*THROWN_AWAY, *TAKEN):
                environ.pop(name, None)
            return (behind if is_trusted else app)(environ, start_response)  # type: ignore[arg-type]  # handed on as it came

        return checked  # type: ignore[return-value]  # the standard's own types cannot be written here


def _is_plain(environ: WSGIEnvironment) -> bool:
    """Whether the scheme that is claimed is one; a proxy that says anything else is not believed at all."""
    scheme = environ.get("HTTP_X_FORWARDED_PROTO", "https").rpartition(",")[2].strip()
    return scheme in ("http", "https")
