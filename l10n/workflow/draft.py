"""Fill the empty entries of a catalog with drafts: from the memory, then from the machines that may see the text.

A draft only ever lands in an entry that is still empty when it is saved, and the text only ever reaches an engine
that the article's sensitivity allows.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..errors import ConflictError, EngineError
from ..inline import plain, protect, restore
from ..judging import MARKS_LOST, judge
from ..model import CatalogKey, Document, Draft, Entry, Key
from ..ports import CatalogStore, Engine, EngineFailure, Progress
from ..sensitivity import Sensitivity, refusal

_SAVE_EVERY = 20
_SAVE_EVERY_S = 5.0
_SAVE_TRIES = 20
_LINES = re.compile(r"\s*\n\s*")

MARKUP_LOST = "markup-lost"
"""The flag of a draft whose markup the engine could not keep: a person has to put it back."""


@dataclass(frozen=True, slots=True)
class Failed:
    """Why an engine gave no draft for one text."""

    engine: str
    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What an engine would be given at most, and the host it would be sent to ("" when it stays here)."""

    engine: str
    texts: tuple[str, ...]
    characters: int
    host: str


@dataclass(frozen=True, slots=True)
class Drafted:
    """What became of a run.

    *drafted* counts the drafts saved, by engine. *refused* are sentences about engines that were not allowed, not
    able or no longer able to work. *failures* are the texts each engine failed on; another may have drafted them.
    *plan* is filled by a dry run alone, where *drafted* counts what the memory would give.
    """

    slug: str
    locale: str
    drafted: Mapping[str, int]
    failures: tuple[Failed, ...] = ()
    refused: tuple[str, ...] = ()
    empty_left: int = 0
    plan: tuple[Plan, ...] = ()


