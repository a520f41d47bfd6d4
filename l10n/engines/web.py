"""HTTP as deep-translator's classes are let use it: with time limits, one host, a size limit and no surprises.

Those classes call `requests.get` and `requests.post` bare. `harden` puts a stand-in in the place of that name in
their modules; it sends through the `Transport` of the running call, and is plain requests to everybody else.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests

NO_KEY = "none"
"""What stands for a key where a class demands one and there is none; it is never sent."""

_MAX_BYTES = 1_000_000
_MAX_REDIRECTS = 3

_current: ContextVar[Transport | None] = ContextVar("diglot_transport", default=None)


class Refused(Exception):
    """The answer led elsewhere or was too large, so it was not taken."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The part of an HTTP response that the classes read."""

    status_code: int
    content: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return self.content.decode("utf-8", errors="replace")

    def json(self) -> Any:
        return json.loads(self.content)

    def close(self) -> None:
        """Its content has been read already."""


class Transport:
    """One engine's way out: to *host* only. *private* leaves the environment's proxies and netrc aside."""

    def __init__(self, *, host: str, private: bool, timeout_s: tuple[float, float]) -> None:
        self.last: Answer | None = None
        self._host = host
        self._timeout_s = timeout_s
        self._session = requests.Session()
        self._session.trust_env = not private
        self._session.headers["User-Agent"] = "diglot"

    def send(self, method: str, url: str, fields: Mapping[str, str]) -> Answer:
        """Return the answer, after redirects within the host. Refused, requests.RequestException."""
        self.last = None
        for _ in range(_MAX_REDIRECTS):
            if (urlsplit(url).hostname or "") != self._host:
                raise Refused(f"the request led to {urlsplit(url).hostname}, not {self._host}")
            answer = self._exchange(method, url, fields)
            where = answer.headers.get("Location", "") if 300 <= answer.status_code < 400 else ""
            if not where:
                self.last = answer
                return answer
            _require_same_place(url, urljoin(url, where))
            url = urljoin(url, where)
            fields = fields if method == "POST" else {}  # the new address carries those of a GET itself
        raise Refused("the request was sent in circles")

    def _exchange(self, method: str, url: str, fields: Mapping[str, str]) -> Answer:
        sent = {"params": fields} if method == "GET" else {"data": fields}
        options: Any = {"timeout": self._timeout_s, "allow_redirects": False, "stream": True, **sent}
        with self._session.request(method, url, **options) as response:
            content = b"".join(_limited(response.iter_content(65536)))
            return Answer(response.status_code, content, response.headers)

    def close(self) -> None:
        self._session.close()


def _require_same_place(old: str, new: str) -> None:
    """Refused unless *new* is on the same host and port, or is the same host by https."""
    before, after = urlsplit(old), urlsplit(new)
    same = (before.scheme, before.netloc) == (after.scheme, after.netloc)
    if not same and not (after.scheme == "https" and after.hostname == before.hostname):
        raise Refused(f"the server sent the request on to {after.netloc}")


def _limited(pieces: Iterator[bytes]) -> Iterator[bytes]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > _MAX_BYTES:
            raise Refused("the answer is longer than 1 MB")
        yield piece


class _Requests(ModuleType):
    """Stands in for `requests` inside a module of deep-translator."""

    exceptions = requests.exceptions

    def get(self, url: str, *, params: Mapping[str, str], proxies: None = None) -> Answer | requests.Response:
        transport = _current.get()
        if transport is None:
            return requests.get(url, params=params, proxies=proxies)  # noqa: S113  # not ours: as it was
        return transport.send("GET", url, params)

    def post(self, url: str, *, params: Mapping[str, str]) -> Answer | requests.Response:
        """Send the fields as a form, not in the address, where keys and texts would end up in logs."""
        transport = _current.get()
        if transport is None:
            return requests.post(url, params=params)  # noqa: S113  # not ours: as it was
        return transport.send("POST", url, {k: v for k, v in params.items() if v != NO_KEY})


def harden(module: ModuleType) -> None:
    """Make *module* send through `using`. Doing it again changes nothing."""
    if not isinstance(module.__dict__.get("requests"), _Requests):
        module.__dict__["requests"] = _Requests("requests")


@contextmanager
def using(transport: Transport) -> Iterator[None]:
    """Send everything that hardened modules send in this thread through *transport*."""
    token = _current.set(transport)
    try:
        yield
    finally:
        _current.reset(token)
