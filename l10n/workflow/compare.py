"""What several engines make of the same article, side by side. Nothing is put into a catalog."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from ..contrasting import Contrast, contrast
from ..errors import EngineError
from ..model import Document, Draft, Entry, Finding, Key
from ..ports import Engine, Progress
from .draft import Conditions, Means
from .drafting.asking import Asker
from .drafting.calling import Result
from .drafting.planning import Plan, plan_engines, sentence

Checks = Callable[[Entry], Sequence[Finding]]


@dataclass(frozen=True, slots=True)
class Attempt:
    """What one engine made of a segment: *target*, or the *reason* why it is "".

    *findings* are what the checks say about it, *contrasts* where it differs from the other attempts.
    """

    engine: str
    target: str = ""
    reason: str = ""
    origin: str = ""
    flags: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    contrasts: tuple[Contrast, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A segment with one attempt for each engine that was asked."""

    label: str
    key: Key
    attempts: tuple[Attempt, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """The rows in the order of the article. *refused*, *sent*, *plan* and *stopped* are as in `Drafted`."""

    slug: str
    locale: str
    rows: tuple[Row, ...]
    refused: tuple[str, ...] = ()
    sent: Mapping[str, int] = field(default_factory=dict)
    plan: tuple[Plan, ...] = ()
    stopped: bool = False


def compare_drafts(
    document: Document,
    locale: str,
    *,
    labels: Mapping[Key, str],
    engines: Sequence[Engine],
    conditions: Conditions,
    means: Means,
    checks: Checks,
    limit: int | None = None,
    progress: Progress | None = None,
    plan_only: bool = False,
) -> Compared:
    """Ask every engine for all of the first *limit* segments, whatever the catalog has for them.

    Engines' errors are reported, not raised. StorageError.
    """
    entries = _entries(document)[:limit]
    asker = Asker(document, locale, conditions, means)
    if plan_only:
        plans = [plan_engines(asker, [engine], entries, conditions, locale) for engine in engines]
        refused = tuple(reason for plan in plans for reason in plan.refused)
        return Compared(document.slug, locale, (), refused, plan=tuple(s for plan in plans for s in plan.steps))
    asking = _Asking(asker, conditions, means, len(entries) * len(engines), progress)
    for engine in engines:
        asking.use(engine, entries)
    rows = tuple(
        Row(labels.get(entry.key, ""), entry.key, _attempts(entry, asking.given, conditions, locale, checks))
        for entry in entries
    )
    sent = {name: tally.characters for name, tally in asker.tallies.items() if tally.characters}
    return Compared(document.slug, locale, rows, tuple(asking.refused), sent, stopped=means.stop())


def _entries(document: Document) -> list[Entry]:
    return [Entry(source, context=context) for context, source in dict.fromkeys(s.key for s in document.segments)]


class _Asking:
    """Collects what each engine gives."""

    def __init__(
        self, asker: Asker, conditions: Conditions, means: Means, total: int, progress: Progress | None
    ) -> None:
        self.given: dict[str, dict[Key, Result]] = {}
        self.refused: list[str] = []
        self._asker, self._conditions, self._means = asker, conditions, means
        self._done, self._total, self._progress = 0, total, progress

    def use(self, engine: Engine, entries: Sequence[Entry]) -> None:
        if self._means.stop():
            return
        refused = self._conditions.refusal(engine)
        if refused:
            self.refused.append(refused)
            return
        given = self.given.setdefault(engine.name, {})
        try:
            for entry, result in self._asker.ask(engine, entries):
                given[entry.key] = result
                self._done += 1
                if self._progress:
                    self._progress(self._done, self._total)
        except EngineError as error:
            self.refused.append(sentence(error))


def _attempts(
    entry: Entry, given: Mapping[str, Mapping[Key, Result]], conditions: Conditions, locale: str, checks: Checks
) -> tuple[Attempt, ...]:
    results = {engine: results.get(entry.key) for engine, results in given.items()}
    drafts = {engine: result for engine, result in results.items() if isinstance(result, Draft)}
    contrasts = contrast(
        entry.source,
        [draft.target for draft in drafts.values()],
        source_locale=conditions.source_locale,
        target_locale=locale,
        terms=conditions.terms,
    )
    differing = dict(zip(drafts, contrasts, strict=True))
    return tuple(
        _attempt(entry, engine, result, differing.get(engine, ()), checks) for engine, result in results.items()
    )


def _attempt(
    entry: Entry, engine: str, result: Result | None, contrasts: tuple[Contrast, ...], checks: Checks
) -> Attempt:
    if not isinstance(result, Draft):
        return Attempt(engine, reason=result.reason if result else "not asked")
    drafted = entry.drafted(result.target, origin=result.origin, flags=result.flags)
    return Attempt(engine, result.target, "", result.origin, result.flags, tuple(checks(drafted)), contrasts)