def draft_article(
    document: Document,
    locale: str,
    *,
    source_locale: str,
    store: CatalogStore,
    engines: Sequence[Engine],
    sensitivity: Sensitivity = Sensitivity.INTERNAL,
    own_hosts: Sequence[str] = (),
    limit: int | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Drafted:
    """Draft the empty entries of the article's catalog, the first *limit* of them, with each engine in turn.

    The first engine that gives a good draft wins. Drafts are saved every 20 or 5 s, and on the way out whatever
    ends the run, so the next run goes on from there. Engines' errors are reported, not raised; CatalogError,
    and ConflictError where the catalog never stands still.
    """
    key = CatalogKey(document.slug, locale)
    catalog, _ = store.read(key)
    present = {segment.key for segment in document.segments}
    empty = [e for e in catalog.entries if not e.target and e.key in present][:limit]
    run = _Run(store, key, empty, progress=progress, clock=clock, dry_run=dry_run)
    try:
        for engine in engines:
            run.use(engine, source_locale, locale, refused=_refusal(engine, sensitivity, own_hosts))
    finally:
        run.save()
    left = sum(not entry.target for entry in store.read(key)[0].entries)
    return Drafted(
        document.slug, locale, dict(run.drafted), tuple(run.failures), tuple(run.refused), left, tuple(run.plan)
    )


def _refusal(engine: Engine, sensitivity: Sensitivity, own_hosts: Sequence[str]) -> str:
    return refusal(sensitivity, engine_name=engine.name, reach=engine.reach, host=engine.host, own_hosts=own_hosts)


class _Run:
    """What one run has drafted, saved and failed at so far."""

    def __init__(
        self,
        store: CatalogStore,
        key: CatalogKey,
        empty: Sequence[Entry],
        *,
        progress: Progress | None,
        clock: Callable[[], float],
        dry_run: bool,
    ) -> None:
        self.drafted: Counter[str] = Counter()
        self.failures: list[Failed] = []
        self.refused: list[str] = []
        self.plan: list[Plan] = []
        self._store, self._key = store, key
        self._left = {entry.key: entry for entry in empty}
        self._total = len(empty)
        self._unsaved: dict[Key, tuple[str, Draft]] = {}
        self._progress, self._clock, self._dry_run = progress, clock, dry_run
        self._saved_at = clock()

    def use(self, engine: Engine, source_locale: str, locale: str, *, refused: str) -> None:
        """Let one engine draft what is left, unless it is refused, for which there is a sentence."""
        entries = list(self._left.values())
        if refused:
            self.refused.append(refused)
        elif self._dry_run and not engine.wants_markup:
            self._plan_for(engine, entries, source_locale, locale)
        elif entries:
            self._draft_with(engine, entries, source_locale, locale)

    def _plan_for(self, engine: Engine, entries: Sequence[Entry], source_locale: str, locale: str) -> None:
        if not engine.supports(source_locale, locale):
            self.refused.append(f"{engine.name} does not translate from {source_locale} to {locale}")
            return
        texts = tuple(protect(entry.source).text for entry in entries)
        self.plan.append(Plan(engine.name, texts, sum(map(len, texts)), engine.host))

    def _draft_with(self, engine: Engine, entries: Sequence[Entry], source_locale: str, locale: str) -> None:
        try:
            for entry, result in _drafts(engine, entries, source_locale, locale):
                if isinstance(result, Draft):
                    self._keep(entry, engine.name, result)
                elif not engine.wants_markup:  # that nothing alike is remembered is no failure
                    self.failures.append(Failed(engine.name, entry.source, result.reason))
        except EngineError as error:
            self.refused.append(f"{error.message}; {error.remedy}" if error.remedy else error.message)

    def _keep(self, entry: Entry, engine_name: str, draft: Draft) -> None:
        del self._left[entry.key]
        self._unsaved[entry.key] = (engine_name, draft)
        if self._progress:
            self._progress(self._total - len(self._left), self._total)
        if len(self._unsaved) >= _SAVE_EVERY or self._clock() - self._saved_at >= _SAVE_EVERY_S:
            self.save()

    def save(self) -> None:
        """Write what is not saved yet into those entries that are still empty."""
        saved = set(self._unsaved) if self._dry_run else _save(self._store, self._key, self._unsaved)
        self.drafted.update(self._unsaved[key][0] for key in saved)
        self._unsaved.clear()
        self._saved_at = self._clock()


def _save(store: CatalogStore, key: CatalogKey, drafts: Mapping[Key, tuple[str, Draft]]) -> set[Key]:
    """Return the keys of the entries that were filled; entries that somebody has filled meanwhile are left alone."""
    for attempt in range(_SAVE_TRIES):
        catalog, revision = store.read(key)
        filled = {
            entry.key: entry.drafted(draft.target, origin=draft.origin, flags=draft.flags)
            for entry in catalog.entries
            if not entry.target and entry.key in drafts
            for _, draft in [drafts[entry.key]]
        }
        if not filled:
            return set()
        try:
            store.replace(key, catalog.with_entries(filled), expected=revision)
            return set(filled)
        except ConflictError:
            if attempt == _SAVE_TRIES - 1:
                raise
    return set()


_Result = Iterator[tuple[Entry, Draft | EngineFailure]]


def _drafts(engine: Engine, entries: Sequence[Entry], source_locale: str, locale: str) -> _Result:
    """Yield one result per entry, those whose marks were lost last: tried once more, then without their markup."""
    if engine.wants_markup:
        yield from _answers(engine, entries, [e.source for e in entries], source_locale, locale)
        return
    for with_marks in (True, True, False):
        lost = []
        for entry, result in _translate(engine, entries, source_locale, locale, with_marks=with_marks):
            if with_marks and isinstance(result, EngineFailure) and result.reason == MARKS_LOST:
                lost.append(entry)
            else:
                yield entry, result
        entries = lost
        if not entries:
            return


def _answers(
    engine: Engine, entries: Sequence[Entry], texts: Sequence[str], source_locale: str, locale: str
) -> _Result:
    """Yield for each entry what the engine gave for its text; a failure where it gave nothing, or another's."""
    results = engine.translate(texts, source_locale=source_locale, target_locale=locale)
    for entry, text in zip(entries, texts, strict=True):
        result = next(results, EngineFailure(text, "no answer"))
        if result.source != text:
            result = EngineFailure(text, "the answer belongs to another text")
        elif isinstance(result, Draft) and not result.target.strip():
            result = EngineFailure(text, "empty")
        yield entry, result


def _translate(
    engine: Engine, entries: Sequence[Entry], source_locale: str, locale: str, *, with_marks: bool
) -> _Result:
    """Yield for each entry what the engine made of its text, judged and with its markup put back."""
    texts = [protect(entry.source).text if with_marks else plain(entry.source) for entry in entries]
    for entry, result in _answers(engine, entries, texts, source_locale, locale):
        if isinstance(result, EngineFailure):
            yield entry, EngineFailure(entry.source, result.reason)
        else:
            yield entry, _finish(entry, result, locale, with_marks=with_marks)


def _finish(entry: Entry, draft: Draft, locale: str, *, with_marks: bool) -> Draft | EngineFailure:
    marks = protect(entry.source).marks
    used = marks if with_marks else ()
    target = draft.target.strip()
    if "\n" not in draft.source:
        target = _LINES.sub(" ", target)
    reason = judge(draft.source, target, target_locale=locale, marks=[f"⟦{n}⟧" for n in range(len(used))])
    restored = None if reason else restore(target, used)
    if restored is None:
        return EngineFailure(entry.source, reason or (MARKS_LOST if used else "markup that the source does not have"))
    lost = (MARKUP_LOST,) if marks and not with_marks else ()
    return Draft(entry.source, restored, draft.origin, (*draft.flags, *lost))
