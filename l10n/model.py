"""The words of the trade as frozen values: document, segment, entry, catalog, decision, finding.

Standard library only; no I/O, no clock. Locales are BCP 47 tags (`pt-BR`), times aware UTC,
scores in [0, 1], lines 1-based, spans half-open offsets in characters of the article's text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What a segment is to a reader of the article."""

    HEADLINE = "headline"
    DATELINE = "dateline"
    CAPTION = "caption"
    ALT = "alt"
    TITLE = "title"
    SUMMARY = "summary"
    HEADING = "heading"
    BODY = "body"
    QUOTE = "quote"
    ITEM = "item"
    CELL = "cell"
    HTML = "html"
    CREDITS = "credits"
    ORIGINAL = "original"


ROLE_CONTEXT: Mapping[Kind, str] = {kind: kind.value for kind in (Kind.HEADLINE, Kind.CAPTION, Kind.ALT, Kind.TITLE)}
"""Kinds whose role is part of the key of an entry; all others have the context ""."""


class State(StrEnum):
    """Where an entry stands. In the desk: Empty, Machine draft, In review, Needs work, Approved."""

    EMPTY = "empty"
    DRAFT = "draft"
    REVIEW = "review"
    STALE = "stale"
    APPROVED = "approved"


RESERVED_SLUGS = frozenset({"desk"})
"""Names that no article may have: the desk's own interface catalogs lie beside those of the articles."""

Key = tuple[str, str]
"""(context, source): what tells one entry of a catalog from another."""


@dataclass(frozen=True, slots=True)
class Segment:
    """The smallest text a translator holds.

    *source* is Markdown inline with link targets taken out: `[reported][1]`, `![alt][2]`; `links[n - 1]` is
    what stands in the article in place of `[n]` (`(https://… "title")`, `[label]`), `urls[n - 1]` the address it
    leads to. *start* and *end* are where its text stands in `Document.text`. *number* counts body paragraphs
    from 1 (0 for other kinds).
    """

    source: str
    kind: Kind
    context: str = ""
    links: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    line: int = 0
    start: int = 0
    end: int = 0
    number: int = 0

    @property
    def key(self) -> Key:
        return (self.context, self.source)


class BlockKind(StrEnum):
    """The shape of a block in the tree of a document."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    QUOTE = "quote"
    LIST = "list"
    ITEM = "item"
    TABLE = "table"
    ROW = "row"
    CELL = "cell"
    FIGURE = "figure"
    CODE = "code"
    HTML = "html"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Block:
    """A node of the document. Leaves hold segments or a literal; inner nodes hold children.

    A FIGURE's segments are those of its alt text and caption, its *literal* the picture's path. *level* is
    that of a heading (1–6), or the first number of an ordered list.
    """

    kind: BlockKind
    segments: tuple[Segment, ...] = ()
    children: tuple[Block, ...] = ()
    literal: str = ""
    level: int = 0
    ordered: bool = False

    def walk(self) -> Iterator[Block]:
        """Yield this block and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Document:
    """An article parsed into ordered blocks.

    *head* are the segments of the front matter that come before the body (headline, dateline, caption,
    alt, summary), *tail* those after it (credits, original). *facts* are the front matter's plain values
    (title, date, author, publisher, original, licence, sensitivity …), all strings.
    """

    slug: str
    text: str
    facts: Mapping[str, str] = field(default_factory=dict)
    head: tuple[Segment, ...] = ()
    blocks: tuple[Block, ...] = ()
    tail: tuple[Segment, ...] = ()
    path: str = ""

    @property
    def segments(self) -> tuple[Segment, ...]:
        """All segments in reading order."""
        body = (s for top in self.blocks for block in top.walk() for s in block.segments)
        return (*self.head, *body, *self.tail)


