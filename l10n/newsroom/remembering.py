"""What a project remembers of all it has approved: looked up, searched, made anew."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ..model import CatalogKey, Entry
from .workspace import Workspace

if TYPE_CHECKING:
    from ..ports import Hints, Memory, Progress, Recalled, Remembered
    from ..stores.held import Held
    from .holding import MemoryKeeper

_OFFERED = 5


class Remembering(Workspace):
    """The memory's side of a project. A look-up is never based on a file that has changed, whoever changed it."""

    @cached_property
    def _keeper(self) -> MemoryKeeper:
        from .holding import MemoryKeeper

        def open_memory(folder: Path) -> Memory:
            from ..stores.memory import MemoryIndex

            return MemoryIndex(folder)

        return MemoryKeeper(self, open_memory)

    def memory(self, *, progress: Progress | None = None) -> Memory:
        """Return the memory as the files are now. LockedError while another program makes it anew."""
        return self._keeper.current(progress=progress)

    def recall(self, entry: Entry, catalog: CatalogKey, *, around: Hints | None = None) -> list[Recalled]:
        """Return what was approved for sources near that of a catalog's entry, best first, its own approval left out.

        *around* is what stands beside the entry, as `workflow.remember.neighbours` gives it. LockedError.
        """
        from ..ports import NO_HINTS

        found = self.memory().recall(
            entry.source,
            source_locale=self.source_locale,
            target_locale=catalog.locale,
            hints=around or NO_HINTS,
            context=entry.context,
            limit=_OFFERED + 1,  # one of them may be its own
        )
        own = (catalog.slug, *entry.key)
        return [r for r in found if (r.remembered.slug, r.remembered.context, r.remembered.source) != own][:_OFFERED]

    def search_memory(self, phrase: str, locale: str, *, in_target: bool = False, limit: int = 20) -> list[Remembered]:
        """Return the pairs in whose source (or target) *phrase* stands, the shortest first. LockedError."""
        return self.memory().search(
            phrase, source_locale=self.source_locale, target_locale=locale, in_target=in_target, limit=limit
        )

    def memory_holdings(self) -> Mapping[str, Held]:
        """Return what is held, by the names of the files it comes from. LockedError."""
        return self._keeper.holdings()

    def rebuild_memory(self, *, progress: Progress | None = None) -> int:
        """Make the memory anew from all catalogs and imported files; return how many texts it holds. LockedError."""
        return self._keeper.rebuild(progress=progress)
