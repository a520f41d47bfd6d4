"""Disks that failed while this program wrote to them: nothing is written there any more until it is started again.

After a failed fsync a system may forget what it could not write and call the next one a success
(https://wiki.postgresql.org/wiki/Fsync_Errors), so trying again could lose what a person was told is saved. Reading
goes on. A disk that is only full is none of these: what did not fit was refused, and nothing is lost by trying later.
"""

from __future__ import annotations

import os
from pathlib import Path

from .errors import StorageError

REMEDY = "Reading goes on. Look at the disk, then start Diglot again: it finishes or takes back what was under way."

_failed: dict[int, str] = {}


def note_failure(place: Path | str, why: str) -> None:
    """Remember that the disk of *place* failed."""
    _failed.setdefault(_disk_of(place), why)


def demand_working(place: Path | str) -> None:
    """Raise StorageError where the disk of *place* failed; costs nothing while none has."""
    if _failed and (why := _failed.get(_disk_of(place))):
        raise StorageError(f"nothing is written any more, for the disk failed: {why}", remedy=REMEDY)


def _disk_of(place: Path | str) -> int:
    """Return which disk a file or a folder, or the nearest folder above it that there is, lies on."""
    path = Path(os.path.abspath(place))
    for folder in (path, *path.parents):
        try:
            return os.stat(folder).st_dev
        except FileNotFoundError:
            continue
        except OSError:
            break
    return -1
