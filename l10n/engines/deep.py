"""Drafts through deep-translator's living classes, with what those lack: time limits, retries, one host, doubt.

The classes answer 200 with error pages, wait for ever, share state between threads and hide what went wrong. So each
call gets a new instance and a `Call`, and what comes back is judged before it counts as a translation.
"""

from __future__ import annotations

import hashlib
import html
import random
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from urllib.parse import urlsplit

from ..errors import BadOutput, EngineError, EngineUnavailable, RateLimited, UnsupportedPair
from ..judging import MARK, judge
from ..model import Draft
from ..ports import EngineFailure, FailureKind, Hints, Reach
from ..ports.outgoing import about_to_send
from ..sensitivity import is_loopback
from . import web
from .chunks import split_text
from .explaining import explain, is_hopeless
from .patience import Patience
from .services import Account, Service
from .transport import Transport

_TRIES = 4
_TRIES_FOR_BAD_OUTPUT = 2
_FIRST_WAIT_S = 0.5
_GIVE_UP_AFTER = 3
_NEWLINE = re.compile(r"\s*\n\s*")

Sleep = Callable[[float], object]


class DeepEngine:
    """Drafts by one *service*, at *url* where that is given, else at its public address. Safe between threads.

    *timeout_s* is for a whole request. *jitter* returns a number in [0, 1); *sleep* is for tests, as by default
    `close` ends every wait. *now* is the time as an HTTP date is read by.
    """

    wants_markup = False
    wants_hints = False
    batch = 1

    def __init__(
        self,
        service: Service,
        *,
        url: str = "",
        account: Account = Account(),  # noqa: B008  # frozen
        proxy: str = "",
        timeout_s: float = 30.0,
        sleep: Sleep | None = None,
        jitter: Callable[[], float] = random.random,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.name = service.name
        self.parallel = service.parallel
        self._service, self._account = service, account
        self._url = url or service.address(account)
        self.host = _host_of(self._url, engine=self.name)
        self.reach = Reach.LOCAL if is_loopback(self.host) else Reach.REMOTE
        self.fingerprint = hashlib.sha256(f"2 {self._url} {account.region}".encode()).hexdigest()[:12]
        self._closed = threading.Event()
        self._sleep, self._jitter, self._now = sleep or self._closed.wait, jitter, now
        self._transport = Transport(self._url, proxy=proxy, timeout_s=timeout_s)
        self._patience = Patience()

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
                if unanswered == _GIVE_UP_AFTER or is_hopeless(error):
                    raise
                limited = isinstance(error, RateLimited)
                yield EngineFailure(
                    text, error.message, FailureKind.RATE_LIMITED if limited else FailureKind.UNREACHABLE
                )
                continue
            unanswered = 0
            yield Draft(text, target, f"engine={self.name}")

    def close(self) -> None:
        """End all waits and requests that are under way."""
        self._closed.set()
        self._transport.close()

    def _translate_one(self, text: str, codes: tuple[str, str], target_locale: str) -> str:
        pieces = split_text(_NEWLINE.sub(" ", text.strip()), self._service.fits)
        return "".join(self._translate_piece(piece, codes, target_locale) + gap for piece, gap in pieces)

    def _translate_piece(self, piece: str, codes: tuple[str, str], target_locale: str) -> str:
        """Return the first answer that may be a translation. BadOutput and what `_ask` raises, after some tries."""
        if not self._service.fits(piece):
            raise BadOutput("a sentence is longer than the engine takes", engine=self.name)
        bad = 0
        for attempt in range(_TRIES):
            try:
                target = self._ask(piece, codes)
                reason = judge(piece, target, target_locale=target_locale, marks=MARK.findall(piece))
                if not reason:
                    return target
                error: EngineError = BadOutput(reason, engine=self.name)
            except (BadOutput, RateLimited, EngineUnavailable) as raised:
                error = raised
            bad += isinstance(error, BadOutput) and error.message != "error page"
            if is_hopeless(error) or bad == _TRIES_FOR_BAD_OUTPUT or attempt == _TRIES - 1:
                raise error
            self._wait(error, attempt)
        raise AssertionError("unreachable")

    def _wait(self, error: EngineError, attempt: int) -> None:
        """Wait as long as the server asked, all threads with it; else twice as long each time, give or take a half."""
        asked = error.retry_after_s if isinstance(error, RateLimited) else 0.0
        if asked:
            self._patience.ask(asked)
        self._sleep(asked or _FIRST_WAIT_S * 2**attempt * (0.5 + self._jitter()))

    def _ask(self, piece: str, codes: tuple[str, str]) -> str:
        """Return what the class answers, unjudged. BadOutput, RateLimited, EngineUnavailable."""
        if left_s := self._patience.left_s():
            self._sleep(left_s)
        if self._closed.is_set():
            raise EngineUnavailable(f"{self.name} was stopped", engine=self.name, remedy="run the command again")
        call = web.Call(self._transport)
        module = import_module(f"deep_translator.{self._service.module}")
        web.harden(module)
        about_to_send(len(piece))
        answer: object = None
        failed: Exception | None = None
        with web.using(call):
            try:
                made = self._service.make(module, *codes, self._url, self._account)
                answer = made.translate(piece, **self._service.options)
            except Exception as error:  # the classes raise anything: KeyError, StopIteration, their own
                failed = error
        if problem := explain(failed, call.last, service=self._service, host=self.host, now=self._now()):
            raise problem from None  # not chained: one of their errors carries the API key in its message
        if not isinstance(answer, str):
            raise BadOutput("empty", engine=self.name)
        answer = _NEWLINE.sub(" ", answer.strip())
        return answer if "&" in piece else html.unescape(answer)

    def _codes(self, source_locale: str, target_locale: str) -> tuple[str, str]:
        known = self._service.codes()
        return self._service.code(source_locale, known), self._service.code(target_locale, known)

    def _no_pair(self, source_locale: str, target_locale: str) -> UnsupportedPair:
        known = sorted(self._service.codes())
        return UnsupportedPair(
            f"{self.name} does not translate from {source_locale} to {target_locale}",
            engine=self.name,
            remedy=f"it knows {len(known)} languages: {', '.join(known[:40])}",
        )


def _host_of(url: str, *, engine: str) -> str:
    try:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https") and parts.hostname and parts.port != 0:
            return parts.hostname
    except ValueError:
        pass
    raise EngineUnavailable(
        f"{url!r} is no address of a server", engine=engine, remedy="write one like http://localhost:5000"
    )
