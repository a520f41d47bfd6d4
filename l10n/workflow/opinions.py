"""What several engines make of one paragraph, side by side with what is there. Nothing is put into a catalog."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..contrasting import contrast
from ..errors import EngineError
from ..model import Document, Draft, Entry
from ..ports import Engine
from .compare import Attempt, Checks
from .draft import Conditions, Means
from .drafting.asking import Asker
from .drafting.calling import Result
from .drafting.planning import sentence


@dataclass(frozen=True, slots=True)
class Opinions:
    """An attempt for each engine that was asked, before them what the catalog has, its *engine* "".

    *refused* are sentences about engines that were not allowed, or not able.
    """

    attempts: tuple[Attempt, ...]
    refused: tuple[str, ...] = ()


def ask_engines(
    document: Document,
    locale: str,
    entry: Entry,
    *,
    engines: Sequence[Engine],
    conditions: Conditions,
    means: Means,
    checks: Checks,
) -> Opinions:
    """Ask every engine for a draft of *entry*, whatever its catalog has for it. StorageError."""
    asker = Asker(document, locale, conditions, means)
    results: dict[str, Result] = {}
    refused: list[str] = []
    for engine in engines:
        reason = conditions.refusal(engine)
        try:
            if not reason and not means.stop():
                results |= ((engine.name, result) for _, result in asker.ask(engine, [entry]))
        except EngineError as error:
            reason = sentence(error)
        refused += [reason] if reason else []
    return Opinions(_attempts(entry, results, conditions, locale, checks), tuple(refused))


def _attempts(
    entry: Entry, results: dict[str, Result], conditions: Conditions, locale: str, checks: Checks
) -> tuple[Attempt, ...]:
    tried = [_attempt(entry, engine, result, checks) for engine, result in results.items()]
    if entry.target:
        tried.insert(0, Attempt("", entry.target, origin=entry.origin, findings=tuple(checks(entry))))
    written = [attempt for attempt in tried if attempt.target]
    contrasts = contrast(
        entry.source,
        [attempt.target for attempt in written],
        source_locale=conditions.source_locale,
        target_locale=locale,
        terms=conditions.terms,
    )
    differing = dict(zip((attempt.engine for attempt in written), contrasts, strict=True))
    return tuple(replace(attempt, contrasts=differing.get(attempt.engine, ())) for attempt in tried)


def _attempt(entry: Entry, engine: str, result: Result, checks: Checks) -> Attempt:
    if not isinstance(result, Draft):
        return Attempt(engine, reason=result.reason)
    drafted = entry.drafted(result.target, origin=result.origin, flags=result.flags)
    return Attempt(engine, result.target, "", result.origin, result.flags, tuple(checks(drafted)))
