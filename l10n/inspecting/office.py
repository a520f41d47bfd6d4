"""The members of Word and LibreOffice documents: properties, relationships, fields, changes, macros."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from .eye import Eye
from .pictures import is_picture, traces_of_picture
from .references import fetched, followed
from .trace import Kind, Trace, trace
from .xmlscan import attribute, local, parse_xml, traces_of_fields, traces_of_marks, words_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_FETCHING_FIELDS = re.compile(
    r"\b(INCLUDEPICTURE|INCLUDETEXT|IMPORT|LINK|DDEAUTO|DDE|RD|DATABASE)\b\s+(.{0,300})", re.I
)
_LINKING_FIELD = re.compile(r"\bHYPERLINK\s+\"?([^\"\s]+)", re.I)
_PROGRAMS = re.compile(r"(?:^|/)(?:vbaProject\w*\.bin|vbaData\.xml|activeX/.*|embeddings/.*|macrosheets/.*)$", re.I)
_PROGRAMS_OF_ODF = re.compile(r"^(?:Basic|Scripts|Object [^/]+)/", re.I)
_ACTING = {"oleObject", "package", "control", "vbaProject", "aFChunk", "wordVbaData", "xlMacrosheet"}
_PROPERTIES = ("docProps/", "meta.xml", "settings.xml", "customXml/", "people.xml")
_CHANGES = {"ins", "del", "moveFrom", "moveTo", "changed-region", "rPrChange", "pPrChange"}
_COMMENTS = {"comment", "annotation"}


def traces_of_office_member(name: str, body: bytes, members: Mapping[str, bytes], eye: Eye) -> Iterator[Trace]:
    """Yield what a member of a document gives away."""
    if _PROGRAMS.search(name) or _PROGRAMS_OF_ODF.match(name):
        yield trace(Kind.ACTIVE, name, "a macro, a control or an embedded file")
        yield from eye.read(body.decode("latin-1"), name)
    elif is_picture(body):
        if "thumbnail" in name.lower():
            yield trace(Kind.HIDDEN, name, "a thumbnail of the document")
        yield from traces_of_picture(body, name, eye)
    elif name.lower().endswith((".xml", ".rels", ".rdf", ".vml")):
        tree, found = parse_xml(body, name)
        yield from found
        if tree is None:
            yield from eye.read(body.decode("utf-8", "replace"), name)
        else:
            yield from _of_xml(name, tree, eye)
    elif not body[:4096].count(0):
        yield from eye.read(body.decode("utf-8", "replace"), name)
    elif not name.lower().endswith((".ttf", ".otf", ".odttf", ".fntdata")):
        yield trace(Kind.HIDDEN, name, f"{len(body)} bytes of no known kind, not looked into")


def _of_xml(name: str, tree: Element, eye: Eye) -> Iterator[Trace]:
    if name.endswith(".rels"):
        yield from _relationships(name, tree, eye)
        return
    if fields := any(part in name for part in _PROPERTIES):
        yield from traces_of_fields(tree, name, eye)
    else:
        yield from traces_of_marks(tree, name, eye)
        yield from _marked(name, tree)
    for element in tree.iter():
        yield from _element(name, element, eye)
    yield from eye.read(words_of(tree, fields=fields), name)


def _relationships(name: str, tree: Element, eye: Eye) -> Iterator[Trace]:
    for element in tree.iter():
        if local(str(element.tag)) != "Relationship":
            continue
        kind, target = attribute(element, "Type").rpartition("/")[2], attribute(element, "Target")
        place = f"{name} {kind}"
        if attribute(element, "TargetMode").lower() != "external":
            if kind in _ACTING:
                yield trace(Kind.ACTIVE, place, target)
        elif kind == "hyperlink":
            yield from followed(target, place, eye)
        else:
            yield trace(Kind.OUTSIDE, place, target)
            yield from (t for t in eye.read(target, place) if t.kind is not Kind.LINK)


def _marked(name: str, tree: Element) -> Iterator[Trace]:
    names = [local(str(element.tag)) for element in tree.iter()]
    for said, kinds in (("tracked changes", _CHANGES), ("comments", _COMMENTS)):
        if number := sum(one in kinds for one in names):
            yield trace(Kind.HIDDEN, name, f"{said}: {number}")
    ids = {v for e in tree.iter() for k, v in e.attrib.items() if local(k).startswith("rsid") or local(k) == "paraId"}
    if ids or "rsid" in names:
        yield trace(Kind.ID, name, f"numbers of editing sessions or paragraphs: {len(ids) or names.count('rsid')}")


def _element(name: str, element: Element, eye: Eye) -> Iterator[Trace]:
    kind = local(str(element.tag))
    if kind in ("instrText", "fldSimple"):
        code = attribute(element, "instr") or element.text or ""
        for found in _FETCHING_FIELDS.finditer(code):
            yield trace(Kind.OUTSIDE, f"{name} field {found[1].upper()}", found[2] or found[1])
        for found in _LINKING_FIELD.finditer(code):
            yield from followed(found[1], f"{name} field", eye)
    elif kind in ("script", "event-listener"):
        yield trace(Kind.ACTIVE, f"{name} {kind}", attribute(element, "href") or kind)
    elif kind in ("imagedata", "fill", "stroke") and "://" in (address := attribute(element, "src")):
        yield from fetched(address, f"{name} {kind}", eye)
    elif address := next((v for k, v in element.attrib.items() if k.endswith("xlink}href")), ""):
        if kind in ("a", "text-a", "bookmark"):
            yield from followed(address, f"{name} {kind}", eye)
        else:
            yield from fetched(address, f"{name} {kind}", eye, beside=False)
    elif kind in ("printer-name",):
        yield trace(Kind.HOST, f"{name} printer", element.text or "")
    if attribute(element, "name") in ("PrinterName", "PrinterSetup") and element.text:
        yield trace(Kind.HOST, f"{name} {attribute(element, 'name')}", element.text[:80])
