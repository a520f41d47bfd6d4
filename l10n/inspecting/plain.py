"""Text, Markdown and JSON: fields of the front matter, what Markdown would fetch, keys that tell."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from ..errors import InspectionError
from .eye import Eye
from .html import traces_of_html
from .references import fetched, followed
from .trace import Kind, Trace, kind_of_field

_FIELD = re.compile(r"^[\"']?([A-Za-z][\w .:-]{0,40}?)[\"']?\s*[:=][ \t]*(\S.*)$", re.M)
_FRONT = re.compile(r"\A(---|\+\+\+)\n(.*?)\n\1[ \t]*(?:\n|\Z)", re.S)
_PICTURE = re.compile(r"!\[[^\]]{0,2000}\]\(\s*(?:<([^<>\n]*)>|([^\s()]+))")
_LINK = re.compile(r"(?<!!)\[[^\[\]]{0,2000}\]\(\s*(?:<([^<>\n]*)>|([^\s()]+))")
_DEFINED = re.compile(r"^ {0,3}\[([^\]\n]{1,200})\]:\s*<?([^\s>]+)", re.M)
_PICTURE_BY_NAME = re.compile(r"!\[([^\]]{0,200})\](?:\[([^\]]{0,200})\])?(?!\()")
_CODE = re.compile(r"^ {0,3}(```+|~~~+).*?^ {0,3}\1[`~]*[ \t]*$|(`+)(?!`).{0,2000}?(?<!`)\2(?!`)", re.S | re.M)
_TELLING_KEYS = re.compile(r"(?:^|[._-])(?:name|e?mail|phone|login)$", re.I)
_NAMED = {Kind.PERSON, Kind.TOOL, Kind.HOST, Kind.PLACE, Kind.ID, Kind.TIME}


def traces_of_text(text: str, where: str, eye: Eye) -> Iterator[Trace]:
    """Yield what plain words give away; nothing fetches anything."""
    yield from eye.read(text, where)


def traces_of_markdown(text: str, where: str, eye: Eye) -> Iterator[Trace]:
    """Yield what an article gives away, and what a program that shows it would fetch."""
    if front := _FRONT.match(text):
        for name, value in _FIELD.findall(front[2]):
            if kind_of_field(name) in _NAMED:
                yield from eye.field(name, value.strip("\"' "), f"{where} {name}".strip())
    shown = _CODE.sub(" ", text)
    for found in _PICTURE.finditer(shown):
        yield from fetched(found[1] or found[2] or "", f"{where} picture".strip(), eye)
    for found in _LINK.finditer(shown):
        yield from followed(found[1] or found[2] or "", f"{where} link".strip(), eye)
    yield from _defined(shown, where, eye)
    # What stands in code is read as words; tags elsewhere may be obeyed by the program that shows it.
    yield from traces_of_html(shown, where, eye)
    yield from eye.read(text, where)


def _defined(text: str, where: str, eye: Eye) -> Iterator[Trace]:
    pictures = {(name or alt).casefold() for alt, name in _PICTURE_BY_NAME.findall(text)}
    for name, address in _DEFINED.findall(text):
        if name.casefold() in pictures:
            yield from fetched(address, f"{where} picture".strip(), eye)
        else:
            yield from followed(address, f"{where} link".strip(), eye)


def traces_of_json(text: str, where: str, eye: Eye) -> Iterator[Trace]:
    """Yield what JSON gives away by its keys and in its texts. InspectionError where it cannot be read."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InspectionError(f"this JSON cannot be read: {error}") from error
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
            if kind in _NAMED:
                yield from eye.field(last, value, f"{where} {key}".strip(), kind=kind)
            else:
                yield from eye.read(value, f"{where} {key}".strip())
