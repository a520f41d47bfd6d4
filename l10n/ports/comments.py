"""What the desk asks of its record of comments: what people say to each other about a paragraph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from ..model import CatalogKey, Key

ORIGINAL, TRANSLATION = "original", "translation"
"""What a comment is about. One about the original is read in all locales."""


@dataclass(frozen=True, slots=True)
class Comment:
    """Plain words by *by* about an entry. *resolved_by* is "" while it is open; *id* is 0 until it is kept."""

    catalog: CatalogKey
    key: Key
    about: str
    text: str
    by: str
    at: datetime
    resolved_by: str = ""
    id: int = 0


class Comments(Protocol):
    """Comments; none is ever changed but by being resolved or opened again."""

    def add(self, comment: Comment) -> int:
        """Keep a comment and return its id."""
        ...

    def find(self, id: int) -> Comment | None:
        """Return one comment, or None."""
        ...

    def about(self, catalog: CatalogKey, keys: Sequence[Key] = ()) -> Sequence[Comment]:
        """Return the comments on a catalog's entries, oldest first, those on originals in other locales too.

        *keys* are the entries asked about; all, where none is named.
        """
        ...

    def newest(self, *, before: int = 0, limit: int = 50, by: str = "", slug: str = "") -> Sequence[Comment]:
        """Return the newest comments, those before an id, of one person or article."""
        ...

    def mentions(self, handle: str) -> Sequence[Comment]:
        """Return the open comments in which `@handle` stands, newest first."""
        ...

    def resolve(self, id: int, *, by: str, now: datetime) -> None:
        """Close a comment; with *by* empty, open it again."""
        ...
