"""How a newsroom wants its editions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Stale(StrEnum):
    """What an edition does with a translation that was approved for an earlier original."""

    REFUSE = "refuse"
    SHOW_OLD = "show-old-with-mark"
    SOURCE_ONLY = "source-only"
    BOTH = "both"


class Order(StrEnum):
    """Which language of a bilingual edition comes first."""

    TARGET_FIRST = "target-first"
    SOURCE_FIRST = "source-first"


class Digits(StrEnum):
    """In which digits the numbers of translations are printed."""

    AS_WRITTEN = "as-written"
    TARGET = "target"


@dataclass(frozen=True, slots=True)
class Manner:
    """What becomes of translations of an earlier original, which language comes first, in which digits numbers are."""

    stale: Stale = Stale.REFUSE
    order: Order = Order.TARGET_FIRST
    digits: Digits = Digits.AS_WRITTEN


AS_USUAL = Manner()
