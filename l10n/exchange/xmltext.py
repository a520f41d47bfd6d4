"""XML that comes from outside, parsed without DTD, entities and external loading; and texts written as XML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn
from xml.etree.ElementTree import Element, ParseError, TreeBuilder
from xml.sax.saxutils import escape

from ..errors import CatalogError

LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_EXPORT_AGAIN = "Export the file again from the tool that wrote it."
_MAX_DEPTH = 100
_MAX_ELEMENTS = 1_000_000
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Located(Element):
    """An element that knows its line in the file."""

    line = 0


def parse_xml(data: bytes, *, path: str) -> Located:
    """Return the root of the document. CatalogError for what is no XML, has a DTD, or is built to do harm."""
    from defusedxml.ElementTree import DefusedXMLParser

    builder = _Builder(path)
    parser = DefusedXMLParser(target=builder, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    builder.expat = parser.parser
    with explained(parser, path=path):
        parser.feed(data)
        root: Located = parser.close()
    return root


@contextmanager
def explained(parser: Any, *, path: str) -> Iterator[None]:
    """Say as a CatalogError, with its line, what a defused parser refuses or cannot read."""
    from defusedxml.common import DefusedXmlException

    try:
        yield
    except DefusedXmlException as error:
        raise CatalogError(
            "the file has a document type (DTD) or entities, which are never read: they can load other files",
            path=path,
            line=parser.parser.CurrentLineNumber,
            remedy="Delete the <!DOCTYPE …> line in a text editor, or export again without it.",
        ) from error
    except ParseError as error:
        raise CatalogError(
            f"this is not well-formed XML: {error}", path=path, line=error.position[0], remedy=_EXPORT_AGAIN
        ) from error
    except (ValueError, LookupError) as error:  # an encoding that is none, or is never read
        raise CatalogError("the encoding of the file cannot be read", path=path, remedy="Save it as UTF-8.") from error


class _Builder(TreeBuilder):
    """Builds the tree, bounded in depth and number, with the line of each element."""

    def __init__(self, path: str) -> None:
        super().__init__(element_factory=Located)
        self.expat: Any = None
        self._path, self._depth, self._count = path, 0, 0

    def start(self, tag: Any, attrs: Any, /) -> Element:
        self._depth += 1
        self._count += 1
        if self._depth > _MAX_DEPTH or self._count > _MAX_ELEMENTS:
            message = "the XML is nested too deep or has too many elements"
            refuse(message, path=self._path, line=self.expat.CurrentLineNumber)
        element = super().start(tag, attrs)
        if isinstance(element, Located):
            element.line = self.expat.CurrentLineNumber
        return element

    def end(self, tag: str, /) -> Element:
        self._depth -= 1
        return super().end(tag)


def refuse(message: str, *, path: str, line: int = 0, remedy: str = _EXPORT_AGAIN) -> NoReturn:
    """Raise the CatalogError that says why a file is not taken back."""
    raise CatalogError(message, path=path, line=line, remedy=remedy)


def line_of(element: Element) -> int:
    """Return the line that an element of a parsed file begins in."""
    return element.line if isinstance(element, Located) else 0


def words_of(element: Element | None) -> str:
    """Return all text inside an element in its order; inline elements give their text, or what stands for them."""
    return "" if element is None else "".join(_pieces(element))


def _pieces(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        local = child.tag.rpartition("}")[2]
        if local == "cp":
            yield _code_point(child.get("hex", ""))
        elif not len(child) and not child.text:
            yield child.get("equiv-text") or child.get("equiv") or ""
        else:
            yield from _pieces(child)
        yield child.tail or ""


def _code_point(hexadecimal: str) -> str:
    """Return the character that XLIFF 2 spells as `<cp hex="0007"/>` because XML cannot hold it."""
    number = int(hexadecimal, 16) if re.fullmatch("[0-9A-Fa-f]{1,6}", hexadecimal) else 0xFFFD
    return chr(number) if number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF else "\ufffd"


def text(value: str) -> str:
    """Return *value* as the text of an XML element. CatalogError for a character that XML cannot hold."""
    found = _NOT_XML.search(value)
    if found:
        raise CatalogError(
            f"the character U+{ord(found[0]):04X} cannot be written as XML, in “{value[:40]!a}”",
            remedy="Remove the character from the text in the desk, or export as CSV or PO.",
        )
    return escape(value, {"\r": "&#13;"})


def attribute(value: str) -> str:
    """Return *value* as an attribute between double quotes, quotes included. CatalogError as for `text`."""
    quoted = text(value).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")
    return f'"{quoted}"'
