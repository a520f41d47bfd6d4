"""Journal and catalogs of one machine put into an empty database that machines share: all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from ..errors import BackupError, ConflictError
from ..model import Outcome
from .catalog_rows import catalog_table, entry_table, name_of
from .chain_reading import find_fault_in
from .database import migrate, open_database, reading, writing
from .po import PoCatalogStore
from .row_copy import copy_rows, journal_tables
from .shared_moment import LONG
from .sql_catalogs import SqlCatalogStore

_NAMES = ("slug", "locale", "context", "source")
_decisions = sa.table("decisions", *(sa.column(name) for name in ("id", "outcome", *_NAMES)))
_REMEDY = (
    "make an empty database and name it in DIGLOT_DATABASE_URL; or have it as files of this machine alone: --files"
)


@contextmanager
def loading(database: sa.Engine, journal: Path, files: PoCatalogStore, store: SqlCatalogStore) -> Iterator[None]:
    """Put the SQLite *journal* and the catalogs of *files* into *database* when the block ends, or nothing.

    ConflictError where anything is in it; BackupError where the chain of what arrived is another; CatalogError,
    StorageError.
    """
    migrate(open_database(journal))
    migrate(database)
    with writing(database) as target:
        target.exec_driver_sql(LONG)
        with reading(open_database(journal)) as source:
            tables = journal_tables(source)
            _demand_empty(target, tables)
            copy_rows(source, target, tables)
            _demand_same_chain(source, target, journal)
        for key in files.keys():  # noqa: SIM118  the port's method
            store.put_new(target, key, files.read(key)[0])
        _note_decided(target)
        yield


def _demand_empty(connection: sa.Connection, tables: list[sa.Table]) -> None:
    """Refuse a database that anybody has worked in; a chain without a link has a head all the same."""
    for table in (*tables, catalog_table):
        rows = sa.select(sa.literal(1)).select_from(table).limit(1)
        if table.name == "chain_head":
            rows = rows.where(table.c.number > 0)
        if connection.execute(rows).first():
            raise ConflictError(f"the database is not empty: there are {table.name.replace('_', ' ')}", remedy=_REMEDY)


def _demand_same_chain(source: sa.Connection, target: sa.Connection, journal: Path) -> None:
    fault = find_fault_in(target.exec_driver_sql)
    heads = [tuple(each.exec_driver_sql("SELECT number, link FROM chain_head").one()) for each in (source, target)]
    if fault or heads[0] != heads[1]:
        said = fault or "it ends elsewhere"
        remedy = "have it as files of this machine alone: --files"
        raise BackupError(f"the journal cannot be kept as it is in this database: {said}", remedy=remedy)


def _note_decided(connection: sa.Connection) -> None:
    """Say of each entry which decision set it last, so that an earlier one that is replayed does not undo it."""
    about = [_decisions.c[name] for name in _NAMES]
    applied = sa.select(*about, sa.func.max(_decisions.c.id).label("newest"))
    applied = applied.where(_decisions.c.outcome == Outcome.APPLIED.value).group_by(*about)
    columns = entry_table.c
    which = (
        columns.slug == sa.bindparam("of"),
        columns.locale == sa.bindparam("in"),
        columns.key == sa.bindparam("as"),
    )
    rows = [
        {"of": row[0], "in": row[1], "as": name_of((row[2], row[3])), "newest": row[4]}
        for row in connection.execute(applied)
    ]
    if rows:
        connection.execute(sa.update(entry_table).where(*which).values(decided=sa.bindparam("newest")), rows)
