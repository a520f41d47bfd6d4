"""HTTP as deep-translator's classes are let use it.

Those classes call `requests.get` and `requests.post` bare. `harden` puts a stand-in in the place of that name in
their modules; it sends through the `Call` that is running in this thread, and is plain requests to everybody else.
"""

from __future__ import annotations

import json as json_text
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import ModuleType
from typing import Any
from urllib.parse import urlencode

import requests

from .services import NO_KEY
from .transport import Answer, Transport

_current: ContextVar[Call | None] = ContextVar("diglot_call", default=None)

Fields = Mapping[str, Any]


class Call:
    """One call of one class: what it sends, mended where the service has changed since, and the last answer."""

    def __init__(self, transport: Transport) -> None:
        self.last: Answer | None = None
        self._transport = transport

    def get(self, url: str, fields: Fields, headers: Mapping[str, str]) -> Answer:
        if "/languages?" in url and "microsoft" in url:  # asked for by the class while it is made, and not needed
            return Answer(200, b'{"translation": {}}')
        if "auth_key" in fields:  # DeepL takes a key in a header alone, and long texts in a form
            rest = {name: value for name, value in fields.items() if name != "auth_key"}
            return self.post(url, rest, {**headers, "Authorization": f"DeepL-Auth-Key {fields['auth_key']}"}, None)
        return self._send("GET", _with_query(url, fields), headers, None)

    def post(self, url: str, fields: Fields, headers: Mapping[str, str], json: Any) -> Answer:
        """Send *json* as the body, or else the fields as a form; in the address texts and keys end up in logs."""
        if json is not None:
            body = json_text.dumps(json, ensure_ascii=False).encode()
            return self._send("POST", _with_query(url, fields), _as(headers, "application/json; charset=UTF-8"), body)
        form = urlencode({name: value for name, value in fields.items() if value != NO_KEY}).encode()
        return self._send("POST", url, _as(headers, "application/x-www-form-urlencoded"), form)

    def _send(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        self.last = None
        self.last = self._transport.send(method, url, headers=headers, body=body)
        return self.last


def _as(headers: Mapping[str, str], content_type: str) -> dict[str, str]:
    return {k: v for k, v in headers.items() if k.lower() != "content-type"} | {"Content-Type": content_type}


def _with_query(url: str, fields: Fields) -> str:
    return url + ("&" if "?" in url else "?") + urlencode(fields) if fields else url


class _Requests(ModuleType):
    """Stands in for `requests` inside a module of deep-translator."""

    exceptions = requests.exceptions

    def get(
        self,
        url: str,
        params: Fields | None = None,
        *,
        proxies: None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer | requests.Response:
        call = _current.get()
        if call is None:
            return requests.get(url, params=params, proxies=proxies, headers=headers)  # noqa: S113  # not ours: as it was
        return call.get(url, params or {}, headers or {})

    def post(
        self,
        url: str,
        data: Fields | None = None,
        json: Any = None,
        *,
        params: Fields | None = None,
        proxies: None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer | requests.Response:
        call = _current.get()
        if call is None:
            return requests.post(url, data, json, params=params, proxies=proxies, headers=headers)  # noqa: S113  # as it was
        return call.post(url, {**(params or {}), **(data or {})}, headers or {}, json)


def harden(module: ModuleType) -> None:
    """Make *module* send through `using`. Doing it again changes nothing."""
    if not isinstance(module.__dict__.get("requests"), _Requests):
        module.__dict__["requests"] = _Requests("requests")


@contextmanager
def using(call: Call) -> Iterator[None]:
    """Send everything that hardened modules send in this thread through *call*."""
    token = _current.set(call)
    try:
        yield
    finally:
        _current.reset(token)
