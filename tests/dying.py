"""Work on a project in a process of its own that dies at a chosen change of the disk.

The process is a fork of a server without threads, never of the tests' own process: other threads of that may hold a
lock inside SQLite at the moment of the fork, which nobody would ever give back.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from l10n.newsroom.project import open_project

CHANGES = ("replace", "rename", "unlink", "fsync")
DIED, FAILED = 9, 1
LIMIT_S = 120.0

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["dying", "l10n.stores.journal", "l10n.newsroom.shelving"])


def dies_at(number: int, root: Path, method: str, *args: Any, **named: Any) -> bool:
    """Call a method of the project at *root*, killed at its *number*th change of the disk; whether it came so far."""
    return dies_in(number, _call, root, method, *args, **named)


def dies_in(number: int, function: Callable[..., object], *args: Any, **named: Any) -> bool:
    """Call a function that can be imported, killed at its *number*th change of the disk; whether it came so far."""
    child = _context.Process(target=_work, args=(number, function, args, named), daemon=True)
    child.start()
    child.join(LIMIT_S)
    if child.exitcode is None:
        child.kill()
    assert child.exitcode in (0, DIED), f"the work ended with {child.exitcode}"
    return child.exitcode == DIED


def _call(root: Path, method: str, *args: Any, **named: Any) -> None:
    getattr(open_project(root), method)(*args, **named)


def _work(number: int, function: Callable[..., object], args: tuple[Any, ...], named: dict[str, Any]) -> None:
    left = number

    def dying(real: Callable[..., Any]) -> Callable[..., Any]:
        def change(*args: Any, **named: Any) -> Any:
            nonlocal left
            left -= 1
            if left < 0:
                os._exit(DIED)
            return real(*args, **named)

        return change

    for name in CHANGES:
        setattr(os, name, dying(getattr(os, name)))
    try:
        function(*args, **named)
    except BaseException:
        os._exit(FAILED)
    os._exit(0)
