"""Which entries people sent back, without the import of SQLAlchemy (0.2 s)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from ..errors import StorageError
from ..model import CatalogKey, Key

_TIMEOUT_S = 10.0
_HAS_TABLE = "SELECT 1 FROM sqlite_master WHERE name = 'decisions'"
_CATALOGS = "SELECT DISTINCT slug, locale FROM decisions"
_SENT_BACK = """SELECT context, source FROM decisions WHERE action = 'needs-work' AND id IN (
 SELECT max(id) FROM decisions WHERE slug = ? AND locale = ? AND outcome = 'applied' GROUP BY context, source)"""


def sent_back(journal: Path) -> dict[CatalogKey, frozenset[Key]]:
    """Return for each catalog the keys whose newest applied decision is `needs-work`, as `SqlJournal.flagged` does.

    Catalogs without any are left out. A journal that nobody has written to has none. StorageError.
    """
    with _opened(journal) as database:
        catalogs = [CatalogKey(*row) for row in database.execute(_CATALOGS)] if database else []
        found = {key: _keys(database, key) for key in catalogs} if database else {}
    return {key: keys for key, keys in found.items() if keys}


def sent_back_in(journal: Path, catalog: CatalogKey) -> frozenset[Key]:
    """Return the same for one catalog; empty where there is none. StorageError."""
    with _opened(journal) as database:
        return _keys(database, catalog) if database else frozenset()


def _keys(database: sqlite3.Connection, catalog: CatalogKey) -> frozenset[Key]:
    return frozenset(database.execute(_SENT_BACK, (catalog.slug, catalog.locale)))


@contextmanager
def _opened(journal: Path) -> Iterator[sqlite3.Connection | None]:
    """Open the journal for reading; None where there is none, or nobody has written to it."""
    if not journal.exists():
        yield None
        return
    try:
        with closing(sqlite3.connect(journal, timeout=_TIMEOUT_S)) as database:
            yield database if database.execute(_HAS_TABLE).fetchone() else None
    except sqlite3.Error as error:
        remedy = "Check that the project's `.diglot` folder can be written; then try again."
        raise StorageError(f"the journal failed: {error}", remedy=remedy) from error
