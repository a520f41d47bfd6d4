"""What became of every visible text of a page."""

from __future__ import annotations

from collections.abc import Callable, Collection

from ...ports import Piece
from .atoms import clean
from .tree import Element, Place, Text, fold, texts_of


def coverage_of(root: Element, kept: Collection[Place], reason_of: Callable[[Text], str]) -> tuple[Piece, ...]:
    """Return all visible texts of *root* in reading order; those in *kept* are extracted, others have a reason."""
    pieces: list[Piece] = []
    parts: list[Text] = []
    reason = ""
    for text in texts_of(root):
        why = "" if text.place in kept else reason_of(text)
        if parts and (text.fresh or why != reason):
            pieces.append(_piece(parts, reason))
            parts = []
        parts.append(text)
        reason = why
    if parts:
        pieces.append(_piece(parts, reason))
    return tuple(piece for piece in pieces if piece.text)


def _piece(parts: list[Text], reason: str) -> Piece:
    words = fold(clean("".join(part.text for part in parts)))
    return Piece(words, reason, f"line {parts[0].line}" if parts[0].line else "")
