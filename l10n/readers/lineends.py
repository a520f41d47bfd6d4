"""Line ends and byte order marks: the text with LF alone, and where each of its characters stands in the original."""

from __future__ import annotations

import re
from bisect import bisect_left

_LINE_END = re.compile(r"\r\n?")


class LineEnds:
    """A text as it came, and *lf*: the same with LF line ends and without a byte order mark."""

    def __init__(self, text: str) -> None:
        bare = text.removeprefix("\ufeff")
        self._first = len(text) - len(bare)
        self._pairs: list[int] = []  # where in `lf` a line feed stands for two characters
        self.newline = "\n"
        self.lf = self._read(bare) if "\r" in bare else bare

    def _read(self, bare: str) -> str:
        found = _LINE_END.search(bare)
        if found and "\n" not in bare[: found.start()]:
            self.newline = found[0]
        for match in re.finditer("\r\n", bare):
            self._pairs.append(match.start() - len(self._pairs))
        return _LINE_END.sub("\n", bare)

    @property
    def moved(self) -> bool:
        """Whether places in `lf` are others than in the original."""
        return bool(self._first or self._pairs)

    def place(self, offset: int) -> int:
        """Return where the character *offset* of `lf` stands in the original."""
        return self._first + offset + bisect_left(self._pairs, offset)
