"""What a run of drafting works under: what the newsroom allows, and the records it keeps."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from ...allowance import NO_LIMITS, Allowance, Pace
from ...glossary import Term
from ...ports import Engine
from ...ports.ledger import Budget, DraftCache, Ledger
from ...redaction import Redact
from ...sensitivity import Sensitivity, is_loopback, must_be_asked, refusal


def _never() -> bool:
    return False


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Conditions:
    """What the newsroom allows a run, and what it knows.

    *agreed* are the hosts that somebody has agreed to send texts to; with *asks* no others are sent anything, save
    this computer and *own_hosts*. *terms* are the glossary's for all locales. *by* is the handle of who drafts, *run*
    tells the sends of this command or job from others. *keep_texts* has the ledger keep what was sent.
    """

    source_locale: str
    sensitivity: Sensitivity = Sensitivity.INTERNAL
    own_hosts: Sequence[str] = ()
    asks: bool = True
    agreed: Collection[str] = ()
    redact: Redact = Redact.MARKED
    terms: Sequence[Term] = ()
    allowances: Mapping[str, Allowance] = field(default_factory=dict)
    by: str = ""
    run: str = ""
    keep_texts: bool = False

    def allowance(self, engine: Engine) -> Allowance:
        return self.allowances.get(engine.name, NO_LIMITS)

    def proxy(self, engine: Engine) -> str:
        """Return the host of the proxy between this computer and the engine's, "" where there is none."""
        return self.allowance(engine).proxy if engine.host and not is_loopback(engine.host) else ""

    def must_agree(self, engine: Engine) -> bool:
        """Whether somebody still has to agree before the engine is sent anything."""
        return self.asks and must_be_asked(engine.host, self.own_hosts) and engine.host not in self.agreed

    def refusal(self, engine: Engine) -> str:
        """Return "" where the engine may see the article, else a sentence that says why not and what to try."""
        return refusal(
            self.sensitivity,
            engine_name=engine.name,
            reach=engine.reach,
            host=engine.host,
            own_hosts=self.own_hosts,
        )

    def budgets(self, engine: Engine, now: datetime) -> list[Budget]:
        """Return how much the engine may be sent in this run and in this month."""
        allowance = self.allowance(engine)
        month = now.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        budgets = [
            Budget("characters_per_run", allowance.characters_per_run, run=self.run),
            Budget("characters_per_month", allowance.characters_per_month, since=month),
        ]
        return [budget for budget in budgets if budget.characters]


@dataclass(frozen=True, slots=True)
class Means:
    """What a run works with. Without a *ledger* nothing is sent to any host.

    *paces* are kept from run to run, by engine. *fresh* looks nothing up in the cache. *stop* is asked often, and its
    yes ends the run: calls under way have *grace_s* seconds to end.
    """

    ledger: Ledger | None = None
    cache: DraftCache | None = None
    fresh: bool = False
    paces: dict[str, Pace] = field(default_factory=dict)
    stop: Callable[[], bool] = _never
    grace_s: float = 5.0
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = _now

    def pace(self, engine: Engine, allowance: Allowance) -> Pace:
        return self.paces.setdefault(engine.name, Pace(allowance, clock=self.clock))
