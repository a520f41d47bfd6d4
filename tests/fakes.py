"""In-memory stand-ins for the ports, with the same promises and no disk."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from l10n.errors import ConflictError
from l10n.model import Action, Catalog, CatalogKey, Decision, Key, Outcome
from l10n.ports import NO_HINTS, Applied, Hints, Recalled, Remembered, Revision
from l10n.stores.deciding import decide
from l10n.stores.memory_ranking import best_first, holding, parts_of, sentence_matches, whole_matches
from l10n.tokens import cut_tokens, plain_text


def revision_of(catalog: Catalog) -> Revision:
    return hashlib.sha256(repr(catalog).encode()).hexdigest()[:16]


class MemoryCatalogStore:
    """A CatalogStore that keeps catalogs in a dict."""

    def __init__(self, catalogs: Iterable[Catalog] = ()) -> None:
        self.catalogs = {catalog.key: catalog for catalog in catalogs}
        self.writes = 0
        self._one_at_a_time = threading.Lock()
        self.fails_with: Exception | None = None
        """Raised by the next `apply`, before anything is changed."""

    def read(self, key: CatalogKey) -> tuple[Catalog, Revision]:
        catalog = self.catalogs.get(key)
        return (catalog, revision_of(catalog)) if catalog else (Catalog(key.slug, key.locale), "")

    def apply(self, key: CatalogKey, decisions: Sequence[Decision]) -> Applied:
        if self.fails_with is not None:
            error, self.fails_with = self.fails_with, None
            raise error
        with self._one_at_a_time:
            catalog, _ = self.read(key)
            changed, outcomes = decide(catalog.by_key(), decisions)
            if changed:
                self.catalogs[key] = catalog.with_entries(changed)
                self.writes += len(changed)
        return Applied(outcomes)

    def replace(self, key: CatalogKey, catalog: Catalog, *, expected: Revision) -> Revision:
        own = replace(catalog, slug=key.slug, locale=key.locale)
        with self._one_at_a_time:
            present, revision = self.read(key)
            if revision != expected:
                raise ConflictError("the catalog has changed", seen=expected, found=revision)
            if not revision or present != own:
                self.catalogs[key] = own
                self.writes += 1
        return revision_of(own)

    def keys(self) -> Iterator[CatalogKey]:
        yield from sorted(self.catalogs, key=lambda key: (key.slug, key.locale))


class MemoryJournal:
    """A Journal that keeps decisions in a list."""

    def __init__(self) -> None:
        self.decisions: list[Decision] = []

    def append(self, decision: Decision) -> int:
        id = len(self.decisions) + 1
        self.decisions.append(replace(decision, id=id, outcome=Outcome.PENDING))
        return id

    def append_all(self, decisions: Sequence[Decision]) -> list[int]:
        return [self.append(decision) for decision in decisions]

    def pending(self, key: CatalogKey | None = None) -> Sequence[Decision]:
        return [d for d in self.decisions if d.outcome is Outcome.PENDING and key in (None, d.catalog)]

    def settle(self, outcomes: dict[int, Outcome]) -> None:
        for id, outcome in outcomes.items():
            if self.decisions[id - 1].outcome is not Outcome.APPLIED:
                self.decisions[id - 1] = replace(self.decisions[id - 1], outcome=outcome)

    def history(self, catalog: CatalogKey, key: Key | None = None) -> Sequence[Decision]:
        settled = [d for d in self.decisions if d.outcome is not Outcome.PENDING and d.catalog == catalog]
        return [d for d in reversed(settled) if key in (None, d.key)]

    def newest(self, *, before: int = 0, limit: int = 50, by: str = "", slug: str = "") -> Sequence[Decision]:
        settled = [d for d in reversed(self.decisions) if d.outcome is not Outcome.PENDING]
        settled = [d for d in settled if by in ("", d.by) and slug in ("", d.catalog.slug)]
        return [d for d in settled if not before or d.id < before][:limit]

    def decision(self, id: int) -> Decision | None:
        return self.decisions[id - 1] if 0 < id <= len(self.decisions) else None

    def flagged(self, catalog: CatalogKey) -> set[Key]:
        newest: dict[Key, Action] = {}
        for decision in self.decisions:
            if decision.catalog == catalog and decision.outcome is Outcome.APPLIED:
                newest[decision.key] = decision.action
        return {key for key, action in newest.items() if action is Action.NEEDS_WORK}

    def flagged_in(self, catalogs: Collection[CatalogKey]) -> dict[CatalogKey, set[Key]]:
        return {catalog: self.flagged(catalog) for catalog in catalogs}

    def rename(self, old: str, new: str) -> int:
        renamed = [d for d in self.decisions if d.catalog.slug == old]
        for decision in renamed:
            catalog = replace(decision.catalog, slug=new)
            self.decisions[decision.id - 1] = replace(decision, catalog=catalog)
        return len(renamed)

    def suggestions(self, catalog: CatalogKey, key: Key) -> Sequence[Decision]:
        return [
            d for d in self.history(catalog, key) if d.outcome is Outcome.CONFLICT and d.action is not Action.REVERT
        ]


class ListMemory:
    """A Memory that keeps everything in a dict and compares each with each."""

    def __init__(self, remembered: Iterable[Remembered] = ()) -> None:
        self.held: dict[CatalogKey, list[Remembered]] = {}
        self.closed = False
        self.rebuild(remembered)

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
        held = self._pairs(source_locale, target_locale)
        found = whole_matches(text, held, hints=hints, context=context, min_score=min_score)
        if not found:
            found = sentence_matches(parts_of(text), held, min_score=min_score)
        return best_first(found, limit=limit)

    def search(
        self, phrase: str, *, source_locale: str, target_locale: str, in_target: bool = False, limit: int = 20
    ) -> list[Remembered]:
        if not cut_tokens(phrase):
            return []
        held = self._pairs(source_locale, target_locale)
        found = holding(plain_text(phrase), held, in_target=in_target)
        return sorted(found, key=lambda r: len(r.target if in_target else r.source))[:limit]

    def replace(self, key: CatalogKey, remembered: Sequence[Remembered]) -> None:
        self.held[key] = list(remembered)

    def rebuild(self, remembered: Iterable[Remembered]) -> int:
        self.held = {}
        for each in remembered:
            self.held.setdefault(CatalogKey(each.slug, each.target_locale), []).append(each)
        return sum(map(len, self.held.values()))

    def close(self) -> None:
        self.closed = True

    def _pairs(self, source_locale: str, target_locale: str) -> list[Remembered]:
        wanted = (source_locale, target_locale)
        return [r for held in self.held.values() for r in held if (r.source_locale, r.target_locale) == wanted]
