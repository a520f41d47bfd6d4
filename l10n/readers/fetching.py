"""A page of the public web, fetched once, for the command line alone.

Nothing in a page or in the answer of a server leads into a private network: each hop's address is checked, and
connected to as it was checked. No cookies, no account, no referrer, nothing from the environment.
"""

from __future__ import annotations

import http.client
import re
import socket
import ssl
import zlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from email.message import Message
from urllib.parse import unquote, urljoin, urlsplit

from ..errors import ArticleError, DiglotError, NetworkError
from .addresses import PORTS, Place, Resolve, literal, public_address, read_place
from .connecting import Deadline, check_proxy, connect

SUFFIXES: Mapping[str, str] = {
    "text/html": ".html",
    "application/xhtml+xml": ".xhtml",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/x-markdown": ".md",
    "application/json": ".json",
    "application/feed+json": ".json",
    "application/rss+xml": ".rss",
    "application/atom+xml": ".atom",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "application/rtf": ".rtf",
    "text/rtf": ".rtf",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
"""Types of content that are taken, with the ending of a file of that type."""

_HOPS = 5
_CHUNK = 65536
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_HEADERS = {
    "User-Agent": "Mozilla/5.0 (compatible; Diglot)",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5",
    "Accept-Encoding": "gzip",
    "Connection": "close",
}
_PRIVATE_NAMES = ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "home.arpa", "localdomain")
_SAVE = "open the page in a browser, save it, and add the file: diglot add PAGE.html"
_OPENINGS = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a zip or Office file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)


