"""Can a desk take work now? Asked every few seconds by whoever sends people to it, so nothing large is read."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ..errors import DiglotError

if TYPE_CHECKING:
    from .workspace import Workspace

LEFT_BEHIND = timedelta(seconds=30)
"""A decision is recorded and then written into its catalog; one that has waited so long was left by a crash."""


def readiness(workspace: Workspace, *, now: datetime) -> Mapping[str, bool]:
    """Return what has to be so before people are sent to the desk, and whether it is.

    database: it answers, and could be written; schema: it has this version's; catalogs: their folders can be read and
    written (a shared database needs none); recovered: no decision waits to be written since a crash.
    """
    return {
        "database": _holds(lambda: bool(_schema(workspace))),
        "schema": _holds(lambda: _schema(workspace) == _head()),
        "catalogs": _holds(lambda: _can_be_used(workspace)),
        "recovered": _holds(lambda: not _left_behind(workspace, now)),
    }


def _holds(look: Callable[[], bool]) -> bool:
    try:
        return look()
    except (DiglotError, OSError):
        return False


def _schema(workspace: Workspace) -> str:
    from ..stores.figures import present_schema

    return present_schema(workspace.database)


def _head() -> str:
    from ..stores.database import HEAD

    return HEAD


def _can_be_used(workspace: Workspace) -> bool:
    folders = [workspace.root / "articles", workspace.private_folder()]
    folders += [] if workspace.config.is_shared else [workspace.root / "locales"]
    return all(os.access(folder, os.R_OK | os.W_OK | os.X_OK) for folder in folders)


def _left_behind(workspace: Workspace, now: datetime) -> int:
    from ..stores.figures import decisions_left_behind

    return decisions_left_behind(workspace.database, before=now - LEFT_BEHIND)
