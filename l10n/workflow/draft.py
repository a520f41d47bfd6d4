"""Fill the empty entries of a catalog with drafts: from the memory, then from the machines that may see the text.

A draft only ever lands in an entry that is still empty when it is saved, and a text only ever reaches an engine that
the article's sensitivity allows and that somebody has agreed to send to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..errors import EngineError
from ..model import CatalogKey, Document, Draft, Entry, Key
from ..ports import CatalogStore, Engine, Progress
from .drafting.asking import Asker
from .drafting.conditions import Conditions, Means
from .drafting.planning import Plan, plan_engines, sentence
from .drafting.requests import MARKUP_LOST
from .drafting.saving import save_drafts
from .drafting.sending import Tally

__all__ = ["MARKUP_LOST", "Conditions", "Drafted", "Failed", "Means", "Plan", "draft_article", "in_order"]

_SAVE_EVERY = 20
_SAVE_EVERY_S = 5.0


@dataclass(frozen=True, slots=True)
class Failed:
    """Why an engine gave no draft for one text."""

    engine: str
    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Drafted:
    """What became of a run.

    *drafted* counts the drafts saved, by engine; *cached* those of them that it had given before, *sent* the
    characters that left for its host. *refused* are sentences about engines that were not allowed, not able or no
    longer able to work. *failures* are the texts each engine failed on, in the order of the article; another may have
    drafted them. *stopped* says that the run was ended from outside. *plan* is filled by a dry run alone, where
    *drafted* counts what the memory would give.
    """

    slug: str
    locale: str
    drafted: Mapping[str, int]
    failures: tuple[Failed, ...] = ()
    refused: tuple[str, ...] = ()
    empty_left: int = 0
    plan: tuple[Plan, ...] = ()
    cached: Mapping[str, int] = field(default_factory=dict)
    sent: Mapping[str, int] = field(default_factory=dict)
    stopped: bool = False


def draft_article(
    document: Document,
    locale: str,
    *,
    store: CatalogStore,
    engines: Sequence[Engine],
    conditions: Conditions,
    means: Means,
    limit: int | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Drafted:
    """Draft the empty entries of the article's catalog, the first *limit* of them, with each engine in turn.

    Memories go first, then the others as they are given; the first good draft wins. Drafts are saved every 20 or 5 s,
    and on the way out whatever ends the run, so the next run goes on from there. Engines' errors are reported, not
    raised; CatalogError, StorageError, and ConflictError where the catalog never stands still.
    """
    key = CatalogKey(document.slug, locale)
    empty = empty_entries(document, store, key)[:limit]
    asker = Asker(document, locale, conditions, means)
    if dry_run:
        plan = plan_engines(asker, in_order(engines), empty, conditions, locale)
        return Drafted(document.slug, locale, plan.remembered, (), plan.refused, _left(store, key), plan.steps)
    run = _Run(store, key, empty, asker, means, progress)
    try:
        for engine in in_order(engines):
            if means.stop():
                break
            run.use(engine, refused=conditions.refusal(engine))
    finally:
        run.save()
    return run.drafted_in(empty, left=_left(store, key), stopped=means.stop())


def in_order(engines: Sequence[Engine]) -> list[Engine]:
    """Return the engines in the order they are asked: what people have approved goes before any machine."""
    return sorted(engines, key=lambda engine: not engine.wants_markup)


def empty_entries(document: Document, store: CatalogStore, key: CatalogKey) -> list[Entry]:
    """Return the entries that a draft may fill: those of the article as it is now without a target."""
    present = {segment.key for segment in document.segments}
    return [e for e in store.read(key)[0].entries if not e.target and e.key in present]


def _left(store: CatalogStore, key: CatalogKey) -> int:
    return sum(not entry.target for entry in store.read(key)[0].entries)


class _Run:
    """What one run has drafted, saved and failed at so far."""

    def __init__(
        self,
        store: CatalogStore,
        key: CatalogKey,
        empty: Sequence[Entry],
        asker: Asker,
        means: Means,
        progress: Progress | None,
    ) -> None:
        self.asker = asker
        self._store, self._key, self._means, self._progress = store, key, means, progress
        self._drafted: Counter[str] = Counter()
        self._failures: list[Failed] = []
        self._refused: list[str] = []
        self._left = {entry.key: entry for entry in empty}
        self._total = len(empty)
        self._unsaved: dict[Key, tuple[str, Draft]] = {}
        self._saved_at = means.clock()

    def use(self, engine: Engine, *, refused: str) -> None:
        """Let one engine draft what is left, unless it is refused, for which there is a sentence."""
        if not self._left:
            return
        if refused:
            self._refused.append(refused)
            return
        try:
            for entry, result in self.asker.ask(engine, list(self._left.values())):
                if isinstance(result, Draft):
                    self._keep(entry, engine.name, result)
                elif not engine.wants_markup:  # that nothing alike is remembered is no failure
                    self._failures.append(Failed(engine.name, entry.source, result.reason))
        except EngineError as error:
            self._refused.append(sentence(error))

    def _keep(self, entry: Entry, engine_name: str, draft: Draft) -> None:
        del self._left[entry.key]
        self._unsaved[entry.key] = (engine_name, draft)
        if self._progress:
            self._progress(self._total - len(self._left), self._total)
        if len(self._unsaved) >= _SAVE_EVERY or self._means.clock() - self._saved_at >= _SAVE_EVERY_S:
            self.save()

    def save(self) -> None:
        """Write what is not saved yet into those entries that are still empty."""
        saved = save_drafts(self._store, self._key, {key: draft for key, (_, draft) in self._unsaved.items()})
        self._drafted.update(self._unsaved[key][0] for key in saved)
        self._unsaved.clear()
        self._saved_at = self._means.clock()

    def drafted_in(self, entries: Sequence[Entry], *, left: int, stopped: bool) -> Drafted:
        place = {entry.source: number for number, entry in reversed(list(enumerate(entries)))}
        failures = sorted(self._failures, key=lambda failed: place[failed.source])  # stable: by engine at one place
        tallies: Mapping[str, Tally] = self.asker.tallies
        return Drafted(
            self._key.slug,
            self._key.locale,
            dict(self._drafted),
            tuple(failures),
            tuple(self._refused),
            left,
            cached={name: tally.cached for name, tally in tallies.items() if tally.cached},
            sent={name: tally.characters for name, tally in tallies.items() if tally.characters},
            stopped=stopped and left > 0,
        )
