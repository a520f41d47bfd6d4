"""One engine's way out: HTTP to one host, under one deadline for each request, with limits on what comes back.

Written over `http.client`, as client libraries limit each wait but not their sum, read proxies and accounts from the
environment, and go wherever a server sends them.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message
from typing import Any
from urllib.parse import urljoin, urlsplit

from ..errors import NetworkError
from ..sensitivity import is_loopback
from ..socks import hand_over
from .dialing import Connection, TimedSocket, dial, named, read_tunnel_answer, secured, trusted

_MAX_BYTES = 1_000_000
_MAX_REDIRECTS = 3
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PORTS = {"http": 80, "https": 443}


class Refused(Exception):
    """The answer led elsewhere or was too large, so it was not taken."""


class Unreachable(Exception):
    """There was no whole answer: no connection, none in time, or one that broke."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The part of an HTTP response that engines read."""

    status_code: int
    content: bytes
    headers: Message = field(default_factory=Message)

    @property
    def text(self) -> str:
        """The content in the charset that the header names, else UTF-8. UnicodeDecodeError, LookupError."""
        return self.content.decode(self.headers.get_content_charset("utf-8"))

    def json(self) -> Any:
        return json.loads(self.text)

    def close(self) -> None:
        """Its content has been read already."""


class Transport:
    """HTTP to the host of *base_url* only, safe between threads; connections are kept for the next request.

    *proxy* is "", `socks5h://…` or `http://…`; this computer itself is always spoken to directly. *timeout_s* is for a
    whole request with its redirects. *context* are the rules of trust, for tests.
    """

    def __init__(
        self, base_url: str, *, proxy: str = "", timeout_s: float = 30.0, context: ssl.SSLContext | None = None
    ) -> None:
        parts = urlsplit(base_url)
        self.host = parts.hostname or ""
        self._place = (parts.scheme, self.host, parts.port or _PORTS[parts.scheme])
        self._proxy = "" if is_loopback(self.host) else proxy
        self._timeout_s = timeout_s
        self._context = context
        self._lock = threading.Lock()
        self._idle: list[Connection] = []
        self._open: set[Connection] = set()
        self._closed = False

    def send(
        self, method: str, url: str, *, headers: Mapping[str, str] | None = None, body: bytes | None = None
    ) -> Answer:
        """Return the answer, after redirects within the host. Refused, Unreachable."""
        end = time.monotonic() + self._timeout_s
        for _ in range(_MAX_REDIRECTS):
            place = _place_of(url)
            if place != self._place and not (place[:2] == ("https", self.host)):
                raise Refused(f"the request led to {urlsplit(url).netloc}, not {self.host}")
            try:
                answer = self._exchange(method, url, headers or {}, body, end)
            except (OSError, EOFError, http.client.HTTPException, zlib.error, NetworkError) as error:
                raise Unreachable(named(error)) from error
            where = answer.headers.get("Location", "") if answer.status_code in _REDIRECTS else ""
            if not where:
                return answer
            url = _next(url, where)
            if answer.status_code == 303:
                method, body = "GET", None
        raise Refused("the request was sent in circles")

    def _exchange(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None, end: float) -> Answer:
        """Return one answer, over a kept connection where that still lives, else over a new one."""
        kept = self._take(url)
        if kept:
            with contextlib.suppress(ConnectionError, http.client.RemoteDisconnected):
                return self._over(kept, method, url, headers, body, end)
        return self._over(self._connect(url, end), method, url, headers, body, end)

    def _over(
        self,
        opened: Connection,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: bytes | None,
        end: float,
    ) -> Answer:
        opened.end = end
        with self._lock:
            self._open.add(opened)
            closed = self._closed
        keep = False
        try:
            if closed:
                raise ConnectionAbortedError("the engine was closed")
            answer, keep = _converse(opened, method, self._target(url), urlsplit(url).netloc, headers, body)
            return answer
        finally:
            with self._lock:
                self._open.discard(opened)
                keep = keep and not self._closed and _place_of(url) == self._place
                if keep:
                    self._idle.append(opened)
            if not keep:
                opened.close()

    def _target(self, url: str) -> str:
        """Return what stands in the request line: the path, or for an HTTP proxy the whole address."""
        parts = urlsplit(url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        plain = self._proxy.startswith("http:") and parts.scheme == "http"
        return f"http://{parts.netloc}{path}" if plain else path

    def _take(self, url: str) -> Connection | None:
        with self._lock:
            return self._idle.pop() if self._idle and _place_of(url) == self._place else None

    def _connect(self, url: str, end: float) -> Connection:
        scheme, host, port = _place_of(url)
        if not self._proxy:
            opened = dial(host, port, end)
        else:
            proxy = urlsplit(self._proxy)
            try:
                opened = dial(proxy.hostname or "", proxy.port or 0, end)
            except OSError as error:
                raise NetworkError(f"the proxy {proxy.hostname}:{proxy.port} cannot be reached") from error
        try:
            self._through_proxy(opened, scheme, host, port)
            if scheme != "https":
                return opened
            return secured(opened, host, self._context or trusted(), end)
        except BaseException:
            opened.close()
            raise

    def _through_proxy(self, opened: TimedSocket, scheme: str, host: str, port: int) -> None:
        if self._proxy.startswith("socks5h:"):
            hand_over(opened, proxy=self._proxy, host=host, port=port, setting="the proxy of the engine")
        elif self._proxy and scheme == "https":
            opened.sendall(f"CONNECT {host}:{port} HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode())
            read_tunnel_answer(opened)

    def close(self) -> None:
        """End all connections; a request that is under way ends as Unreachable."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
            for opened in self._open:
                with contextlib.suppress(OSError):
                    opened.shutdown(socket.SHUT_RDWR)
        for opened in idle:
            opened.close()


def _converse(
    opened: Connection, method: str, target: str, netloc: str, headers: Mapping[str, str], body: bytes | None
) -> tuple[Answer, bool]:
    """Return the answer to one request, and whether the connection may be used again."""
    connection = http.client.HTTPConnection(netloc)
    connection.sock = opened
    sent = {"Host": netloc, "User-Agent": "diglot", "Accept": "*/*", **headers}
    connection.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
    for name, value in sent.items():
        connection.putheader(name, value)
    if body is not None:
        connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body)
    response = http.client.HTTPResponse(opened, method=method)
    try:
        response.begin()
        content = b"".join(_limited(response))
        return Answer(response.status, content, response.headers), not response.will_close
    finally:
        response.close()


def _limited(response: http.client.HTTPResponse) -> list[bytes]:
    """Return the pieces of the body, unpacked. Refused where they are too much, IncompleteRead where cut off."""
    packed = response.headers.get("Content-Encoding", "identity").lower() in ("gzip", "x-gzip", "deflate")
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32) if packed else None
    pieces, size = [], 0
    while piece := response.read(65536):
        if unpacker:
            piece = unpacker.decompress(piece, _MAX_BYTES + 1 - size)
        pieces.append(piece)
        size += len(piece)
        if size > _MAX_BYTES:
            raise Refused("the answer is longer than 1 MB")
    if response.length or (unpacker and not unpacker.eof and pieces):
        raise http.client.IncompleteRead(b"")
    return pieces


def _place_of(url: str) -> tuple[str, str, int]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 0)


def _next(url: str, where: str) -> str:
    """Return where a redirect leads. Refused unless that is the same host and port, or the same host by https."""
    try:
        new = urljoin(url, where)
        before, after = _place_of(url), _place_of(new)
    except ValueError as error:
        raise Refused("the server sent the request on to no address") from error
    if before != after and not (after[0] == "https" and after[1] == before[1]):
        raise Refused(f"the server sent the request on to {urlsplit(new).netloc}")
    return new
