"""How long a torture goes on: until enough was tried, its time is over, or somebody has had enough (Ctrl-C, `kill`).

Then the trial under way is ended and what was found is told, as at the end; a second time breaks off.
"""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Sized
from typing import TypeVar

T = TypeVar("T")

ENDS_SHIFT = (signal.SIGINT, signal.SIGTERM)
EACH_S = 60.0
"""How often it is said how far it is."""

_enough = threading.Event()


@contextlib.contextmanager
def until_enough() -> Iterator[None]:
    """Have Ctrl-C, or SIGTERM, end shifts while the block runs; one more is a KeyboardInterrupt."""

    def stop(number: int, frame: object) -> None:
        if _enough.is_set():
            raise KeyboardInterrupt
        _enough.set()
        print("\nEnough: after this trial. Ctrl-C again breaks off.", file=sys.stderr, flush=True)

    before = {number: signal.signal(number, stop) for number in ENDS_SHIFT}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        _enough.clear()


def is_enough() -> bool:
    """Whether somebody has had enough."""
    return _enough.is_set()


class Shift:
    """The time of one torture of *trials* that are called *what*, no longer than *seconds*."""

    def __init__(self, what: str, trials: float = float("inf"), seconds: float = float("inf")) -> None:
        self._what, self._trials = what, trials
        self._end, self._next = time.monotonic() + seconds, time.monotonic() + EACH_S

    def goes_on(self, done: int, *, lost: int | None = None) -> bool:
        """Whether there is to be another trial; now and then it is said on stderr how many there were.

        *lost* is how many losses or faults were found so far; without it that is known at the end alone.
        """
        now = time.monotonic()
        if now >= self._next:
            self._next = now + EACH_S
            of = f" of {self._trials:,.0f}" if self._trials < float("inf") else ""
            faults = "faults are looked for at the end" if lost is None else f"{lost:,} faults"
            print(f"  … {done:,}{of} {self._what}, {faults}", file=sys.stderr, flush=True)
        return done < self._trials and now < self._end and not is_enough()

    def over(self, trials: Iterable[T], faults: Sized = ()) -> Iterator[T]:
        """Yield each of the trials, as long as it goes on; *faults* are those found meanwhile."""
        for done, trial in enumerate(trials):
            if not self.goes_on(done, lost=len(faults)):
                return
            yield trial
