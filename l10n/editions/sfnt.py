"""What a font file says of itself: family, weight, scripts, and whether it may be embedded. TrueType and OpenType."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

SUFFIXES = (".ttf", ".otf", ".ttc", ".otc")
BOLD = 600
"""The least weight of a bold font."""
RESTRICTED, PREVIEW, NO_SUBSETTING, BITMAPS = 0x2, 0x4, 0x100, 0x200
TYPOGRAPHIC_FAMILY, FAMILY, TYPOGRAPHIC_STYLE, STYLE = 16, 1, 17, 2


@dataclass(frozen=True, slots=True)
class Face:
    """One font of a file; *index* is its place in a collection.

    *weight* is the one its name says: a file called Bold that says 400 of itself is one of 700. *says* is what it says.
    *ranges* are the bits of OS/2 for the scripts in it, *rights* those for embedding (fsType).
    """

    path: Path
    index: int
    family: str
    style: str
    weight: int
    says: int
    ranges: int
    rights: int
    variable: bool = False

    @property
    def is_upright(self) -> bool:
        return not any(word in self.style.lower() for word in ("italic", "oblique", "condensed", "expanded"))

    @property
    def may_be_subset(self) -> bool:
        """Whether a document that people only read, such as a PDF, may carry a part of it."""
        return not self.rights & (NO_SUBSETTING | BITMAPS) and self.rights & 0xF != RESTRICTED

    @property
    def may_be_embedded(self) -> bool:
        """Whether a page or book may carry it: installable or editable embedding, and parts of it allowed."""
        return self.may_be_subset and self.rights & 0xF in (0, 8)


def read_faces(path: Path) -> list[Face]:
    """Return the fonts of a file; [] for one that is no font, is damaged or cannot be read."""
    try:
        with path.open("rb") as file:
            return [face for index, at in enumerate(_offsets(file)) if (face := _face(file, path, index, at))]
    except (OSError, struct.error, UnicodeDecodeError, IndexError):
        return []


def _offsets(file: BinaryIO) -> tuple[int, ...]:
    """Return where each font begins; a collection has several, other files one."""
    if file.read(4) != b"ttcf":
        return (0,)
    _, count = struct.unpack(">II", file.read(8))
    return struct.unpack(f">{min(count, 256)}I", file.read(4 * min(count, 256)))


def tables_at(file: BinaryIO, at: int) -> dict[bytes, tuple[int, int]]:
    """Return (offset, length) of each table of the font that begins at *at*; {} for what is no font."""
    file.seek(at)
    if file.read(4) not in (b"\x00\x01\x00\x00", b"OTTO", b"true"):
        return {}
    (count,) = struct.unpack(">H6x", file.read(8))
    records = (struct.unpack(">4sIII", file.read(16)) for _ in range(count))
    return {tag: (offset, length) for tag, _, offset, length in records}


def _face(file: BinaryIO, path: Path, index: int, at: int) -> Face | None:
    tables = tables_at(file, at)
    if not {b"name", b"OS/2", b"cmap"} <= tables.keys():
        return None
    names = _names(_table(file, tables[b"name"]))
    family, style = names.get(TYPOGRAPHIC_FAMILY, names.get(FAMILY)), names.get(TYPOGRAPHIC_STYLE, names.get(STYLE, ""))
    said = _table(file, tables[b"OS/2"])
    (weight,), (rights,) = struct.unpack_from(">H", said, 4), struct.unpack_from(">H", said, 8)
    one, two, three, four = struct.unpack_from(">4I", said, 42)
    ranges = one | two << 32 | three << 64 | four << 96
    named = 700 if style.lower() in ("bold", "bold italic") and weight < BOLD else weight
    return Face(path, index, family, style, named, weight, ranges, rights, b"fvar" in tables) if family else None


def _table(file: BinaryIO, where: tuple[int, int]) -> bytes:
    file.seek(where[0])
    return file.read(min(where[1], 1_000_000))


def _names(table: bytes) -> dict[int, str]:
    """Return the font's names in English; those for Windows go before those for the Macintosh of old."""
    _, count, strings = struct.unpack_from(">3H", table)
    found: dict[int, str] = {}
    for number in range(count):
        platform, _, language, name, length, offset = struct.unpack_from(">6H", table, 6 + 12 * number)
        raw = table[strings + offset : strings + offset + length]
        if platform == 3 and language == 0x409:
            found[name] = raw.decode("utf-16-be")
        elif platform in (0, 1) and language == 0:
            found.setdefault(name, raw.decode("utf-16-be" if platform == 0 else "mac-roman"))
    return found


def set_weight(path: Path, index: int, weight: int) -> None:
    """Write *weight* into the font's own table, in place: for a copy."""
    with path.open("r+b") as file:
        offset, _ = tables_at(file, _offsets(file)[index])[b"OS/2"]
        file.seek(offset + 4)
        file.write(struct.pack(">H", weight))
