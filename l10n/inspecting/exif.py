"""EXIF: what a camera or a program wrote about a picture, read without a library."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from .eye import Eye
from .trace import Kind, Trace, trace

_TAGS = {
    0x010E: (Kind.HIDDEN, "ImageDescription"),
    0x010F: (Kind.TOOL, "Make"),
    0x0110: (Kind.TOOL, "Model"),
    0x0131: (Kind.TOOL, "Software"),
    0x0132: (Kind.TIME, "DateTime"),
    0x013B: (Kind.PERSON, "Artist"),
    0x013C: (Kind.HOST, "HostComputer"),
    0x8298: (Kind.PERSON, "Copyright"),
    0x9003: (Kind.TIME, "DateTimeOriginal"),
    0x9004: (Kind.TIME, "DateTimeDigitized"),
    0x9010: (Kind.TIME, "OffsetTime"),
    0x9286: (Kind.HIDDEN, "UserComment"),
    0x9C9B: (Kind.HIDDEN, "XPTitle"),
    0x9C9C: (Kind.HIDDEN, "XPComment"),
    0x9C9D: (Kind.PERSON, "XPAuthor"),
    0x9C9E: (Kind.HIDDEN, "XPKeywords"),
    0xA420: (Kind.ID, "ImageUniqueID"),
    0xA430: (Kind.PERSON, "CameraOwnerName"),
    0xA431: (Kind.ID, "BodySerialNumber"),
    0xA433: (Kind.TOOL, "LensMake"),
    0xA434: (Kind.TOOL, "LensModel"),
    0xA435: (Kind.ID, "LensSerialNumber"),
}
_SUB = {0x8769: "", 0x8825: "GPS", 0xA005: ""}
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
_MAKER_NOTE = 0x927C
_MOST_TAGS = 2000


def traces_of_exif(data: bytes, where: str, eye: Eye) -> Iterator[Trace]:
    """Yield what a block of EXIF tells; what is damaged in it is passed over, and that it is there is always said."""
    data = data[6:] if data.startswith(b"Exif\0\0") else data
    found = list(_read(data, where, eye))
    yield from found or [trace(Kind.HIDDEN, f"{where} EXIF", f"{len(data)} bytes")]


def _read(data: bytes, where: str, eye: Eye) -> Iterator[Trace]:
    order = {b"II": "<", b"MM": ">"}.get(data[:2])
    if not order or len(data) < 8:
        return
    todo = [("", struct.unpack_from(order + "I", data, 4)[0])]
    seen: set[int] = set()
    while todo:
        group, at = todo.pop(0)
        if at in seen or not 0 < at <= len(data) - 2 or len(seen) > 20:
            continue
        if len(seen) == 1 and group == "next":
            yield trace(Kind.HIDDEN, f"{where} EXIF", "a thumbnail")
        seen.add(at)
        count = min(struct.unpack_from(order + "H", data, at)[0], _MOST_TAGS)
        gps = []
        for place in range(at + 2, min(at + 2 + 12 * count, len(data) - 11), 12):
            tag, kind, number = struct.unpack_from(order + "HHI", data, place)
            value = _value(data, order, place, kind, number)
            if tag in _SUB:
                todo.append((_SUB[tag], struct.unpack_from(order + "I", data, place + 8)[0]))
            elif group == "GPS":
                gps.append(f"{tag}={_number(value, order, kind)}")
            elif tag == _MAKER_NOTE:
                yield trace(Kind.HIDDEN, f"{where} EXIF MakerNote", f"{len(value)} bytes")
            elif tag in _TAGS:
                yield from eye.field("", _text(value, tag), f"{where} EXIF {_TAGS[tag][1]}", kind=_TAGS[tag][0])
        if gps:
            yield trace(Kind.PLACE, f"{where} EXIF GPS", " ".join(gps))
        after = at + 2 + 12 * count
        if group == "" and after <= len(data) - 4:
            todo.append(("next", struct.unpack_from(order + "I", data, after)[0]))


def _value(data: bytes, order: str, place: int, kind: int, number: int) -> bytes:
    size = _SIZES.get(kind, 1) * number
    at = place + 8 if size <= 4 else struct.unpack_from(order + "I", data, place + 8)[0]
    return data[at : at + min(size, 4000)]


def _text(value: bytes, tag: int) -> str:
    if 0x9C9B <= tag <= 0x9C9F:
        return value.decode("utf-16-le", "replace").rstrip("\0")
    for mark in (b"ASCII\0\0\0", b"UNICODE\0", b"\0" * 8):
        value = value.removeprefix(mark)
    return value.replace(b"\0", b" ").decode("utf-8", "replace").strip()


def _number(value: bytes, order: str, kind: int) -> str:
    if kind == 5 and len(value) % 8 == 0:
        pairs = struct.iter_unpack(order + "II", value)
        return "/".join(f"{over / under:.6g}" if under else "?" for over, under in pairs)
    return value.hex() if kind in (1, 7) else value.decode("latin-1").strip("\0 ")
