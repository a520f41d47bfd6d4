"""JSON front matter: an object at the top of the file, as Hugo takes it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from .frontvalues import FrontMatter, Style, Value, facts_of, fold_value

_TOKEN = re.compile(r'[\[\]{}:,"]')
_COLON = re.compile(r"[ \t\n]*:")
_REST = re.compile(r"[ \t]*(?:\n|\Z)")

Path = tuple[str | int, ...]


def read_json(text: str) -> FrontMatter:
    """Return the front matter that a JSON object at the top is; an empty one where none stands there."""
    try:
        data, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return FrontMatter()
    rest = _REST.match(text, end)
    if not isinstance(data, dict) or rest is None:
        return FrontMatter()
    values = [
        Value(path, fold_value(value), text.count("\n", 0, start) + 1, start, stop, Style.JSON)
        for path, value, start, stop in _strings(text, end)
        if value.strip()
    ]
    return FrontMatter(tuple(values), facts_of(data), rest.end(), text.count("\n", 0, rest.end()) + 1)


def _strings(text: str, end: int) -> Iterator[tuple[Path, str, int, int]]:
    """Yield path, text and place of each string that is a value; the JSON up to *end* is known to be valid."""
    path: list[str | int] = []
    at = 0
    while match := _TOKEN.search(text, at, end):
        at = match.end()
        sign = match[0]
        if sign == '"':
            value, stop = json.decoder.scanstring(text, at, True)  # type: ignore[attr-defined]  # typeshed does not list it
            if isinstance(path[-1], str) and _COLON.match(text, stop):
                path[-1] = value
            else:
                yield tuple(path), value, match.start(), stop
            at = stop
        elif sign in "[{":
            path.append(0 if sign == "[" else "")
        elif sign in "]}":
            path.pop()
        elif sign == "," and path and isinstance(path[-1], int):
            path[-1] += 1
