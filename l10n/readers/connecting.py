"""Connections to the very address that was checked, under one deadline for all they do.

Written over sockets, as a client library would look the name up a second time, and may then find another address.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from types import TracebackType
from urllib.parse import urlsplit

from ..errors import ConfigError, NetworkError
from .addresses import Place

_SOCKS_ERRORS = {
    1: "the proxy failed",
    2: "the proxy does not allow it",
    3: "the network cannot be reached from the proxy",
    4: "the proxy cannot find or reach the host",
    5: "the host refused the connection",
    6: "it took too long",
}


class Deadline:
    """Seconds that all steps share. When they are over, every watched socket is cut, whatever waits on it."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds
        self._watched: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True
        self._timer.start()

    def __enter__(self) -> Deadline:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        for watched in self._watched:
            watched.close()

    @property
    def left_s(self) -> float:
        """Seconds left, never zero (which sockets take for "do not wait")."""
        return max(0.01, self._end - time.monotonic())

    @property
    def over(self) -> bool:
        return time.monotonic() >= self._end

    def watch(self, connection: socket.socket) -> socket.socket:
        connection.settimeout(self.left_s)
        self._watched.append(connection.dup())  # TLS takes the socket over; the copy still reaches the connection
        return connection

    def _cut(self) -> None:
        for watched in self._watched:
            try:
                watched.shutdown(socket.SHUT_RDWR)
            except OSError:  # closed already
                continue


def connect(
    place: Place, address: str, *, proxy: str, deadline: Deadline, context: ssl.SSLContext | None
) -> http.client.HTTPConnection:
    """Return a connection for one request: to *address*, or by name through *proxy*. OSError, NetworkError."""
    if proxy:
        opened = _through_proxy(place, proxy, deadline)
    else:
        opened = deadline.watch(socket.create_connection((address, place.port), timeout=deadline.left_s))
    try:
        if place.scheme == "https":
            opened = (context or _trusted()).wrap_socket(opened, server_hostname=place.host)
    except BaseException:
        opened.close()
        raise
    connection = http.client.HTTPConnection(place.host, place.port)
    connection.sock = opened
    return connection


def _trusted() -> ssl.SSLContext:
    """Return the rules of trust: the certificates `requests` brings, else those of the system."""
    try:
        import certifi
    except ImportError:
        return ssl.create_default_context()
    return ssl.create_default_context(cafile=certifi.where())


def check_proxy(proxy: str) -> None:
    """Raise ConfigError for a proxy that is not `socks5h://HOST:PORT`."""
    try:
        parts = urlsplit(proxy)
        usable = parts.scheme == "socks5h" and bool(parts.hostname and parts.port)
    except ValueError:
        usable = False
    if proxy and not usable:
        raise ConfigError(
            f"web.proxy cannot be {proxy!r}",
            key="web.proxy",
            remedy='write proxy = "socks5h://127.0.0.1:9050"; only with socks5h are names looked up by the proxy',
        )


def _through_proxy(place: Place, proxy: str, deadline: Deadline) -> socket.socket:
    """Return a connection that the SOCKS 5 proxy has opened by name (RFC 1928, RFC 1929)."""
    parts = urlsplit(proxy)
    try:
        opened = socket.create_connection((parts.hostname or "", parts.port or 0), timeout=deadline.left_s)
    except OSError as error:
        raise NetworkError(
            f"the proxy {parts.hostname}:{parts.port} cannot be reached",
            remedy="start it (for Tor: the Tor service), or change proxy under [web] in diglot.toml",
        ) from error
    try:
        deadline.watch(opened)
        _greet(opened, (parts.username or "", parts.password or ""))
        name = place.host.encode("ascii")
        opened.sendall(b"\x05\x01\x00\x03" + bytes([len(name)]) + name + place.port.to_bytes(2, "big"))
        answer = _read(opened, 4)
        if answer[1]:
            raise NetworkError(
                f"no connection to {place.host} through the proxy: {_SOCKS_ERRORS.get(answer[1], 'unknown reason')}",
                remedy="check the address; or save the page in a browser and add the file",
            )
        size = {1: 4, 4: 16}.get(answer[3]) or _read(opened, 1)[0]
        _read(opened, size + 2)
    except BaseException:
        opened.close()
        raise
    return opened


def _greet(opened: socket.socket, account: tuple[str, str]) -> None:
    named = any(account)
    opened.sendall(b"\x05\x02\x00\x02" if named else b"\x05\x01\x00")
    version, method = _read(opened, 2)
    if version == 5 and method == 2 and named:
        name, password = (text.encode() for text in account)
        opened.sendall(b"\x01" + bytes([len(name)]) + name + bytes([len(password)]) + password)
        method = _read(opened, 2)[1]
    if version != 5 or method:
        raise NetworkError(
            "the proxy is no SOCKS 5 proxy, or refuses us", remedy="check proxy under [web] in diglot.toml"
        )


def _read(opened: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        more = opened.recv(size - len(data))
        if not more:
            raise ConnectionError("the proxy closed the connection")
        data += more
    return data
