"""A project, wired: the one place that knows every adapter and hands the use cases what they ask for.

`Project` has a method for each command, of the same name; the desk and the command line both work through it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from .config import load_config
from .files import locked, write_atomically
from .model import Action, CatalogKey, Entry, Finding, Key, Severity, State
from .workspace import Workspace

if TYPE_CHECKING:
    from .ports import Engine, Journal
    from .progress import Counts
    from .workflow.add import Added
    from .workflow.build import Built
    from .workflow.decide import Decided, Recovered
    from .workflow.draft import Drafted
    from .workflow.update import Updated


@dataclass(frozen=True, slots=True)
class Status:
    """How far one article is in one locale."""

    slug: str
    locale: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class Found:
    """A finding with its place: article, locale, the segment's label and its entry."""

    slug: str
    locale: str
    path: str
    label: str
    entry: Entry
    finding: Finding


def open_project(path: Path | str = ".") -> Project:
    """Return the project that *path* lies in. ConfigError when there is none, or its configuration is wrong."""
    return Project(load_config(Path(path)))


class Project(Workspace):
    """A newsroom's folder with a method for each command, in the order an article meets them."""

    def add(self, source: Path, *, slug: str | None = None, dry_run: bool = False) -> Added:
        """Take an article in. ArticleError names path, line and remedy."""
        from .readers import reader_for
        from .readers.markdown import read_markdown
        from .workflow.add import add_article

        return add_article(
            source,
            root=self.root,
            reader=reader_for(str(source)),
            parse=read_markdown,
            slug=slug,
            max_bytes=self.config.number("limits.article_bytes"),
            dry_run=dry_run,
        )

    def update(self, slugs: Sequence[str] = (), *, check: bool = False) -> Iterator[Updated]:
        """Bring templates and catalogs in line with the articles, article by article."""
        from .workflow.update import update_article

        for slug in self.chosen(slugs):
            yield from update_article(
                self.document(slug),
                self.locales(()),
                store=self.catalogs,
                write_template=self.catalogs.write_template,
                check=check,
            )

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

        pairs = self._memory_pairs(locale) if name == "memory" else ()
        return make_engine(name, memory_pairs=pairs, settings=self._engine_settings(name))

    def _engine_settings(self, name: str) -> dict[str, str]:
        """Return the engine's section; the file that holds a key is named from the project's folder."""
        settings = self.config.section(f"engine.{name}")
        if settings.get("api_key_file"):
            settings["api_key_file"] = str(self.root / settings["api_key_file"])
        return settings

    def _memory_pairs(self, locale: str) -> list[tuple[str, str]]:
        """Return source and target of every approved entry of the project in *locale*."""
        pairs: dict[str, str] = {}
        for key in self.catalogs.keys():  # noqa: SIM118  the port's method, not a dict's
            if key.locale != locale:
                continue
            catalog, _ = self.catalogs.read(key)
            for entry in (*catalog.obsolete, *catalog.entries):
                if entry.state(self.approvals) is State.APPROVED:
                    pairs[entry.source] = entry.target
        return list(pairs.items())

    def status(self, slugs: Sequence[str] = (), locales: Sequence[str] = ()) -> list[Status]:
        """Return the counts of every catalog, by article, then locale."""
        from .progress import count_states

        rows = []
        for slug in self.chosen(slugs):
            for locale in self.locales(locales):
                key = CatalogKey(slug, locale)
                catalog, _ = self.catalogs.read(key)
                counts = count_states(catalog.entries, approvals=self.approvals, flagged=self.flagged(key))
                rows.append(Status(slug, locale, counts))
        return rows

    def findings(self, entry: Entry, locale: str) -> list[Finding]:
        """Return what the project's checks say about an entry, errors first."""
        from .checks import check_entry

        levels: dict[str, Severity | None] = dict.fromkeys(self.config.items("check.error"), Severity.ERROR)
        levels |= dict.fromkeys(self.config.items("check.warn"), Severity.WARN)
        levels |= dict.fromkeys(self.config.items("check.off"), None)
        return check_entry(entry, source_locale=self.source_locale, target_locale=locale, levels=levels)

    def check(self, slugs: Sequence[str] = (), locales: Sequence[str] = ()) -> Iterator[Found]:
        """Yield every finding in the catalogs, in article order."""
        from .labels import label_segments

        for slug in self.chosen(slugs):
            labels = label_segments(self.document(slug))
            for locale in self.locales(locales):
                catalog, _ = self.catalogs.read(CatalogKey(slug, locale))
                path = str(self.catalogs.path(catalog.key).relative_to(self.root))
                for entry in catalog.entries:
                    for finding in self.findings(entry, locale) if entry.target else ():
                        yield Found(slug, locale, path, labels.get(entry.key, ""), entry, finding)

    def decide(
        self, *, catalog: CatalogKey, key: Key, action: Action, target: str, base: str, by: str, now: datetime
    ) -> Decided:
        """Record and apply one person's decision."""
        from .workflow.decide import decide

        return decide(
            self.catalogs,
            self.journal,
            catalog=catalog,
            key=key,
            action=action,
            target=target,
            base=base,
            by=by,
            now=now,
            approvals=self.approvals,
            checks=lambda entry: self.findings(entry, catalog.locale),
        )

    def undo(self, *, decision_id: int, by: str, now: datetime) -> Decided:
        """Put back what a decision changed, unless somebody has changed it since."""
        from .workflow.decide import undo

        return undo(self.catalogs, self.journal, decision_id=decision_id, by=by, now=now)

    def recover(self) -> Recovered:
        """Finish what a crash interrupted: replay pending decisions, sweep temporary files."""
        from .files import sweep_temporaries
        from .workflow.decide import recover

        for folder in ("articles", "locales", "editions"):
            sweep_temporaries(self.root / folder)
        journal: Journal = self.journal
        return recover(self.catalogs, journal)

    def matches(self, entry: Entry, locale: str) -> list[tuple[str, float, str]]:
        """Return approved targets of similar sources: target, score in [0, 1], their source; best first."""
        from .matching import Pair, find_matches

        pairs = [Pair(s, t) for s, t in self._memory_pairs(locale) if s != entry.source or t != entry.target]
        return [(m.pair.target, m.score, m.pair.source) for m in find_matches(entry.source, pairs)]

    def build(
        self, slug: str, locale: str, *, formats: Sequence[str] = (), draft: bool = False, single: bool = False
    ) -> Built:
        """Write the editions of one article in one locale. EditionError where anything is not approved."""
        from .editions import writer_for
        from .readers.markdown import splice
        from .workflow.build import build_article

        key = CatalogKey(slug, locale)
        document = self.with_licence(self.document(slug))
        catalog, _ = self.catalogs.read(key)
        with locked(self.root / ".diglot" / "locks" / f"build-{slug}.lock"):
            return build_article(
                document,
                locale,
                source_locale=self.source_locale,
                catalog=catalog,
                writers=[writer_for(name) for name in formats or self.config.items("edition.formats")],
                out=self.root / "editions",
                draft=draft,
                single=single,
                approvals=self.approvals,
                flagged=self.flagged(key),
                splice=splice,
                write=write_atomically,
                date=build_date(),
            )

    def preview(self, slug: str, locale: str) -> bytes:
        """Return the bilingual HTML edition as it stands, every unreviewed paragraph labelled."""
        from .edition import compose_edition
        from .editions import writer_for

        key = CatalogKey(slug, locale)
        catalog, _ = self.catalogs.read(key)
        edition = compose_edition(
            self.with_licence(self.document(slug)),
            catalog,
            source_locale=self.source_locale,
            target_locale=locale,
            draft=True,
            approvals=self.approvals,
            flagged=self.flagged(key),
        )
        return writer_for("html").write(edition)


def build_date(environment: Mapping[str, str] = os.environ) -> str:
    """Return the day that `SOURCE_DATE_EPOCH` names, as an ISO date, or "" where it is not set."""
    epoch = environment.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC).date().isoformat() if epoch.isdigit() else ""


def utc_now() -> datetime:
    """Return the time now, aware, in UTC; the one clock of the doors."""
    return datetime.now(UTC)
