"""An article's entries as rows: found by id, filtered, counted, in pages, with their neighbours. No Flask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from l10n.identity import Same
from l10n.labels import paragraph_id as paragraph_id
from l10n.model import Catalog, CatalogKey, Document, Entry, Key, Kind, Segment, State

if TYPE_CHECKING:
    from l10n.newsroom.project import Project


PAGE_ROWS = 25

FILTERS = (State.STALE, State.DRAFT, State.REVIEW, State.EMPTY, State.APPROVED)
"""States in the order of what needs a person."""


@dataclass(frozen=True, slots=True)
class Row:
    """One entry as the desk shows it; *state* already knows whether a person flagged it."""

    id: str
    entry: Entry
    state: State
    kind: Kind = Kind.BODY
    number: int = 0
    flagged: bool = False

    @property
    def changed(self) -> bool:
        """Whether the source changed since the target was made."""
        return self.state is State.STALE and bool(self.entry.previous)


@dataclass(frozen=True, slots=True)
class Around:
    """Where a row stands among those of a filter; *place* is 0 when it is not one of them."""

    before: Row | None
    after: Row | None
    place: int
    total: int


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a filter; *number* counts from 1."""

    rows: Sequence[Row]
    number: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One article in one locale: all rows in article order."""

    catalog: CatalogKey
    rows: tuple[Row, ...]

    def find(self, id: str) -> Row | None:
        return next((row for row in self.rows if row.id == id), None)

    def counts(self) -> dict[State, int]:
        """Return how many rows are in each state, in the order of FILTERS, zeros included."""
        counted = Counter(row.state for row in self.rows)
        return {state: counted[state] for state in FILTERS}

    def where(self, state: State | None) -> list[Row]:
        """Return the rows in *state*, None for all."""
        return [row for row in self.rows if state is None or row.state is state]

    def around(self, row: Row, state: State | None) -> Around:
        """Return the neighbours of *row* among the rows in *state*, which it need not be in itself."""
        here = self.rows.index(row)
        chosen = [(i, r) for i, r in enumerate(self.rows) if state is None or r.state is state]
        before = [r for i, r in chosen if i < here]
        after = [r for i, r in chosen if i > here]
        place = len(before) + 1 if any(i == here for i, _ in chosen) else 0
        return Around(before[-1] if before else None, after[0] if after else None, place, len(chosen))

    def beside(self, row: Row) -> Around:
        """Return the neighbours of *row* in the article itself."""
        return self.around(row, None)

    @property
    def headline(self) -> Row | None:
        return next((row for row in self.rows if row.kind is Kind.HEADLINE), None)


def make_sheet(desk: Project, document: Document, locale: str) -> Sheet:
    """Return the entries of the article's catalog, labelled from the document."""
    return make_sheets(desk, [document], [locale])[0]


def make_sheets(desk: Project, documents: Sequence[Document], locales: Sequence[str]) -> list[Sheet]:
    """Return the sheets of all *documents*, of each in the order of *locales*."""
    wanted = [(document, CatalogKey(document.slug, locale)) for document in documents for locale in locales]
    flagged = desk.journal.flagged_in([key for _, key in wanted])
    read = desk.catalogs.read
    return [_sheet(Same(d), Same(read(key)[0]), frozenset(flagged[key]), desk.approvals) for d, key in wanted]


@lru_cache(512)
def _sheet(same: Same[Document], catalog: Same[Catalog], flagged: frozenset[Key], approvals: str) -> Sheet:
    """Return the sheet; it is made once, as long as the desk keeps article and catalog as they are."""
    document, key = same.it, catalog.it.key
    segments = first_segments(document)
    return Sheet(key, tuple(_row(e, segments.get(e.key), e.key in flagged, approvals) for e in catalog.it.entries))


def first_segments(document: Document) -> dict[Key, Segment]:
    """Return the article's segments by their keys; of equal ones the first."""
    segments: dict[Key, Segment] = {}
    for segment in document.segments:
        segments.setdefault(segment.key, segment)
    return segments


def _row(entry: Entry, segment: Segment | None, flagged: bool, approvals: str) -> Row:
    state = entry.state(approvals)
    if flagged and state is not State.EMPTY:
        state = State.STALE
    kind, number = (segment.kind, segment.number) if segment else (Kind.BODY, 0)
    return Row(paragraph_id(entry.key), entry, state, kind, number, flagged)


def page_of(rows: Sequence[Row], *, wanted: str, edit: str = "") -> Page:
    """Return the page *wanted* (a number, or `all`); without a number, the page that holds the row *edit*."""
    total = len(rows)
    if wanted == "all":
        return Page(rows, 1, 1, total)
    pages = max(1, -(-total // PAGE_ROWS))
    held = next((i // PAGE_ROWS + 1 for i, row in enumerate(rows) if row.id == edit), 1)
    number = min(max(int(wanted), 1), pages) if wanted.isdecimal() else held
    return Page(rows[(number - 1) * PAGE_ROWS : number * PAGE_ROWS], number, pages, total)
