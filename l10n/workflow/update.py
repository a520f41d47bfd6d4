"""Templates and catalogs brought in line with an article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ..errors import ConflictError
from ..merging import Change, Fate, Merged, make_entries, merge_catalog
from ..model import CatalogKey, Document, Entry
from ..ports import CatalogStore

_TRIES = 5

WriteTemplate = Callable[[str, Sequence[Entry]], bool]
"""Writes the template of a slug; says whether it changed."""


@dataclass(frozen=True, slots=True)
class Updated:
    """What an update did, or with `check` would do, to one catalog: how many segments met each fate.

    A split segment counts once, and so does a merged one. *changes* says the same segment by segment.
    """

    slug: str
    locale: str
    unchanged: int = 0
    moved: int = 0
    edited: int = 0
    split: int = 0
    merged: int = 0
    new: int = 0
    removed: int = 0
    revived: int = 0
    changed: bool = False
    changes: tuple[Change, ...] = field(default=(), repr=False, compare=False)


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
    if not check:
        write_template(document.slug, make_entries(document))
    return [
        _update(document, CatalogKey(document.slug, locale), store, check=check, approvals=approvals)
        for locale in locales
    ]


def _update(document: Document, key: CatalogKey, store: CatalogStore, *, check: bool, approvals: str) -> Updated:
    for left in reversed(range(_TRIES)):
        catalog, revision = store.read(key)
        merged = merge_catalog(document, catalog, approvals=approvals)
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
