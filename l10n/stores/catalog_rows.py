"""The rows that catalogs are in where machines share a database, and what is read from and written into them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import sqlalchemy as sa

from ..model import CatalogKey, Decision, Entry, Key
from .about import about
from .database import metadata

catalog_table = sa.Table(
    "catalogs",
    metadata,
    sa.Column("slug", sa.Text, primary_key=True),
    sa.Column("locale", sa.Text, primary_key=True),
    sa.Column("revision", sa.Text, nullable=False),
    sa.Column("head", sa.Text, nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
)
entry_table = sa.Table(
    "catalog_entries",
    metadata,
    sa.Column("slug", sa.Text, primary_key=True),
    sa.Column("locale", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("place", sa.Integer, nullable=False),
    sa.Column("revision", sa.Text, nullable=False),
    sa.Column("block", sa.Text, nullable=False),
    sa.Column("decided", sa.BigInteger, nullable=False),
)
BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True)
class Text:
    """A catalog as the text of a PO file, cut where its entries are; *blocks* by the digest of the entry's key."""

    data: bytes
    head: str
    blocks: Mapping[str, tuple[int, str, str]]
    """Place, revision and text of each entry."""

    @property
    def revision(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def name_of(key: Key) -> str:
    """Return the digest by which the rows of a catalog know an entry: a source can be longer than an index takes."""
    return hashlib.sha256("\0".join(key).encode()).hexdigest()


class _RowHead(NamedTuple):
    revision: str
    head: str


def head_of(connection: sa.Connection, key: CatalogKey, *, lock: bool = False) -> _RowHead | None:
    query = sa.select(catalog_table.c.revision, catalog_table.c.head).where(*about(catalog_table, key))
    row = connection.execute(query.with_for_update() if lock else query).first()
    return _RowHead(*row) if row else None


def data_of(connection: sa.Connection, key: CatalogKey, head: str) -> bytes:
    query = sa.select(entry_table.c.block).where(*about(entry_table, key)).order_by(entry_table.c.place)
    return (BETWEEN.join([head, *connection.execute(query).scalars()]) + "\n").encode()


def all_texts(connection: sa.Connection) -> Iterator[tuple[CatalogKey, bytes]]:
    """Yield each catalog as the PO file that it would be, by slug, then locale."""
    columns = catalog_table.c
    query = sa.select(columns.slug, columns.locale, columns.head).order_by(columns.slug, columns.locale)
    for slug, locale, head in connection.execute(query).all():
        key = CatalogKey(slug, locale)
        yield key, data_of(connection, key, head)


def late_decisions(
    connection: sa.Connection, key: CatalogKey, present: Mapping[Key, Entry], decisions: Sequence[Decision]
) -> set[int]:
    """Return the decisions that come after a later one about the same entry; those whose text stands are none."""
    names = {name_of(decision.key): decision.key for decision in decisions}
    query = sa.select(entry_table.c.key, entry_table.c.decided).where(
        *about(entry_table, key), entry_table.c.key.in_(names)
    )
    decided = {names[name]: number for name, number in connection.execute(query)}
    return {
        decision.id
        for decision in decisions
        if decision.id < decided.get(decision.key, 0)
        and (entry := present.get(decision.key))
        and entry.revision != decision.after.revision
    }


def write_all(connection: sa.Connection, key: CatalogKey, text: Text, *, is_new: bool) -> None:
    """Make a catalog's rows those of *text*; a row that stays as it is is not written."""
    columns = entry_table.c
    rows = connection.execute(sa.select(columns.key, columns.place, columns.block).where(*about(entry_table, key)))
    present = {name: (place, block) for name, place, block in rows}
    own = {"slug": key.slug, "locale": key.locale}
    for name in present.keys() - text.blocks.keys():
        connection.execute(sa.delete(entry_table).where(*about(entry_table, key), columns.key == name))
    new = []
    for name, (place, revision, block) in text.blocks.items():
        values = {"place": place, "revision": revision, "block": block}
        if name not in present:
            new.append({**own, "key": name, "decided": 0, **values})
        elif present[name] != (place, block):
            connection.execute(
                sa.update(entry_table).where(*about(entry_table, key), columns.key == name).values(values)
            )
    if new:
        connection.execute(sa.insert(entry_table), new)
    if is_new:
        connection.execute(sa.insert(catalog_table).values(**own, revision="", head="", size=0))
    set_head(connection, key, text)


def set_head(connection: sa.Connection, key: CatalogKey, text: Text) -> None:
    values = {"revision": text.revision, "head": text.head, "size": len(text.data)}
    connection.execute(sa.update(catalog_table).where(*about(catalog_table, key)).values(values))
