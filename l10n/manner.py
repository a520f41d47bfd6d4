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
    """What becomes of translations of an earlier original, which language comes first, in which digits numbers are.

    *embed* puts the letters of other scripts into HTML and EPUB, of a font in the folder *font_dir* or this machine's.
    """

    stale: Stale = Stale.REFUSE
    order: Order = Order.TARGET_FIRST
    digits: Digits = Digits.AS_WRITTEN
    embed: bool = False
    font_dir: str = ""


AS_USUAL = Manner()
