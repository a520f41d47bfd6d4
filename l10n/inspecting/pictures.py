"""JPEG, PNG, WebP and GIF: every part that is not the picture itself."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from ..errors import InspectionError
from .exif import traces_of_exif
from .eye import Eye
from .trace import Kind, Trace, trace
from .xmp import traces_of_xmp

_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_XMP_MORE = b"http://ns.adobe.com/xmp/extension/\0"
_MOST_TEXT = 2_000_000
_PICTURE_CHUNKS = {
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"hIST", b"pHYs", b"cICP",
}  # fmt: skip
_IPTC = {5: Kind.HIDDEN, 25: Kind.HIDDEN, 40: Kind.HIDDEN, 55: Kind.TIME, 60: Kind.TIME, 62: Kind.TIME, 63: Kind.TIME}
_IPTC |= {65: Kind.TOOL, 70: Kind.TOOL, 80: Kind.PERSON, 85: Kind.PERSON, 90: Kind.PLACE, 92: Kind.PLACE}
_IPTC |= {95: Kind.PLACE, 101: Kind.PLACE, 105: Kind.HIDDEN, 110: Kind.PERSON, 115: Kind.PERSON, 116: Kind.PERSON}
_IPTC |= {118: Kind.PERSON, 120: Kind.HIDDEN, 122: Kind.PERSON}


def is_picture(data: bytes) -> bool:
    """Whether *data* begins as a picture does."""
    webp = data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    return webp or data.startswith((b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b"GIF8"))


def traces_of_picture(data: bytes, where: str, eye: Eye) -> Iterator[Trace]:
    """Yield what stands in a picture besides the picture. InspectionError where it is cut or damaged."""
    try:
        if data.startswith(b"\xff\xd8"):
            yield from _jpeg(data, where, eye)
        elif data.startswith(b"\x89PNG"):
            yield from _png(data, where, eye)
        elif data.startswith(b"GIF8"):
            yield from _gif(data, where, eye)
        else:
            yield from _webp(data, where, eye)
    except (struct.error, IndexError, zlib.error) as error:
        raise InspectionError("this picture is cut or damaged", remedy="look at the original of it") from error


def _jpeg(data: bytes, where: str, eye: Eye) -> Iterator[Trace]:
    at = 2
    while at < len(data):
        while data[at] == 0xFF and data[at + 1] == 0xFF:
            at += 1
        if data[at] != 0xFF:
            raise struct.error
        marker = data[at + 1]
        if marker == 0xD9:
            break
        if marker == 0x01 or 0xD0 <= marker <= 0xD8:
            at += 2
            continue
        size = struct.unpack_from(">H", data, at + 2)[0]
        body = data[at + 4 : at + 2 + size]
        if len(body) < size - 2:
            raise struct.error
        yield from _segment(marker, body, where, eye)
        at += 2 + size
        if marker == 0xDA:
            at = _after_scan(data, at)
    if len(data) - at > 2:
        yield trace(Kind.HIDDEN, where, f"{len(data) - at - 2} bytes behind the end of the picture")
        yield from eye.read(data[at:].decode("latin-1"), where)


def _after_scan(data: bytes, at: int) -> int:
    """Return where the next marker stands that is no part of the picture's own numbers."""
    while (at := data.find(b"\xff", at)) >= 0:
        if at + 1 < len(data) and data[at + 1] != 0 and not 0xD0 <= data[at + 1] <= 0xD7:
            return at
        at += 2
    return len(data)


def _segment(marker: int, body: bytes, where: str, eye: Eye) -> Iterator[Trace]:
    if marker == 0xE1 and body.startswith(b"Exif"):
        yield from traces_of_exif(body, where, eye)
    elif marker == 0xE1 and body.startswith(_XMP):
        yield from traces_of_xmp(body[len(_XMP) :], where, eye)
    elif marker == 0xED and body.startswith(b"Photoshop"):
        yield from _photoshop(body, where, eye)
    elif marker == 0xFE:
        yield from eye.field("", body.decode("utf-8", "replace"), f"{where} comment", kind=Kind.HIDDEN)
    elif 0xE1 <= marker <= 0xEF and not (marker == 0xEE and body.startswith(b"Adobe")):
        name = body[:24].split(b"\0")[0].decode("latin-1")
        yield trace(Kind.HIDDEN, f"{where} APP{marker - 0xE0}", f"{name or 'data'}, {len(body)} bytes")
        yield from eye.read(body.decode("latin-1"), f"{where} APP{marker - 0xE0}")


