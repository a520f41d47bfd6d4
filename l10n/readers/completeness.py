"""What a foreign converter has dropped without a word: each text of the original must be found in what it made."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from ..ports import Piece


def missing(texts: Iterable[str], made: str, *, place: str = "") -> list[Piece]:
    """Return those of *texts*, in the order of the original, that do not stand in *made*; signs alone do not count."""
    rest, at = _squeezed(made), 0
    lost: list[Piece] = []
    for text in texts:
        wanted = _squeezed(text)
        found = rest.find(wanted, at)
        found = found if found >= 0 else rest.find(wanted)
        if found >= 0:
            at = found + len(wanted)
        elif any(char.isalnum() for char in wanted):
            lost.append(Piece(text, "not taken over by the converter", place))
    return lost


def _squeezed(text: str) -> str:
    return "".join(char for char in text if not char.isspace() and unicodedata.category(char) not in ("Cf", "Cc"))
