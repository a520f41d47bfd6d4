"""How long a server has asked everybody to wait."""

from __future__ import annotations

import threading
import time


class Patience:
    """Until when a server has asked everybody to wait; all threads keep to it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._until = 0.0

    def ask(self, seconds: float) -> None:
        with self._lock:
            self._until = max(self._until, time.monotonic() + seconds)

    def left_s(self) -> float:
        with self._lock:
            return max(0.0, self._until - time.monotonic())
