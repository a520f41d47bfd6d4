"""The glossary of a project: `glossary/*.csv`, plain files in git, and `.diglot/glossary.csv`, which git never sees.

What translators propose waits in `.diglot/glossary-proposed.csv`, a table of the same form that no check reads.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import CatalogError, ConflictError
from ..files import locked, stamp_of, storage_error, write_atomically

if TYPE_CHECKING:
    from ..glossary import Term
    from ..glossary.table import Row

MAIN = "glossary/terms.csv"
PRIVATE = ".diglot/glossary.csv"
PROPOSED = ".diglot/glossary-proposed.csv"

_NAME = re.compile(r"glossary/[^/\\]+\.csv")


class GlossaryStore:
    """Reads all files of a glossary, and writes one at a time, whole."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._seen: tuple[object, list[Row]] | None = None

    def paths(self) -> list[Path]:
        """Return the files there are, by name; the private one last."""
        folder = self._root / "glossary"
        shared = sorted(p for p in folder.glob("*.csv") if p.is_file()) if folder.is_dir() else []
        private = self._root / PRIVATE
        return [*shared, *([private] if private.is_file() else [])]

    def rows(self) -> list[Row]:
        """Return all rows with their places; files that have not changed are not read again. CatalogError."""
        try:
            stamps = [(path, stamp_of(path.stat())) for path in self.paths()]
            if not stamps:
                return []
            if self._seen is None or self._seen[0] != stamps:
                rows = [row for path, _ in stamps for row in self._read(path)]
                self._seen = (stamps, rows)
        except OSError as error:
            raise storage_error(f"cannot read {error.filename}", error) from error
        return self._seen[1]

    def proposed(self) -> list[Row]:
        """Return the rows that wait to be accepted. CatalogError."""
        path = self._root / PROPOSED
        try:
            return self._read(path) if path.is_file() else []
        except OSError as error:
            raise storage_error(f"cannot read {path}", error) from error

    def change(self, name: str, change: Callable[[list[Term]], Iterable[Term]]) -> list[Term]:
        """Replace the terms of one file by what *change* makes of them, alone; return them. CatalogError."""
        from ..glossary.table import checked_term, read_terms, render_terms

        path = self._root / name
        if name not in (PRIVATE, PROPOSED) and not _NAME.fullmatch(name):
            raise CatalogError(f"{name!r} is no glossary of this project", remedy=f"write {MAIN}")
        with locked(self._root / ".diglot" / "locks" / "glossary.lock", name="the glossary"):
            present = [row.term for row in read_terms(path.read_bytes(), path=name)] if path.is_file() else []
            terms = [checked_term(term) for term in change(present)]
            write_atomically(path, render_terms(terms))
        return terms

    def _read(self, path: Path) -> list[Row]:
        from ..glossary.table import read_terms

        return read_terms(path.read_bytes(), path=path.relative_to(self._root).as_posix())


def row_id(row: Row) -> str:
    """Return the 12 hex digits that stand for a row in addresses: its file, term and locale."""
    return hashlib.sha256(f"{row.path}\0{row.term.source}\0{row.term.locale}".encode()).hexdigest()[:12]


def term_digest(term: Term) -> str:
    """Return the digest of all that a row says, by which a change is refused that was made to something else."""
    return hashlib.sha256(repr(term).encode()).hexdigest()[:16]


def added(terms: Sequence[Term], term: Term) -> list[Term]:
    """Return *terms* with *term*. ConflictError where its source has a row in its locale already."""
    if any((each.source, each.locale) == (term.source, term.locale) for each in terms):
        raise ConflictError(
            f"“{term.source}” is in the glossary already{f' for {term.locale}' if term.locale else ''}.",
            entry=term.source,
            remedy="Change that row instead.",
        )
    return [*terms, term]


def replaced(terms: Sequence[Term], old: Term, *, base: str, by: Term | None) -> list[Term]:
    """Return *terms* with *by* in the place of *old*, or without it. ConflictError where its row is not *base* now."""
    now = next((each for each in terms if (each.source, each.locale) == (old.source, old.locale)), None)
    if now is None or term_digest(now) != base:
        raise ConflictError(
            f"“{old.source}” was {'removed from' if now is None else 'changed in'} the glossary meanwhile.",
            seen=base,
            found=term_digest(now) if now else "",
            entry=old.source,
            remedy="Nothing was overwritten. Look at it again.",
        )
    rest = [each for each in terms if each is not now]
    return added(rest, by) if by else rest
