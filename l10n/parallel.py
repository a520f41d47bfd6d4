"""Work shared by processes: results in the order of the items, as soon as they are there."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Generator, Sequence
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

WORTH_A_PROCESS = 300
"""So many items pay for starting another process."""

_AT_ONCE = 8
_ALLOCATIONS = 100_000


def run_in_order(
    work: Callable[[Item], Result], items: Sequence[Item], *, jobs: int = 1
) -> Generator[Result, None, None]:
    """Yield `work(item)` for each item, in order; *jobs* processes share the work, 0 for as many as pay.

    With more than one process, *work* and the results are pickled. Closing the generator ends the processes.
    """
    count = min(jobs or cores(), len(items) // (1 if jobs else WORTH_A_PROCESS))
    if count <= 1:
        yield from map(work, items)
        return
    yield work(items[0])  # what it loads, forked processes need not load again
    with _context().Pool(count, _begin, (work,)) as pool:
        yield from pool.imap(_do, items[1:], chunksize=_AT_ONCE)
        pool.close()
        pool.join()


def spare_collector() -> None:
    """Let Python look for garbage in rings a hundred times less often: for a program that does one thing and ends."""
    gc.freeze()
    gc.set_threshold(_ALLOCATIONS, 50, 100)


def cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _context() -> Any:
    """Forking is quick, and safe where there is one thread: of Python or of a library, such as typst's."""
    import multiprocessing

    return multiprocessing.get_context("fork" if _threads() == 1 else "spawn")


def _threads() -> int:
    """Return how many threads the process has, 0 where nobody can tell."""
    try:
        return len(os.listdir("/proc/self/task"))
    except OSError:
        return 0


_work: Callable[[Any], Any]


def _begin(work: Callable[[Any], Any]) -> None:
    global _work
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it and ends us
    _work = work


def _do(item: Any) -> Any:
    return _work(item)
