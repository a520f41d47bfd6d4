"""The chain of the journal: each link carries the digest of the one before, so nothing is changed in between unseen.

A decision's link is made of its facts that never change. What may change stays out of it, or enters in a way that
lets it go: who decided is there as a digest with a salt of its own, so that a person can be forgotten; the facts are
there as a digest with a salt, so that texts can be purged. An erased salt makes its digest mean nothing, and the links
still hold. What became of a decision is not in it: it is settled later, and the catalog's seal tells it. Renames,
removals and purges are links of their own. See docs/decisions/0014.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

DECISION, RENAME, REMOVAL, PURGE = "decision", "rename", "removal", "purge"
"""Kinds of links. Of renames, removals and purges the link keeps in *said* what they did."""

FORMER = "a former member"
"""In whose name is what people did who were removed."""


@dataclass(frozen=True, slots=True)
class Link:
    """One link. *said* is a decision's slug at the time, or as JSON what another kind did.

    *author* and *facts* are digests; an empty salt beside one says that what it was made of was erased.
    """

    number: int
    kind: str
    decision: int
    said: str
    salt: str
    author_salt: str
    author: str
    facts: str
    link: str


@dataclass(frozen=True, slots=True)
class Head:
    """Where a chain ends: the number of its last link and that link's digest."""

    number: int
    link: str


def _digest(*parts: str | int) -> str:
    return hashlib.sha256(json.dumps(parts, separators=(",", ":")).encode()).hexdigest()


START = Head(0, _digest("diglot chain", 1))
"""The head of a chain without links."""

Facts = Mapping[str, str]
"""What a row of the journal says, by the name of its column: those of `COLUMNS`, and `slug` and `by`."""

COLUMNS = ("locale", "context", "source", "action", "base", "before", "after", "at", "remarks")


def decision_link(head: Head, id: int, facts: Facts, *, salts: tuple[str, str]) -> Link:
    """Return the link of a decision after *head*; *salts* are random, of 128 bits, and used for nothing else."""
    salt, author_salt = salts
    author = _author(facts["by"], author_salt)
    return _link(head, DECISION, id, facts["slug"], salt, author_salt, author, _facts(facts["slug"], facts, salt))


def event_link(head: Head, kind: str, said: Mapping[str, str | int], *, salt: str) -> Link:
    """Return the link of a rename, a removal or a purge after *head*."""
    text = json.dumps(said, ensure_ascii=False, sort_keys=True)
    return _link(head, kind, 0, text, salt, "", "", _digest(salt, text))


def head_of(link: Link) -> Head:
    return Head(link.number, link.link)


def _link(head: Head, kind: str, id: int, said: str, salt: str, author_salt: str, author: str, facts: str) -> Link:
    number = head.number + 1
    own = _digest(head.link, number, kind, id, author, facts)
    return Link(number, kind, id, said, salt, author_salt, author, facts, own)


def _author(by: str, salt: str) -> str:
    return _digest(salt, by)


def _facts(slug: str, facts: Facts, salt: str) -> str:
    return _digest(salt, slug, *(facts[name] for name in COLUMNS))


@dataclass(frozen=True, slots=True)
class Fault:
    """The first link that does not hold, the decision it is about (0 for another kind), and why."""

    number: int
    decision: int
    finding: str

    def __str__(self) -> str:
        about = f"decision {self.decision}" if self.decision else f"link {self.number}"
        return f"{about}: {self.finding}"


@dataclass(slots=True)
class _Erased:
    """How many salts were erased, and how many the links of removals and purges answer for."""

    rows: int = 0
    authors: int = 0
    said_rows: int = 0
    said_authors: int = 0


@dataclass(slots=True)
class _Walk:
    renames: Sequence[Link]
    head: Head = START
    erased: _Erased = field(default_factory=_Erased)
    known: dict[str, str] = field(default_factory=dict)


def find_fault(links: Iterable[tuple[Link, Facts | None]], renames: Sequence[Link], head: Head) -> Fault | None:
    """Return the first link that does not hold, or None.

    *links* are all links by number, each decision's with its row as the journal has it now, None where that is gone.
    *renames* are those among them that renamed an article, *head* is where the journal says that the chain ends.
    Linear in *links*, which are read once.
    """
    walk = _Walk([link for link in renames if link.salt])
    for link, row in links:
        finding = _finding(walk, link, row)
        if finding:
            return Fault(link.number, link.decision, finding)
        walk.head = head_of(link)
    if walk.head != head:
        return Fault(walk.head.number + 1, 0, "the last links are gone: the journal says that there were more")
    erased = walk.erased
    if (erased.rows, erased.authors) != (erased.said_rows, erased.said_authors):
        return Fault(head.number, 0, "more was erased than removals and purges answer for")
    return None


def _finding(walk: _Walk, link: Link, row: Facts | None) -> str:
    """Return what is wrong with the next link, "" where it holds; takes note of what it says."""
    if link.number != walk.head.number + 1:
        return f"the link before it, {walk.head.number + 1}, is gone"
    if link.link != _digest(walk.head.link, link.number, link.kind, link.decision, link.author, link.facts):
        return "it does not carry the digest of the one before it"
    _count(walk.erased, link)
    if link.kind == DECISION:
        return _decision_finding(walk, link, row)
    if link.salt and link.facts != _digest(link.salt, link.said):
        return "what it says was changed"
    if link.kind == RENAME and walk.renames and walk.renames[0].number == link.number:
        walk.renames, walk.known = walk.renames[1:], {}
    return ""


def _decision_finding(walk: _Walk, link: Link, row: Facts | None) -> str:
    if not link.salt:
        return "it was purged, and is there again" if row is not None else ""
    if row is None:
        return "it is gone from the journal, and no purge took it"
    if link.facts != _facts(link.said, row, link.salt):
        return "it was changed after it was recorded"
    if _name_now(walk, link.said) != row["slug"]:
        return f"it was about the article {link.said!r}, and no rename made that {row['slug']!r}"
    if link.author_salt and link.author != _author(row["by"], link.author_salt):
        return "it stands in another name than it was recorded in"
    if not link.author_salt and row["by"] != FORMER:
        return "it stands in somebody's name, and was made by a former member"
    return ""


def _name_now(walk: _Walk, slug: str) -> str:
    """Return what the article called *slug* at this link is called now."""
    if slug not in walk.known:
        name = slug
        for link in walk.renames:
            said = json.loads(link.said)
            name = said["new"] if said["old"] == name else name
        walk.known[slug] = name
    return walk.known[slug]


def _count(erased: _Erased, link: Link) -> None:
    erased.rows += not link.salt
    erased.authors += link.kind == DECISION and not link.author_salt
    if link.kind in (REMOVAL, PURGE) and link.salt:
        said = json.loads(link.said)
        erased.said_rows += said.get("rows", 0)
        erased.said_authors += said.get("authors", 0)
