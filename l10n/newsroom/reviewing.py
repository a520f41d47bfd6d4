"""What the desk asks of a project: what the checks say, and what people decide."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import get_close_matches
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from ..errors import CatalogError, ConfigError
from ..glossary import Term
from ..identity import Same
from ..model import Action, CatalogKey, Entry, Finding, Key, Severity, State
from .attending import Attending
from .membership import Membership
from .naming import Naming
from .remembering import Remembering
from .talking import Talking

if TYPE_CHECKING:
    from ..ports import Journal
    from ..workflow.decide import Decided, Recovered
    from ..workflow.mending import Mended

_ENTRIES = 50
"""Of how many entries of each catalog that is kept it is remembered what the checks say of them."""

SWEPT = ("articles", "locales", "editions", "glossary", "memory", "releases", ".diglot")
"""The folders in which crashed writers leave temporary files."""


@dataclass(frozen=True, slots=True)
class Found:
    """A finding with its place: article, locale, the segment's label and its entry."""

    slug: str
    locale: str
    path: str
    label: str
    entry: Entry
    finding: Finding


class Reviewing(Naming, Remembering, Attending, Talking, Membership):
    """The reviewing side of a project."""

    def findings(self, entry: Entry, locale: str) -> list[Finding]:
        """Return what the project's checks say about an entry, errors first."""
        unread: list[Finding] = []
        try:
            terms = self.terms(locale)
        except CatalogError as error:  # a row that somebody got wrong keeps nobody from working
            terms = ()
            unread = [Finding("glossary", Severity.WARN, f"The glossary cannot be read: {error}. {error.remedy}")]
        return [*self._found(entry, locale, Same(terms)), *unread]

    @cached_property
    def _found(self) -> Callable[[Entry, str, Same[tuple[Term, ...]]], list[Finding]]:
        from ..checks import check_entry

        def found(entry: Entry, locale: str, terms: Same[tuple[Term, ...]]) -> list[Finding]:
            return check_entry(
                entry, source_locale=self.source_locale, target_locale=locale, levels=self._levels(), terms=terms.it
            )

        return lru_cache(self.kept * _ENTRIES)(found)

    def fixed(self, entry: Entry, rule: str, locale: str) -> str | None:
        """Return the target without what *rule* finds in it; None where a machine cannot mend that, or need not."""
        from ..checks import fix_entry

        return fix_entry(entry, rule, source_locale=self.source_locale, target_locale=locale, terms=self.terms(locale))

    def check(
        self,
        slugs: Sequence[str] = (),
        locales: Sequence[str] = (),
        *,
        only: Collection[str] = (),
        states: Collection[State] = (),
    ) -> Iterator[Found]:
        """Yield every finding in the catalogs, in article order.

        *only* names the rules to ask, *states* says which entries are looked at; all, where they are empty.
        ConfigError where the configuration names a rule that there is none of.
        """
        from ..checks import check_entry
        from ..labels import label_segments

        self.glossary_rows()  # one that cannot be read is said once, not of each entry
        levels = self._levels(checked=True)
        terms = {locale: self.terms(locale) for locale in self.locales(locales)}
        for slug in self.chosen(slugs):
            labels = label_segments(self.document(slug))
            for locale in terms:
                catalog, _ = self.catalogs.read(CatalogKey(slug, locale))
                path = self.catalogs.path(catalog.key).relative_to(self.root).as_posix()
                for entry in catalog.entries:
                    if not entry.target or (states and entry.state(self.approvals) not in states):
                        continue
                    for finding in check_entry(
                        entry,
                        source_locale=self.source_locale,
                        target_locale=locale,
                        levels=levels,
                        terms=terms[locale],
                        only=only,
                    ):
                        yield Found(slug, locale, path, labels.get(entry.key, ""), entry, finding)

    def mend(
        self,
        slugs: Sequence[str] = (),
        locales: Sequence[str] = (),
        *,
        by: str,
        now: datetime,
        only: Collection[str] = (),
        states: Collection[State] = (),
    ) -> Iterator[Mended]:
        """Mend, in the name of *by*, what the checks find and a machine can put right; no approval is kept for it."""
        from ..checks import fixable_rules
        from ..workflow.mending import mend_texts

        off = {name for name, level in self._levels(checked=True).items() if level is None}
        rules = [name for name in sorted(fixable_rules()) if name not in off and (not only or name in only)]
        for slug in self.chosen(slugs):
            for locale in self.locales(locales):
                yield from mend_texts(
                    self.catalogs,
                    self.journal,
                    catalog=CatalogKey(slug, locale),
                    by=by,
                    now=now,
                    mend=lambda entry, locale=locale: self._mended(entry, rules, locale),  # type: ignore[misc]
                    approvals=self.approvals,
                    wanted=lambda entry: not states or entry.state(self.approvals) in states,
                )

    def _mended(self, entry: Entry, rules: Sequence[str], locale: str) -> tuple[str, tuple[str, ...]]:
        done: list[str] = []
        for rule in rules:
            target = self.fixed(entry, rule, locale)
            if target is not None:
                entry = replace(entry, target=target)
                done.append(rule)
        return entry.target, tuple(done)

    def _levels(self, *, checked: bool = False) -> dict[str, Severity | None]:
        """Return the severities that the configuration gives; *checked* refuses names of rules that there are not."""
        levels: dict[str, Severity | None] = dict.fromkeys(self.config.items("check.error"), Severity.ERROR)
        levels |= dict.fromkeys(self.config.items("check.warn"), Severity.WARN)
        levels |= dict.fromkeys(self.config.items("check.off"), None)
        if checked and levels:
            from ..checks import all_rules

            known = [rule.name for rule in all_rules()]
            for name in levels.keys() - set(known):
                near = get_close_matches(name, known, n=1)
                remedy = f"did you mean {near[0]!r}?" if near else "see: diglot check --explain"
                raise ConfigError(f"there is no check {name!r}", key="check", path=str(self.config.path), remedy=remedy)
        return levels

    def decide(
        self,
        *,
        catalog: CatalogKey,
        key: Key,
        action: Action,
        target: str,
        base: str,
        by: str,
        now: datetime,
        accept_warnings: bool = True,
        alone: bool = False,
    ) -> Decided:
        """Record and apply one person's decision.

        An approval may come to less: to what waits for another reader, where the project or the article asks for two,
        or where the text leads elsewhere than its source. With *alone* it is given all the same, and that is recorded.
        """
        from ..workflow.decide import decide, finish_pending

        if self.config.is_shared:
            finish_pending(self.catalogs, self.journal, catalog, by=by, now=now)
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
            accept_warnings=accept_warnings,
            checks=lambda entry: self.findings(entry, catalog.locale),
            judge=self.judge(catalog, by=by, now=now, alone=alone) if action is Action.APPROVE else None,
        )

    def undo(self, *, decision_id: int, by: str, now: datetime) -> Decided:
        """Put back what a decision changed, unless somebody has changed it since."""
        from ..workflow.decide import undo

        return undo(self.catalogs, self.journal, decision_id=decision_id, by=by, now=now)

    def recover(self) -> Recovered:
        """Finish what a crash interrupted: replay pending decisions, sweep temporary files."""
        from ..temporaries import sweep_temporaries
        from ..workflow.decide import recover

        for folder in set(SWEPT) - {"memory"}:  # what is imported there just now, nobody holds
            sweep_temporaries(self.root / folder)
        sweep_temporaries(self.root, below=False)
        journal: Journal = self.journal
        return recover(self.catalogs, journal)
