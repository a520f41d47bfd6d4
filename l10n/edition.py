"""An edition: one article in two languages, composed from a document and its catalog, before any format.

Only approved targets are in it; a draft edition holds the others too, each with its state, and every writer prints
that state as a label.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date as Day
from functools import lru_cache

from .digits import in_own_digits
from .inline import put_links_back, without_tags
from .labels import label_segment
from .manner import AS_USUAL, Digits, Manner, Order, Stale
from .model import Block, BlockKind, Catalog, Document, Entry, Key, Kind, Segment, State
from .picture import Picture
from .provenance import NOTHING_KNOWN, Origin, Provenance, origin_of

SAFE_ADDRESS = re.compile(r"(?:https?|mailto|tel):[^\s<>]+", re.I)
NO_DATE = "2000-01-01"
OUTDATED = "outdated"


@dataclass(frozen=True, slots=True)
class Pair:
    """A segment in both languages.

    *text* is its target without the addresses of links, "" where nothing may be printed. *state* is APPROVED, or what
    the label under the pair has to say. *urls* are the addresses. *origin* is where the target comes from. *stale* says
    that the pair was approved for an earlier original, and in which way it is printed all the same; then *shown_source*
    is the original that stands beside it. *digits_of* is the locale whose digits the target is printed in, "" for those
    that it is written in.
    """

    id: str
    kind: Kind
    name: str
    text: str
    state: State
    key: Key
    urls: tuple[str, ...] = ()
    origin: Origin = Origin.NONE
    stale: Stale | None = None
    shown_source: str = ""
    digits_of: str = ""

    @property
    def source(self) -> str:
        """The source as inline Markdown, with its safe links in place."""
        source = self.shown_source or self.key[1]
        return _with_safe_links(without_tags(source, source), self.urls)

    @property
    def mark(self) -> str:
        """What the label of the pair says: "" for nothing, OUTDATED, or the value of its state."""
        return "" if self.state is State.APPROVED else OUTDATED if self.stale else self.state.value

    @property
    def target(self) -> str:
        """The target as inline Markdown, with its safe links in place."""
        return _with_safe_links(self.in_digits(without_tags(self.text, self.key[1])), self.urls)

    def in_digits(self, markdown: str) -> str:
        """Return inline Markdown with its numbers in the digits that this pair is printed in."""
        return in_own_digits(markdown, self.digits_of) if self.digits_of else markdown


@dataclass(frozen=True, slots=True)
class EditionBlock:
    """A block of the document with pairs in the place of segments."""

    kind: BlockKind
    pairs: tuple[Pair, ...] = ()
    children: tuple[EditionBlock, ...] = ()
    literal: str = ""
    level: int = 0
    ordered: bool = False

    def walk(self) -> Iterator[Pair]:
        yield from self.pairs
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Edition:
    """Everything a writer prints.

    *draft* says that texts are in it which nobody approved. *only* is the locale of a single-language edition, ""
    for a bilingual one. *spliced* is the article's own Markdown in that one language. *date* is an ISO date: the day
    that archives and metadata carry. *titles* are those of links: part of the article, but printed by no writer.
    *pictures* are those that are shown, by their addresses in the article; without them its text is whole.
    """

    slug: str
    source_locale: str
    target_locale: str
    facts: Mapping[str, str] = field(default_factory=dict)
    head: tuple[Pair, ...] = ()
    blocks: tuple[EditionBlock, ...] = ()
    tail: tuple[Pair, ...] = ()
    draft: bool = False
    only: str = ""
    spliced: str = ""
    date: str = NO_DATE
    titles: tuple[Pair, ...] = ()
    manner: Manner = AS_USUAL
    provenance: Provenance = NOTHING_KNOWN
    pictures: Mapping[str, Picture] = field(default_factory=dict)

    @property
    def lead_picture(self) -> str:
        """The address of the picture that the front matter names, "" for none."""
        return self.facts.get("image", "")

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """All pairs in reading order, titles of links last."""
        return (*self.head, *(p for block in self.blocks for p in block.walk()), *self.tail, *self.titles)

    @property
    def headline(self) -> Pair | None:
        return next((p for p in self.pairs if p.kind is Kind.HEADLINE), None)

    @property
    def unreviewed(self) -> int:
        """How many pairs no person has approved, nor a rule of the newsroom lets pass with a mark."""
        return sum(p.state is not State.APPROVED and not p.stale for p in self.pairs)

    @property
    def locales(self) -> tuple[str, ...]:
        """The languages in it, the source first."""
        return (self.only,) if self.only else (self.source_locale, self.target_locale)

    def shows(self, locale: str) -> bool:
        return self.only in ("", locale)

    def sides(self, pair: Pair) -> list[tuple[str, str]]:
        """Return (locale, inline Markdown) of what is printed of a pair, in the order it is printed.

        The original stands in a single-language edition too where there is no translation, or where a rule wants both.
        """
        target = (self.target_locale, pair.target if self.shows(self.target_locale) else "")
        wanted = self.shows(self.source_locale) or not target[1] or pair.stale is Stale.BOTH
        source = (self.source_locale, pair.source if wanted else "")
        both = (source, target) if self.manner.order is Order.SOURCE_FIRST else (target, source)
        return [(locale, text) for locale, text in both if text]


def compose_edition(
    document: Document,
    catalog: Catalog,
    *,
    source_locale: str,
    target_locale: str,
    draft: bool = False,
    approvals: str = "sealed",
    flagged: Collection[Key] = frozenset(),
    only: str = "",
    spliced: str = "",
    date: str = "",
    flat: bool = False,
    manner: Manner = AS_USUAL,
    provenance: Provenance = NOTHING_KNOWN,
) -> Edition:
    """Return the edition. Without *draft*, a segment that is not approved stands there in its source alone.

    *flagged* entries, which a person marked as needing work, count as STALE. *flat* leaves the blocks out and has all
    pairs in its head, for writers of `spliced`.
    """
    composer = _Composer(catalog, draft, approvals, flagged, manner)
    edition = Edition(
        slug=document.slug,
        source_locale=source_locale,
        target_locale=target_locale,
        facts=document.facts,
        head=composer.pairs(document.segments if flat else document.head),
        blocks=() if flat else tuple(composer.block(b) for b in document.blocks),
        tail=() if flat else composer.pairs(document.tail),
        titles=composer.titles(document),
        draft=draft,
        only=only,
        spliced=spliced,
        date=date or _date_of(document),
        manner=manner,
        provenance=provenance,
    )
    return edition if edition.unreviewed else replace(edition, draft=False)


def entry_state(entry: Entry | None, *, approvals: str, flagged: Collection[Key]) -> State:
    """Return the state that decides whether an edition may print the entry."""
    if entry is None:
        return State.EMPTY
    state = entry.state(approvals)
    return State.STALE if flagged and entry.key in flagged and state is not State.EMPTY else state


def _date_of(document: Document) -> str:
    return iso_day(document.facts.get("date", "")) or NO_DATE


def iso_day(text: str) -> str:
    """Return the ISO date that *text* is or begins with, "" where it names no day of the calendar."""
    try:
        return Day.fromisoformat(text[:10]).isoformat() if re.match(r"\d{4}-\d\d-\d\d(?:[T ]|$)", text) else ""
    except ValueError:
        return ""


class _Composer:
    """Turns segments into pairs, numbering them in reading order."""

    def __init__(self, catalog: Catalog, draft: bool, approvals: str, flagged: Collection[Key], manner: Manner) -> None:
        self._entries, self._draft, self._approvals, self._flagged = catalog.by_key(), draft, approvals, flagged
        self._stale, self._count = manner.stale, 0
        self._digits_of = catalog.locale if manner.digits is Digits.TARGET else ""

    def pairs(self, segments: tuple[Segment, ...]) -> tuple[Pair, ...]:
        return tuple(self._pair(s) for s in segments if s.kind is not Kind.TITLE)

    def titles(self, document: Document) -> tuple[Pair, ...]:
        return tuple(self._pair(s) for s in document.segments if s.kind is Kind.TITLE)

    def block(self, block: Block) -> EditionBlock:
        return EditionBlock(
            kind=block.kind,
            pairs=self.pairs(block.segments),
            children=tuple(self.block(child) for child in block.children),
            literal=block.literal,
            level=block.level,
            ordered=block.ordered,
        )

    def _pair(self, segment: Segment) -> Pair:
        self._count += 1
        entry = self._entries.get(segment.key)
        state = entry_state(entry, approvals=self._approvals, flagged=self._flagged)
        printed = entry.target if entry and (state is State.APPROVED or self._draft) else ""
        pair = Pair(f"p{self._count}", segment.kind, label_segment(segment), printed, state, segment.key, segment.urls)
        if entry and printed:
            pair = replace(pair, origin=origin_of(entry, state), digits_of=self._digits_of)
        if entry and not self._draft and self._stale is not Stale.REFUSE and self._may_pass(entry):
            pair = _let_pass(pair, entry, self._stale)
        return pair

    def _may_pass(self, entry: Entry) -> bool:
        return entry.was_approved and entry.key not in self._flagged


def _let_pass(pair: Pair, entry: Entry, stale: Stale) -> Pair:
    """Return the pair as the rule for stale translations prints it; an old translation has its own original beside."""
    if stale is Stale.SOURCE_ONLY:
        return replace(pair, stale=stale)
    beside = entry.previous if stale is Stale.SHOW_OLD else ""
    return replace(pair, text=entry.target, stale=stale, shown_source=beside, origin=Origin.HUMAN)


@lru_cache(maxsize=4096)
def _with_safe_links(text: str, urls: tuple[str, ...]) -> str:
    return put_links_back(text, [f"(<{url}>)" if SAFE_ADDRESS.fullmatch(url) else "(<>)" for url in urls])
