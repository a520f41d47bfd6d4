"""What a run would send, to whom, and what it would cost: told before anything is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ...allowance import Price
from ...errors import EngineError
from ...model import Draft, Entry
from ...ports import Engine
from .asking import Asker
from .conditions import Conditions


@dataclass(frozen=True, slots=True)
class Plan:
    """What an engine would be given at most, and the host it would be sent to ("" when it stays here).

    *texts* are as they would be sent, *characters* count the neighbours and terms told along too. *cached* counts the
    entries that it has drafted before, *hidden* the names and numbers that it would not read. *price* is None where
    nobody knows it. *asks* says that somebody has to agree first; *proxy* is the host of the proxy on the way.
    """

    engine: str
    texts: tuple[str, ...]
    characters: int
    host: str = ""
    proxy: str = ""
    cached: int = 0
    hidden: int = 0
    price: Price | None = None
    asks: bool = False

    @property
    def cost(self) -> str:
        """What it would cost, "" where nobody knows."""
        return self.price.of(self.characters) if self.price else ""


@dataclass(frozen=True, slots=True)
class Plans:
    """The plan of a chain: what the memory would give, what each engine would be given, who is refused and why."""

    remembered: Mapping[str, int] = field(default_factory=dict)
    steps: tuple[Plan, ...] = ()
    refused: tuple[str, ...] = ()


def plan_engines(
    asker: Asker, engines: Sequence[Engine], entries: Sequence[Entry], conditions: Conditions, locale: str
) -> Plans:
    """Return what would happen to *entries*. Memories and the cache are looked into; nothing else is asked."""
    remembered: dict[str, int] = {}
    steps: list[Plan] = []
    refused: list[str] = []
    left = list(entries)
    for engine in engines:
        reason = conditions.refusal(engine)
        if not reason and not conditions.must_agree(engine):  # some ask their server, which nobody has agreed to yet
            reason = unsupported(engine, conditions.source_locale, locale)
        if reason:
            refused.append(reason)
        elif engine.wants_markup:
            known = _remembered(asker, engine, left, refused)
            remembered |= {engine.name: len(known)} if known else {}
            left = [entry for entry in left if entry not in known]
        else:
            step, cached = _plan(asker, engine, left, conditions)
            steps.append(step)
            left = [entry for entry in left if entry not in cached]
    return Plans(remembered, tuple(steps), tuple(refused))


def _remembered(asker: Asker, engine: Engine, entries: Sequence[Entry], refused: list[str]) -> list[Entry]:
    try:
        return [entry for entry, result in asker.ask(engine, entries) if isinstance(result, Draft)] if entries else []
    except EngineError as error:
        refused.append(sentence(error))
        return []


def _plan(asker: Asker, engine: Engine, entries: Sequence[Entry], conditions: Conditions) -> tuple[Plan, list[Entry]]:
    requests, cached = asker.sort_out(engine, entries)
    allowance = conditions.allowance(engine)
    characters = sum(request.characters for request in requests)
    plan = Plan(
        engine.name,
        tuple(request.text for request in requests),
        characters,
        engine.host,
        conditions.proxy(engine),
        cached=len(cached),
        hidden=len({hidden.token for request in requests for hidden in request.hidden}),
        price=allowance.price,
        asks=bool(requests) and conditions.must_agree(engine),
    )
    return plan, cached


def unsupported(engine: Engine, source_locale: str, locale: str) -> str:
    """Return "" where the engine translates between the locales, else a sentence that says it does not."""
    try:
        known = engine.supports(source_locale, locale)
    except EngineError as error:
        return sentence(error)
    return "" if known else f"{engine.name} does not translate from {source_locale} to {locale}"


def sentence(error: EngineError) -> str:
    return f"{error.message}; {error.remedy}" if error.remedy else error.message
