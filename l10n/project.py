"""A project, wired: the one place that knows every adapter and hands the use cases what they ask for.

`Project` has a method for each command, of the same name; the desk and the command line both work through it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from .config import load_config
from .correcting import Correcting
from .exchanging import Exchanging
from .intake import Intake
from .model import CatalogKey
from .publishing import Publishing, build_date
from .shelving import Shelving
from .versions import Versions

if TYPE_CHECKING:
    from .ports import Engine
    from .progress import Counts
    from .workflow.draft import Drafted

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


class Project(Intake, Exchanging, Correcting, Publishing, Versions, Shelving):
    """A newsroom's folder with a method for each command.

    The methods stand where they belong: intake (add, update), correcting (corrections, accept_typography), reviewing
    (check, decide, undo, recover), publishing (build, preview), exchanging (export, import), versions (merge), shelving
    (article, target, normalize); here is what brings engines in.
    """

    def draft(
        self,
        slug: str,
        locale: str,
        *,
        engines: Sequence[Engine],
        limit: int | None = None,
        dry_run: bool = False,
        progress: Callable[[int, int], None] | None = None,
    ) -> Drafted:
        """Fill the empty entries of one catalog with what *engines* give, in their order."""
        from .sensitivity import Sensitivity
        from .workflow.draft import draft_article

        document = self.document(slug)
        return draft_article(
            document,
            locale,
            source_locale=self.source_locale,
            store=self.catalogs,
            engines=engines,
            sensitivity=Sensitivity(self.sensitivity(document)),
            own_hosts=self.config.items("draft.own_hosts"),
            limit=limit,
            dry_run=dry_run,
            progress=progress,
        )

    def engine(self, name: str, locale: str) -> Engine:
        """Return an engine by its name, with its settings. EngineUnavailable."""
        from .engines import make_engine

        pairs = self.memory_pairs(locale) if name == "memory" else ()
        return make_engine(name, memory_pairs=pairs, settings=self._engine_settings(name))

    def _engine_settings(self, name: str) -> dict[str, str]:
        """Return the engine's section; the file that holds a key is named from the project's folder."""
        settings = self.config.section(f"engine.{name}")
        if settings.get("api_key_file"):
            settings["api_key_file"] = str(self.root / settings["api_key_file"])
        return settings

    def status(self, slugs: Sequence[str] = (), locales: Sequence[str] = ()) -> list[Status]:
        """Return the counts of every catalog, by article, then locale."""
        wanted = self.locales(locales)
        keys = [CatalogKey(slug, locale) for slug in self.chosen(slugs) for locale in wanted]
        return [Status(key.slug, key.locale, counts) for key, counts in zip(keys, self.counts(keys), strict=True)]


def utc_now() -> datetime:
    """Return the time now, aware, in UTC; the one clock of the doors."""
    return datetime.now(UTC)
