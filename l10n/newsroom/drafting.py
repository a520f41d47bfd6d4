"""The side of a project where texts go to engines: what would leave, for whom, and what came back of it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from ..allowance import Allowance, Pace, allowance_from
from ..errors import ConfigError, EngineError
from .reviewing import Reviewing

if TYPE_CHECKING:
    from ..glossary import Term
    from ..model import Document
    from ..ports import Engine
    from ..stores.draft_cache import SqliteDraftCache
    from ..stores.ledger import SqlLedger
    from ..workflow.compare import Compared
    from ..workflow.draft import Conditions, Drafted, Means, Plan

Missing = Callable[[EngineError], None]
"""Told of an engine of the project's list that cannot be used here, and why."""


@dataclass(frozen=True, slots=True)
class DraftPlan:
    """What drafting one catalog would do: how many of its *empty* entries the memory would fill, by engine; a step for
    each engine after it, with what it would be given at most; and sentences about engines that are refused.
    """

    slug: str
    locale: str
    remembered: Mapping[str, int]
    steps: tuple[Plan, ...]
    refused: tuple[str, ...]
    empty: int

    @property
    def hosts(self) -> tuple[str, ...]:
        """The hosts that somebody has to agree to before they are sent anything."""
        return tuple(dict.fromkeys(step.host for step in self.steps if step.asks))


