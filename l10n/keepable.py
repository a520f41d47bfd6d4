"""Which texts a catalog can keep: those without control characters, which are no letters and harm who reads them."""

from __future__ import annotations

import re

from .errors import TextError

_UNKEEPABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def is_keepable(text: str) -> bool:
    """Whether a catalog can keep *text*: no control characters but tabs and line ends, no halves of characters."""
    return not _UNKEEPABLE.search(text)


def demand_keepable(text: str) -> None:
    """Raise TextError where a catalog cannot keep *text*; it names the character and what stands around it."""
    if found := _UNKEEPABLE.search(text):
        around = text[max(0, found.start() - 20) : found.start()].rpartition("\n")[2]
        raise TextError(
            f"The text has a control character (U+{ord(found[0]):04X}) after “{around}”, which cannot be kept.",
            remedy="Remove it: it is invisible, and often comes along when text is pasted from a PDF.",
        )
