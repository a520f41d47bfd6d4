"""What one call sends beyond what was recorded when it began: an engine asks about doubtful answers again."""

from __future__ import annotations

from collections.abc import Callable


class Meter:
    """Counts what one call sends. *record* writes down what goes beyond *recorded* characters, before it leaves.

    *ids* are those that *record* gave.
    """

    def __init__(self, recorded: int, record: Callable[[int], int]) -> None:
        self._left, self._record = recorded, record
        self.ids: list[int] = []

    def __call__(self, characters: int) -> None:
        beyond = max(0, characters - self._left)
        self._left = max(0, self._left - characters)
        if beyond:
            self.ids.append(self._record(beyond))
