"""The side of a project where people at the desk have machines draft: what that would mean, jobs, second opinions."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from ..clock import utc_now
from ..errors import EngineError
from ..files import names_in
from ..model import CatalogKey, Entry, Key
from .drafting import Drafting

if TYPE_CHECKING:
    from ..ports import Engine
    from ..stores.jobs import SqlJobs
    from ..workflow.opinions import Opinions
    from ..workflow.prospects import Prospects


_HEAD = 2000
_TITLE = re.compile(r"^(?:title:|#) *(.+)$", re.MULTILINE)
_IS_EDITION = re.compile(r"^(?!.*\.draft\.).*\.(?:html|epub|md|txt|pdf|docx)$")


class DeskWork(Drafting):
    """The side of a project where people at the desk have machines draft."""

    @cached_property
    def jobs(self) -> SqlJobs:
        """The desk's list of jobs, which all programs of the project share. StorageError."""
        from ..stores.jobs import SqlJobs

        return SqlJobs(self.database)

    def titles(self) -> dict[str, str]:
        """Return the titles of all articles, as the head of their front matter says them, by slug; "" without one.

        One that cannot be read, or was moved meanwhile, has none here: its own page says why.
        """
        found: dict[str, str] = {}
        for slug in self.slugs():
            head = ""
            with (
                suppress(OSError),
                (self.root / "articles" / f"{slug}.md").open(encoding="utf-8", errors="replace") as file,
            ):
                head = file.read(_HEAD)
            title = _TITLE.search(head)
            found[slug] = title[1].strip(" \"'") if title else ""
        return found

    def published(self) -> frozenset[str]:
        """Return the slugs of the articles of which there are editions that are no drafts."""
        folder = self.root / "editions"
        return frozenset(slug for slug in names_in(folder) if any(map(_IS_EDITION.search, names_in(folder / slug))))

    def engine_names(self, locale: str) -> tuple[str, ...]:
        """Return the engines that the desk offers: the chain of *locale*, then others that the project has set up."""
        set_up = (key for key, origin in self.config.origins.items() if origin != "default")
        others = {key.split(".")[1] for key in set_up if key.startswith("engine.")}
        return tuple(dict.fromkeys((*self.chain(locale), *sorted(others))))

    def prospects(
        self, slug: str, locale: str, *, chosen: Collection[str], key: Key | None = None, run: str = ""
    ) -> Prospects:
        """Return what asking each engine of the desk would mean for the empty entries, or for the one called *key*.

        *run* is that of a job which is to go on, whose budget it shares. Sends no text. CatalogError, StorageError.
        """
        from ..workflow.draft import empty_entries
        from ..workflow.prospects import look_ahead

        document, catalog = self.document(slug), CatalogKey(slug, locale)
        entries = [self._entry(catalog, key)] if key else empty_entries(document, self.catalogs, catalog)
        missing: dict[str, str] = {}
        engines = self._engines_there(locale, missing)
        try:
            with self._means(engines, stop=None, fresh=False, dry_run=True) as means:
                return look_ahead(
                    document,
                    locale,
                    entries,
                    engines=engines,
                    missing=missing,
                    chosen=chosen,
                    conditions=self._conditions(document, locale, engines, by="", agreed=(), run=run),
                    means=replace(means, ledger=self.ledger),
                    now=utc_now(),
                    apart=key is not None,
                )
        finally:
            for engine in engines:
                engine.close()

    def second_opinions(
        self,
        slug: str,
        locale: str,
        key: Key,
        *,
        engines: Sequence[Engine],
        by: str,
        agreed: Collection[str],
        stop: Callable[[], bool] | None = None,
    ) -> Opinions:
        """Return what each of *engines* makes of one paragraph; nothing is saved in its catalog.

        What is sent is limited and recorded as by `draft`. CatalogError, StorageError.
        """
        from ..workflow.opinions import ask_engines

        document, entry = self.document(slug), self._entry(CatalogKey(slug, locale), key)
        with self._means(engines, stop=stop, fresh=False, dry_run=False) as means:
            return ask_engines(
                document,
                locale,
                entry,
                engines=engines,
                conditions=self._conditions(document, locale, engines, by=by, agreed=agreed, run=""),
                means=means,
                checks=lambda drafted: self.findings(drafted, locale),
            )

    def _entry(self, catalog: CatalogKey, key: Key) -> Entry:
        context, source = key
        return self.catalogs.read(catalog)[0].by_key().get(key) or Entry(source, context=context)

    def _engines_there(self, locale: str, missing: dict[str, str]) -> list[Engine]:
        """Return the engines that the desk offers; why others cannot be made is told in *missing*."""
        made = []
        for name in self.engine_names(locale):
            try:
                made.append(self.engine(name, locale))
            except EngineError as error:
                missing[name] = f"{error.message}; {error.remedy}" if error.remedy else error.message
        return made
