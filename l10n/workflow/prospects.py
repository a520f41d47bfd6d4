"""What asking each engine would mean: who would receive how much, at what cost, and who may not be asked.

Nothing is sent. The texts are those that a draft would fill, or one paragraph's.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ..model import Document, Entry
from ..ports import Engine
from ..ports.ledger import Ledger
from ..redaction import hides_names, is_hidden_from
from ..sensitivity import Sensitivity, is_loopback
from .draft import Conditions, Means, in_order
from .drafting.asking import Asker
from .drafting.planning import Plan, Plans, plan_engines, unsupported


@dataclass(frozen=True, slots=True)
class Prospect:
    """What asking one engine would mean.

    *barred* ones may not see the
    article, *problem* is a sentence about others that cannot be asked. *plan* is None for those and for memories, of
    which *remembered* counts the texts they have. *left* is how many characters the budgets have room for, None where
    there is no limit. *hides* tells what the engine does not get to read: "names", "marked" terms, or "" for nothing.
    """

    engine: str
    host: str = ""
    chosen: bool = False
    barred: bool = False
    problem: str = ""
    plan: Plan | None = None
    remembered: int = 0
    left: int | None = None
    hides: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the engine can be asked."""
        return not (self.barred or self.problem)

    @property
    def asks(self) -> bool:
        """Whether somebody has to agree before it is."""
        return self.plan is not None and self.plan.asks

    @property
    def stays(self) -> bool:
        """Whether what the engine is given stays on this computer."""
        return not self.host or is_loopback(self.host)

    @property
    def leaves(self) -> int:
        """How many characters would leave this computer."""
        return self.plan.characters if self.plan and not self.stays else 0

    @property
    def texts(self) -> int:
        return len(self.plan.texts) if self.plan else 0


@dataclass(frozen=True, slots=True)
class Prospects:
    """The engines in the order they would be asked, about *count* texts of an article of this sensitivity."""

    engines: tuple[Prospect, ...]
    count: int
    sensitivity: Sensitivity

    @property
    def chosen(self) -> tuple[Prospect, ...]:
        return tuple(each for each in self.engines if each.chosen and each.is_open)

    @property
    def leaves(self) -> int:
        """How many characters would leave this computer at most."""
        return sum(each.leaves for each in self.chosen)

    @property
    def recipients(self) -> tuple[str, ...]:
        """The hosts on other computers that would be sent something."""
        return tuple(dict.fromkeys(each.host for each in self.chosen if each.leaves))

    @property
    def asking(self) -> tuple[str, ...]:
        """The hosts that somebody has to agree to."""
        return tuple(dict.fromkeys(each.host for each in self.chosen if each.asks))


def look_ahead(
    document: Document,
    locale: str,
    entries: Sequence[Entry],
    *,
    engines: Sequence[Engine],
    missing: Mapping[str, str],
    chosen: Collection[str],
    conditions: Conditions,
    means: Means,
    now: datetime,
    apart: bool = False,
) -> Prospects:
    """Return what asking *engines* about *entries* would mean; *missing* are those that cannot be made, and why.

    Of the *chosen* ones each would be asked for what those before it do not know already; with *apart* for everything.
    """
    asker = Asker(document, locale, conditions, means)
    ordered = in_order(engines)
    chain = [engine for engine in ordered if engine.name in chosen and not apart]
    together = plan_engines(asker, chain, entries, conditions, locale)
    prospects = []
    for engine in ordered:
        plans = together if engine in chain else plan_engines(asker, [engine], entries, conditions, locale)
        is_chosen = engine.name in chosen
        prospects.append(_prospect(engine, plans, conditions, locale, chosen=is_chosen, means=means, now=now))
    gone = (Prospect(name, chosen=name in chosen, problem=reason) for name, reason in missing.items())
    return Prospects((*prospects, *gone), len(entries), conditions.sensitivity)


def _prospect(
    engine: Engine, plans: Plans, conditions: Conditions, locale: str, *, chosen: bool, means: Means, now: datetime
) -> Prospect:
    plan = next((step for step in plans.steps if step.engine == engine.name), None)
    barred = bool(conditions.refusal(engine))
    problem = ""
    if plan is None and not barred:
        problem = unsupported(engine, conditions.source_locale, locale)
    return Prospect(
        engine.name,
        engine.host,
        chosen,
        barred,
        problem,
        plan,
        plans.remembered.get(engine.name, 0),
        _left(engine, conditions, means.ledger, now),
        _hides(engine, conditions),
    )


def _left(engine: Engine, conditions: Conditions, ledger: Ledger | None, now: datetime) -> int | None:
    """Return how many characters all budgets of the engine have room for."""
    rooms = [
        budget.characters - (ledger.spent(engine.name, since=budget.since, run=budget.run) if ledger else 0)
        for budget in conditions.budgets(engine, now)
    ]
    return max(0, min(rooms)) if rooms else None


def _hides(engine: Engine, conditions: Conditions) -> str:
    if hides_names(conditions.redact, engine.host, conditions.own_hosts):
        return "names"
    marked = any(term.redact or term.do_not_publish for term in conditions.terms)
    return "marked" if marked and is_hidden_from(engine.host) else ""
