"""A connection handed over to a SOCKS 5 proxy, by name: the proxy looks the name up, this computer never does.

RFC 1928 and RFC 1929. Whoever opens the connection to the proxy sets its time limit.
"""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

from .errors import NetworkError

_ERRORS = {
    1: "the proxy failed",
    2: "the proxy does not allow it",
    3: "the network cannot be reached from the proxy",
    4: "the proxy cannot find or reach the host",
    5: "the host refused the connection",
    6: "it took too long",
}


def is_socks(proxy: str) -> bool:
    """Whether *proxy* is an address like `socks5h://HOST:PORT`, with an account before the host or without."""
    try:
        parts = urlsplit(proxy)
        return parts.scheme == "socks5h" and bool(parts.hostname and parts.port)
    except ValueError:
        return False


def hand_over(opened: socket.socket, *, proxy: str, host: str, port: int, setting: str) -> None:
    """Make *opened*, a connection to *proxy*, one to *host*. OSError; NetworkError, whose remedy names *setting*."""
    parts = urlsplit(proxy)
    _greet(opened, (parts.username or "", parts.password or ""), setting)
    name = host.encode("idna" if not host.isascii() else "ascii")
    opened.sendall(b"\x05\x01\x00\x03" + bytes([len(name)]) + name + port.to_bytes(2, "big"))
    answer = _read(opened, 4)
    if answer[1]:
        raise NetworkError(
            f"no connection to {host} through the proxy: {_ERRORS.get(answer[1], 'unknown reason')}",
            remedy=f"check the address, and {setting}",
        )
    size = {1: 4, 4: 16}.get(answer[3]) or _read(opened, 1)[0]
    _read(opened, size + 2)


def _greet(opened: socket.socket, account: tuple[str, str], setting: str) -> None:
    named = any(account)
    opened.sendall(b"\x05\x02\x00\x02" if named else b"\x05\x01\x00")
    version, method = _read(opened, 2)
    if version == 5 and method == 2 and named:
        name, password = (text.encode() for text in account)
        opened.sendall(b"\x01" + bytes([len(name)]) + name + bytes([len(password)]) + password)
        method = _read(opened, 2)[1]
    if version != 5 or method:
        raise NetworkError("the proxy is no SOCKS 5 proxy, or refuses us", remedy=f"check {setting}")


def _read(opened: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        more = opened.recv(size - len(data))
        if not more:
            raise ConnectionError("the proxy closed the connection")
        data += more
    return data
