"""The catalogs of one `diglot draft`: planned, asked about and drafted with the same engines."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .consent import agreed_hosts
from .output import Progress, hint
from .stopping import Stopping

if TYPE_CHECKING:
    from ..errors import EngineError
    from ..newsroom.project import Project
    from ..ports import Engine
    from ..workflow.compare import Compared
    from ..workflow.draft import Drafted, Plan


@dataclass(slots=True)
class Work:
    """What a call of the command is about. *names* are the engines asked for, none for those of the project."""

    project: Project
    slugs: Sequence[str]
    locales: Sequence[str]
    names: Sequence[str]
    limit: int | None
    fresh: bool
    by: str
    quiet: bool
    stop: Stopping = field(default_factory=Stopping)
    withheld: set[str] = field(default_factory=set)
    """The hosts that nobody has agreed to."""
    _told: set[str] = field(default_factory=set)

    def agreed(self, *, yes: bool, compare: bool = False) -> set[str]:
        """Return the hosts that may be sent texts: all with *yes*, else those agreed to when asked."""
        hosts: set[str] = set()
        plans: list[Plan] = []
        for locale in self.locales:
            with self._engines(locale) as engines:
                asking = [engine for engine in engines if self.project.must_ask(engine)]
                hosts |= {engine.host for engine in asking}
                if asking and not yes:
                    plans += [plan for slug in self.slugs for plan in self._plan(slug, locale, engines, compare)]
        if yes:
            return hosts
        agreed = agreed_hosts(plans)
        self.withheld = {plan.host for plan in plans if plan.asks} - agreed
        return agreed

    def _plan(self, slug: str, locale: str, engines: Sequence[Engine], compare: bool) -> Sequence[Plan]:
        if compare:
            return self.project.compare_drafts(
                slug, locale, engines=engines, limit=self.limit, fresh=self.fresh, plan_only=True
            ).plan
        return self.project.plan_draft(slug, locale, engines=engines, limit=self.limit, fresh=self.fresh).steps

    def drafted(self, *, agreed: Collection[str], dry_run: bool) -> Iterator[Drafted]:
        """Draft catalog after catalog, until somebody presses Ctrl-C."""
        run = self.project.new_run()
        for slug, locale, engines in self._catalogs():
            with self._bar(slug, locale) as bar, self.stop:
                result = self.project.draft(
                    slug,
                    locale,
                    engines=engines,
                    limit=self.limit,
                    dry_run=dry_run,
                    progress=bar,
                    stop=self.stop,
                    by=self.by,
                    agreed=agreed,
                    fresh=self.fresh,
                    run=run,
                )
            yield result

    def compared(self, *, agreed: Collection[str], plan_only: bool) -> Iterator[Compared]:
        """Compare catalog after catalog, until somebody presses Ctrl-C."""
        run = self.project.new_run()
        for slug, locale, engines in self._catalogs():
            with self._bar(slug, locale) as bar, self.stop:
                result = self.project.compare_drafts(
                    slug,
                    locale,
                    engines=engines,
                    limit=self.limit,
                    progress=bar,
                    stop=self.stop,
                    by=self.by,
                    agreed=agreed,
                    fresh=self.fresh,
                    run=run,
                    plan_only=plan_only,
                )
            yield result

    def _catalogs(self) -> Iterator[tuple[str, str, list[Engine]]]:
        for locale in self.locales:
            with self._engines(locale) as engines:
                for slug in self.slugs:
                    yield slug, locale, engines
                    if self.stop.asked:
                        return

    @contextmanager
    def _bar(self, slug: str, locale: str) -> Iterator[Progress]:
        bar = Progress(f"{slug} {locale}", quiet=self.quiet)
        try:
            yield bar
        finally:
            bar.close()

    def _engines(self, locale: str) -> AbstractContextManager[list[Engine]]:
        """Give the engines; those of the project's own list that are missing here are told once and left out."""

        def missing(error: EngineError) -> None:
            if error.message not in self._told:
                self._told.add(error.message)
                hint(f"! {error}" + (f"  ({error.remedy})" if error.remedy else ""))

        return self.project.engines(locale, self.names, missing=missing)
