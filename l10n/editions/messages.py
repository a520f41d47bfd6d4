"""Messages: the plain text in pieces that a messenger takes, to be pasted one after the other.

Telegram counts 4,096 UTF-16 units a message. A cut falls between paragraphs; in one that is too long between lines,
then sentences, words, Burmese syllables, and never inside of what is seen as one letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from unicodedata import category, combining

from ..edition import Edition
from .rendering import SYLLABLE
from .text import Paragraph, paragraphs_of

LIMIT = 4096
"""The longest message, in UTF-16 units."""

SCISSORS = "\n\n✂ ————————————————\n\n"
"""What stands between two messages in the file; it is in none of them."""

_NUMBERS = len("999/999\n")
_ENDS = (
    re.compile(r"\n"),
    re.compile(r"(?<=[.!?။۔।。！？])[\s\u200b]*"),
    re.compile(r"\s+|\u200b"),
    SYLLABLE,
)
"""Where a paragraph may be cut, the best places first."""

_JOINERS = "\u200d\ufe0e\ufe0f\u1039\u17d2"


class MessagesWriter:
    """Writes one file that holds all messages; each begins with its number where there are several."""

    name = "messages"
    suffix = ".messages.txt"

    def write(self, edition: Edition) -> bytes:
        return (SCISSORS.join(cut_messages(edition)) + "\n").encode()


def units(text: str) -> int:
    """Return how many UTF-16 units a text has."""
    return len(text) + sum(character > "\uffff" for character in text)


def cut_messages(edition: Edition, *, limit: int = LIMIT) -> list[str]:
    """Return the messages; each has *limit* units at most, and whatever in it is unreviewed has its label with it."""
    room = limit - _NUMBERS
    messages: list[str] = []
    for piece in (piece for paragraph in paragraphs_of(edition) for piece in _pieces(paragraph, room)):
        if messages and units(messages[-1]) + 2 + units(piece) <= room:
            messages[-1] += "\n\n" + piece
        else:
            messages.append(piece)
    if len(messages) < 2:
        return messages
    return [f"{number}/{len(messages)}\n{message}" for number, message in enumerate(messages, 1)]


def _pieces(paragraph: Paragraph, room: int) -> Iterator[str]:
    """Yield a paragraph in pieces that fit, the label under each of them."""
    if units(str(paragraph)) <= room:
        yield str(paragraph)
        return
    mark = f"\n{paragraph.mark}" if paragraph.mark else ""
    for piece in cut_text("\n".join(paragraph.lines), room - units(mark)):
        yield piece + mark


def cut_text(text: str, room: int) -> Iterator[str]:
    """Yield a text in pieces of *room* units at most, cut at the best place that leaves a third of it filled."""
    while units(text) > room:
        reach = _reach(text, room)
        end, start = _best_cut(text, reach)
        yield text[:end]
        text = text[start:]
    if text:
        yield text


def _reach(text: str, room: int) -> int:
    """Return how many characters of *text* have *room* units at most."""
    used = 0
    for place, character in enumerate(text):
        used += 1 + (character > "\uffff")
        if used > room:
            return place
    return len(text)


def _best_cut(text: str, reach: int) -> tuple[int, int]:
    """Return where a piece ends, and where the next begins behind the space between them."""
    for ends in _ENDS:
        near = takewhile(lambda match: match.start() <= reach, ends.finditer(text))
        found = [match for match in near if reach / 3 < match.start() and match.end() < len(text)]
        if found:
            return found[-1].start(), found[-1].end()
    cut = reach
    while cut > 1 and _belongs(text[cut - 1], text[cut]):
        cut -= 1
    cut = cut if cut > 1 else max(1, reach)
    return cut, cut


def _belongs(before: str, after: str) -> bool:
    """Whether two characters are seen as one letter."""
    is_mark = category(after).startswith("M") or bool(combining(after)) or "\U0001f3fb" <= after <= "\U0001f3ff"
    return is_mark or after in _JOINERS or before in _JOINERS


writer = MessagesWriter()
