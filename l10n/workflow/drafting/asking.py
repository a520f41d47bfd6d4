"""Asking one engine for drafts of many entries: from the cache, then from itself; judged, and tried again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from ...errors import EngineUnavailable
from ...judging import ABOUT_THE_TEXT, MARKS_LOST
from ...model import Document, Draft, Entry
from ...ports import Engine, EngineFailure, FailureKind
from .calling import Languages, Result, results_of
from .conditions import Conditions, Means
from .requests import NOTHING_LEFT, Request, Wording
from .sending import Sending, Tally, batches

_GIVE_UP_AFTER = 5


class Asker:
    """Asks engines about one article in one locale."""

    def __init__(self, document: Document, locale: str, conditions: Conditions, means: Means) -> None:
        self._document, self._conditions, self._means = document, conditions, means
        self._languages = Languages(conditions.source_locale, locale)
        self.tallies: dict[str, Tally] = {}

    def ask(self, engine: Engine, entries: Sequence[Entry]) -> Iterator[tuple[Entry, Result]]:
        """Yield one judged result per entry as they come, those whose marks were lost last.

        These are tried once more, then without their markup. It ends early where the run is to stop. EngineError where
        the engine can do no more, StorageError where the ledger cannot be written.
        """
        turn = _Turn(engine, self._document, self._languages, self._conditions, self._means)
        self.tallies[engine.name] = turn.tally
        for with_marks in (True, True, False):
            lost: list[Entry] = []
            for entry, result in turn.ask(entries, with_marks=with_marks):
                if with_marks and isinstance(result, EngineFailure) and result.reason == MARKS_LOST:
                    lost.append(entry)
                else:
                    yield entry, result
            entries = lost
            if not entries:
                return

    def sort_out(self, engine: Engine, entries: Sequence[Entry]) -> tuple[list[Request], list[Entry]]:
        """Return what the engine would be given, and the entries that the cache has an answer for."""
        turn = _Turn(engine, self._document, self._languages, self._conditions, self._means)
        asked: list[Request] = []
        cached: list[Entry] = []
        for request in turn.wording.requests(entries):
            if turn.from_cache(request) is not None:
                cached.extend(request.entries)
            elif not request.is_empty:
                asked.append(request)
        return asked, cached


class _Turn:
    """One engine's turn."""

    def __init__(
        self, engine: Engine, document: Document, languages: Languages, conditions: Conditions, means: Means
    ) -> None:
        self._engine, self._languages, self._means = engine, languages, means
        self.wording = Wording(document, languages.target, engine, conditions)
        self.tally = Tally()
        self._sending = Sending(engine, document.slug, languages, conditions, means, self.tally)
        self._in_a_row = 0
        self._last_reason = ""

    def ask(self, entries: Sequence[Entry], *, with_marks: bool) -> Iterator[tuple[Entry, Result]]:
        waiting: list[Request] = []
        for request in self.wording.requests(entries, with_marks=with_marks):
            known = self.from_cache(request)
            if known is not None:
                self.tally.cached += len(request.entries)
                yield from self._finished(request, known)
            elif request.is_empty:
                yield from self._finished(request, EngineFailure(request.text, NOTHING_LEFT))
            else:
                waiting.append(request)
        in_threads = self._engine.host or self._sending.parallel > 1
        for request, result in self._sending.results(waiting) if in_threads else self._in_turn(waiting):
            self._count(result)
            finished = self._finished(request, result)
            self._remember(request, result, finished)
            yield from finished

    def from_cache(self, request: Request) -> Draft | None:
        """Return the engine's earlier answer, where it still passes for one."""
        cache = self._means.cache
        if cache is None or self._means.fresh or self._engine.wants_markup:
            return None
        known = cache.get(self._key(request))
        draft = Draft(request.text, known.target, known.origin, known.flags) if known else None
        good = draft and isinstance(self.wording.finish(request, request.entries[0], draft), Draft)
        return draft if good else None

    def _remember(self, request: Request, result: Result, finished: Sequence[tuple[Entry, Result]]) -> None:
        """Keep an answer that made a draft."""
        cache = self._means.cache
        good = isinstance(result, Draft) and all(isinstance(final, Draft) for _, final in finished)
        if cache and good and isinstance(result, Draft) and not self._engine.wants_markup:
            cache.put(self._key(request), result)

    def _finished(self, request: Request, result: Result) -> list[tuple[Entry, Result]]:
        return [(entry, self.wording.finish(request, entry, result)) for entry in request.entries]

    def _count(self, result: Result) -> None:
        """End the turn after five failures in a row for the same reason, where that tells of the engine."""
        if isinstance(result, Draft) or _tells_of_text(result) or self._engine.wants_markup:
            self._in_a_row, self._last_reason = 0, ""
            return
        self._in_a_row = self._in_a_row + 1 if result.reason == self._last_reason else 1
        self._last_reason = result.reason
        if self._in_a_row == _GIVE_UP_AFTER:
            error = EngineUnavailable(
                f"{self._engine.name} failed {_GIVE_UP_AFTER} times in a row: {result.reason}; it was asked no more",
                engine=self._engine.name,
                remedy="try later, or another engine",
            )
            self._sending.end(error)

    def _in_turn(self, requests: Sequence[Request]) -> Iterator[tuple[Request, Result]]:
        """Yield the results of an engine that works in this program, one by one as it makes them."""
        size = self._engine.batch if self._engine.batch > 1 else max(1, len(requests))
        for batch in batches(requests, size):
            results = results_of(self._engine, batch, self._languages)
            for request in batch:
                if self._means.stop():
                    return
                yield request, next(results)
                self._sending.raise_if_over()

    def _key(self, request: Request) -> str:
        engine, languages = self._engine, self._languages
        told = repr(request.hints.terms)
        parts = (engine.name, engine.fingerprint, languages.source, languages.target, told, request.text)
        return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _tells_of_text(failure: EngineFailure) -> bool:
    return failure.kind is FailureKind.BAD_OUTPUT and failure.reason in ABOUT_THE_TEXT
