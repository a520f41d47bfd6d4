"""What comes in later blocks: whether a script or a shortcode that stays open is closed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.token import Token

_CODE = re.compile(r"(?<!`)(`{1,4})(?!`).{0,2000}?(?<!`)\1(?!`)", re.DOTALL)
_OPENING = re.compile(r"\{\{[<%]|\{%")
_MOST_BLOCKS = 40


class Ahead:
    """The text and raw HTML of an article's blocks, without code."""

    def __init__(self, tokens: Sequence[Token], body: str) -> None:
        self._tokens = tokens
        self._body = body
        self._last: dict[str, int] = {}

    def follows(self, closing: str, at: int) -> bool:
        """Return whether *closing* (`</script`, `>}}`) stands in the token number *at* or a later one.

        That of a shortcode must come soon, and before another shortcode is opened.
        """
        if not closing.startswith("</"):
            return self._soon(closing, at)
        if closing not in self._last:
            numbers = range(len(self._tokens) - 1, -1, -1)
            self._last[closing] = next((n for n in numbers if closing in self._text(n).lower()), -1)
        return self._last[closing] >= at

    def _soon(self, closing: str, at: int) -> bool:
        for number in range(at, min(at + _MOST_BLOCKS, len(self._tokens))):
            before, found, _ = self._text(number).partition(closing)
            if found or _OPENING.search(before):
                return bool(found) and not _OPENING.search(before)
        return False

    def _text(self, number: int) -> str:
        token = self._tokens[number]
        if token.type == "html_block":
            return token.content
        if token.type != "inline" or not token.meta:
            return ""
        spans = token.meta["spans"]
        return _CODE.sub("", self._body[spans[0][0] : spans[-1][1]])
