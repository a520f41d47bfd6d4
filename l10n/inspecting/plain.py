"""Text and JSON: what stands in them as words, and keys that tell."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from ..errors import InspectionError
from .eye import Eye
from .trace import Kind, Trace, kind_of_field

_TELLING_KEYS = re.compile(r"(?:^|[._-])(?:name|e?mail|phone|login)$", re.I)
_WORDS_OF_AN_EDITION = ("name", "state")
"""Keys of our own JSON edition that name paragraphs and how far they are, no persons and no places."""
NAMED = {Kind.PERSON, Kind.TOOL, Kind.HOST, Kind.PLACE, Kind.ID, Kind.TIME}


def traces_of_text(text: str, where: str, eye: Eye) -> Iterator[Trace]:
    """Yield what plain words give away; nothing fetches anything."""
    yield from eye.read(text, where)


def traces_of_json(text: str, where: str, eye: Eye) -> Iterator[Trace]:
    """Yield what JSON gives away by its keys and in its texts. InspectionError where it cannot be read."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InspectionError(f"this JSON cannot be read: {error}") from error
    is_edition = isinstance(value, dict) and value.get("schema") == "diglot.edition/1"
    todo: list[tuple[str, object]] = [("", value)]
    while todo:
        key, value = todo.pop()
        if isinstance(value, dict):
            todo += [(f"{key}.{name}" if key else str(name), inner) for name, inner in reversed(value.items())]
        elif isinstance(value, list):
            todo += [(key, inner) for inner in reversed(value)]
        elif isinstance(value, str):
            last = key.rpartition(".")[2]
            kind = kind_of_field(last)
            if _TELLING_KEYS.search(last) or kind_of_field(key.rpartition(".")[0].rpartition(".")[2]) is Kind.PERSON:
                kind = Kind.PERSON
            if kind in NAMED and not (is_edition and last in _WORDS_OF_AN_EDITION):
                yield from eye.field(last, value, f"{where} {key}".strip(), kind=kind)
            else:
                yield from eye.read(value, f"{where} {key}".strip())
