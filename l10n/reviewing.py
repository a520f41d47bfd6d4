"""What the desk asks of a project: what the checks say, what the memory knows, and what people decide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from .model import Action, CatalogKey, Entry, Finding, Key, Severity, State
from .workspace import Workspace

if TYPE_CHECKING:
    from .ports import Journal
    from .workflow.decide import Decided, Recovered


@dataclass(frozen=True, slots=True)
class Found:
    """A finding with its place: article, locale, the segment's label and its entry."""

    slug: str
    locale: str
    path: str
    label: str
    entry: Entry
    finding: Finding


class Reviewing(Workspace):
    """The reviewing side of a project."""

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

        pairs = [Pair(s, t) for s, t in self.memory_pairs(locale) if s != entry.source or t != entry.target]
        return [(m.pair.target, m.score, m.pair.source) for m in find_matches(entry.source, pairs)]

    def memory_pairs(self, locale: str) -> list[tuple[str, str]]:
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
