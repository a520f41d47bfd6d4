"""Temporary files that crashed writers left: which they are, and away with them.

Whoever writes one holds it, as `files` does, and the system frees it when its writer dies.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from .files import SUFFIX, hold_file, names_in, paths_below, storage_error

_BESIDE = tuple(f"{SUFFIX}-{ending}" for ending in ("journal", "wal", "shm"))
"""How the files end that SQLite keeps beside a temporary database."""


def sweep_temporaries(folder: Path, *, below: bool = True) -> int:
    """Remove what crashed writers left in *folder* and *below*; return how many. Files being written now stay."""
    found = _hidden(folder, below=below)
    swept = sum(_swept(stray) for stray in found if stray.name.endswith(SUFFIX))
    beside = (path for path in found if path.name.endswith(_BESIDE))
    return swept + sum(_swept(p) for p in beside if not p.with_name(p.name.rpartition("-")[0]).exists())


def left_temporaries(folder: Path, *, below: bool = True) -> list[Path]:
    """Return what `sweep_temporaries` would remove but for databases' companions: nobody is writing it. In order."""
    return [path for path in _hidden(folder, below=below) if path.name.endswith(SUFFIX) and _is_left(path)]


def _hidden(folder: Path, *, below: bool) -> list[Path]:
    found = paths_below(folder) if below else (folder / name for name in names_in(folder))
    return sorted(path for path in found if path.name.startswith("."))


def _is_left(path: Path) -> bool:
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    except FileNotFoundError:
        return False  # it was whole, and has its name
    except OSError:
        return True
    try:
        return hold_file(descriptor)
    finally:
        os.close(descriptor)


def _swept(stray: Path) -> bool:
    try:
        descriptor = os.open(stray, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
        try:
            if not hold_file(descriptor):
                return False
            if sys.platform != "win32":
                stray.unlink()
        finally:
            os.close(descriptor)
        if sys.platform == "win32":
            stray.unlink()
        return True
    except FileNotFoundError:
        return False
    except OSError as error:
        raise storage_error(f"cannot remove {stray}", error) from error
