"""Ctrl-C as people mean it: the first ends the work with what is done kept, the second leaves at once."""

from __future__ import annotations

import signal
import threading
from types import FrameType, TracebackType

from .output import hint


class Stopping:
    """While it is entered, tells whether somebody has pressed Ctrl-C. Only the main thread can be interrupted."""

    def __init__(self) -> None:
        self.asked = False
        self._before: signal._HANDLER = None

    def __call__(self) -> bool:
        return self.asked

    def __enter__(self) -> Stopping:
        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, self._interrupted)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    def _interrupted(self, number: int, frame: FrameType | None) -> None:
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True
        hint("Stopping; what is under way may end. Ctrl-C again leaves at once.")
