"""Plain text: what survives every messenger."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..edition import Edition, EditionBlock, Pair
from ..model import BlockKind, Kind
from ..wording import colophon, draft_notice, label, main_locale, words
from .rendering import inline_text, visible_text

_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_RETURN = re.compile("\r\n?")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together, a language each; *mark* is the label of a pair that nobody approved, in brackets."""

    lines: tuple[str, ...]
    mark: str = ""

    def __str__(self) -> str:
        return "\n".join((*self.lines, self.mark) if self.mark else self.lines)


class TextWriter:
    """Writes paragraphs one under the other, the translation first; labels stand in square brackets."""

    name = "text"
    suffix = ".txt"

    def write(self, edition: Edition) -> bytes:
        return ("\n\n".join(map(str, paragraphs_of(edition))) + "\n").encode()


def paragraphs_of(edition: Edition) -> Iterator[Paragraph]:
    """Yield all that is printed of an edition, in order; none is empty."""
    found = [Paragraph((draft_notice(edition),)), *(_pair(pair, edition) for pair in edition.head)]
    for block in edition.blocks:
        found += _block(block, edition, "")
    found += [_pair(pair, edition) for pair in edition.tail]
    found.append(Paragraph(tuple(f"{name}: {value}" for name, value in colophon(edition))))
    cleaned = (Paragraph(tuple(map(_clean, paragraph.lines)), _clean(paragraph.mark)) for paragraph in found)
    yield from (paragraph for paragraph in cleaned if str(paragraph))


def _clean(text: str) -> str:
    """Return *text* without the characters that a terminal obeys."""
    return _OBEYED.sub("", _RETURN.sub("\n", text))


def _pair(pair: Pair, edition: Edition, prefix: str = "") -> Paragraph:
    picture = words(main_locale(edition))["picture"]
    opening = f"{prefix}{picture}: " if pair.kind is Kind.ALT else prefix
    marked = label(pair, edition)
    lines = tuple(opening + inline_text(text) for _, text in edition.sides(pair))
    return Paragraph(lines, f"[{marked}]" if marked else "")


def _block(block: EditionBlock, edition: Edition, prefix: str) -> Iterator[Paragraph]:
    if block.kind is BlockKind.RULE:
        yield Paragraph(("* * *",))
    elif block.kind is BlockKind.CODE:
        yield Paragraph((block.literal.rstrip("\n"),))
    elif block.kind is BlockKind.HTML:
        yield Paragraph((visible_text(block.literal),))
    for pair in block.pairs:
        yield _pair(pair, edition, prefix)
    for child in block.children:
        inner = "• " if child.kind is BlockKind.ITEM else prefix
        yield from _block(child, edition, inner)


writer = TextWriter()
