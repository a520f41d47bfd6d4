"""Fonts made up for tests: each letter is a box, so that no font of anybody's is needed."""

from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.TupleVariation import TupleVariation
from fontTools.ttLib.ttCollection import TTCollection

BURMESE = "".join(chr(code) for code in range(0x1000, 0x1050))
MYANMAR_BIT = 74


def _box():
    pen = TTGlyphPen(None)
    for number, point in enumerate([(50, 0), (50, 500), (450, 500), (450, 0)]):
        pen.lineTo(point) if number else pen.moveTo(point)
    pen.closePath()
    return pen.glyph()


def make_font(
    path: Path,
    family: str = "Noto Serif Myanmar",
    style: str = "Regular",
    *,
    letters: str = BURMESE,
    weight: int = 400,
    rights: int = 0,
    bits: tuple[int, ...] = (MYANMAR_BIT,),
    copyright: str = "Copyright of nobody",
) -> Path:
    """Write a TrueType font with a box for each of *letters*; *rights* is its fsType, *bits* the scripts it names."""
    names = [".notdef", *(f"u{ord(letter):04X}" for letter in letters)]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(letter): f"u{ord(letter):04X}" for letter in letters})
    builder.setupGlyf({name: _box() for name in names})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (500, 50)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    texts = {"copyright": copyright, "familyName": family, "styleName": style, "psName": family.replace(" ", "")}
    builder.setupNameTable({**texts, "fullName": f"{family} {style}", "uniqueFontIdentifier": f"{family};{style}"})
    ranges = [sum(1 << bit % 32 for bit in bits if bit // 32 == part) for part in range(4)]
    builder.setupOS2(
        usWeightClass=weight, fsType=rights, **{f"ulUnicodeRange{n}": said for n, said in enumerate(ranges, 1)}
    )
    builder.setupPost()
    builder.font["head"].modified = builder.font["head"].created = 3_000_000_000
    builder.font.recalcTimestamp = False
    path.parent.mkdir(parents=True, exist_ok=True)
    builder.save(path)
    return path


def make_variable(path: Path, family: str = "Noto Serif Myanmar") -> Path:
    """Write a font whose boxes grow wider as it grows bolder, from 400 to 900."""
    font = TTFont(make_font(path, family))
    builder = FontBuilder(font=font)
    builder.setupFvar([("wght", 400, 400, 900, "Weight")], [])
    wider = [(0, 0), (0, 0), (90, 0), (90, 0), (0, 0), (90, 0), (0, 0), (0, 0)]
    peak = {"wght": (0, 1, 1)}
    builder.setupGvar({name: [TupleVariation(peak, wider)] for name in font.getGlyphOrder()})
    font.save(path)
    return path


def make_collection(path: Path, *parts: Path) -> Path:
    """Write one file that holds the fonts of *parts*."""
    collection = TTCollection()
    collection.fonts = [TTFont(part) for part in parts]
    collection.save(path)
    return path
