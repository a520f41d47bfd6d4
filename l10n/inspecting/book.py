"""The members of an e-book: its package, chapters, styles and pictures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from ..errors import InspectionError
from .css import traces_of_css
from .eye import Eye
from .html import traces_of_html
from .pictures import is_picture, traces_of_picture
from .plain import traces_of_json
from .references import fetched
from .trace import Kind, Trace, kind_of_field, trace
from .xmlscan import attribute, local, parse_xml, traces_of_fields, words_of

_PAGES = (".xhtml", ".html", ".htm", ".svg", ".xht")
_QUIET = (".ttf", ".otf", ".woff", ".woff2")


def traces_of_book_member(name: str, body: bytes, members: Mapping[str, bytes], eye: Eye) -> Iterator[Trace]:
    """Yield what a member gives away; a reference to a file that is in the book too says nothing."""
    for found in _of_member(name, body, eye):
        if found.kind is not Kind.BESIDE or not _is_in(found.text, name, members):
            yield found


def _is_in(address: str, name: str, members: Mapping[str, bytes]) -> bool:
    return normpath(join(dirname(name), unquote(address.partition("#")[0]))) in members


def _of_member(name: str, body: bytes, eye: Eye) -> Iterator[Trace]:
    low = name.lower()
    if low.endswith(_PAGES):
        yield from traces_of_html(body.decode("utf-8", "replace"), name, eye)
    elif low.endswith(".css"):
        yield from traces_of_css(body.decode("utf-8", "replace"), name, eye)
    elif is_picture(body):
        yield from traces_of_picture(body, name, eye)
    elif low.endswith((".js", ".mjs")):
        yield trace(Kind.ACTIVE, name, "a script")
        yield from eye.read(body.decode("utf-8", "replace"), name)
    elif low.endswith(".json"):
        try:
            yield from traces_of_json(body.decode("utf-8", "replace"), name, eye)
        except InspectionError as error:
            yield trace(Kind.HIDDEN, name, str(error))
    elif low.endswith((".opf", ".xml", ".ncx", ".rels")):
        yield from _of_xml(name, body, eye)
    elif low.endswith(_QUIET):
        return
    else:
        yield from _of_unknown(name, body, eye)


def _of_unknown(name: str, body: bytes, eye: Eye) -> Iterator[Trace]:
    if body.startswith((b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0")):
        yield trace(Kind.ACTIVE, name, "a file within the file, not looked into")
    elif body[:4096].count(0):
        yield trace(Kind.HIDDEN, name, f"{len(body)} bytes of no known kind, not looked into")
    else:
        yield from eye.read(body.decode("utf-8", "replace"), name)


def _of_xml(name: str, body: bytes, eye: Eye) -> Iterator[Trace]:
    tree, found = parse_xml(body, name)
    yield from found
    if tree is None:
        yield from eye.read(body.decode("utf-8", "replace"), name)
        return
    for element in tree.iter():
        kind, place = local(str(element.tag)), f"{name} {local(str(element.tag))}"
        if kind == "item":
            yield from fetched(attribute(element, "href"), place, eye)
            if "scripted" in attribute(element, "properties").split():
                yield trace(Kind.ACTIVE, place, f"{attribute(element, 'href')} says that it has scripts")
        elif name.startswith("META-INF/") and kind in ("EncryptedData", "rights", "license"):
            yield trace(Kind.HIDDEN, place, "encryption or a licence of rights")
        elif kind == "meta":
            field = attribute(element, "property") or attribute(element, "name")
            value = attribute(element, "content") or element.text or ""
            if kind_of_field(field) is not Kind.HIDDEN:
                yield from eye.field(field, value, f"{place} {field}")
    yield from (t for t in traces_of_fields(tree, name, eye) if t.kind is not Kind.HIDDEN)
    yield from eye.read(words_of(tree, fields=True), name)
