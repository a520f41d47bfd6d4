"""PDF: every object in the file, also those that no page shows; read with pypdf."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..errors import InspectionError
from .eye import Eye
from .pictures import traces_of_picture
from .references import followed
from .trace import Kind, Trace, trace
from .xmp import traces_of_xmp

if TYPE_CHECKING:
    from pypdf import PdfReader

_MOST_PAGES = 2000
_MOST_OBJECTS = 300_000
_INFO = {"/Author": Kind.PERSON, "/Creator": Kind.TOOL, "/Producer": Kind.TOOL, "/Company": Kind.PERSON}
_INFO |= {"/CreationDate": Kind.TIME, "/ModDate": Kind.TIME, "/Subject": Kind.HIDDEN}
_INFO |= {"/Keywords": Kind.HIDDEN, "/SourceModified": Kind.TIME, "/Manager": Kind.PERSON}
_ACTS = {
    "/Launch": "starts a program",
    "/JavaScript": "JavaScript",
    "/ImportData": "imports data",
    "/Rendition": "plays",
}
_ACTS |= {"/Movie": "plays a film", "/Sound": "plays sound", "/RichMedia": "runs rich media", "/3D": "runs a scene"}
_LEAVES = {"/GoToR": "opens another file", "/GoToE": "opens an embedded file", "/SubmitForm": "sends a form"}
_UNLOCK = "save it again without a passphrase, and look again"
_RAW = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA)(?![A-Za-z])")


def traces_of_pdf(data: bytes, where: str, eye: Eye) -> Iterator[Trace]:
    """Yield what a PDF gives away. InspectionError where it is damaged, locked, or pypdf is not installed."""
    try:
        from pypdf import PdfReader
        from pypdf.errors import DependencyError, PyPdfError
    except ImportError as error:
        raise InspectionError("PDF files need pypdf", remedy="pip install 'diglot[inspect]'") from error
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it mends and passes over is no news to a reader
    damage = (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, AssertionError, OSError)
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise InspectionError("this PDF wants a passphrase", remedy=_UNLOCK)
        yield from _of_file(reader, data, where, eye)
    except DependencyError as error:
        raise InspectionError("this PDF is locked", remedy=_UNLOCK) from error
    except (*damage, NotImplementedError, RecursionError, ArithmeticError) as error:
        raise InspectionError(f"this PDF is damaged: {type(error).__name__}: {error}") from error


def _of_file(reader: PdfReader, data: bytes, where: str, eye: Eye) -> Iterator[Trace]:
    versions = len(re.findall(rb"%%EOF", data)) - (b"/Linearized" in data[:2048])
    if versions > 1:
        yield trace(Kind.HIDDEN, where, f"{versions - 1} earlier versions of the file")
    info = reader.trailer.get("/Info")
    for key, value in dict(info.get_object() if info else {}).items():
        yield from eye.field(key, _text(value), f"{where} {key}", kind=_INFO.get(key))
    if identifiers := reader.trailer.get("/ID"):
        yield trace(Kind.ID, f"{where} /ID", " ".join(_hex(one) for one in identifiers))
    for found in set(_RAW.findall(data)):
        yield trace(Kind.ACTIVE, where, found.decode())
    for thing in _objects(reader, besides=getattr(info, "idnum", 0)):
        yield from _of_object(thing, where, eye)
    for number, page in enumerate(reader.pages[:_MOST_PAGES], 1):
        yield from eye.read(page.extract_text(), f"{where} page {number}".strip())


def _objects(reader: PdfReader, *, besides: int) -> Iterator[Any]:
    from pypdf.generic import IndirectObject

    known = {(number, generation) for generation, table in reader.xref.items() for number in table}
    known |= {(number, 0) for number in reader.xref_objStm}
    if len(known) > _MOST_OBJECTS:
        raise InspectionError(f"this PDF has {len(known)} objects; at most {_MOST_OBJECTS} are looked at")
    for number, generation in sorted(known):
        if number not in (0, besides):
            yield reader.get_object(IndirectObject(number, generation, reader))


def _of_object(thing: Any, where: str, eye: Eye) -> Iterator[Trace]:
    """Yield what an object tells with all that stands in it directly; what it refers to has its own turn."""
    todo: list[tuple[str, Any]] = [("", thing)]
    while todo:
        key, one = todo.pop()
        if isinstance(one, dict):
            yield from _of_dictionary(one, where, eye)
            todo += list(one.items())
        elif isinstance(one, list):
            todo += [(key, inner) for inner in one]
        elif isinstance(one, str | bytes) and not type(one).__name__.startswith("Name"):
            yield from eye.read(_text(one), f"{where} {key}".strip())


def _of_dictionary(one: dict[str, Any], where: str, eye: Eye) -> Iterator[Trace]:
    action, kind = str(_plain(one.get("/S"))), str(_plain(one.get("/Subtype")))
    for name in {action, kind} & _ACTS.keys():
        yield trace(Kind.ACTIVE, f"{where} {name}", _ACTS[name])
    if action in _LEAVES:
        yield trace(Kind.OUTSIDE, f"{where} {action}", f"{_LEAVES[action]}: {_target(one)}")
    if action == "/URI":
        yield from followed(_text(one.get("/URI")), f"{where} /URI", eye)
    for name in ("/JS", "/XFA", "/EmbeddedFiles"):
        if name in one:
            yield trace(Kind.ACTIVE, f"{where} {name}", _text(one[name])[:200] or name)
    if str(one.get("/Type")) in ("/Filespec", "/F") or "/EF" in one:
        kinds = Kind.ACTIVE if "/EF" in one else Kind.OUTSIDE
        yield trace(kinds, f"{where} file", _text(one.get("/UF") or one.get("/F")) or "a file")
    if "/T" in one and kind.startswith("/") and "/Rect" in one and "/FT" not in one:
        yield from eye.field("", _text(one["/T"]), f"{where} note {kind}", kind=Kind.PERSON)
        yield trace(Kind.HIDDEN, f"{where} note {kind}", _text(one.get("/Contents")) or kind)
    if "/PieceInfo" in one:
        yield trace(Kind.HIDDEN, f"{where} /PieceInfo", "data that a program keeps for itself")
    if "/LastModified" in one:
        yield trace(Kind.TIME, f"{where} /LastModified", _text(one["/LastModified"]))
    yield from _of_stream(one, kind, where, eye)


def _of_stream(one: dict[str, Any], kind: str, where: str, eye: Eye) -> Iterator[Trace]:
    if not hasattr(one, "get_data"):
        return
    if "/F" in one:
        yield trace(Kind.OUTSIDE, f"{where} stream", _target(one))
    if str(one.get("/Type")) == "/Metadata" or kind == "/XML":
        yield from traces_of_xmp(one.get_data(), where, eye)
    elif kind == "/Image" and "DCTDecode" in str(one.get("/Filter")):
        raw = getattr(one, "_data", b"")
        if raw.startswith(b"\xff\xd8"):
            yield from traces_of_picture(raw, f"{where} picture".strip(), eye)


def _target(one: dict[str, Any]) -> str:
    target = _plain(one.get("/F"))
    if isinstance(target, dict):
        target = _plain(target.get("/UF") or target.get("/F"))
    return _text(target) or "?"


def _plain(value: Any) -> Any:
    return value.get_object() if hasattr(value, "get_object") else value


def _text(value: Any) -> str:
    value = _plain(value)
    if isinstance(value, bytes):
        return value.decode("latin-1")
    return value if isinstance(value, str) else ""


def _hex(value: Any) -> str:
    raw = getattr(
        value, "original_bytes", value if isinstance(value, bytes) else str(value).encode("latin-1", "replace")
    )
    return bytes(raw).hex()
