"""How two versions of a project come together: catalogs merged three-way, and git told to do so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ..files import write_atomically
from .workspace import Workspace

if TYPE_CHECKING:
    from ..model import CatalogKey
    from ..stores.po_merge import MergedFile
    from ..threeway import Kept


class Versions(Workspace):
    """The side of a project that works in several clones."""

    def merge(
        self, base: Path, ours: Path, theirs: Path, *, now: datetime, output: Path | None = None, path: str = ""
    ) -> MergedFile:
        """Merge three PO files into *output*, or *ours* where it is None; what gave way is told to the journal.

        *path* is what the file is called in the project, where the three have other names. ConflictError where the
        desk changed the file meanwhile; CatalogError for a damaged one. Then nothing was written.
        """
        from ..stores.po_merge import merge_files

        target = output or ours
        key = self._catalog_at(Path(path) if path else target)
        writes_own = key is not None and not path
        revision = self.catalogs.read(key)[1] if key and writes_own else ""
        merged = merge_files(
            base,
            ours,
            theirs,
            path=path,
            approvals=self.approvals,
            source_locale=self.source_locale if key else "",
            project=self.name if key else "",
        )
        if key and writes_own:
            self.catalogs.replace(key, merged.result.catalog, expected=revision)
        else:
            write_atomically(target, merged.data)
        if key:
            self._tell_journal(key, merged.result.conflicts, now)
        return merged

    def _catalog_at(self, path: Path) -> CatalogKey | None:
        """Return which of this project's catalogs the file is, None for any other file, and for templates."""
        from ..stores.po_merge import catalog_at

        key = catalog_at(path.resolve().as_posix())
        return key if key and key.locale and self.catalogs.path(key) == path.resolve() else None

    def _tell_journal(self, key: CatalogKey, conflicts: Sequence[Kept], now: datetime) -> None:
        from ..workflow.merge import file_suggestions

        if conflicts and self.has_journal:
            file_suggestions(self.journal, key, conflicts, now=now)

    def install_merge_driver(self) -> list[str]:
        """Make git merge this project's catalogs by Diglot; return what was changed. DiglotError without git."""
        from ..stores.git_driver import install_driver

        return install_driver(self.root)

    def uninstall_merge_driver(self) -> list[str]:
        """Undo `install_merge_driver`; return what was changed."""
        from ..stores.git_driver import uninstall_driver

        return uninstall_driver(self.root)
