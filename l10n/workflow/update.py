"""Templates and catalogs brought in line with an article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ..entries import make_entries
from ..errors import ConflictError
from ..fates import Change, Fate, Merged, Updated
from ..model import Catalog, CatalogKey, Document, Entry

if TYPE_CHECKING:
    from ..ports import CatalogStore

__all__ = ["Updated", "WriteTemplate", "update_article"]

_TRIES = 5

WriteTemplate = Callable[[str, Sequence[Entry]], bool]
"""Writes the template of a slug; says whether it changed."""


def update_article(
    document: Document,
    locales: Sequence[str],
    *,
    store: CatalogStore,
    write_template: WriteTemplate,
    check: bool = False,
    approvals: str = "sealed",
) -> list[Updated]:
    """Bring the article's template and its catalogs in *locales* in line with it; return one result per locale.

    With *check* nothing is written. *approvals* is `sealed` or `gettext`, as in `Entry.state`. A catalog that
    somebody else changes meanwhile is read and merged again; ConflictError if that never ends.
    """
    fresh = make_entries(document)
    if not check:
        write_template(document.slug, fresh)
    return [
        _update(fresh, CatalogKey(document.slug, locale), store, check=check, approvals=approvals) for locale in locales
    ]


def _update(fresh: Sequence[Entry], key: CatalogKey, store: CatalogStore, *, check: bool, approvals: str) -> Updated:
    for left in reversed(range(_TRIES)):
        catalog, revision = store.read(key)
        merged = _merged(fresh, catalog, approvals)
        if check:
            return _result(key, merged, changed=not revision or merged.catalog != catalog)
        try:
            written = store.replace(key, merged.catalog, expected=revision)
        except ConflictError:
            if not left:
                raise
            continue
        return _result(key, merged, changed=written != revision)
    raise AssertionError("unreachable: the last try returns or raises")


def _merged(fresh: Sequence[Entry], catalog: Catalog, approvals: str) -> Merged:
    if not catalog.entries and not catalog.obsolete:
        begun = replace(catalog, entries=tuple(fresh))
        return Merged(begun, tuple(Change(Fate.NEW, (), (entry,)) for entry in fresh))
    from ..merging import merge_entries  # compares texts; loading that costs more than beginning a hundred catalogs

    return merge_entries(fresh, catalog, approvals=approvals)


def _result(key: CatalogKey, merged: Merged, *, changed: bool) -> Updated:
    counts = Counter(change.fate for change in merged.changes)
    return Updated(
        slug=key.slug,
        locale=key.locale,
        unchanged=counts[Fate.UNCHANGED],
        moved=counts[Fate.MOVED],
        edited=counts[Fate.EDITED],
        split=counts[Fate.SPLIT],
        merged=counts[Fate.MERGED],
        new=counts[Fate.NEW],
        removed=counts[Fate.REMOVED],
        revived=counts[Fate.RETURNED],
        changed=changed,
        changes=merged.changes,
    )
