"""What several test files share: tools of the system that a test runs."""

from __future__ import annotations

import os
import shutil

import pytest


def needs_tool(name: str) -> pytest.MarkDecorator:
    """Return a mark that skips where the program *name* is missing; in CI (`CI=true`) the test runs, and fails."""
    missing = shutil.which(name) is None
    in_ci = os.environ.get("CI", "").lower() in {"1", "true"}
    return pytest.mark.skipif(missing and not in_ci, reason=f"{name} is not installed")


def needs_font(family: str) -> pytest.MarkDecorator:
    """Return a mark that skips where the machine lacks the font *family*; in CI the test runs, and fails."""
    from l10n.editions.fonts import faces_in, system_folders

    missing = not any(face.family == family for face in faces_in(tuple(system_folders())))
    in_ci = os.environ.get("CI", "").lower() in {"1", "true"}
    return pytest.mark.skipif(missing and not in_ci, reason=f"the font {family} is not installed")
