"""The glossary of a project: `glossary/*.csv`, plain files in git, and `.diglot/glossary.csv`, which git never sees."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import CatalogError
from ..files import locked, stamp_of, storage_error, write_atomically

if TYPE_CHECKING:
    from ..glossary import Term
    from ..glossary.table import Row

MAIN = "glossary/terms.csv"
PRIVATE = ".diglot/glossary.csv"

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
            from ..glossary.table import read_terms

            if self._seen is None or self._seen[0] != stamps:
                rows = [row for path, _ in stamps for row in read_terms(path.read_bytes(), path=self._name(path))]
                self._seen = (stamps, rows)
        except OSError as error:
            raise storage_error(f"cannot read {error.filename}", error) from error
        return self._seen[1]

    def change(self, name: str, change: Callable[[list[Term]], Iterable[Term]]) -> list[Term]:
        """Replace the terms of one file by what *change* makes of them, alone; return them. CatalogError."""
        from ..glossary.table import checked_term, read_terms, render_terms

        path = self._root / name
        if name != PRIVATE and not _NAME.fullmatch(name):
            raise CatalogError(f"{name!r} is no glossary of this project", remedy=f"write {MAIN}")
        with locked(self._root / ".diglot" / "locks" / "glossary.lock", name="the glossary"):
            present = [row.term for row in read_terms(path.read_bytes(), path=name)] if path.is_file() else []
            terms = [checked_term(term) for term in change(present)]
            write_atomically(path, render_terms(terms))
        return terms

    def _name(self, path: Path) -> str:
        return path.relative_to(self._root).as_posix()