_NO_NAMES = frozenset({"index", "article", "default", "story", "view", "amp", "print", "post"})
_ANSWERS = {
    401: "asks for an account",
    403: "refuses us",
    404: "has no such page",
    410: "has removed the page",
    429: "asks for patience",
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server answered. *url* is where the last redirect led, *charset* what its header says, "" if nothing."""

    url: str
    data: bytes
    suffix: str
    charset: str = ""

    @property
    def name(self) -> str:
        """The last part of the address without its ending; "" where that says nothing of the article."""
        parts = urlsplit(self.url)
        last = unquote(parts.path.rstrip("/").rpartition("/")[2])
        stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", last)
        return stem if re.search("[A-Za-z]{3}", stem) and stem.lower() not in _NO_NAMES else ""


def _look_up(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Fetches pages. *proxy* is "" or `socks5h://…`, which then looks up all names; *tell* hears whom is contacted.

    *allow_loopback*, *ports*, *resolve* and *context* (the rules of trust for TLS) are for tests with servers of
    their own.
    """

    max_bytes: int
    timeout_s: float = 30.0
    proxy: str = ""
    tell: Callable[[str], None] = lambda text: None
    allow_loopback: bool = False
    ports: frozenset[int] = PORTS
    resolve: Resolve = _look_up
    context: ssl.SSLContext | None = None

    def fetch(self, url: str) -> Fetched:
        """Return the page at *url*, after at most five redirects. ArticleError, NetworkError, ConfigError."""
        check_proxy(self.proxy)
        with Deadline(self.timeout_s) as deadline:
            seen = [url]
            while True:
                place = read_place(seen[-1], ports=self.ports)
                try:
                    answer = self._ask(place, deadline)
                except DiglotError:
                    raise
                except (OSError, EOFError, http.client.HTTPException, ValueError, zlib.error) as error:
                    raise self._explained(place, error, deadline) from error
                if isinstance(answer, Fetched):
                    return answer
                seen.append(_next(place, answer, seen))

    def _ask(self, place: Place, deadline: Deadline) -> Fetched | str:
        """Return the page, or where the server sends us instead."""
        address = self._address(place)
        way = f"through {self.proxy.rpartition('@')[2].removeprefix('socks5h://')}" if self.proxy else address
        self.tell(f"{place.host} ({way})")
        connection = connect(place, address, proxy=self.proxy, deadline=deadline, context=self.context)
        with ExitStack() as closing:
            closing.callback(connection.close)
            connection.putrequest("GET", place.path, skip_host=True, skip_accept_encoding=True)
            for name, value in {"Host": place.netloc, **_HEADERS}.items():
                connection.putheader(name, value)
            connection.endheaders()
            response = closing.enter_context(connection.getresponse())
            if deadline.over:  # a socket that is cut ends like a page that is whole
                raise TimeoutError
            if response.status in _REDIRECTS and response.headers.get("Location"):
                return str(response.headers["Location"])
            suffix, charset = _accepted(place, response)
            data = self._body(place, response, deadline)
        return Fetched(place.url, data, suffix or _guess(place, data), charset)

    def _address(self, place: Place) -> str:
        if not self.proxy:
            if place.host.endswith(".onion"):
                raise _unreachable(
                    "a .onion address is reached through Tor alone",
                    'set proxy under [web], e.g. "socks5h://127.0.0.1:9050"',
                )
            return public_address(place, resolve=self.resolve, allow_loopback=self.allow_loopback)
        if literal(place.host):
            return public_address(place, resolve=self.resolve)
        if "." not in place.host or place.host.endswith(tuple(f".{name}" for name in _PRIVATE_NAMES)):
            raise ArticleError(
                "this name leads into a private network; nothing was fetched", path=place.url, remedy=_SAVE
            )
        return ""

    def _body(self, place: Place, response: http.client.HTTPResponse, deadline: Deadline) -> bytes:
        unpack = _unpacker((response.headers.get("Content-Encoding") or "").strip().lower(), place)
        parts, size, received = [], 0, 0
        while chunk := response.read1(_CHUNK):
            received += len(chunk)
            parts.append(unpack(chunk, self.max_bytes - size + 1))
            size += len(parts[-1])
            if size > self.max_bytes or received > self.max_bytes:
                raise _unreachable(
                    f"{place.host} sent more than {self.max_bytes:,} bytes, the most that is taken in",
                    "check that this is one article; the limit is max_bytes under [web] in diglot.toml",
                )
        if deadline.over:
            raise TimeoutError
        unpack(b"", 0)
        if response.length:
            raise EOFError
        return b"".join(parts)

    def _explained(self, place: Place, error: Exception, deadline: Deadline) -> NetworkError:
        if deadline.over or isinstance(error, TimeoutError):
            return _unreachable(
                f"{place.host} took longer than {self.timeout_s:g} seconds",
                f"try again later, or raise timeout_s under [web] in diglot.toml; or {_SAVE}",
            )
        if isinstance(error, ssl.SSLError):
            why = getattr(error, "verify_message", "") or error.reason or "unknown reason"
            return _unreachable(
                f"the connection to {place.host} is not safe (TLS: {why})", f"check the address; or {_SAVE}"
            )
        if isinstance(error, EOFError | http.client.IncompleteRead):
            return _unreachable(f"{place.host} broke off before the page was whole", f"try again; or {_SAVE}")
        why = getattr(error, "strerror", None) or str(error) or type(error).__name__
        return _unreachable(f"{place.host} gave no page ({why})", f"check the address and the connection; or {_SAVE}")


def _next(place: Place, location: str, seen: Sequence[str]) -> str:
    """Return the address a redirect leads to. NetworkError after five, where it came from, or to no address at all."""
    try:
        target = urljoin(place.url, location.encode("latin-1", "replace").decode("utf-8", "replace"))
    except ValueError as error:
        raise _unreachable(f"{place.host} redirects to what is no web address", _SAVE) from error
    if len(seen) > _HOPS or target in seen:
        raise _unreachable(
            f"{place.host} redirects in a circle or more than {_HOPS} times", f"check the address; or {_SAVE}"
        )
    if place.scheme == "https" and target.startswith("http:"):
        raise _unreachable(f"{place.host} redirects from https to plain http, where others can read along", _SAVE)
    return target


def _accepted(place: Place, response: http.client.HTTPResponse) -> tuple[str, str]:
    """Return ending and character set of what is coming; NetworkError where it is no page."""
    if response.status != 200:
        why = _ANSWERS.get(response.status, "answered with an error")
        raise _unreachable(
            f"{place.host} {why} ({response.status} {response.reason})", f"check the address; or {_SAVE}"
        )
    header = Message()
    header["Content-Type"] = response.headers.get("Content-Type") or "application/octet-stream"
    kind, charset = header.get_content_type(), header.get_content_charset("")
    if kind == "application/octet-stream" or "Content-Type" not in response.headers:
        return "", charset
    if kind not in SUFFIXES:
        raise _unreachable(f"{place.host} sent {kind}, which is no article", f"check the address; {_SAVE}")
    return SUFFIXES[kind], charset


def _guess(place: Place, data: bytes) -> str:
    """Return the ending for content whose type the server does not tell: by how it opens, else by its name."""
    for opening, what in _OPENINGS:
        if data.startswith(opening):
            raise _unreachable(f"{place.host} sent {what}, not a page", _SAVE)
    if re.search(rb"<(?:!doctype\s+html|html|head|body|article|p)\b", data[:4096], re.IGNORECASE):
        return ".html"
    ending = re.search(r"\.(?:html?|xhtml|txt|md|json|xml|rss|atom)$", place.path.partition("?")[0].lower())
    return ending[0] if ending else ".txt"


def _unpacker(encoding: str, place: Place) -> Callable[[bytes, int], bytes]:
    """Return what undoes the server's compression, never giving more than asked for.

    Called with b"" at the end: EOFError where there should be more.
    """
    if encoding in ("", "identity"):
        return lambda chunk, limit: chunk[:limit]
    if encoding not in ("gzip", "x-gzip"):
        raise _unreachable(f"{place.host} sent its page packed as {encoding!r}, which was not asked for", _SAVE)
    packed = zlib.decompressobj(zlib.MAX_WBITS | 32)

    def unpack(chunk: bytes, limit: int) -> bytes:
        if not chunk and not packed.eof:
            raise EOFError
        return packed.decompress(chunk, max(1, limit)) if chunk else b""

    return unpack


def _unreachable(message: str, remedy: str) -> NetworkError:
    return NetworkError(message, remedy=remedy)
