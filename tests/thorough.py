"""How much the tests try: all of it with CI=true or DIGLOT_TESTS=thorough (`make test`), a part at a person's desk."""

import os
from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")
THOROUGH = os.environ.get("CI") == "true" or os.environ.get("DIGLOT_TESTS") == "thorough"


def examples(count: int) -> int:
    """Return how many examples a property tries that deserves *count*: at a desk a quarter, 10 to 25 of them."""
    return count if THOROUGH else min(count, 25, max(10, count // 4))


def dealt(cards: Iterable[T], hand: int, *, hands: int = 4) -> list[T]:
    """Return all *cards*, or at a desk those of one *hand*: dealt to enough hands, each card is in one of them."""
    return list(cards) if THOROUGH else list(cards)[hand % hands :: hands]
