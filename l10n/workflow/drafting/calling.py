"""Calls to an engine: one after the other, or several at once in threads that nobody has to wait for."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ...errors import EngineError, StorageError
from ...model import Draft
from ...ports import Engine, EngineFailure
from .requests import Request

Result = Draft | EngineFailure


@dataclass(frozen=True, slots=True)
class Answers:
    """What one call gave: a result for each request, and the error that ended it, if one did.

    *again* has what the ledger calls that which the engine sent once more.
    """

    requests: Sequence[Request]
    results: Sequence[Result]
    error: EngineError | None = None
    again: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Languages:
    """From which locale to which."""

    source: str
    target: str


def results_of(engine: Engine, requests: Sequence[Request], languages: Languages) -> Iterator[Result]:
    """Yield one result per request as it comes; a failure where there is nothing, or another text's. EngineError.

    Whatever the engine raises beyond its promise becomes an EngineError: its defect ends its turn, not the run.
    """
    texts = [request.text for request in requests]
    hints = [request.hints for request in requests] if engine.wants_hints else []
    try:
        given = engine.translate(texts, source_locale=languages.source, target_locale=languages.target, hints=hints)
        answers = iter(given if given is not None else ())
        for text in texts:
            yield _checked(next(answers, None), text)
    except (EngineError, StorageError):
        raise
    except Exception as error:
        raise EngineError(
            f"{engine.name} failed with {type(error).__name__}",  # its message may hold a key
            engine=engine.name,
            remedy="this is a defect in the engine; use another",
        ) from error


def _checked(result: Result | None, text: str) -> Result:
    if result is None:
        return EngineFailure(text, "no answer")
    if result.source != text:
        return EngineFailure(text, "the answer belongs to another text")
    if isinstance(result, Draft) and not (isinstance(result.target, str) and result.target.strip()):
        return EngineFailure(text, "empty")
    return result


def call(engine: Engine, requests: Sequence[Request], languages: Languages) -> Answers:
    """Return what one call gave; never raises what an engine may raise."""
    results: list[Result] = []
    try:
        results.extend(results_of(engine, requests, languages))
    except EngineError as error:
        return Answers(requests, results, error)
    return Answers(requests, results)


class Calls:
    """Up to *parallel* calls at once. `start` begins one when it is its turn, `finished` waits for those that end."""

    def __init__(self, work: Callable[[Sequence[Request]], Answers], *, parallel: int) -> None:
        self._work, self._parallel = work, max(1, parallel)
        self._done: queue.SimpleQueue[tuple[int, Answers | BaseException]] = queue.SimpleQueue()
        self.running = 0

    @property
    def is_full(self) -> bool:
        return self.running >= self._parallel

    def start(self, id: int, requests: Sequence[Request]) -> None:
        """Begin a call, called *id*, in a thread that ends with the program, at the latest."""

        def run() -> None:
            try:
                self._done.put((id, self._work(requests)))
            except BaseException as error:  # told to whoever waits
                self._done.put((id, error))

        self.running += 1
        threading.Thread(target=run, name=f"diglot-call-{id}", daemon=True).start()

    def finished(self, *, wait_s: float) -> tuple[int, Answers] | None:
        """Return the next call that has ended, within *wait_s* seconds; None where none has."""
        try:
            id, answers = self._done.get(timeout=wait_s) if self.running else _pause(wait_s)
        except queue.Empty:
            return None
        self.running -= 1
        if isinstance(answers, BaseException):
            raise answers
        return id, answers


def _pause(wait_s: float) -> tuple[int, Answers]:
    time.sleep(wait_s)
    raise queue.Empty
