"""What the use cases ask of the outside: Protocols that adapters satisfy and tests fake."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from ..edition import Edition
from ..model import Catalog, CatalogKey, Decision, Key, Outcome
from .engines import NO_HINTS, Engine, EngineFailure, FailureKind, Hints, Reach
from .memory import Memory, Nearness, Recalled, Remembered

__all__ = [
    "NO_HINTS",
    "Applied",
    "CatalogStore",
    "Conversion",
    "Doubt",
    "EditionWriter",
    "Engine",
    "EngineFailure",
    "ExchangeFormat",
    "FailureKind",
    "Hints",
    "Journal",
    "Memory",
    "Nearness",
    "Parcel",
    "Piece",
    "Progress",
    "Reach",
    "Reader",
    "Recalled",
    "Remembered",
    "Returned",
    "ReturnedParcel",
    "Revision",
]

Revision = str
"""Digest of a whole catalog as it was read; "" for a catalog that does not exist yet."""


@dataclass(frozen=True, slots=True)
class Applied:
    """What `CatalogStore.apply` did with each decision, by the decision's id."""

    outcomes: dict[int, Outcome] = field(default_factory=dict)


class CatalogStore(Protocol):
    """Catalogs, each replaced whole and only by who has seen its present revision."""

    def read(self, key: CatalogKey) -> tuple[Catalog, Revision]:
        """Return the catalog and its revision; an empty catalog and "" where there is none. CatalogError."""
        ...

    def apply(self, key: CatalogKey, decisions: Sequence[Decision]) -> Applied:
        """Set each decided entry whose revision is still the decision's base.

        An entry that already equals `decision.after` counts as applied (replay after a crash is idempotent);
        any other is a conflict and is left as it is. On return the catalog is on disk for good.
        """
        ...

    def replace(self, key: CatalogKey, catalog: Catalog, *, expected: Revision) -> Revision:
        """Write *catalog* if the present revision is *expected*, else ConflictError. Equal bytes write nothing."""
        ...

    def keys(self) -> Iterator[CatalogKey]:
        """Yield the keys of all article catalogs, by slug, then locale."""
        ...


class Journal(Protocol):
    """The record of who decided what; it never forgets and never decides."""

    def append(self, decision: Decision) -> int:
        """Commit the decision as pending and return its id."""
        ...

    def append_all(self, decisions: Sequence[Decision]) -> list[int]:
        """Commit all decisions as pending, or none of them, and return their ids in order."""
        ...

    def pending(self, key: CatalogKey | None = None) -> Sequence[Decision]:
        """Return decisions not yet settled, oldest first."""
        ...

    def settle(self, outcomes: dict[int, Outcome]) -> None:
        """Record what became of the decisions."""
        ...

    def history(self, catalog: CatalogKey, key: Key | None = None) -> Sequence[Decision]:
        """Return settled decisions about a catalog, or one entry of it, newest first."""
        ...

    def newest(self, *, before: int = 0, limit: int = 50, by: str = "", slug: str = "") -> Sequence[Decision]:
        """Return the newest settled decisions, those before an id, of one person or article."""
        ...

    def decision(self, id: int) -> Decision | None:
        """Return one decision, or None."""
        ...

    def flagged(self, catalog: CatalogKey) -> set[Key]:
        """Return the keys of entries whose newest applied decision is `needs-work`."""
        ...

    def flagged_in(self, catalogs: Collection[CatalogKey]) -> dict[CatalogKey, set[Key]]:
        """Return the same for each catalog, asked for together."""
        ...

    def rename(self, old: str, new: str) -> int:
        """Give all decisions about the article *old* to *new*, in one step; return how many. Repeating is harmless."""
        ...


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something a reader is not sure about, for a person to look at: where and what."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text that a person sees in the original. *skipped* is why it is not in the article, "" where it is.

    *place* says where it stands in words a person finds it by (`line 12`, `table 2`, `menu`), "" where unknown.
    """

    text: str
    skipped: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Conversion:
    """What a reader made of an original: canonical Markdown, what it doubts, and what became of each piece of text.

    *coverage* has every visible piece in reading order; empty where the reader keeps the whole text as it is.
    """

    markdown: str
    doubts: tuple[Doubt, ...] = ()
    coverage: tuple[Piece, ...] = ()


class Reader(Protocol):
    """One way in: turns an original's bytes into canonical Markdown with front matter. ArticleError."""

    name: str
    suffixes: tuple[str, ...]

    def convert(self, data: bytes, *, path: str, slug: str) -> Conversion: ...


@dataclass(frozen=True, slots=True)
class Parcel:
    """A catalog on its way to a person with another tool. *labels* name the segments as the desk does."""

    catalog: Catalog
    source_locale: str
    approvals: str
    title: str = ""
    labels: Mapping[Key, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Returned:
    """One translation that came back. *base* is the digest of the target that was sent, None where it is lost.

    *context* is None where the format cannot hold it. *finished* is what the tool says of it; it never approves.
    """

    source: str
    target: str
    context: str | None = None
    base: str | None = None
    finished: bool = False


@dataclass(frozen=True, slots=True)
class ReturnedParcel:
    """What a file brought back; *slug* and the locales are "" where the file does not say."""

    entries: tuple[Returned, ...]
    slug: str = ""
    source_locale: str = ""
    target_locale: str = ""


class ExchangeFormat(Protocol):
    """A file format that other tools and people work in: `write` sends a catalog, `read` takes it back."""

    name: str
    suffix: str

    def write(self, parcel: Parcel) -> bytes:
        """Return the file: the same bytes for the same catalog."""
        ...

    def read(self, data: bytes, *, path: str) -> ReturnedParcel:
        """Return what came back, in the order of the file. CatalogError, with *path* and line where known."""
        ...


Progress = Callable[[int, int], None]
"""Called with (done, total); both only grow."""


class EditionWriter(Protocol):
    """One format of edition: a pure function of the edition, the same bytes for the same texts."""

    @property
    def name(self) -> str: ...

    @property
    def suffix(self) -> str: ...

    def write(self, edition: Edition) -> bytes: ...
