"""A store and a journal that die at a chosen step of a decision: before the journal, before the catalog, after, at the end."""

from __future__ import annotations

from collections.abc import Sequence

from l10n.model import CatalogKey, Decision, Outcome
from l10n.stores.journal import SqlJournal
from l10n.stores.po import PoCatalogStore


class CrashError(BaseException):
    """The program is gone: nothing of it goes on."""


class Frail:
    """A catalog store and a journal, as one, that die at the step *dies*."""

    def __init__(self, store: PoCatalogStore, journal: SqlJournal) -> None:
        self._store, self._journal, self.dies = store, journal, ""

    def __getattr__(self, name: str) -> object:
        return getattr(self._journal if hasattr(self._journal, name) else self._store, name)

    def _step(self, name: str) -> None:
        if self.dies == name:
            self.dies = ""
            raise CrashError(name)

    def append_all(self, decisions: Sequence[Decision]) -> list[int]:
        self._step("append")
        return self._journal.append_all(decisions)

    def apply(self, key: CatalogKey, decisions: Sequence[Decision]) -> object:
        self._step("apply")
        applied = self._store.apply(key, decisions)
        self._step("written")
        return applied

    def settle(self, outcomes: dict[int, Outcome]) -> None:
        self._step("settle")
        self._journal.settle(outcomes)
