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
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

DECISION, RENAME, REMOVAL, PURGE = "decision", "rename", "removal", "purge"
"""Kinds of links. Of renames, removals and purges the link keeps in *said* what they did."""

FORMER = "a former member"
"""In whose name is what people did who were removed; with a number behind it, who was purged."""


@dataclass(frozen=True, slots=True)
class Link:
    """One link. *said* is a decision's slug at the time, or as JSON what another kind did.

    *author*, *earlier* (what the decision replaced) and *facts* are digests; an empty salt beside one says that what it
    was made of was erased.
    """

    number: int
    kind: str
    decision: int
    said: str
    salt: str
    author_salt: str
    earlier_salt: str
    author: str
    earlier: str
    facts: str
    link: str


@dataclass(frozen=True, slots=True)
class Head:
    """Where a chain ends: the number of its last link and that link's digest."""

    number: int
    link: str


_encode = json.JSONEncoder(separators=(",", ":")).encode


def _digest(*parts: str | int) -> str:
    return hashlib.sha256(_encode(parts).encode()).hexdigest()


START = Head(0, _digest("diglot chain", 1))
"""The head of a chain without links."""

Facts = Mapping[str, str]
"""What a row of the journal says, by the name of its column: those of `COLUMNS`, `slug`, `by` and `before`."""

COLUMNS = ("locale", "context", "source", "action", "base", "after", "at", "remarks")
EARLIER = "before"
NOTHING = "{}"
"""What stands in the column of what a decision replaced once that was erased."""


def decision_link(head: Head, id: int, facts: Facts, *, salts: tuple[str, str, str]) -> Link:
    """Return the link of a decision after *head*; *salts* are random, of 128 bits, and used for nothing else."""
    salt, author_salt, earlier_salt = salts
    return _linked(
        Link(
            number=head.number + 1,
            kind=DECISION,
            decision=id,
            said=facts["slug"],
            salt=salt,
            author_salt=author_salt,
            earlier_salt=earlier_salt,
            author=_digest(author_salt, facts["by"]),
            earlier=_digest(earlier_salt, facts[EARLIER]),
            facts=_facts(facts["slug"], facts, salt),
            link="",
        ),
        head,
    )


def event_link(head: Head, kind: str, said: Mapping[str, str | int], *, salt: str) -> Link:
    """Return the link of a rename, a removal or a purge after *head*."""
    text = json.dumps(said, ensure_ascii=False, sort_keys=True)
    return _linked(Link(head.number + 1, kind, 0, text, salt, "", "", "", "", _digest(salt, text), ""), head)


def head_of(link: Link) -> Head:
    return Head(link.number, link.link)


def _linked(link: Link, head: Head) -> Link:
    return replace(link, link=_own_digest(link, head))


def _own_digest(link: Link, head: Head) -> str:
    return _digest(head.link, link.number, link.kind, link.decision, link.author, link.earlier, link.facts)


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

    found: Counter[str] = field(default_factory=Counter)
    said: Counter[str] = field(default_factory=Counter)


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
    walk = _Walk(renames)
    for link, row in links:
        finding = _finding(walk, link, row)
        if finding:
            return Fault(link.number, link.decision, finding)
        walk.head = head_of(link)
    if walk.head != head:
        return Fault(walk.head.number + 1, 0, "the last links are gone: the journal says that there were more")
    if walk.erased.found != walk.erased.said:
        return Fault(head.number, 0, "more was erased than removals and purges answer for")
    return None


def _finding(walk: _Walk, link: Link, row: Facts | None) -> str:
    """Return what is wrong with the next link, "" where it holds; takes note of what it says."""
    if link.number != walk.head.number + 1:
        return f"the link before it, {walk.head.number + 1}, is gone"
    if link.link != _own_digest(link, walk.head):
        return "it does not carry the digest of the one before it"
    if link.kind == DECISION:
        _count(walk.erased, link)
        return _decision_finding(walk, link, row)
    if link.facts != _digest(link.salt, link.said):
        return "what it says was changed"
    said = _event(link)
    if said is None:
        return f"it says what no {link.kind} says"
    if link.kind in (REMOVAL, PURGE):
        walk.erased.said.update(said)
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
    if link.earlier != _digest(link.earlier_salt, row[EARLIER]) if link.earlier_salt else row[EARLIER] != NOTHING:
        return "what it replaced was changed after it was recorded"
    if link.author_salt and link.author != _digest(link.author_salt, row["by"]):
        return "it stands in another name than it was recorded in"
    if not link.author_salt and not row["by"].startswith(FORMER):
        return "it stands in somebody's name, and was made by a former member"
    return ""


def _name_now(walk: _Walk, slug: str) -> str:
    """Return what the article called *slug* at this link is called now."""
    if slug not in walk.known:
        name = slug
        for link in walk.renames:
            said = _event(link) or {"old": "", "new": ""}
            name = said["new"] if said["old"] == name else name
        walk.known[slug] = name
    return walk.known[slug]


def _count(erased: _Erased, link: Link) -> None:
    salts = {"rows": link.salt, "authors": link.author_salt, "earlier": link.earlier_salt}
    erased.found.update(name for name, salt in salts.items() if not salt)


def _event(link: Link) -> dict[str, Any] | None:
    """Return what a rename, a removal or a purge says; None where it says what none of that kind says."""
    try:
        said = json.loads(link.said)
    except ValueError:
        return None
    if not isinstance(said, dict):
        return None
    if link.kind == RENAME:
        return said if said.keys() == {"old", "new"} and all(isinstance(name, str) for name in said.values()) else None
    counts = said.keys() <= {"rows", "authors", "earlier"} and all(type(many) is int for many in said.values())
    return said if link.kind in (REMOVAL, PURGE) and counts else None
