"""Texts sent to an engine in several calls at once: paced, within the budget, each in the ledger before it starts."""

from __future__ import annotations

import hashlib
import itertools
import threading
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ...errors import EngineError, EngineUnavailable
from ...model import Draft
from ...ports import Engine, EngineFailure
from ...ports.ledger import Send, SendOutcome
from ...ports.outgoing import listening
from .calling import Answers, Calls, Languages, Result, call
from .conditions import Conditions, Means
from .metering import Meter
from .requests import Request

_LOOK_S = 0.05
_QUOTED = 12
_TOO_SHORT_TO_TELL = 5


@dataclass(slots=True)
class Tally:
    """What one engine's turn took: texts from the cache, texts and characters sent to its host."""

    cached: int = 0
    texts: int = 0
    characters: int = 0


def digest_of(text: str) -> str:
    """Return the digest by which the ledger knows a text that was sent."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def batches(requests: Sequence[Request], size: int) -> Iterator[Sequence[Request]]:
    for start in range(0, len(requests), size):
        yield requests[start : start + size]


class Sending:
    """The calls of one engine's turn."""

    def __init__(
        self, engine: Engine, slug: str, languages: Languages, conditions: Conditions, means: Means, tally: Tally
    ) -> None:
        self._engine, self._slug, self._languages = engine, slug, languages
        self._conditions, self._means, self._tally = conditions, means, tally
        self._allowance = conditions.allowance(engine)
        self._pace = means.pace(engine, self._allowance)
        self._calls = Calls(self._call, parallel=self.parallel)
        self._ids = itertools.count(-1, -1)
        self._error: EngineError | None = None
        self._deadline: float | None = None
        self._counting = threading.Lock()

    @property
    def parallel(self) -> int:
        most = max(1, self._engine.parallel)
        return min(most, self._allowance.parallel or most)

    def results(self, requests: Sequence[Request]) -> Iterator[tuple[Request, Result]]:
        """Yield results as calls end. When it is to stop, or the engine can do no more, calls under way are waited for.

        Calls that outlast the grace stand in the ledger as begun. EngineUnavailable where the engine may not be sent
        anything, EngineError, StorageError.
        """
        if requests:
            self._require_permission()
        size = max(1, min(self._engine.batch, self._allowance.texts_per_minute or self._engine.batch))
        waiting = deque(batches(requests, size))
        while True:
            self._start(waiting)
            over = self._is_over() or not waiting
            if (over and not self._calls.running) or self._is_late():
                break
            answers = self._finish(self._calls.finished(wait_s=_LOOK_S))
            if answers:
                yield from zip(answers.requests, answers.results, strict=False)
        self.raise_if_over()

    def raise_if_over(self) -> None:
        if self._error:
            raise self._error

    def end(self, error: EngineError) -> None:
        """Start no more calls, and raise *error* when those under way have ended."""
        self._error = self._error or error

    def _require_permission(self) -> None:
        """Refuse what nobody has allowed, agreed to, or would ever know of: the last look before a text leaves."""
        engine, conditions = self._engine, self._conditions
        refused = conditions.refusal(engine)
        remedy = ""
        if not refused and conditions.must_agree(engine):
            refused = f"{engine.name} was sent nothing: nobody has agreed to send texts to {engine.host}"
            remedy = "answer yes when asked, give --yes, or set ask = false under [draft]"
        if not refused and engine.host and self._means.ledger is None:
            refused = f"{engine.name} was sent nothing: there is no ledger to record it"
        if refused:
            raise EngineUnavailable(refused, engine=engine.name, remedy=remedy)

    def _is_over(self) -> bool:
        if self._deadline is None and self._means.stop():
            self._deadline = self._means.clock() + self._means.grace_s
        return self._error is not None or self._deadline is not None

    def _is_late(self) -> bool:
        return self._deadline is not None and self._means.clock() >= self._deadline

    def _start(self, waiting: deque[Sequence[Request]]) -> None:
        """Start the calls that may start now."""
        while waiting and not self._calls.is_full and not self._is_over() and not self._pace.wait_s(len(waiting[0])):
            batch = waiting[0]
            id = self._record(batch)
            if not id and len(batch) > 1:  # what is left of the budget may have room for a part
                half = len(batch) // 2
                waiting.popleft()
                waiting.extendleft((batch[half:], batch[:half]))
                continue
            if not id:
                self.end(self._no_budget(sum(request.characters for request in batch)))
                return
            waiting.popleft()
            self._pace.note(len(batch))
            if self._engine.host:
                with self._counting:
                    self._tally.texts += len(batch)
                    self._tally.characters += sum(r.characters for r in batch)
            self._calls.start(id, batch)

    def _record(self, batch: Sequence[Request]) -> int:
        """Write into the ledger what is about to be sent; return the id of the call, 0 where no budget is left."""
        engine, ledger = self._engine, self._means.ledger
        if not engine.host or ledger is None:
            return next(self._ids)
        send = self._send_of(batch)
        return ledger.begin(send, budgets=self._conditions.budgets(engine, send.at))

    def _call(self, batch: Sequence[Request]) -> Answers:
        """Return what one call gave, in a thread; what the engine asks about again is recorded before, too."""
        if not self._engine.host:
            return call(self._engine, batch, self._languages)
        meter = Meter(sum(r.characters for r in batch), lambda characters: self._record_again(batch, characters))
        with listening(meter):
            answers = call(self._engine, batch, self._languages)
        return replace(answers, again=meter.ids)

    def _record_again(self, batch: Sequence[Request], characters: int) -> int:
        """Write into the ledger what of a call leaves once more, and return its id. EngineUnavailable, StorageError."""
        ledger = self._means.ledger
        if ledger is None:
            return next(self._ids)
        send = replace(self._send_of(batch), characters=characters, digests=(), hidden=0, texts=())
        id = ledger.begin(send, budgets=self._conditions.budgets(self._engine, send.at))
        if not id:
            raise self._no_budget(characters)
        with self._counting:
            self._tally.characters += characters
        return id

    def _send_of(self, batch: Sequence[Request]) -> Send:
        engine, conditions = self._engine, self._conditions
        texts = tuple(request.text for request in batch)
        return Send(
            run=conditions.run,
            at=self._means.now(),
            engine=engine.name,
            host=engine.host,
            slug=self._slug,
            source_locale=self._languages.source,
            locale=self._languages.target,
            characters=sum(request.characters for request in batch),
            digests=tuple(map(digest_of, texts)),
            by=conditions.by,
            proxy=conditions.proxy(engine),
            hidden=sum(len(request.hidden) for request in batch),
            texts=texts if conditions.keep_texts else (),
        )

    def _finish(self, done: tuple[int, Answers] | None) -> Answers | None:
        """Write into the ledger what came of a call."""
        if done is None:
            return None
        id, answers = done
        answered = sum(isinstance(result, Draft) for result in answers.results)
        reasons = Counter(result.reason for result in answers.results if isinstance(result, EngineFailure))
        reason = answers.error.message if answers.error else next((r for r, _ in reasons.most_common(1)), "")
        if id > 0 and self._means.ledger:
            outcome = SendOutcome.ANSWERED if answered else SendOutcome.FAILED
            if not self._conditions.keep_texts:
                reason = without_texts(reason, [request.text for request in answers.requests])
            self._means.ledger.finish(id, at=self._means.now(), outcome=outcome, answered=answered, reason=reason)
            for again in answers.again:
                self._means.ledger.finish(
                    again, at=self._means.now(), outcome=outcome, answered=0, reason="asked again"
                )
        if answers.error:
            self.end(answers.error)
        return answers

    def _no_budget(self, characters: int) -> EngineUnavailable:
        """Return the error for a call of so many *characters* that the budgets have no room for."""
        engine, ledger, now = self._engine, self._means.ledger, self._means.now()
        spent = [
            f"{budget.name} = {budget.characters:,} would be exceeded ({gone:,} sent)"
            for budget in self._conditions.budgets(engine, now)
            if ledger
            for gone in (ledger.spent(engine.name, since=budget.since, run=budget.run),)
            if gone + characters > budget.characters
        ]
        return EngineUnavailable(
            f"{engine.name} was sent no more: {' and '.join(spent)}",
            engine=engine.name,
            remedy=f"raise the limit under [engine.{engine.name}], or use another engine",
        )


def without_texts(reason: str, texts: Sequence[str]) -> str:
    """Return a reason up to where it quotes one of *texts*, as servers do: twelve characters of it are a quotation."""
    windows = (text[at : at + _QUOTED] for text in texts for at in range(max(1, len(text) - _QUOTED + 1)))
    places = [place for window in windows if len(window) > _TOO_SHORT_TO_TELL and (place := reason.find(window)) >= 0]
    return f"{reason[: min(places)]}…" if places else reason
