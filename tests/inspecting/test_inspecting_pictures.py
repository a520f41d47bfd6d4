"""Pictures: what cameras and programs wrote beside the picture."""

import io
import struct
import zlib
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from inspecting_fixture import look
from PIL import Image, PngImagePlugin
from thorough import examples

from l10n.errors import InspectionError

XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Kit 1"><rdf:RDF xmlns:rdf="r" xmlns:dc="d" xmlns:xmp="x" xmlns:p="p">'
    b"<rdf:Description xmp:CreatorTool='Editor 9' p:City='Hintha'><dc:creator><rdf:Seq><rdf:li>Aye Aye</rdf:li></rdf:Seq>"
    b"</dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>"
)


def saved(format, **options):
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(buffer, format, **options)
    return buffer.getvalue()


def exif(artist="Aye Aye"):
    made = Image.Exif()
    made[0x010F], made[0x0110], made[0x013B], made[0x0132] = "Camera", "X-100", artist, "2026:11:23 04:38:27"
    made[0x013C] = "lucias-laptop"
    made.get_ifd(0x8769)[0xA431] = "SN-12345"
    made.get_ifd(0x8825).update({1: "N", 2: (16.0, 48.0, 0.0), 3: "E", 4: (96.0, 9.0, 0.0)})
    return made


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_exif_and_xmp_are_told(format):
    xmp = {"pnginfo": png_info()} if format == "PNG" else {"xmp": XMP}
    found = look(saved(format, exif=exif().tobytes(), **xmp))
    for expected in [
        ("person", "Aye Aye"),
        ("tool", "Camera"),
        ("tool", "X-100"),
        ("time", "2026:11:23 04:38:27"),
        ("host", "lucias-laptop"),
        ("identifier", "SN-12345"),
        ("tool", "Editor 9"),
        ("place", "Hintha"),
    ]:
        assert expected in found
    assert any(kind == "place" and "16" in text and "96" in text for kind, text in found)


def png_info():
    info = PngImagePlugin.PngInfo()
    info.add_itxt("XML:com.adobe.xmp", XMP.decode())
    info.add_text("Software", "Editor 9", zip=True)
    return info


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_bare_picture_tells_nothing(format):
    assert look(saved(format)) == []


def test_comments_are_told():
    assert ("hidden", "by lucia@example.org") in look(saved("JPEG", comment=b"by lucia@example.org"))
    assert ("e-mail", "lucia@example.org") in look(saved("GIF", comment=b"by lucia@example.org"))


def test_agencies_fields_are_told():
    field = b"\x1c\x02\x50\0\x07Aye Aye\x1c\x02\x5a\0\x06Hintha"
    body = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(field)) + field
    plain = saved("JPEG")
    data = plain[:2] + b"\xff\xed" + struct.pack(">H", len(body) + 2) + body + plain[2:]
    assert look(data) == [("person", "Aye Aye"), ("place", "Hintha")]


@pytest.mark.parametrize("format", ["JPEG", "PNG"])
def test_what_hangs_behind_the_picture_is_told(format):
    found = look(saved(format) + b"PK secret lucia@example.org")
    assert ("hidden", "27 bytes behind the end of the picture") in found
    assert ("e-mail", "lucia@example.org") in found


def test_a_texts_bomb_in_a_picture_is_refused():
    body = b"Comment\0\0" + zlib.compress(b"a" * 50_000_000)
    chunk = struct.pack(">I", len(body)) + b"zTXt" + body + b"crc!"
    with pytest.raises(InspectionError, match="grows"):
        look(saved("PNG")[:33] + chunk)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "GIF"])
def test_a_cut_picture_is_refused(format):
    data = saved(format, exif=exif().tobytes()) if format != "GIF" else saved(format)
    with pytest.raises(InspectionError, match="cut"):
        look(data[:30], "a.jpg")


names = st.text(st.characters(categories=("L",), max_codepoint=0x2FFF), min_size=3, max_size=30)


@settings(max_examples=examples(60), deadline=None)
@given(names, st.sampled_from(["JPEG", "PNG", "WEBP"]))
def test_whoever_is_named_in_a_picture_is_found(name, format):
    info = PngImagePlugin.PngInfo()
    info.add_itxt("Author", name)
    options = {"pnginfo": info} if format == "PNG" else {"xmp": XMP.replace(b"Aye Aye", name.encode())}
    assert ("person", name) in look(saved(format, **options))


@settings(max_examples=examples(100), deadline=None)
@given(st.integers(8, 400), st.integers(0, 255), st.sampled_from(["JPEG", "PNG", "WEBP"]))
def test_damage_is_refused_or_passed_over_never_more(place, value, format):
    data = bytearray(saved(format, exif=exif().tobytes()))
    data[place % len(data)] = value
    with suppress(InspectionError):
        look(bytes(data), "a.txt")
