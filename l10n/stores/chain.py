"""The journal's chain in SQL: links are added in the transaction of what they record, one writer at a time.

On SQLite that transaction has begun as the only one that writes; elsewhere the row of the head is locked until it ends.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict

import sqlalchemy as sa

from ..chain import DECISION, REMOVAL, Facts, Head, Link, decision_link, event_link, head_of
from .database import metadata

chain = sa.Table(
    "chain",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("decision", sa.Integer, nullable=False),
    sa.Column("said", sa.Text, nullable=False),
    sa.Column("salt", sa.Text, nullable=False),
    sa.Column("author_salt", sa.Text, nullable=False),
    sa.Column("earlier_salt", sa.Text, nullable=False),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("earlier", sa.Text, nullable=False),
    sa.Column("facts", sa.Text, nullable=False),
    sa.Column("link", sa.Text, nullable=False),
)
chain_head = sa.Table(
    "chain_head",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("link", sa.Text, nullable=False),
)
_LOCKED = sa.select(chain_head.c.number, chain_head.c.link).where(chain_head.c.id == 1).with_for_update()
_MOVE = sa.update(chain_head).where(chain_head.c.id == 1)
_INSERT = sa.insert(chain)


def locked_head(connection: sa.Connection) -> Head:
    """Return where the chain ends; nobody else can add to it until this transaction is over."""
    return Head(*connection.execute(_LOCKED).one())


def add_decisions(connection: sa.Connection, head: Head, rows: Sequence[tuple[int, Facts]]) -> Head:
    """Add a link for each decision, given by id and as its row is; return where the chain ends then."""
    links: list[Link] = []
    for id, facts in rows:
        links.append(decision_link(head, id, facts, salts=(_salt(), _salt(), _salt())))
        head = head_of(links[-1])
    if links:
        connection.execute(_INSERT, [asdict(link) for link in links])
        _move(connection, head)
    return head


def add_event(connection: sa.Connection, kind: str, said: Mapping[str, str | int]) -> Head:
    """Add a link for a rename, a removal or a purge; return where the chain ends then."""
    link = event_link(locked_head(connection), kind, said, salt=_salt())
    connection.execute(_INSERT, [asdict(link)])
    _move(connection, head_of(link))
    return head_of(link)


def forget_author(connection: sa.Connection, handle: str) -> None:
    """Erase what tells which decisions *handle* made, before their rows get another name."""
    count = erase_authors(connection, sa.select(_made.c.id).where(_made.c.by == handle))
    if count:
        add_event(connection, REMOVAL, {"authors": count})


def erase_authors(connection: sa.Connection, decisions: sa.Select[tuple[int]]) -> int:
    """Erase who made these decisions, which a link of a removal or purge has to answer for; return of how many."""
    locked_head(connection)
    which = (chain.c.kind == DECISION, chain.c.author_salt != "", chain.c.decision.in_(decisions))
    return connection.execute(sa.update(chain).where(*which).values(author_salt="")).rowcount


_made = sa.table("decisions", sa.column("id", sa.Integer), sa.column("by", sa.Text))


def _salt() -> str:
    return secrets.token_hex(16)


def _move(connection: sa.Connection, head: Head) -> None:
    connection.execute(_MOVE.values(number=head.number, link=head.link))