class Drafting(Reviewing):
    """The drafting side of a project."""

    def chain(self, locale: str) -> tuple[str, ...]:
        """Return the names of the engines for *locale*, in order: those of `[draft.LOCALE]`, else of `[draft]`."""
        tags = locale.split("-")
        for length in range(len(tags), 0, -1):
            key = f"draft.{'-'.join(tags[:length])}.engines"
            if key in self.config.values:
                return self.config.items(key)
        return self.config.items("draft.engines")

    def engine(self, name: str, locale: str) -> Engine:
        """Return an engine by its name, with its settings. EngineUnavailable."""
        from ..engines import make_engine

        memory = self.memory() if name == "memory" else None
        return make_engine(name, memory=memory, settings=self._engine_settings(name))

    @contextmanager
    def engines(
        self, locale: str, names: Sequence[str] = (), *, missing: Missing | None = None
    ) -> Iterator[list[Engine]]:
        """Give the engines called *names*, else the chain of *locale*, and close them.

        One of *names* that cannot be made raises EngineUnavailable; one of the chain is told to *missing*, if given.
        """
        made: list[Engine] = []
        try:
            for name in names or self.chain(locale):
                try:
                    made.append(self.engine(name, locale))
                except EngineError as error:
                    if names or missing is None:
                        raise
                    missing(error)
            yield made
        finally:
            for engine in made:
                engine.close()

    def draft(
        self,
        slug: str,
        locale: str,
        *,
        engines: Sequence[Engine],
        limit: int | None = None,
        dry_run: bool = False,
        progress: Callable[[int, int], None] | None = None,
        stop: Callable[[], bool] | None = None,
        by: str = "",
        agreed: Collection[str] = (),
        fresh: bool = False,
        run: str = "",
    ) -> Drafted:
        """Fill the empty entries of one catalog with what *engines* give, in their order.

        Hosts that are neither this computer nor the newsroom's own are sent nothing unless they are *agreed*, or the
        project has `ask = false`. *by* is the handle that the ledger names; *run* is the same for drafts that share a
        budget (`new_run`). *stop* is asked often, from this thread alone, and ends the run with what is done saved.
        *fresh* asks again for what engines have answered before.
        """
        from ..workflow.draft import draft_article

        document = self.document(slug)
        with self._means(engines, stop=stop, fresh=fresh, dry_run=dry_run) as means:
            return draft_article(
                document,
                locale,
                store=self.catalogs,
                engines=engines,
                conditions=self._conditions(document, locale, engines, by=by, agreed=agreed, run=run),
                means=means,
                limit=limit,
                dry_run=dry_run,
                progress=progress,
            )

    def plan_draft(
        self,
        slug: str,
        locale: str,
        *,
        engines: Sequence[Engine],
        limit: int | None = None,
        fresh: bool = False,
    ) -> DraftPlan:
        """Return what `draft` would send at most, to whom and at what cost. Sends nothing and changes nothing."""
        told = self.draft(slug, locale, engines=engines, limit=limit, dry_run=True, fresh=fresh)
        return DraftPlan(slug, locale, told.drafted, told.plan, told.refused, told.empty_left)

    def compare_drafts(
        self,
        slug: str,
        locale: str,
        *,
        engines: Sequence[Engine],
        limit: int | None = None,
        progress: Callable[[int, int], None] | None = None,
        stop: Callable[[], bool] | None = None,
        by: str = "",
        agreed: Collection[str] = (),
        fresh: bool = False,
        run: str = "",
        plan_only: bool = False,
    ) -> Compared:
        """Return what each of *engines* makes of the article's first *limit* segments. Nothing is saved in a catalog.

        What is sent is asked for and recorded as by `draft`; *plan_only* sends nothing and says what would be.
        """
        from ..labels import label_segments
        from ..workflow.compare import compare_drafts

        document = self.document(slug)
        with self._means(engines, stop=stop, fresh=fresh, dry_run=plan_only) as means:
            return compare_drafts(
                document,
                locale,
                labels=label_segments(document),
                engines=engines,
                conditions=self._conditions(document, locale, engines, by=by, agreed=agreed, run=run),
                means=means,
                checks=lambda entry: self.findings(entry, locale),
                limit=limit,
                progress=progress,
                plan_only=plan_only,
            )

    def must_ask(self, engine: Engine) -> bool:
        """Whether somebody has to agree before texts go to the engine: to hosts that are not the newsroom's own."""
        from ..sensitivity import must_be_asked

        return bool(self.config.values["draft.ask"]) and must_be_asked(
            engine.host, self.config.items("draft.own_hosts")
        )

    def new_run(self) -> str:
        """Return a name for drafts that belong together, as those of one command or one job of the desk."""
        return secrets.token_hex(6)

    @cached_property
    def ledger(self) -> SqlLedger:
        """The record of what was sent to engines. StorageError."""
        from ..stores.database import migrate, open_database
        from ..stores.ledger import SqlLedger

        if self.config.is_shared:
            return SqlLedger(self.database)
        database = open_database(str(self.private_folder() / "journal.sqlite"))
        migrate(database)
        return SqlLedger(database)

    def allowance(self, name: str) -> Allowance:
        """Return the limits and the price of an engine. ConfigError for a price that is none."""
        try:
            return allowance_from(self.config.section(f"engine.{name}"))
        except ValueError as error:
            raise ConfigError(
                f"engine.{name}.price_per_million cannot be {str(error)!r}",
                key=f"engine.{name}.price_per_million",
                path=str(self.config.path),
                remedy='write an amount and a currency: price_per_million = "20 USD"',
            ) from None

    def _conditions(
        self,
        document: Document,
        locale: str,
        engines: Sequence[Engine],
        *,
        by: str,
        agreed: Collection[str],
        run: str,
    ) -> Conditions:
        from ..redaction import Redact
        from ..sensitivity import Sensitivity
        from ..workflow.draft import Conditions

        return Conditions(
            source_locale=self.source_locale,
            sensitivity=Sensitivity(self.sensitivity(document)),
            own_hosts=self.config.items("draft.own_hosts"),
            asks=bool(self.config.values["draft.ask"]),
            agreed=agreed,
            redact=Redact(self.config.text("draft.redact")),
            terms=self._terms_for_engines(locale),
            allowances={engine.name: self.allowance(engine.name) for engine in engines},
            by=by,
            run=run or self.new_run(),
            keep_texts=bool(self.config.values["ledger.texts"]),
        )

    def _terms_for_engines(self, locale: str) -> tuple[Term, ...]:
        """Return the terms that hold in *locale*, and those that are hidden in any: a name is hidden everywhere."""
        rows = (row.term for row in self.glossary_rows())
        hidden = {term.source: term for term in rows if term.redact or term.do_not_publish}
        terms = [replace(t, redact=True) if t.source in hidden else t for t in self.terms(locale)]
        known = {term.source for term in terms}
        return (*terms, *(term for term in hidden.values() if term.source not in known))

    @contextmanager
    def _means(
        self, engines: Sequence[Engine], *, stop: Callable[[], bool] | None, fresh: bool, dry_run: bool
    ) -> Iterator[Means]:
        from ..workflow.draft import Means

        cache = self._draft_cache()
        sends = not dry_run and any(engine.host for engine in engines)
        means = Means(ledger=self.ledger if sends else None, cache=cache, fresh=fresh, paces=self._paces)
        try:
            yield replace(means, stop=stop) if stop else means
        finally:
            if cache:
                cache.close()

    @cached_property
    def _paces(self) -> dict[str, Pace]:
        return {}

    def _draft_cache(self) -> SqliteDraftCache | None:
        import time

        from ..stores.draft_cache import SqliteDraftCache

        days = self.config.number("draft.cache_days")
        if not days:
            return None
        return SqliteDraftCache(self.private_folder() / "cache" / "drafts.sqlite", days=days, now_s=time.time)

    def _engine_settings(self, name: str) -> dict[str, str]:
        """Return the engine's section; files and folders that it names are looked for from the project's folder."""
        settings = self.config.section(f"engine.{name}")
        for key, value in settings.items():
            if value and key.endswith(("_file", "folder")):
                settings[key] = str(self.root / value)
        return settings
