"""Plain text: what survives every messenger."""

from __future__ import annotations

from collections.abc import Iterator

from ..edition import Edition, EditionBlock, Pair
from ..model import BlockKind, Kind
from ..wording import colophon, draft_notice, label, main_locale, words
from .rendering import inline_text, visible_text


class TextWriter:
    """Writes paragraphs one under the other, the translation first; labels stand in square brackets."""

    name = "text"
    suffix = ".txt"

    def write(self, edition: Edition) -> bytes:
        parts = [draft_notice(edition)]
        parts += [_pair(p, edition) for p in edition.head]
        for block in edition.blocks:
            parts += _block(block, edition, "")
        parts += [_pair(p, edition) for p in edition.tail]
        parts.append("\n".join(f"{name}: {value}" for name, value in colophon(edition)))
        return ("\n\n".join(p for p in parts if p) + "\n").encode()


def _pair(pair: Pair, edition: Edition, prefix: str = "") -> str:
    picture = words(main_locale(edition))["picture"]
    opening = f"{prefix}{picture}: " if pair.kind is Kind.ALT else prefix
    lines = [opening + inline_text(text) for _, text in edition.sides(pair)]
    if marked := label(pair, edition):
        lines.append(f"[{marked}]")
    return "\n".join(lines)


def _block(block: EditionBlock, edition: Edition, prefix: str) -> Iterator[str]:
    if block.kind is BlockKind.RULE:
        yield "* * *"
    elif block.kind is BlockKind.CODE:
        yield block.literal.rstrip("\n")
    elif block.kind is BlockKind.HTML:
        yield visible_text(block.literal)
    for pair in block.pairs:
        yield _pair(pair, edition, prefix)
    for child in block.children:
        inner = "• " if child.kind is BlockKind.ITEM else prefix
        yield from _block(child, edition, inner)


writer = TextWriter()
