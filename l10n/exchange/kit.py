"""The offline kit: one zip with the catalog and two forms, for a translator without connection, tools or account."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

from ..errors import CatalogError
from ..inline import plain
from ..ports import ExchangeFormat, Parcel, ReturnedParcel
from .form_words import said_in, say
from .forms import decode_text
from .kit_merging import merge_parts
from .kit_page import write_page
from .kit_page_reading import is_page, page_in_archive, read_page
from .kit_text import is_text_form, read_text, write_text
from .unzipping import read_members
from .zipping import zip_members

_MAX_BYTES = 64 * 1024 * 1024
_ZIP = b"PK\x03\x04"
_FORMS = frozenset({".txt", ".html", ".htm", ".xhtml", ".md", ".text"})
_REMEDY = "Import the page, the text file or the PO file that the translator filled in."


class KitFormat:
    """Writes a kit, and reads back the kit or any one file of it, whatever it is called now.

    With *po* the catalog goes with it as a PO file. Where two files of a returned kit say different things of one
    entry, both come back, the one of the earlier file first.
    """

    name = "kit"
    suffix = ".zip"

    def __init__(self, po: ExchangeFormat | None = None) -> None:
        self._po = po

    def write(self, parcel: Parcel) -> bytes:
        """Return the zip: the same bytes for the same catalog."""
        name = f"{parcel.catalog.slug}.{parcel.catalog.locale}"
        page = write_page(parcel, text_name=f"{name}.txt")
        files = [("README.txt", _windows(_readme(parcel, name, has_po=self._po is not None)))]
        files += [(f"{name}.txt", _windows(write_text(parcel))), (f"{name}.html", page.encode())]
        if self._po is not None:
            files.append((f"{name}.po", self._po.write(parcel)))
        return zip_members(files)

    def read(self, data: bytes, *, path: str) -> ReturnedParcel:
        """Return what a kit, or one file of it, brought back. CatalogError where no translation is in it."""
        if not data.startswith(_ZIP):
            part = self._part(data, path)
            if part is None:
                raise CatalogError("this is no file of a kit", path=path, remedy=_REMEDY)
            return merge_parts([(path, part)])
        members = read_members(data, path=path, max_bytes=_MAX_BYTES)
        read = ((f"{path}/{name}", self._part(found, f"{path}/{name}")) for name, found in _own(members))
        parts = [(name, part) for name, part in read if part is not None]
        if not parts:
            raise CatalogError("no form and no catalog of a kit is in this zip", path=path, remedy=_REMEDY)
        return merge_parts(parts)

    def _part(self, data: bytes, path: str) -> ReturnedParcel | None:
        """Return what stands in one file, None where it is something else (a README, a picture)."""
        suffix = PurePosixPath(path).suffix.lower()
        if suffix in (".po", ".pot"):
            if self._po is None:
                raise CatalogError("the PO file of this kit cannot be read here", path=path, remedy="Import it alone.")
            return self._po.read(data, path=path)
        text = _form_text(data, path=path, strict=suffix in _FORMS)
        if is_page(text):
            return read_page(text, path=path)
        return read_text(text, path=path) if is_text_form(text) else None


def looks_like_kit_part(data: bytes, path: str) -> bool:
    """Whether `KitFormat.read` is the one to ask: a zip that is no Word file, or a form as text or page."""
    if data.startswith(_ZIP):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                return "[Content_Types].xml" not in archive.namelist()
        except zipfile.BadZipFile:
            return False
    text = _form_text(data, path=path, strict=False)
    return is_page(text) or is_text_form(text)


def _own(members: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield what people put into the zip, without the shadows that macOS adds."""
    for name, data in members.items():
        path = PurePosixPath(name)
        if "__MACOSX" not in path.parts and not path.name.startswith("."):
            yield name, data


def _form_text(data: bytes, *, path: str, strict: bool) -> str:
    """Return the text of what may be a form; "" for what is no text, CatalogError if *strict*."""
    if len(data) > _MAX_BYTES or data.startswith(_ZIP):
        return ""
    if b"multipart/related" in data[:4000].lower():
        return page_in_archive(data, path=path)
    try:
        return decode_text(data, path=path)
    except CatalogError:
        if strict:
            raise
        return ""


def _windows(text: str) -> bytes:
    """Return a text as every editor opens it, old Notepads too: with a BOM, and lines that end with CR LF."""
    return text.replace("\n", "\r\n").encode("utf-8-sig")


def _readme(parcel: Parcel, name: str, *, has_po: bool) -> str:
    paragraphs = [plain(parcel.title) or parcel.catalog.slug]
    for language in said_in(parcel.catalog.locale):
        files = [f"  {name}.txt\n    {say('kit-text', language)}", f"  {name}.html\n    {say('kit-page', language)}"]
        if has_po:
            files.append(f"  {name}.po\n    {say('kit-po', language)}")
        paragraphs += [say("kit-intro", language), say("kit-choose", language), *files]
        ends = ("marks", "kit-approved", "nothing-printed", "kit-safe")
        paragraphs += [say(word, language) for word in ends]
    return "\n\n".join(paragraphs) + "\n"
