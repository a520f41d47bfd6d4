"""A project, wired: the one place that knows every adapter and hands the use cases what they ask for.

`Project` has a method for each command, of the same name; the desk and the command line both work through it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ..clock import utc_now
from ..model import CatalogKey
from .batching import Batching
from .config import load_config
from .desk_articles import DeskArticles
from .forgetting import Forgetting
from .memory_files import MemoryFiles
from .publishing import build_date
from .queueing import Queueing
from .shelving import Shelving
from .syncing import Syncing
from .versions import Versions

if TYPE_CHECKING:
    from ..progress import Counts

__all__ = ["Project", "Status", "build_date", "open_project", "utc_now"]


@dataclass(frozen=True, slots=True)
class Status:
    """How far one article is in one locale."""

    slug: str
    locale: str
    counts: Counts


def open_project(path: Path | str = ".") -> Project:
    """Return the project that *path* lies in. ConfigError when there is none, or its configuration is wrong."""
    return Project(load_config(Path(path)))


class Project(Queueing, DeskArticles, Versions, Syncing, Shelving, MemoryFiles, Batching, Forgetting):
    """A newsroom's folder with a method for each command.

    The methods stand where they belong: intake (add, update), correcting (corrections, accept_typography), reviewing
    (check, decide, undo, recover), batching (decide_batch), drafting (draft, compare_drafts), deskwork (prospects,
    jobs), queueing (jobs of workers), publishing (build, preview), releasing (publish,
    retract, unretract), exchanging (export, import), versions (merge), syncing, shelving (article, target,
    normalize), safekeeping (backup), forgetting (purge), remembering and memory_files (memory).
    """

    @property
    def api(self) -> bool:
        """Whether programs may work with the desk, each with a token of a person."""
        return bool(self.config.values["desk.api"])

    def readiness(self, *, now: datetime) -> Mapping[str, bool]:
        """Return what has to be so before people are sent to the desk, and whether it is; raises nothing."""
        from .readiness import readiness

        return readiness(self, now=now)

    def status(self, slugs: Sequence[str] = (), locales: Sequence[str] = ()) -> list[Status]:
        """Return the counts of every catalog, by article, then locale."""
        wanted = self.locales(locales)
        keys = [CatalogKey(slug, locale) for slug in self.chosen(slugs) for locale in wanted]
        return [Status(key.slug, key.locale, counts) for key, counts in zip(keys, self.counts(keys), strict=True)]
