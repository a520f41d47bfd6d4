"""The side of a project that forgets: after publication, what its retention says, and never what editions show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from ..errors import ArticleError
from ..model import CatalogKey, Key
from ..releases import Record
from ..retention import AUTHORS, HISTORY, aliases, cutoff, forgettable, published_texts, strippable
from .membership import Membership
from .safekeeping import Safekeeping

if TYPE_CHECKING:
    from ..stores.purging import Purge


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What goes, or went, of an article's history up to *before*: how much of each kind of `retention.KINDS`."""

    slug: str
    before: datetime
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def any(self) -> bool:
        return any(self.counts.values())


class Forgetting(Safekeeping, Membership):
    """The side of a project that forgets."""

    def purge(self, slugs: Sequence[str] = (), *, now: datetime, dry_run: bool = True) -> list[Forgotten]:
        """Take out of the journal what the project's retention lets go, of all articles or these; return what.

        Each article goes in a transaction of its own. With *dry_run* nothing does. ArticleError for one that was never
        published, StorageError.
        """
        from ..stores.database import writing
        from ..stores.purging import carry_out, compact

        if not self.has_journal:
            return []
        found = []
        for record in self._published(slugs):
            before = cutoff(record, days=self.config.number("retention.days"), now=now)
            if before is None:
                continue
            if dry_run:
                found.append(self._purge_of(record, before)[1])
                continue
            with writing(self.database) as connection:
                plan, forgotten = self._purge_of(record, before)
                carry_out(connection, plan)
            found.append(forgotten)
        if not dry_run and any(each.any for each in found):
            compact(self.database)
        return [each for each in found if each.any]

    def _published(self, slugs: Sequence[str]) -> list[Record]:
        records = self.releases.read_all()
        for slug in slugs:
            if slug not in records:
                remedy = f"published are: {', '.join(sorted(records)) or 'none yet'}"
                raise ArticleError(f"{slug!r} was never published", path="releases", remedy=remedy)
        return [records[slug] for slug in slugs or sorted(records)]

    def _purge_of(self, record: Record, before: datetime) -> tuple[Purge, Forgotten]:
        from ..stores.purging import Purge, count_rows

        kinds = self.config.items("retention.forget")
        decisions: list[int] = []
        names: dict[int, str] = {}
        stripped: list[int] = []
        for locale in record.targets:
            key = CatalogKey(record.slug, locale)
            history = self.journal.history(key)
            if HISTORY in kinds:
                shown = self._shown(record, key)
                decisions += [d.id for d in forgettable(history, shown, before=before)]
                stripped += strippable(history, shown, before=before, gone=frozenset(decisions))
            if AUTHORS in kinds:
                named = {credit.handle for credit in self.credits.of(key) if credit.shown}
                names |= aliases(history, named, before=before, gone=frozenset(decisions))
        plan = Purge(record.slug, before, decisions, names, stripped, kinds)
        counts = {HISTORY: len({*decisions, *stripped}), AUTHORS: len(names), **count_rows(self.database, plan)}
        return plan, Forgotten(record.slug, before, counts)

    def _shown(self, record: Record, key: CatalogKey) -> dict[Key, set[str]]:
        """Return by entry the texts that readers were given last, and the one in the catalog."""
        published = published_texts(record, key.locale)
        entries = self.catalogs.read(key)[0].entries
        return {entry.key: {entry.target, *published.get(entry.key[1], ())} for entry in entries}
