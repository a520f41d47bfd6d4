"""Catalogs migrated when articles are read by other rules than before: same words, other keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..errors import ConflictError
from ..fates import Change, Fate
from ..merging import make_entries
from ..model import Catalog, CatalogKey, Decision, Document, Entry, State, seal_of
from ..normalizing import Normalized, normalize_catalog
from ..ports import CatalogStore, Journal
from .update import WriteTemplate

_TRIES = 5


@dataclass(frozen=True, slots=True)
class NormalizedCatalog:
    """What a migration did, or with `check` would do, to one catalog. *approved* of *approved_before* are kept."""

    slug: str
    locale: str
    changed: bool
    approved_before: int
    approved: int
    done: Normalized

    @property
    def counts(self) -> dict[str, int]:
        """Return how many segments met each fate; those of an ordinary update under its words."""
        rest = self.done.rest
        return {
            "rekeyed": len(self.done.rekeyed),
            "stale": len(self.done.stale) + len(rest.of(Fate.EDITED, Fate.SPLIT, Fate.MERGED)),
            "split": len(self.done.split),
            "merged": len(self.done.merged),
            "new": len(rest.of(Fate.NEW)),
            "removed": len(rest.of(Fate.REMOVED)),
        }


def normalize_article(
    document: Document,
    locales: Sequence[str],
    *,
    store: CatalogStore,
    journal: Journal | None,
    write_template: WriteTemplate,
    check: bool = False,
    approvals: str = "sealed",
) -> list[NormalizedCatalog]:
    """Bring the article's template and catalogs in line with the rules it is read by now; one result per locale.

    What the *journal* knows of a segment is told of its new key too, before the catalog is written, so that marks of
    work needed, suggestions and names go along. A run that was interrupted is repeated. With *check* nothing is
    written. ConflictError where somebody else changes a catalog again and again.
    """
    results = [
        _normalize(document, CatalogKey(document.slug, locale), store, journal, check=check, approvals=approvals)
        for locale in locales
    ]
    if not check:
        write_template(document.slug, make_entries(document))
    return results


def _normalize(
    document: Document, key: CatalogKey, store: CatalogStore, journal: Journal | None, *, check: bool, approvals: str
) -> NormalizedCatalog:
    for left in reversed(range(_TRIES)):
        catalog, revision = store.read(key)
        done = normalize_catalog(document, catalog, approvals=approvals)
        if check:
            return _result(key, catalog, done, not revision or done.catalog != catalog, approvals)
        if journal is not None:
            _tell_journal(journal, key, done.rekeyed)
        try:
            written = store.replace(key, done.catalog, expected=revision)
        except ConflictError:
            if not left:
                raise
            continue
        return _result(key, catalog, done, written != revision, approvals)
    raise AssertionError("unreachable: the last try returns or raises")


def _result(key: CatalogKey, before: Catalog, done: Normalized, changed: bool, approvals: str) -> NormalizedCatalog:
    counts = [_approved(catalog.entries, approvals) for catalog in (before, done.catalog)]
    return NormalizedCatalog(key.slug, key.locale, changed, counts[0], counts[1], done)


def _approved(entries: Sequence[Entry], approvals: str) -> int:
    return sum(entry.state(approvals) is State.APPROVED for entry in entries)


def _tell_journal(journal: Journal, catalog: CatalogKey, changes: Sequence[Change]) -> None:
    """Repeat under its new key what was decided about each segment, oldest first; nothing twice."""
    for change in changes:
        [old], [new] = change.old, change.new
        known = {_told(decision) for decision in journal.history(catalog, new.key)}
        copies = [_about(decision, new) for decision in reversed(journal.history(catalog, old.key))]
        for copy in copies:
            if _told(copy) not in known:
                journal.settle({journal.append(copy): copy.outcome})


def _told(decision: Decision) -> tuple[object, ...]:
    return (decision.action, decision.by, decision.at, decision.outcome, decision.after.target)


def _about(decision: Decision, new: Entry) -> Decision:
    """Return the decision as one about the same words under their new key."""
    before, after = (_under(entry, new) for entry in (decision.before, decision.after))
    return replace(decision, id=0, key=new.key, base=before.revision, before=before, after=after)


def _under(entry: Entry, new: Entry) -> Entry:
    """Return an entry of the past with its source as it is written now; an approval then is one of these words."""
    moved = replace(entry, source=new.source, context=new.context)
    return replace(moved, seal=seal_of(moved.source, moved.target)) if entry.sealed else moved
