"""The side of a project where people talk about paragraphs, and see who did what."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from ..files import Stamp, stamp_of
from ..model import CatalogKey, Entry, Key
from ..querying import Gist, gist_of
from .workspace import Workspace

if TYPE_CHECKING:
    from ..ports import Revision
    from ..ports.comments import Comment
    from ..stores.comments import SqlComments

MOST_GISTS = 5000
GISTS_LAST_S = 3.0
"""So long a search of shared catalogs relies on the revisions that it was told."""


class Talking(Workspace):
    """The side of a project where people talk about paragraphs, and see who did what."""

    @cached_property
    def comments(self) -> SqlComments:
        """What people say to each other about paragraphs. StorageError."""
        from ..stores.comments import SqlComments

        return SqlComments(self.database)

    def comments_on(self, catalog: CatalogKey, entry: Entry) -> list[Comment]:
        """Return what was said about an entry, oldest first, and about the source that it had before."""
        keys: list[Key] = [entry.key]
        if entry.previous:
            keys.append((entry.context, entry.previous))
        return self.comments.about(catalog, keys)

    def touched_by(self, handle: str) -> set[CatalogKey]:
        """Return the catalogs in which a person has decided something. StorageError."""
        return self.journal.touched_by(handle)

    def gist(self, key: CatalogKey) -> Gist:
        """Return what is in a catalog, for searches; its file is read again only where it has changed. CatalogError."""
        if self.config.is_shared:
            return self._shared_gist(key)
        try:
            stamp = stamp_of(os.stat(self.catalogs.path(key)))
        except OSError:  # there is none yet, or reading will say what is wrong
            return gist_of(self.catalogs.read(key)[0].entries)
        kept = self._gists.get(key)
        if kept is None or kept[0] != stamp:
            return self._keep_gist(key, stamp, self.catalogs.read(key)[0].entries)
        return kept[1]

    def _shared_gist(self, key: CatalogKey) -> Gist:
        """Return the same of a catalog that several machines share; it is as it was some seconds ago."""
        now = time.monotonic()
        if now > self._looked_at + (GISTS_LAST_S if self.kept else 0):
            shared = self.shared_catalogs()
            self._revisions = {k: revision for k, (revision, _) in shared.revisions().items()} if shared else {}
            self._looked_at = now
        kept, revision = self._gists.get(key), self._revisions.get(key, "")
        if kept is None or kept[0] != revision:
            catalog, revision = self.catalogs.read(key)
            return self._keep_gist(key, revision, catalog.entries)
        return kept[1]

    def _keep_gist(self, key: CatalogKey, stamp: Stamp | Revision, entries: Sequence[Entry]) -> Gist:
        if len(self._gists) >= MOST_GISTS:
            self._gists.clear()
        gist = gist_of(entries)
        self._gists[key] = stamp, gist
        return gist

    _looked_at = -GISTS_LAST_S
    _revisions: Mapping[CatalogKey, Revision]

    @cached_property
    def _gists(self) -> dict[CatalogKey, tuple[Stamp | Revision, Gist]]:
        return {}
