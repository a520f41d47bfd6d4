"""Public lists of payloads in the files that other programs open: Word, PDF, JSON, messages, text. Nothing in them acts."""

from __future__ import annotations

import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from importlib.resources import files
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from jsonschema import Draft202012Validator
from payloads import OWN, outside_payloads

from l10n.editions import writer_for
from l10n.errors import EditionError

from .test_payloads import edition

pytestmark = pytest.mark.slow

CHUNK = 150
OUTSIDE = outside_payloads()
PARTS = [OWN, *(OUTSIDE[at : at + CHUNK] for at in range(0, len(OUTSIDE), CHUNK))]
NAMES = ["own", *(f"outside {n}" for n in range(1, len(PARTS)))]
EDITIONS = pytest.mark.parametrize("payloads", PARTS, ids=NAMES)
SCHEMES = {"http", "https", "mailto"}
WORD_ACTS = re.compile(r"altChunk|object|control|attachedTemplate|subDoc|OLEObject|externalData|frameset|mailMerge")
PDF_ACTS = {
    *("/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/AA", "/RichMedia", "/SubmitForm", "/Sound"),
    *("/ImportData", "/GoToR", "/GoToE", "/XFA", "/Movie", "/Rendition", "/3D"),
}


def acts_in_word(data: bytes) -> list[str]:
    """Return what Word would run, load or ask for."""
    found = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if not name.endswith((".xml", ".rels")):
                found.append(name)
                continue
            for node in ElementTree.fromstring(archive.read(name)).iter():
                tag = node.tag.rpartition("}")[2]
                if WORD_ACTS.fullmatch(tag):
                    found.append(f"{name}: {tag}")
                if tag == "instrText" and (node.text or "").split()[:1] != ["PAGE"]:
                    found.append(f"{name}: field {node.text}")
                if node.get("TargetMode") == "External":
                    is_link = (node.get("Type") or "").endswith("/hyperlink")
                    found += (
                        [] if is_link and scheme_of(node.get("Target") or "") in SCHEMES else [f"{name}: {node.attrib}"]
                    )
    return found


def scheme_of(address: str) -> str:
    return urlsplit(re.sub(r"[\x00-\x20]", "", address)).scheme.lower()


def acts_in_pdf(data: bytes) -> Iterator[str]:
    """Yield what a reader of PDF would run or open by itself, and links that lead elsewhere than to a page or a mail."""
    import pypdf
    from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

    reader, seen = pypdf.PdfReader(io.BytesIO(data)), set()
    waiting = [reader.trailer]
    while waiting:
        item = waiting.pop()
        if isinstance(item, IndirectObject):
            if item.idnum in seen:
                continue
            seen.add(item.idnum)
            item = item.get_object()
        if isinstance(item, DictionaryObject):
            yield from (f"{key}: {item.get(key)}" for key in item if key in PDF_ACTS or item.get("/S") in PDF_ACTS)
            if "/URI" in item and scheme_of(str(item["/URI"])) not in SCHEMES:
                yield f"link {item['/URI']}"
            waiting += [item.raw_get(key) for key in item]
        elif isinstance(item, ArrayObject):
            waiting += list(item)


@EDITIONS
@pytest.mark.parametrize("draft", [False, True])
def test_no_word_file_acts(payloads, draft):
    assert acts_in_word(writer_for("docx").write(edition(payloads, draft=draft))) == []


@EDITIONS
@pytest.mark.parametrize("name", ["pdf", "pdf-phone"])
def test_no_pdf_acts(payloads, name):
    """A payload with a letter that no font here has is refused with a remedy, and looked at no further."""
    looked, refused = 0, []
    for at in range(0, len(payloads), 15):
        part = payloads[at : at + 15]
        for group in (part, *([text] for text in part)):
            try:
                data = writer_for(name).write(edition(list(group), draft=True))
            except EditionError as error:
                refused.append(error)
                continue
            looked += len(group)
            assert list(acts_in_pdf(data)) == []
            if group is part:
                break
    assert looked
    assert [error.message for error in refused if "no font" not in error.message or not error.remedy] == []


def test_the_look_into_pdfs_would_see_it():
    import pypdf
    from pypdf.generic import DictionaryObject, NameObject, TextStringObject

    made = pypdf.PdfWriter()
    page = made.add_blank_page(100, 100)
    script = {"/S": NameObject("/JavaScript"), "/JS": TextStringObject("app.alert(1)")}
    page[NameObject("/AA")] = DictionaryObject({NameObject(key): value for key, value in script.items()})
    made.add_attachment("a", b"b")
    out = io.BytesIO()
    made.write(out)
    assert {found.split(":")[0] for found in acts_in_pdf(out.getvalue())} >= {"/AA", "/JS", "/EmbeddedFiles"}


@EDITIONS
@pytest.mark.parametrize("name", ["text", "messages"])
def test_no_message_holds_what_a_terminal_obeys(payloads, name):
    said = writer_for(name).write(edition(payloads, draft=True)).decode()
    assert [c for c in said if unicodedata.category(c) == "Cc" and c not in "\n\t"] == []


@EDITIONS
def test_json_is_what_its_schema_says(payloads):
    schema = json.loads(files("l10n.editions").joinpath("edition.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(json.loads(writer_for("json").write(edition(payloads, draft=True))))
