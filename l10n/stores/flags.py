"""Which entries people sent back, in all catalogs at once, and without the import of SQLAlchemy (0.2 s)."""

from __future__ import annotations

import sqlite3
from contextlib import closing
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
    if not journal.exists():
        return {}
    try:
        with closing(sqlite3.connect(journal, timeout=_TIMEOUT_S)) as database:
            if not database.execute(_HAS_TABLE).fetchone():
                return {}
            catalogs = [CatalogKey(*row) for row in database.execute(_CATALOGS)]
            found = {key: frozenset(database.execute(_SENT_BACK, (key.slug, key.locale))) for key in catalogs}
    except sqlite3.Error as error:
        remedy = "Check that the project's `.diglot` folder can be written; then try again."
        raise StorageError(f"the journal failed: {error}", remedy=remedy) from error
    return {key: keys for key, keys in found.items() if keys}
