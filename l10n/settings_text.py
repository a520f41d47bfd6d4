"""A setting taken out of a configuration's text, which keeps its comments and its order."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from typing import Any


def without_setting(text: str, table: Sequence[str], name: str) -> str | None:
    """Return the TOML *text* with a key of *table* made a comment; None where that cannot be done safely."""
    wanted = tomllib.loads(text)
    if not _dropped(wanted, table, name):
        return text
    lines = text.splitlines(keepends=True)
    for number, line in enumerate(lines):
        if not re.match(rf'\s*[\w."-]*\b{name}"?\s*=', line):
            continue
        edited = "".join([*lines[:number], f"# {line}", *lines[number + 1 :]])
        try:
            found = tomllib.loads(edited)
        except tomllib.TOMLDecodeError:
            continue
        _dropped(found, table, "")
        if found == wanted:
            return edited
    return None


def _dropped(value: dict[str, Any], table: Sequence[str], name: str) -> bool:
    """Take a key out, and its table where that is empty then; return whether it was there."""
    within = value
    for part in table[:-1]:
        within = within.get(part, {})
    section = within.get(table[-1], {})
    had = section.pop(name, None) is not None
    if not section:
        within.pop(table[-1], None)
    return had
