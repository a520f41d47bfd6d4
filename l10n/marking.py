"""Where a phrase stands in a text, for people to see."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = "[\u00ad\u200b-\u200f\u2060\ufeff]*"
_SPACE = rf"{_INVISIBLE}\s+{_INVISIBLE}"


def mark_phrase(text: str, phrase: str) -> list[tuple[bool, str]]:
    """Cut *text* into pieces, each with whether it is *phrase*; the pieces together are *text*, letters composed.

    Letter case, invisible signs and the kind and number of spaces do not count, as in a memory's search.
    """
    text = unicodedata.normalize("NFC", text)
    words = unicodedata.normalize("NFC", phrase).split()
    if not words:
        return [(False, text)] if text else []
    spelt = _SPACE.join(_INVISIBLE.join(map(re.escape, word)) for word in words)
    pieces = re.split(f"({spelt})", text, flags=re.IGNORECASE)
    return [(number % 2 == 1, piece) for number, piece in enumerate(pieces) if piece]
