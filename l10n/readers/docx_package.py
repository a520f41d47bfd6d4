"""The parts of a Word file, read into memory with every guard that a file from a stranger needs."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from posixpath import normpath
from typing import TypeAlias
from xml.etree import ElementTree

from ..errors import ArticleError, CatalogError
from ..unzipping import read_members
from .outside_xml import Node, name_of, parse_xml

Members: TypeAlias = dict[str, bytes]

MAX_BYTES = 200_000_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORD = re.compile(
    r"http://(?:schemas\.openxmlformats\.org|purl\.oclc\.org/ooxml)/(?:officeDocument/2006/)?wordprocessingml/"
)
_TEXT = (".xml", ".rels", "mimetype")
_SAVE = "save the article as .docx in Word or LibreOffice, or as plain text"


def open_package(data: bytes, *, path: str) -> Members:
    """Return the files in a Word file by name; all its XML is well-formed and without document types. ArticleError."""
    if data.startswith(_OLE):
        raise ArticleError(
            "this is an old Word file (.doc), or one with a password",
            path=path,
            remedy="open it in Word or LibreOffice and save it as .docx, without a password",
        )
    try:
        members = read_members(data, path=path, max_bytes=MAX_BYTES, max_members=10_000)
    except CatalogError as error:
        raise ArticleError(error.message, path=path, remedy=error.remedy) from error
    if "[Content_Types].xml" not in members:
        raise ArticleError("this zip is no Word file", path=path, remedy=_SAVE)
    for name, content in members.items():
        if name.endswith((".xml", ".rels")) and not name.startswith("customXml/"):
            parse_xml(content, path=f"{path} ({name})")
    return members


def main_part(members: Members, *, path: str) -> str:
    """Return the name of the part with the document's text. ArticleError."""
    targets = related(members, "")
    found = next((target for kind, target in targets if kind == "officeDocument"), "word/document.xml")
    if found not in members or w(parse_xml(members[found], path=path)) != "document":
        raise ArticleError("this file holds no Word document", path=path, remedy=_SAVE)
    return found


def related(members: Members, part: str) -> list[tuple[str, str]]:
    """Return the kind and name of each part that *part*, "" for the package, leads to inside the file."""
    folder, _, file = part.rpartition("/")
    name = f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"
    if name not in members:
        return []
    found = []
    for relation in parse_xml(members[name], path=name):
        target = relation.get("Target", "")
        if relation.get("TargetMode") != "External" and target:
            whole = target.lstrip("/") if target.startswith("/") else normpath(f"{folder}/{target}").lstrip("/")
            found.append((relation.get("Type", "").rpartition("/")[2], whole))
    return found


def repack(members: Mapping[str, bytes]) -> io.BytesIO:
    """Return a zip of *members*; what is not XML, pictures above all, is named in it but empty."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content if name.endswith(_TEXT) else b"")
    out.seek(0)
    return out


def xml_of(root: Node) -> bytes:
    """Return *root* as bytes."""
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def w(node: Node) -> str:
    """Return the local name of a WordprocessingML element, "" for any other."""
    space, name = name_of(node)
    return name if _WORD.match(space) else ""


def attribute(node: Node | None, name: str) -> str:
    """Return an attribute by its local name, "" where it or the node is missing."""
    if node is None:
        return ""
    return next((value for key, value in node.attrib.items() if key.rpartition("}")[2] == name), "")


def child(node: Node | None, *names: str) -> Node | None:
    """Return what the path of WordprocessingML *names* leads to below *node*, None where it breaks off."""
    for name in names:
        node = next((inner for inner in node if w(inner) == name), None) if node is not None else None
    return node


def texts_in(root: Node) -> Iterator[str]:
    """Yield the text of each paragraph below *root*, of Word's or of drawings."""
    for node in root.iter():
        if name_of(node)[1] == "p":
            text = "".join(
                inner.text or "" if name_of(inner)[1] in ("t", "delText") else " "
                for inner in node.iter()
                if name_of(inner)[1] in ("t", "delText", "tab", "br", "cr")
            )
            if text.strip():
                yield " ".join(text.split())
