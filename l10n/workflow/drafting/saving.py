"""Drafts put into a catalog: into entries that are still empty, and no others."""

from __future__ import annotations

from collections.abc import Mapping

from ...errors import ConflictError
from ...model import CatalogKey, Draft, Key
from ...ports import CatalogStore

_SAVE_TRIES = 20


def save_drafts(store: CatalogStore, key: CatalogKey, drafts: Mapping[Key, Draft]) -> set[Key]:
    """Return the keys of the entries that were filled; entries that somebody has filled meanwhile are left alone.

    ConflictError where the catalog never stands still.
    """
    for attempt in range(_SAVE_TRIES):
        catalog, revision = store.read(key)
        filled = {
            entry.key: entry.drafted(draft.target, origin=draft.origin, flags=draft.flags)
            for entry in catalog.entries
            if not entry.target and entry.key in drafts
            for draft in [drafts[entry.key]]
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
