"""Which entries people sent back, without the import of SQLAlchemy (0.2 s)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model import CatalogKey, Key
from .plain_journal import Asked, opened_journal

if TYPE_CHECKING:
    from .plain_journal import Journal

# What is joined to a name keeps SQLite from an index that finds nearly all decisions.
_SENT_BACK = """SELECT slug, locale, context, source FROM decisions AS sent
 WHERE action = 'needs-work' AND outcome || '' = 'applied' AND NOT EXISTS (
  SELECT 1 FROM decisions AS later WHERE later.slug = sent.slug AND later.locale = sent.locale AND later.id > sent.id
   AND later.context = sent.context AND later.source = sent.source AND later.outcome || '' = 'applied')"""


def sent_back(journal: Journal) -> dict[CatalogKey, frozenset[Key]]:
    """Return for each catalog the keys whose newest applied decision is `needs-work`, as `SqlJournal.flagged` does.

    Catalogs without any are left out. A journal that nobody has written to has none. StorageError.
    """
    found: dict[CatalogKey, set[Key]] = {}
    with opened_journal(journal) as database:
        for slug, locale, *key in database.execute(_SENT_BACK) if database else ():
            found.setdefault(CatalogKey(slug, locale), set()).add((key[0], key[1]))
    return {catalog: frozenset(keys) for catalog, keys in found.items()}


def sent_back_in(journal: Journal, catalog: CatalogKey) -> frozenset[Key]:
    """Return the same for one catalog; empty where there is none. StorageError."""
    with opened_journal(journal) as database:
        return _keys(database, catalog) if database else frozenset()


def _keys(database: Asked, catalog: CatalogKey) -> frozenset[Key]:
    query = f"SELECT context, source FROM ({_SENT_BACK}) AS found WHERE slug = ? AND locale = ?"  # noqa: S608 (a constant)
    return frozenset((context, source) for context, source in database.execute(query, (catalog.slug, catalog.locale)))