def seal_of(source: str, target: str) -> str:
    """Return the nameless seal that binds an approval to exactly these two texts."""
    return hashlib.sha256(f"{source}\0{target}".encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Entry:
    """A segment's source with its target, as a catalog keeps them.

    *confirmed* says that the catalog does not mark the target as unfinished. *previous* is the source that
    the target was made for, where that source has changed since. *origin* says where an unjudged target
    came from (`engine=apertium`, `memory 0.97`), "" for a person. *seal* is written by an approval.
    *flags* are findings of the machine that made the draft (`markup-lost`). *note* tells a translator what
    the segment is; *comments* are people's own remarks, kept as they are. *previous_context* is what another tool
    noted of the context before (`#| msgctxt`); nothing is decided by it.
    """

    source: str
    target: str = ""
    context: str = ""
    confirmed: bool = False
    previous: str = ""
    origin: str = ""
    seal: str = ""
    flags: tuple[str, ...] = ()
    note: str = ""
    comments: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    previous_context: str = ""

    @property
    def key(self) -> Key:
        return (self.context, self.source)

    @property
    def sealed(self) -> bool:
        """Whether an approval of exactly these two texts is on record."""
        return bool(self.seal) and self.seal == seal_of(self.source, self.target)

    def state(self, approvals: str = "sealed") -> State:
        """Return the state, a function of this entry alone; *approvals* is `sealed` or `gettext`."""
        if not self.target:
            return State.EMPTY
        if self.confirmed and (self.sealed or approvals == "gettext"):
            return State.APPROVED
        if not self.confirmed and self.previous:
            return State.STALE
        if not self.confirmed and self.origin:
            return State.DRAFT
        return State.REVIEW

    @property
    def revision(self) -> str:
        """Digest of what a person sees and decides upon: source, target and marks."""
        seen = "\0".join(
            (self.context, self.source, self.target, str(self.confirmed), self.previous, self.origin, self.seal)
        )
        return hashlib.sha256(seen.encode()).hexdigest()[:16]

    def emptied(self) -> Entry:
        return replace(self, target="", confirmed=False, previous="", origin="", seal="", flags=(), previous_context="")

    def drafted(self, target: str, *, origin: str, flags: tuple[str, ...] = ()) -> Entry:
        return replace(self.emptied(), target=target, origin=origin, flags=flags)

    def reviewed(self, target: str) -> Entry:
        """A person's text that nobody has approved."""
        return replace(self.emptied(), target=target)

    def approved(self, target: str) -> Entry:
        """A person's approval; a machine's origin stays on record where its text was approved as it was."""
        origin = self.origin if target == self.target else ""
        return replace(self.emptied(), target=target, confirmed=True, origin=origin, seal=seal_of(self.source, target))

    def outdated(self, previous: str) -> Entry:
        """The same target, marked as made for *previous*; the seal stays, so that `was_approved` can be told."""
        context = self.previous_context if previous == self.previous else ""
        return replace(self, confirmed=False, previous=previous, flags=(), previous_context=context)

    @property
    def was_approved(self) -> bool:
        """Whether the target of a stale entry was approved for the source that it was made for."""
        return bool(self.previous and self.seal) and self.seal == seal_of(self.previous, self.target)


@dataclass(frozen=True, slots=True)
class CatalogKey:
    """Which catalog: one article in one locale."""

    slug: str
    locale: str


@dataclass(frozen=True, slots=True)
class Catalog:
    """All entries of one article in one locale, in article order; obsolete ones apart."""

    slug: str
    locale: str
    entries: tuple[Entry, ...] = ()
    obsolete: tuple[Entry, ...] = ()

    @property
    def key(self) -> CatalogKey:
        return CatalogKey(self.slug, self.locale)

    def by_key(self) -> dict[Key, Entry]:
        return {entry.key: entry for entry in self.entries}

    def with_entries(self, changed: Mapping[Key, Entry]) -> Catalog:
        """Return this catalog with the entries of *changed* in the places of those of the same key."""
        return replace(self, entries=tuple(changed.get(e.key, e) for e in self.entries))


@dataclass(frozen=True, slots=True)
class Draft:
    """A machine's unjudged translation of one source."""

    source: str
    target: str
    origin: str
    flags: tuple[str, ...] = ()


class Action(StrEnum):
    """What a person can decide about an entry."""

    APPROVE = "approve"
    REVIEW = "review"
    REJECT = "reject"
    NEEDS_WORK = "needs-work"
    REVERT = "revert"
    RECONFIRM = "reconfirm"


class Outcome(StrEnum):
    """What became of a decision."""

    PENDING = "pending"
    APPLIED = "applied"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Decision:
    """What one person decided about one entry.

    *base* is the `Entry.revision` that the person saw; *before* is the whole entry at that moment (for undo and
    history), *after* what it becomes. *id* is 0 until the journal has it. *remarks* are words without blanks that say
    under which circumstances it was made (`workflow.decide`).
    """

    catalog: CatalogKey
    key: Key
    action: Action
    base: str
    before: Entry
    after: Entry
    by: str
    at: datetime
    id: int = 0
    outcome: Outcome = Outcome.PENDING
    remarks: tuple[str, ...] = ()


class Severity(StrEnum):
    """How much a finding weighs: an error forbids approval, a warning asks, an info tells."""

    ERROR = "error"
    WARN = "warn"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check reports about one entry: which rule, how grave, and in words what differs."""

    rule: str
    severity: Severity
    message: str
    source_part: str = ""
    target_part: str = ""
