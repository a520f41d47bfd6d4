"""What front matter is made of, whatever its language: values that are text, each with its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..ports import Doubt

_SPACE = re.compile(r"[ \t\r\n]+")


def fold_value(text: str) -> str:
    """Return *text* on one line; no-break spaces and other signs that are none of these stay."""
    return _SPACE.sub(" ", text).strip(" ")


class Style(Enum):
    """How a text is written, so that another can be written the same way."""

    PLAIN = auto()
    PLAIN_IN_FLOW = auto()
    SINGLE = auto()
    DOUBLE = auto()
    BLOCK = auto()
    TOML_BASIC = auto()
    TOML_LITERAL = auto()
    TOML_LONG = auto()
    TOML_LONG_LITERAL = auto()
    JSON = auto()


@dataclass(frozen=True, slots=True)
class Value:
    """A text in the front matter. *path* leads to it; numbers in it count the items of a list from 0.

    *start* and *end* enclose it as written, quotes included; of a YAML block they enclose one paragraph.
    """

    path: tuple[str | int, ...]
    text: str
    line: int
    start: int
    end: int
    style: Style

    @property
    def name(self) -> str:
        """The last name on the path, in small letters."""
        return next((part.lower() for part in reversed(self.path) if isinstance(part, str)), "")

    @property
    def place(self) -> str:
        return ".".join(str(part) for part in self.path)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Texts in the order of the file, plain *facts* by name, and where the body of the article starts.

    A fact that is a list is its items joined by commas; mappings are no facts.
    """

    values: tuple[Value, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    body: int = 0
    body_line: int = 1
    doubts: tuple[Doubt, ...] = ()


NESTED = "{…}"
"""The fact of a name that must be plain, and is not: a word that nobody takes for a sensitivity or a time."""


def must_be_plain(name: str) -> bool:
    """Whether to leave out what is nested under this name would be dangerous: it may say "offline", or when."""
    return name.strip().lower() in ("sensitivity", "embargo")


def facts_of(values: Mapping[str, object]) -> dict[str, str]:
    """Return what is plain in *values* as text: lists joined by commas, mappings left out."""
    facts: dict[str, str] = {}
    for name, value in values.items():
        nested = value if isinstance(value, list) else [value]
        if must_be_plain(name) and any(isinstance(item, dict | list) for item in nested):
            facts[name] = NESTED
        elif isinstance(value, list):
            facts[name] = ", ".join(_fact(item) for item in value if not isinstance(item, dict | list))
        elif not isinstance(value, dict):
            facts[name] = _fact(value)
    return facts


def _fact(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else " ".join(str(value).split())
