"""The journal's chain, read and verified without the import of SQLAlchemy (0.2 s)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from ..chain import COLUMNS, EARLIER, START, Facts, Fault, Head, Link, find_fault
from .plain_journal import opened_journal

if TYPE_CHECKING:
    from .plain_journal import Journal

Ask = Callable[[str], Iterable[Any]]
"""Gives the rows of a query, in the order of its columns."""

_NAMES = ("slug", "by", EARLIER, *COLUMNS)
_LINK = "number, kind, decision, said, salt, author_salt, earlier_salt, author, earlier, facts, link"
_FACTS = ", ".join(f'decisions."{name}"' for name in _NAMES)
_LINKS = f"""SELECT {_LINK}, decisions.id, {_FACTS} FROM chain
 LEFT JOIN decisions ON chain.decision = decisions.id ORDER BY number"""  # noqa: S608 (constants)
_RENAMES = f"SELECT {_LINK} FROM chain WHERE kind = 'rename' ORDER BY number"  # noqa: S608 (constants)
_HEAD = "SELECT number, link FROM chain_head"
_UNCHAINED = "SELECT min(id) FROM decisions WHERE id NOT IN (SELECT decision FROM chain)"
_LINK_SIZE = _LINK.count(",") + 1


def find_fault_in(ask: Ask) -> Fault | None:
    """Return the first link of the journal's chain that does not hold, or None; linear in the journal."""
    head = Head(*next(iter(ask(_HEAD)), (0, "")))
    fault = find_fault(_links(ask), [Link(*row) for row in ask(_RENAMES)], head)
    [(stranger,)] = ask(_UNCHAINED)
    if fault is None and stranger is not None:
        return Fault(head.number + 1, stranger, "the chain does not know it: it was not recorded by Diglot")
    return fault


def ending_in(journal: Journal) -> tuple[int, str]:
    """Return how many links the chain has and the digest it ends with; 0 and "" where it has none. StorageError."""
    with opened_journal(journal, table="chain_head") as database:
        found = database.execute(_HEAD).fetchone() if database else None
    return (found[0], found[1]) if found and found[0] > START.number else (0, "")


def head_in(journal: Journal) -> str:
    """Return the digest that the chain ends with; "" where there is no journal or nothing in it. StorageError."""
    return ending_in(journal)[1]


def number_of(journal: Journal, link: str) -> tuple[int, int] | None:
    """Return which link of how many has this digest; None where none has. StorageError."""
    with opened_journal(journal, table="chain_head") as database:
        if database is None:
            return None
        [last] = database.execute("SELECT number FROM chain_head").fetchone() or (0,)
        found = database.execute("SELECT number FROM chain WHERE link = ?", (link,)).fetchone()
    return (found[0], last) if found else None


def _links(ask: Ask) -> Iterator[tuple[Link, Facts | None]]:
    for row in ask(_LINKS):
        link, (id, *facts) = Link(*row[:_LINK_SIZE]), row[_LINK_SIZE:]
        yield link, dict(zip(_NAMES, facts, strict=True)) if id is not None else None
