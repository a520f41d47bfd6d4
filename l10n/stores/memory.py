"""The memory of what was approved: a local index, derived from catalogs, that can be deleted at any time.

current            which folder below is in use, and by which rules it was made
<name>/en~my/      an index of tantivy for each pair of locales
newest/*.json      catalogs changed since, each whole; they count instead of what the index has of them
lock               held by who writes to an index; nobody waits for it but `rebuild`
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from ..errors import LockedError, StorageError
from ..model import CatalogKey
from ..ports import NO_HINTS, Hints, Recalled, Remembered
from ..tokens import cut_tokens, plain_text
from .memory_files import IndexFiles
from .memory_newest import Change, NewestChanges
from .memory_pair import PairIndex
from .memory_ranking import best_first, holding, parts_of, sentence_matches, whole_matches
from .memory_texts import DamagedError

_WAITING = 1_000
"""How many texts of the newest changes wait before they are taken into the index."""
_CANDIDATES, _OF_SENTENCES = 50, 40

_T = TypeVar("_T")


class MemoryIndex:
    """The memory in *folder*. Safe for many threads and many processes; a damaged index counts as empty."""

    def __init__(self, folder: Path) -> None:
        self._files = IndexFiles(folder)
        self._newest = NewestChanges(folder / "newest")
        self._starting, self._taking = threading.Lock(), threading.Thread()

    @property
    def is_whole(self) -> bool:
        """Whether the index has all that it was given since it was last rebuilt; where not, rebuild it."""
        self._files.refresh()
        return self._files.is_whole

    def recall(
        self,
        text: str,
        *,
        source_locale: str,
        target_locale: str,
        hints: Hints = NO_HINTS,
        context: str = "",
        min_score: float = 0.70,
        limit: int = 5,
    ) -> list[Recalled]:
        def ask(view: _View) -> list[Recalled]:
            near = view.like(text, hints=hints, context=context, min_score=min_score)
            found = whole_matches(text, near, hints=hints, context=context, min_score=min_score)
            parts = [] if found else parts_of(text)
            if parts:
                found = sentence_matches(parts, view.containing(parts), min_score=min_score)
            return best_first(found, limit=limit)

        return self._ask(ask, source_locale, target_locale)

    def search(
        self, phrase: str, *, source_locale: str, target_locale: str, in_target: bool = False, limit: int = 20
    ) -> list[Remembered]:
        if not cut_tokens(phrase):
            return []
        return self._ask(
            lambda view: view.holding(phrase, in_target=in_target, limit=limit), source_locale, target_locale
        )

    def replace(self, key: CatalogKey, remembered: Sequence[Remembered]) -> None:
        self._newest.put(key, remembered)
        waiting = self._newest.present()
        if sum(1 + len(change.remembered) for change in waiting.values()) > _WAITING:
            with self._starting:
                if not self._taking.is_alive():
                    self._taking = threading.Thread(target=self._take_in, name="memory")
                    self._taking.start()

    def rebuild(self, remembered: Iterable[Remembered]) -> int:
        with self._files.lock(timeout_s=10.0):
            before = self._newest.present()
            try:
                count = self._files.rebuild(remembered)
            except DamagedError as error:
                remedy = "Free some space on this disk, see that you may write there, and try again."
                raise StorageError(f"the memory cannot be written: {error}", remedy=remedy) from error
            self._newest.drop(before)
        return count

    def close(self) -> None:
        """Wait for what is being written, and free the files. The memory may be used again."""
        with self._starting:
            if self._taking.is_alive():
                self._taking.join()
        self._files.close()

    def _take_in(self) -> None:
        """Move the newest changes into the index, unless somebody else is writing: then it is done another time."""
        with suppress(LockedError, StorageError), self._files.lock(timeout_s=0.0):
            changes = self._newest.present()
            try:
                self._files.take_in(changes.values())
            except DamagedError:
                self._files.give_up(self._files.name)
            else:
                self._newest.drop(changes)

    def _ask(self, ask: Callable[[_View], _T], source_locale: str, target_locale: str) -> _T:
        """Ask the index; one that is damaged is forgotten, and what is newer is asked alone."""
        while True:
            self._files.refresh()
            name = self._files.name
            waiting = list(self._newest.present().values())  # before the index: what leaves here is there
            try:
                return ask(_View(self._files.pair(source_locale, target_locale), waiting, source_locale, target_locale))
            except DamagedError:
                self._files.give_up(name)


class _View:
    """What is remembered from one locale into another at this moment."""

    def __init__(
        self, pair: PairIndex | None, waiting: Sequence[Change], source_locale: str, target_locale: str
    ) -> None:
        wanted = (source_locale.lower(), target_locale.lower())
        self._pair, self._target_locale = pair, target_locale
        self._outdated = {change.key.slug for change in waiting if change.key.locale.lower() == wanted[1]}
        self._newest = [
            remembered
            for change in waiting
            for remembered in change.remembered
            if (remembered.source_locale.lower(), remembered.target_locale.lower()) == wanted
        ]

    def like(self, text: str, *, hints: Hints, context: str, min_score: float) -> list[Remembered]:
        """Return texts that as a whole are at least *min_score* like *text*, and all that are newest."""
        pair = self._pair
        if not pair:
            return self._newest
        equal = pair.equal(text, context=context, before=hints.before, after=hints.after, limit=_CANDIDATES)
        numbers = dict.fromkeys([*equal, *pair.similar([text], limit=_CANDIDATES, is_whole=True)])
        return self._with_newest(pair.near(text, list(numbers), min_score=min_score))

    def containing(self, parts: Sequence[str]) -> list[Remembered]:
        """Return texts that may have a sentence like one of *parts*."""
        pair = self._pair
        if not pair:
            return self._newest
        return self._with_newest(pair.remembered(pair.similar(parts, limit=_OF_SENTENCES, is_whole=False)))

    def holding(self, phrase: str, *, in_target: bool, limit: int) -> list[Remembered]:
        """Return the shortest texts in which *phrase* stands."""

        def length(remembered: Remembered) -> int:
            return len(remembered.target if in_target else remembered.source)

        wanted = plain_text(phrase)
        newest = list(holding(wanted, self._newest, in_target=in_target))
        without = [(slug, self._target_locale) for slug in self._outdated]
        indexed = self._pair.phrase(wanted, in_target=in_target, limit=limit, without=without) if self._pair else []
        return sorted([*newest, *indexed], key=length)[:limit]

    def _with_newest(self, indexed: Iterable[Remembered]) -> list[Remembered]:
        return [*self._newest, *(r for r in indexed if r.slug not in self._outdated)]
