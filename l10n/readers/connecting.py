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
from ..socks import hand_over, is_socks
from .addresses import Place

_SETTING = "proxy under [web] in diglot.toml"


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
    if proxy and not is_socks(proxy):
        raise ConfigError(
            f"web.proxy cannot be {proxy!r}",
            key="web.proxy",
            remedy='write proxy = "socks5h://127.0.0.1:9050"; only with socks5h are names looked up by the proxy',
        )


def _through_proxy(place: Place, proxy: str, deadline: Deadline) -> socket.socket:
    """Return a connection that the SOCKS 5 proxy has opened by name."""
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
        hand_over(opened, proxy=proxy, host=place.host, port=place.port, setting=_SETTING)
    except BaseException:
        opened.close()
        raise
    return opened
