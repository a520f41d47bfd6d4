"""Drafts through deep-translator's living classes, with what those lack: time limits, retries, one host, doubt.

The classes answer 200 with error pages, wait for ever, share state between threads and hide what went wrong. So each
call gets a new instance and a `Transport`, and what comes back is judged before it counts as a translation.
"""

from __future__ import annotations

import html
import random
import re
import time
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from ..errors import BadOutput, EngineError, EngineUnavailable, RateLimited, UnsupportedPair
from ..judging import MARK, judge
from ..model import Draft
from ..ports import EngineFailure, Hints, Reach
from ..sensitivity import is_loopback
from . import web
from .chunks import split_text
from .services import Service

_TRIES = 4
_FIRST_WAIT_S = 0.5
_LONGEST_WAIT_S = 60.0
_GIVE_UP_AFTER = 3
_NEWLINE = re.compile(r"\s*\n\s*")


class _NoAnswer(EngineUnavailable):
    """The server could not be reached or failed; the next try may do better."""


class DeepEngine:
    """Drafts by one *service*, at *url* where that is given, else at its public address.

    *jitter* returns a number in [0, 1); *timeout_s* is for connecting and for each wait while reading.
    """

    wants_markup = False
    wants_hints = False
    fingerprint = "1"
    batch = 1
    parallel = 1

    def __init__(
        self,
        service: Service,
        *,
        url: str = "",
        api_key: str = "",
        timeout_s: tuple[float, float] = (5.0, 30.0),
        sleep: Callable[[float], None] = time.sleep,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self.name = service.name
        self._service = service
        self._url = url or service.url
        self.host = _host_of(self._url, engine=self.name)
        local = is_loopback(self.host)
        self.reach = Reach.LOCAL if local else Reach.REMOTE
        self._api_key = api_key
        self._sleep, self._jitter = sleep, jitter
        self._transport = web.Transport(host=self.host, private=local, timeout_s=timeout_s)

    def supports(self, source_locale: str, target_locale: str) -> bool:
        return all(self._codes(source_locale, target_locale))

    def translate(
        self, texts: Sequence[str], *, source_locale: str, target_locale: str, hints: Sequence[Hints] = ()
    ) -> Iterator[Draft | EngineFailure]:
        """Yield one result per text. Where three texts in a row find no engine, its error is raised."""
        codes = self._codes(source_locale, target_locale)
        if not all(codes):
            raise self._no_pair(source_locale, target_locale)
        unanswered = 0
        for text in texts:
            try:
                target = self._translate_one(text, codes, target_locale)
            except BadOutput as error:
                unanswered = 0
                yield EngineFailure(text, error.message)
                continue
            except (RateLimited, EngineUnavailable) as error:
                unanswered += 1
                if unanswered == _GIVE_UP_AFTER or _is_hopeless(error):
                    raise
                yield EngineFailure(text, error.message)
                continue
            unanswered = 0
            yield Draft(text, target, f"engine={self.name}")

    def close(self) -> None:
        self._transport.close()

    def _translate_one(self, text: str, codes: tuple[str, str], target_locale: str) -> str:
        pieces = split_text(_NEWLINE.sub(" ", text.strip()), self._service.fits)
        return "".join(self._translate_piece(piece, codes, target_locale) + gap for piece, gap in pieces)

    def _translate_piece(self, piece: str, codes: tuple[str, str], target_locale: str) -> str:
        """Return the first answer that may be a translation, of up to four. BadOutput and what `_ask` raises."""
        if not self._service.fits(piece):
            raise self._bad("a sentence is longer than the engine takes")
        for attempt in range(_TRIES):
            try:
                target = self._ask(piece, codes)
                reason = judge(piece, target, target_locale=target_locale, marks=MARK.findall(piece))
                if not reason:
                    return target
                error: EngineError = self._bad(reason)
                if reason != "error page":
                    break
            except (BadOutput, RateLimited, EngineUnavailable) as raised:
                error = raised
                if isinstance(raised, BadOutput) or _is_hopeless(raised):
                    break
            if attempt < _TRIES - 1:
                self._sleep(self._wait_s(error, attempt))
        raise error

    def _wait_s(self, error: EngineError, attempt: int) -> float:
        """Return what the server asked for, else twice as long each time, give or take a half."""
        asked = error.retry_after_s if isinstance(error, RateLimited) else 0.0
        return asked or _FIRST_WAIT_S * 2**attempt * (0.5 + self._jitter())

    def _ask(self, piece: str, codes: tuple[str, str]) -> str:
        """Return what the class answers, unjudged. BadOutput, RateLimited, EngineUnavailable."""
        self._transport.last = None
        with web.using(self._transport):
            try:
                answer = self._make(codes).translate(piece)
            except Exception as error:  # the classes raise anything: KeyError, StopIteration, their own, requests'
                # Not chained: one of them carries the API key in its message.
                raise self._explain(error) from None
        if not isinstance(answer, str):
            raise self._bad("empty")
        answer = _NEWLINE.sub(" ", answer.strip())
        return answer if "&" in piece else html.unescape(answer)

    def _make(self, codes: tuple[str, str]) -> Any:
        module = import_module(f"deep_translator.{self._service.module}")
        web.harden(module)
        source, target = codes
        if self._service.module == "libre":
            url = self._url.rstrip("/") + "/"
            return module.LibreTranslator(
                source=source, target=target, api_key=self._api_key or web.NO_KEY, custom_url=url
            )
        made = getattr(module, self._service.class_name)(source=source, target=target)
        made._base_url = self._url
        return made

    def _explain(self, error: Exception) -> EngineError:
        """Return our error for what a class raised; the answer's status tells more than the class of the error."""
        status = self._transport.last.status_code if self._transport.last else 0
        if isinstance(error, web.Refused):
            return self._unavailable(str(error), remedy="check the url of the engine")
        if status == 429:
            return RateLimited(
                f"{self.host} asks for patience",
                engine=self.name,
                retry_after_s=self._retry_after_s(),
                remedy="try later",
            )
        if status in (401, 403):
            return self._unavailable(f"{self.host} refused access", remedy="check the key in api_key_file")
        if status == 0 or status >= 500:
            what = f"HTTP {status}" if status else type(error).__name__
            return _NoAnswer(
                f"{self.host} does not answer: {what}", engine=self.name, remedy="try later, or another engine"
            )
        return self._bad(f"HTTP {status}" if status >= 300 else f"unreadable answer: {type(error).__name__}")

    def _retry_after_s(self) -> float:
        headers = self._transport.last.headers if self._transport.last else {}
        asked = headers.get("Retry-After", "").strip()
        return float(asked) if asked.isdecimal() else 0.0

    def _bad(self, reason: str) -> BadOutput:
        return BadOutput(reason, engine=self.name)

    def _unavailable(self, message: str, *, remedy: str) -> EngineUnavailable:
        return EngineUnavailable(message, engine=self.name, remedy=remedy)

    def _codes(self, source_locale: str, target_locale: str) -> tuple[str, str]:
        known = set(self._languages())
        return self._service.code(source_locale, known), self._service.code(target_locale, known)

    def _languages(self) -> list[str]:
        constants = import_module("deep_translator.constants")
        return sorted(set(getattr(constants, self._service.table).values()))

    def _no_pair(self, source_locale: str, target_locale: str) -> UnsupportedPair:
        return UnsupportedPair(
            f"{self.name} does not translate from {source_locale} to {target_locale}",
            engine=self.name,
            remedy=f"it knows {len(self._languages())} languages: {', '.join(self._languages()[:40])}",
        )


def _is_hopeless(error: EngineError) -> bool:
    """Whether trying again within this run makes no sense: access refused, led elsewhere, asked to wait for long."""
    if isinstance(error, RateLimited):
        return error.retry_after_s > _LONGEST_WAIT_S
    return not isinstance(error, _NoAnswer)


def _host_of(url: str, *, engine: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise EngineUnavailable(
            f"{url!r} is no address of a server", engine=engine, remedy="write one like http://localhost:5000"
        )
    return parts.hostname
