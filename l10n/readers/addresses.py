"""Which addresses of the network a page may be fetched from: public ones alone, however they are written."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from ..errors import ArticleError, NetworkError

PORTS = frozenset({80, 443, 8080, 8443})
"""Ports that web pages are served from; others are other services."""

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Sequence[str]]
"""Returns the addresses of a host's name; OSError where it has none."""

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_CLOSED = (
    ipaddress.IPv6Network("2001::/32"),  # Teredo
    ipaddress.IPv6Network("2002::/16"),  # 6to4
    ipaddress.IPv6Network("::/96"),  # IPv4-compatible
    ipaddress.IPv6Network("::ffff:0:0/96"),  # IPv4-mapped
    ipaddress.IPv6Network("::ffff:0:0:0/96"),  # IPv4-translated
    ipaddress.IPv6Network("64:ff9b:1::/48"),  # NAT64 of one network
    ipaddress.IPv6Network("fec0::/10"),  # site-local
    ipaddress.IPv4Network("192.0.0.0/24"),
    ipaddress.IPv4Network("192.88.99.0/24"),  # 6to4 relays
    ipaddress.IPv4Network("100.64.0.0/10"),
)
_NUMERIC = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)(?:\.(?:0x[0-9a-f]*|[0-9]+)){0,3}\.?", re.IGNORECASE)
_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.?")


@dataclass(frozen=True, slots=True)
class Place:
    """A web address taken apart. *host* is ASCII and lower-case, without brackets."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def netloc(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.scheme == "https" else 80) else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.netloc}{self.path}"


def read_place(url: str, *, ports: frozenset[int] = PORTS) -> Place:
    """Return the parts of *url*. ArticleError for what is no address of a public web page.

    Names and passwords in it are refused, other ports, hosts that are numbers in disguise, and what ends in a
    name that only means something on this network. The fragment is dropped.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port or (443 if parts.scheme == "https" else 80)
        host = _ascii_host(parts.hostname or "")
        if "[" in parts.netloc and ":" not in host:
            raise ValueError(host)  # brackets with something else than an IPv6 address
    except (ValueError, UnicodeError) as error:
        raise _refused(url, "this is no web address") from error
    if parts.scheme not in ("http", "https"):
        raise _refused(url, "only http and https addresses are fetched")
    if parts.username is not None or parts.password is not None:
        raise _refused(url, "the address holds a user's name or password")
    if port not in ports:
        raise _refused(url, f"port {port} is not one that web pages are served from")
    if ":" not in host and (_NUMERIC.fullmatch(host) and not _is_plain_ipv4(host)):
        raise _refused(url, "the host is a number in disguise")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Place(parts.scheme, host, port, re.sub(r"[^\x21-\x7e]", lambda match: quote(match[0]), path))


def _ascii_host(host: str) -> str:
    if ":" in host:
        return str(ipaddress.IPv6Address(host))  # a zone (%eth0) is a ValueError for most, and never public
    name = host if host.isascii() else host.encode("idna").decode()
    if not _HOST.fullmatch(name) or len(name) > 253:
        raise ValueError(host)
    return name.rstrip(".")


def _is_plain_ipv4(host: str) -> bool:
    try:
        return str(ipaddress.IPv4Address(host)) == host
    except ValueError:
        return False


def _refused(url: str, why: str) -> ArticleError:
    return ArticleError(
        f"{why}; nothing was fetched",
        path=url,
        remedy="open the page in a browser, save it, and add the file: diglot add PAGE.html",
    )


def literal(host: str) -> Address | None:
    """Return *host* as an address where it is one and no name."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def is_public(address: Address, *, allow_loopback: bool = False) -> bool:
    """Return whether *address* is one anybody can reach, also where another address is wrapped in it."""
    if isinstance(address, ipaddress.IPv6Address) and address in _NAT64:
        return is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    if allow_loopback and address.is_loopback:
        return True
    return address.is_global and not (
        address.is_multicast
        or address.is_reserved
        or any(address in network for network in _CLOSED if network.version == address.version)
    )


def public_address(place: Place, *, resolve: Resolve, allow_loopback: bool = False) -> str:
    """Return the address to connect to. All that the name has must be public. ArticleError, NetworkError."""
    own = literal(place.host)
    try:
        found = [place.host] if own else list(resolve(place.host, place.port))
    except (OSError, UnicodeError) as error:
        raise NetworkError(
            f"there is no host {place.host!r}, or it cannot be found from here",
            remedy="check the address and the connection; or save the page in a browser and add the file",
        ) from error
    for text in found:
        address = literal(text.partition("%")[0])
        if address is None or not is_public(address, allow_loopback=allow_loopback):
            raise _refused(place.url, f"{place.host} leads into a private network ({text})")
    if not found:
        raise NetworkError(f"{place.host!r} has no address", remedy="check the address")
    return found[0]
