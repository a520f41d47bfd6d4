"""The journal's rows carried from one database into another of the same schema, whichever each of them is.

Sessions stay behind: whoever was signed in signs in again. So does what machines agreed on, as the desks' key. Catalogs
are no part of the journal.
"""

from __future__ import annotations

import sqlalchemy as sa

_STAYS = {"alembic_version", "sessions", "agreed", "catalogs", "catalog_entries"}
_AT_ONCE = 500
_COUNTED = sa.table("sqlite_sequence", sa.column("name"), sa.column("seq"))


def journal_tables(sqlite: sa.Connection) -> list[sa.Table]:
    """Return the tables that are carried; *sqlite* is a migrated database with nothing else in it."""
    found = sa.MetaData()
    found.reflect(sqlite)
    return [found.tables[name] for name in sorted(found.tables.keys() - _STAYS)]


def copy_rows(source: sa.Connection, target: sa.Connection, tables: list[sa.Table]) -> None:
    """Make the rows of the target's *tables* those of the source; a number that was given once is not given again."""
    for table in tables:
        target.execute(sa.delete(table))
        ordered = sa.select(table).order_by(*table.primary_key)
        with source.execution_options(yield_per=_AT_ONCE).execute(ordered) as rows:
            for some in rows.mappings().partitions():
                target.execute(sa.insert(table), [dict(row) for row in some])
        if is_counted(table):
            _set_last_number(target, table.name, _last_number(source, table.name))


def is_counted(table: sa.Table) -> bool:
    """Whether the database gives the rows their numbers."""
    return "id" in table.c and table.name != "chain_head"


def _last_number(connection: sa.Connection, table: str) -> int:
    """Return the highest number that any row had so far, of rows that were deleted too."""
    if connection.dialect.name == "sqlite":
        return connection.execute(sa.select(_COUNTED.c.seq).where(_COUNTED.c.name == table)).scalar() or 0
    counter = _counter(connection, table)
    last, is_called = connection.exec_driver_sql(f"SELECT last_value, is_called FROM {counter}").one()  # noqa: S608
    return int(last) if is_called else 0


def _set_last_number(connection: sa.Connection, table: str, number: int) -> None:
    if connection.dialect.name != "sqlite":
        values = {"counter": _counter(connection, table), "number": max(number, 1), "used": number > 0}
        connection.execute(sa.text("SELECT setval(:counter, :number, :used)"), values)
        return
    connection.execute(sa.delete(_COUNTED).where(_COUNTED.c.name == table))
    if number:
        connection.execute(sa.insert(_COUNTED).values(name=table, seq=number))


def _counter(connection: sa.Connection, table: str) -> str:
    return str(connection.execute(sa.select(sa.func.pg_get_serial_sequence(table, "id"))).scalar_one())
