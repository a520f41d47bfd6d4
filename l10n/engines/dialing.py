"""Sockets that keep to one deadline, how they are opened, and what it is called when that fails."""

from __future__ import annotations

import http.client
import math
import socket
import ssl
import time
from typing import Any

from ..errors import NetworkError


class _Timed:
    """What makes a socket wait no longer than until `end`, however the waits are shared out."""

    end = math.inf

    def arm(self) -> None:
        left = self.end - time.monotonic()
        if left <= 0:
            raise TimeoutError("the time is over")
        self.settimeout(left)  # type: ignore[attr-defined]  # every class below is a socket too


class TimedSocket(_Timed, socket.socket):
    def recv(self, *args: Any) -> bytes:
        self.arm()
        return super().recv(*args)

    def recv_into(self, *args: Any, **options: Any) -> int:
        self.arm()
        return super().recv_into(*args, **options)

    def sendall(self, *args: Any) -> None:
        self.arm()
        super().sendall(*args)


class TimedTlsSocket(_Timed, ssl.SSLSocket):
    def recv_into(self, *args: Any, **options: Any) -> int:
        self.arm()
        return super().recv_into(*args, **options)

    def send(self, *args: Any) -> int:
        self.arm()
        return super().send(*args)


Connection = TimedSocket | TimedTlsSocket


def dial(host: str, port: int, end: float) -> TimedSocket:
    """Return a connection to the first address of *host* that answers. OSError."""
    failed: OSError = OSError(f"{host} has no address")
    for family, kind, protocol, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        opened = TimedSocket(family, kind, protocol)
        opened.end = end
        try:
            opened.arm()
            opened.connect(address)
            opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return opened
        except OSError as error:
            opened.close()
            failed = error
    raise failed


def secured(opened: TimedSocket, host: str, context: ssl.SSLContext, end: float) -> TimedTlsSocket:
    context.sslsocket_class = TimedTlsSocket
    opened.arm()
    secured = context.wrap_socket(opened, server_hostname=host)
    assert isinstance(secured, TimedTlsSocket)  # noqa: S101  # it is what the line above asked for
    secured.end = end
    return secured


def trusted() -> ssl.SSLContext:
    """Return the rules of trust: the certificates that come with `requests`, else those of the system."""
    try:
        import certifi
    except ImportError:
        return ssl.create_default_context()
    return ssl.create_default_context(cafile=certifi.where())


def read_tunnel_answer(opened: TimedSocket) -> None:
    """Read the head of a proxy's answer to CONNECT, and nothing after it. NetworkError unless it is 2xx."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        byte = opened.recv(1)
        if not byte or len(head) > 8192:
            raise ConnectionError("the proxy closed the connection")
        head += byte
    words = head.split(None, 2)
    if len(words) < 2 or not words[1].startswith(b"2"):
        raise NetworkError(f"the proxy refuses: {head.splitlines()[0].decode('latin-1')}")


def named(error: BaseException) -> str:
    """Return what went wrong in a few words, without addresses and texts."""
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, NetworkError):
        return error.message
    if isinstance(error, http.client.IncompleteRead | EOFError):
        return "the answer broke off"
    if isinstance(error, ssl.SSLError):
        return f"no safe connection: {error.reason or type(error).__name__}"
    if isinstance(error, socket.gaierror):
        return "its name is not known"
    return "nobody listens there" if isinstance(error, ConnectionRefusedError) else type(error).__name__
