"""The side of a project where people talk about paragraphs, and see who did what."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ..model import CatalogKey, Entry, Key
from .workspace import Workspace

if TYPE_CHECKING:
    from ..ports.comments import Comment
    from ..stores.comments import SqlComments


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
