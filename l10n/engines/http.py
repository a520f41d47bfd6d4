"""JSON over HTTP to one server: tried again where that may help, and every failure called by its name."""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from ..errors import BadOutput, EngineError, EngineUnavailable, RateLimited
from ..ports import Reach
from ..ports.outgoing import about_to_send
from ..sensitivity import is_loopback
from .batching import NoAnswer
from .explaining import is_hopeless, retry_after_s
from .patience import Patience
from .transport import Answer, Refused, Transport, Unreachable

TRIES = 4
_TRIES_OF_ITS_OWN = 2
"""How often a request is made that the server fails on with words of its own, which tend to be the same again."""

_LONGEST_SAYING = 200


class Rejected(BadOutput):
    """The server will not do this. *said* are its words, *code* and *param* what else it tells of the reason."""

    def __init__(
        self, message: str, *, engine: str = "", status: int = 0, said: str = "", code: str = "", param: str = ""
    ) -> None:
        super().__init__(message, engine=engine)
        self.status, self.said, self.code, self.param = status, said, code, param


@dataclass(frozen=True, slots=True)
class Waiting:
    """How long is waited between tries: twice as long each time, give or take a half.

    *sleep* is for tests, as by default `JsonClient.close` ends every wait. *now* is the time of day.
    """

    first_s: float = 0.5
    sleep: Callable[[float], object] | None = None
    jitter: Callable[[], float] = random.random
    now: Callable[[], float] = time.time

    def between(self, attempt: int) -> float:
        return self.first_s * float(2**attempt) * (0.5 + self.jitter())


class JsonClient:
    """Speaks with the server at *url* on behalf of *engine*; safe between threads.

    *key* goes into a header, and into no message. *timeout_s* is for a whole request.
    """

    def __init__(
        self,
        url: str,
        *,
        engine: str,
        key: str = "",
        proxy: str = "",
        timeout_s: float = 60.0,
        waiting: Waiting | None = None,
    ) -> None:
        self._engine, self._key = engine, key
        self._base = _checked(url, engine=engine)
        self._waiting = waiting or Waiting()
        self._patience = Patience()
        self._closed = threading.Event()
        self._sleep = self._waiting.sleep or self._closed.wait
        self._transport = Transport(self._base, proxy=proxy, timeout_s=timeout_s)
        self.host = urlsplit(self._base).hostname or ""
        self.reach = Reach.LOCAL if is_loopback(self.host) else Reach.REMOTE

    def ask(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        *,
        tries: int = TRIES,
        characters: int = 0,
    ) -> Any:
        """Return the answer, parsed. Rejected; BadOutput, RateLimited and NoAnswer after all tries.

        *characters* is how many of texts are in *body*; each try sends them. EngineUnavailable where access is refused.
        """
        for attempt in range(tries):
            if left_s := self._patience.left_s():
                self._sleep(left_s)
            if self._closed.is_set():
                raise self._unavailable(f"{self._engine} was stopped", "run the command again")
            about_to_send(characters)
            try:
                return self._ask_once(method, path, body)
            except (RateLimited, NoAnswer, BadOutput) as raised:
                error: EngineError = raised
            if is_hopeless(error) or attempt >= min(tries, self._tries(error)) - 1:
                break
            self._wait(error, attempt)
        raise error

    def close(self) -> None:
        """End all waits and requests that are under way."""
        self._closed.set()
        self._transport.close()

    def _wait(self, error: EngineError, attempt: int) -> None:
        asked = error.retry_after_s if isinstance(error, RateLimited) else 0.0
        if asked:
            self._patience.ask(asked)
        self._sleep(asked or self._waiting.between(attempt))

    def _tries(self, error: EngineError) -> int:
        if not isinstance(error, Rejected):
            return TRIES
        return _TRIES_OF_ITS_OWN if error.status >= 500 else 1

    def _ask_once(self, method: str, path: str, body: Mapping[str, Any] | None) -> Any:
        headers = {"Accept": "application/json", "Accept-Language": "en", "Accept-Encoding": "gzip"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        sent = None
        if body is not None:
            headers["Content-Type"] = "application/json; charset=utf-8"
            sent = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
        try:
            answer = self._transport.send(method, self._base + path, headers=headers, body=sent)
        except (Refused, Unreachable) as error:
            raise self._no_answer(str(error)) from error
        if answer.status_code != 200:
            raise self._explain(answer)
        try:
            return answer.json()
        except (ValueError, LookupError, RecursionError) as error:
            raise BadOutput("unreadable answer", engine=self._engine) from error

    def _explain(self, answer: Answer) -> EngineError:
        """Return our error for an answer that is none."""
        status = answer.status_code
        said, code, param = _read_error(answer)
        said = self._without_key(said)
        words = f": {said}" if said else ""
        if code == "insufficient_quota" or status == 402:
            return self._unavailable(f"{self.host} has nothing left for this account{words}", "see to the account")
        if status == 429:
            return RateLimited(
                f"{self.host} asks for patience{words}",
                engine=self._engine,
                retry_after_s=retry_after_s(answer, now=self._waiting.now()),
                remedy="try later",
            )
        if status in (401, 403):
            return self._unavailable(f"{self.host} refused access{words}", "check the key in api_key_file")
        if status in (408, 502, 503, 504) or (status >= 500 and not said):
            return self._no_answer(f"HTTP {status}{words}")
        return Rejected(f"HTTP {status}{words}", engine=self._engine, status=status, said=said, code=code, param=param)

    def _no_answer(self, what: str) -> NoAnswer:
        return NoAnswer(
            f"{self.host} does not answer: {what}", engine=self._engine, remedy="check that it runs, and the url"
        )

    def _unavailable(self, message: str, remedy: str) -> EngineUnavailable:
        return EngineUnavailable(message, engine=self._engine, remedy=remedy)

    def _without_key(self, text: str) -> str:
        return text.replace(self._key, "…") if self._key else text


def _read_error(answer: Answer) -> tuple[str, str, str]:
    """Return (what the server says, its code, the parameter it means) from the bodies that servers are known to send.

    `{"error": "…"}`, `{"error": {"message", "code", "param"}}`, `{"message": "…"}`, `{"detail": …}`.
    """
    try:
        told = answer.json()
    except (ValueError, LookupError, RecursionError):
        return "", "", ""
    if not isinstance(told, dict):
        return "", "", ""
    error = told.get("error", told)
    if not isinstance(error, dict):
        return _one_line(error), "", ""
    said = error.get("message") or error.get("detail") or ""
    code = error.get("code") if isinstance(error.get("code"), str) else error.get("type")
    return _one_line(said), _one_line(code or ""), _one_line(error.get("param") or "")


def _one_line(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return text if len(text) <= _LONGEST_SAYING else text[: _LONGEST_SAYING - 1] + "…"


def _checked(url: str, *, engine: str) -> str:
    """Return the address without a slash at its end. EngineUnavailable where it is none."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        usable = False
    if not usable or parts.username is not None or parts.query or parts.fragment:
        raise EngineUnavailable(
            f"{url!r} is no address of a server", engine=engine, remedy="write one like http://localhost:5000"
        )
    return url.rstrip("/")
