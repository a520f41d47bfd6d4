"""The text that a person sees in a part of a Word file, with every tracked change accepted.

Insertions and the new places of moves are kept, deletions dropped; comments, field codes, footnote marks and the
readings of ruby are no text. Runs, hyperlinks, fields, content controls and text boxes are only wrapping.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from ..errors import CatalogError
from .xmltext import parse_xml

_DROPPED = frozenset(
    {
        "del", "moveFrom", "pPr", "rPr", "tcPr", "tblPr", "tblGrid", "sdtPr", "sdtEndPr", "instrText", "delText",
        "delInstrText", "rt", "rubyPr", "footnoteReference", "endnoteReference", "commentReference", "Fallback",
        "softHyphen",
    }
)  # fmt: skip
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "ptab": "\t"}
_PARAGRAPH = "\u2029"


def parse_part(members: Mapping[str, bytes], name: str, *, path: str) -> Element:
    """Return the root of the part *name*. CatalogError where it is missing or no sound XML."""
    if name not in members:
        remedy = "Open the file in your word processor, save it as Word (.docx) and import that."
        raise CatalogError(f"this is no Word file: {name} is missing", path=path, remedy=remedy)
    return parse_xml(members[name], path=f"{path}/{name}")


def main_part(members: Mapping[str, bytes], *, path: str) -> str:
    """Return the name of the part that holds the text; Word on the web calls it `word/document2.xml` at times."""
    if "_rels/.rels" in members:
        for relation in parse_part(members, "_rels/.rels", path=path):
            if relation.get("Type", "").endswith("/officeDocument"):
                return posixpath.normpath(relation.get("Target", "").lstrip("/"))
    return "word/document.xml"


def local(element: Element) -> str:
    """Return the name of *element* without its namespace: there are two of Word's, and both mean the same."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: Element, name: str) -> str:
    """Return an attribute of *element*, whatever its namespace; "" where there is none."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def child(element: Element, *names: str) -> Element | None:
    """Return what the path *names* leads to below *element*, None where it leads nowhere."""
    found: Element | None = element
    for name in names:
        found = next((one for one in found if local(one) == name), None) if found is not None else None
    return found


def within(element: Element, name: str) -> Iterator[Element]:
    """Yield the elements *name* below *element*, but not those inside one of their own kind."""
    for one in element:
        kind = local(one)
        if kind == name:
            yield one
        elif kind not in _DROPPED:
            yield from within(one, name)


def text_of(element: Element) -> str:
    """Return the text of *element*, each paragraph on its own line."""
    pieces = "".join(_pieces(element))
    return "\n".join(line for line in pieces.split(_PARAGRAPH) if line.strip())


def _pieces(element: Element) -> Iterator[str]:
    for one in element:
        kind = local(one)
        if kind in _DROPPED:
            continue
        if kind == "t":
            yield _words(one)
        elif kind == "sym":
            yield _symbol(one)
        elif kind in _SIGNS:
            yield _SIGNS[kind]
        else:
            yield from _pieces(one)
        if kind == "p" and not _joins_next(one):
            yield _PARAGRAPH


def _words(element: Element) -> str:
    text = (element.text or "").replace(_PARAGRAPH, "\n")
    return text if attribute(element, "space") == "preserve" else text.strip(" \t\n")


def _symbol(element: Element) -> str:
    try:
        code = int(attribute(element, "char"), 16)
    except ValueError:
        return ""
    private = 0xE000 <= code <= 0xF8FF
    return "" if private or not 0x20 <= code <= 0xFFFD else chr(code)


def _joins_next(paragraph: Element) -> bool:
    """Whether the end of the paragraph was deleted or moved away: it then goes on in the next one."""
    mark = child(paragraph, "pPr", "rPr")
    return mark is not None and any(local(one) in ("del", "moveFrom") for one in mark)
