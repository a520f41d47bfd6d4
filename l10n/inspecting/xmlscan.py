"""XML of any kind: fields that tell by their names, and the words between the tags."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from .eye import Eye
from .trace import Kind, Trace, kind_of_field, trace

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_FEW, _DEEPEST = 8, 5
"""A field of metadata has no more elements than so many side by side, and so many one in the other."""

_BREAKS = {"p", "h", "tr", "tc", "br", "item", "li", "row", "si", "title", "div", "tab", "line"}
_TELLING_ATTRIBUTES = {"author", "initials", "userid", "providerid", "username", "creator"}


def parse_xml(data: bytes, where: str) -> tuple[Element | None, list[Trace]]:
    """Return the tree of an XML file and what its declarations give away; no tree where it cannot be read."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    if not data.strip():
        return None, []
    try:
        tree: Element = fromstring(data)
    except DefusedXmlException as error:
        return None, [trace(Kind.ACTIVE, where, f"declares entities: {error}")]
    except (ParseError, ValueError, LookupError) as error:
        return None, [trace(Kind.HIDDEN, where, f"this XML cannot be read: {error}")]
    return tree, []


def local(name: str) -> str:
    """Return a name without its namespace."""
    return name.rpartition("}")[2]


def attribute(element: Element, name: str) -> str:
    """Return an attribute by its local name, "" where there is none."""
    return next((value for key, value in element.attrib.items() if local(key) == name), "")


def traces_of_fields(tree: Element, where: str, eye: Eye) -> Iterator[Trace]:
    """Yield what elements and attributes tell whose names say so: creators, programs, moments, identifiers."""
    for element in tree.iter():
        name = local(element.tag) if isinstance(element.tag, str) else ""
        if kind_of_field(name) and (value := _words_in(element)).strip():
            yield from eye.field(name, value, f"{where} {name}")
        for key, text in element.attrib.items():
            if local(key) != "prefix":  # those of EPUB's packages are the names of vocabularies
                yield from eye.field(local(key), text, f"{where} {name} {local(key)}")


def _words_in(element: Element) -> str:
    """Return the words of a field: those of the element and of the few in it, in order; a larger one is no field."""
    if len(element) > _FEW:
        return element.text or ""
    return "".join(islice(element.itertext(), _FEW)) if _is_shallow(element) else element.text or ""


def _is_shallow(element: Element) -> bool:
    """Whether an element holds few others, none of them deep."""
    level = [element]
    for _ in range(_DEEPEST):
        level = [child for each in level for child in each]
        if len(level) > _FEW:
            return False
    return not level


def traces_of_marks(tree: Element, where: str, eye: Eye) -> Iterator[Trace]:
    """Yield what the attributes of a text tell of people and moments: who wrote a comment, who changed what."""
    for element in tree.iter():
        for key, text in element.attrib.items():
            bare = local(key).lower()
            if bare in _TELLING_ATTRIBUTES and text.strip():
                yield from eye.field(bare, text, f"{where} {local(element.tag)}", kind=Kind.PERSON)
            elif bare in {"date", "dateutc"} and text[:4].isdigit():
                yield trace(Kind.TIME, f"{where} {local(element.tag)}", text)


def words_of(tree: Element, *, fields: bool = False) -> str:
    """Return the text of an XML file, a line for each paragraph, so that no word is torn where its markup changes.

    Of *fields*, such as properties, each element has a line of its own.
    """
    parts: list[str] = []
    todo: list[tuple[Element, bool]] = [(tree, False)]
    while todo:
        element, left = todo.pop()
        breaks = fields or (isinstance(element.tag, str) and local(element.tag) in _BREAKS)
        if left:
            parts.append("\n" if breaks else "")
            parts.append(element.tail or "")
            continue
        parts.append("\n" if breaks else "")
        parts.append(element.text or "" if isinstance(element.tag, str) else "")
        todo.append((element, True))
        todo += [(child, False) for child in reversed(element)]
    return "".join(parts)