def _photoshop(body: bytes, where: str, eye: Eye) -> Iterator[Trace]:
    """Yield the IPTC fields: who, where, when, as agencies write them."""
    at = body.find(b"\x1c\x02")
    if at < 0:
        yield trace(Kind.HIDDEN, f"{where} Photoshop", f"{len(body)} bytes")
    while 0 <= at < len(body) - 5 and body[at] == 0x1C:
        number, size = body[at + 2], struct.unpack_from(">H", body, at + 3)[0]
        text = body[at + 5 : at + 5 + size].decode("utf-8", "replace")
        if kind := _IPTC.get(number):
            yield from eye.field("", text, f"{where} IPTC {number}", kind=kind)
        at += 5 + size


def _png(data: bytes, where: str, eye: Eye) -> Iterator[Trace]:
    at, name = 8, b""
    while name != b"IEND":
        size, name = struct.unpack_from(">I4s", data, at)
        body = data[at + 8 : at + 8 + size]
        if len(body) < size:
            raise struct.error
        at += 12 + size
        if name != b"IEND":
            yield from _chunk(name, body, where, eye)
    if len(data) > at:
        yield trace(Kind.HIDDEN, where, f"{len(data) - at} bytes behind the end of the picture")
        yield from eye.read(data[at:].decode("latin-1"), where)


def _chunk(name: bytes, body: bytes, where: str, eye: Eye) -> Iterator[Trace]:
    if name == b"eXIf":
        yield from traces_of_exif(body, where, eye)
    elif name == b"tIME":
        year, month, day, hour, minute, second = struct.unpack_from(">H5B", body)
        yield trace(Kind.TIME, f"{where} tIME", f"{year}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
    elif name in (b"tEXt", b"zTXt", b"iTXt"):
        key, text = _png_text(name, body)
        if key == "XML:com.adobe.xmp":
            yield from traces_of_xmp(text.encode(), where, eye)
        else:
            yield from eye.field(key, text, f"{where} {key}")
            if key.lower().startswith("raw profile"):
                yield trace(Kind.HIDDEN, f"{where} {key}", f"{len(text)} characters")
    elif name not in _PICTURE_CHUNKS:
        yield trace(Kind.HIDDEN, where, f"{name.decode('latin-1')}, {len(body)} bytes")


def _png_text(name: bytes, body: bytes) -> tuple[str, str]:
    key, _, rest = body.partition(b"\0")
    if name == b"zTXt":
        rest = _inflated(rest[1:])
    elif name == b"iTXt":
        packed = rest[:1] == b"\1"
        rest = rest[2:].split(b"\0", 2)[-1]
        rest = _inflated(rest) if packed else rest
    return key.decode("latin-1"), rest.decode("utf-8" if name == b"iTXt" else "latin-1", "replace")


def _inflated(data: bytes) -> bytes:
    text = zlib.decompressobj().decompress(data, _MOST_TEXT)
    if len(text) == _MOST_TEXT:
        raise InspectionError("a text in this picture grows beyond every measure", remedy="do not open the picture")
    return text


def _webp(data: bytes, where: str, eye: Eye) -> Iterator[Trace]:
    at = 12
    while at + 8 <= len(data):
        name, size = struct.unpack_from("<4sI", data, at)
        body = data[at + 8 : at + 8 + size]
        if name == b"EXIF":
            yield from traces_of_exif(body, where, eye)
        elif name == b"XMP ":
            yield from traces_of_xmp(body, where, eye)
        elif name not in (b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"):
            yield trace(Kind.HIDDEN, where, f"{name.decode('latin-1')}, {size} bytes")
        at += 8 + size + size % 2


def _gif(data: bytes, where: str, eye: Eye) -> Iterator[Trace]:
    at = 13 + _colours(data[10])
    while data[at] != 0x3B:
        if data[at] == 0x2C:
            at += 11 + _colours(data[at + 9])
            at, _ = _blocks(data, at)
            continue
        label = data[at + 1]
        at, body = _blocks(data, at + 2)
        if label == 0xFE:
            yield from eye.field("", body.decode("utf-8", "replace"), f"{where} comment", kind=Kind.HIDDEN)
        elif label == 0xFF and not body.startswith((b"NETSCAPE2.0", b"ANIMEXTS1.0")):
            yield trace(Kind.HIDDEN, where, f"{body[:11].decode('latin-1')}, {len(body)} bytes")
            yield from eye.read(body.decode("latin-1"), where)
    if len(data) > at + 1:
        yield trace(Kind.HIDDEN, where, f"{len(data) - at - 1} bytes behind the end of the picture")


def _colours(flags: int) -> int:
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _blocks(data: bytes, at: int) -> tuple[int, bytes]:
    parts = []
    while size := data[at]:
        parts.append(data[at + 1 : at + 1 + size])
        at += 1 + size
    return at + 1, b"".join(parts)
