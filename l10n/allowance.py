"""What a project allows an engine: how fast, how much, and what that costs."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_UP, Decimal

_PRICE = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?([A-Z]{3})")
_MINUTE_S = 60.0
_NUMBERS = ("texts_per_minute", "requests_per_minute", "parallel", "characters_per_run", "characters_per_month")


@dataclass(frozen=True, slots=True)
class Price:
    """What a million characters cost."""

    amount: Decimal
    currency: str

    def of(self, characters: int) -> str:
        """Return what *characters* cost, to the cent, upwards: `0.11 USD`."""
        cost = self.amount * characters / 1_000_000
        return f"{cost.quantize(Decimal('0.01'), rounding=ROUND_UP)} {self.currency}"


@dataclass(frozen=True, slots=True)
class Allowance:
    """The limits of one engine; 0 is no limit. *proxy* is the host of the proxy that its texts pass, "" for none."""

    texts_per_minute: int = 0
    requests_per_minute: int = 0
    parallel: int = 0
    characters_per_run: int = 0
    characters_per_month: int = 0
    price: Price | None = None
    proxy: str = ""


NO_LIMITS = Allowance()


def parse_price(text: str) -> Price | None:
    """Return the price that `20 USD` states, for a million characters; None for "". ValueError."""
    if not text.strip():
        return None
    match = _PRICE.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    return Price(Decimal(match[1]), match[2])


def allowance_from(settings: Mapping[str, str]) -> Allowance:
    """Return the allowance that an engine's section of the configuration states. ValueError for a wrong price."""
    numbers = {name: int(settings.get(name) or 0) for name in _NUMBERS}
    proxy = settings.get("proxy", "").rpartition("://")[2].rpartition("@")[2]  # never with a password
    return Allowance(**numbers, price=parse_price(settings.get("price_per_million", "")), proxy=proxy)


class Pace:
    """Keeps an engine within its texts and requests per minute, in any sixty seconds."""

    def __init__(self, allowance: Allowance, *, clock: Callable[[], float]) -> None:
        self._allowance, self._clock = allowance, clock
        self._past: deque[tuple[float, int]] = deque()

    def wait_s(self, texts: int) -> float:
        """Return how long to wait until a request of so many texts may be sent; 0.0 for now."""
        now = self._clock()
        while self._past and self._past[0][0] <= now - _MINUTE_S:
            self._past.popleft()
        a = self._allowance
        waits = [0.0]
        if a.requests_per_minute and len(self._past) >= a.requests_per_minute:
            waits.append(self._past[-a.requests_per_minute][0] + _MINUTE_S - now)
        if a.texts_per_minute:
            room = a.texts_per_minute - texts
            for at, count in reversed(self._past):
                room -= count
                if room < 0:
                    waits.append(at + _MINUTE_S - now)
                    break
        return max(waits)

    def note(self, texts: int) -> None:
        """Count a request of so many texts as sent now."""
        self._past.append((self._clock(), texts))
