"""The guard before every zip that comes from outside; readers of articles use it too."""

from __future__ import annotations

from ..unzipping import read_members

__all__ = ["read_members"]
