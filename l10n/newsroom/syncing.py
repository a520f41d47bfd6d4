"""How a checkout of a newsroom's files is kept in step with the database that its machines share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from ..errors import CatalogError, ConfigError, ConflictError, DiglotError
from ..files import locked
from ..model import CatalogKey
from .workspace import Workspace

if TYPE_CHECKING:
    from ..workflow.sync import Synced

Unsynced = Callable[[CatalogKey, DiglotError], None]
"""Told of a catalog that could not be brought in step, and why."""


class Syncing(Workspace):
    """The side of a project that has its catalogs in a database, and in a git checkout too."""

    def sync(
        self, slugs: Sequence[str] = (), *, now: datetime, check: bool = False, failed: Unsynced | None = None
    ) -> Iterator[Synced]:
        """Bring the catalogs of the checkout and of the database in step, those of *slugs* or all.

        With *check* nothing is written. A catalog that cannot be read does not stop the others: *failed* is told, and
        without it the first such error is raised at the end. ConfigError where there is no shared database.
        """
        from ..stores.po import PoCatalogStore
        from ..workflow.sync import Sides, sync_catalog

        shared = self.shared_catalogs()
        if shared is None:
            raise ConfigError(
                "the catalogs of this project are its files: there is nothing to bring in step",
                key="database.url",
                path=str(self.config.path),
                remedy="several machines share a database: set DIGLOT_DATABASE_URL (docs/cluster.md)",
            )
        folder = self.private_folder()
        files, bases = (
            PoCatalogStore(root, source_locale=self.source_locale, project=self.name)
            for root in (self.root, folder / "sync")
        )
        sides = Sides(shared, files, bases)
        errors: list[DiglotError] = []
        with locked(folder / "locks" / "sync.lock", name="the checkout"):
            for key in [key for key in sides.keys() if not slugs or key.slug in slugs]:  # noqa: SIM118  no dict
                try:
                    yield sync_catalog(key, sides, self.journal, now=now, approvals=self.approvals, check=check)
                except (CatalogError, ConflictError) as error:
                    (failed or (lambda _, error: errors.append(error)))(key, error)
        if errors:
            raise errors[0]
