"""Letters for readers whose device has none: of a font of this machine, just those that an edition prints.

Needs fontTools, and Brotli for web pages. Where they, a font, or its leave to be embedded are missing, nothing is
embedded, and the reader's device shows what it can.
"""

from __future__ import annotations

import html
import io
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ..edition import Edition
from ..errors import EditionError
from .fonts import find_font
from .scripts import Script, main_script, scripts_in
from .sfnt import Face

FAMILY = "Diglot Edition"
"""What the letters are called, whatever font they are of: a licence may reserve that font's own name."""
MOST_BYTES = 150_000
"""A larger font is not embedded: a page must stay small enough for a bad connection."""
BOLD = re.compile(r"<(h[1-6]|strong|th|dt)\b.*?</\1>", re.S)
JOINERS = (0x200C, 0x200D, 0x25CC)
"""Signs that join letters, keep them apart, or stand in for a missing one."""
KEPT_NAMES = (0, 13, 14)
"""Of a font's own texts those on copyright and licence."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """The letters of one script in one weight, as a font file; *web* says that it is a WOFF2."""

    script: Script
    locale: str
    weight: int
    data: bytes
    web: bool

    @property
    def suffix(self) -> str:
        return ".woff2" if self.web else ".otf" if self.data[:4] == b"OTTO" else ".ttf"

    @property
    def media(self) -> str:
        return f"font/{self.suffix[1:]}"

    def rule(self, address: str) -> str:
        """Return the CSS rule that takes the script's characters from the font at *address*."""
        return (
            f'@font-face{{font-family:"{FAMILY}";font-weight:{self.weight};'
            f'src:url({address}) format("{ {".ttf": "truetype", ".otf": "opentype"}.get(self.suffix, "woff2") }");'
            f"unicode-range:{self.script.unicode_range}}}\n"
        )


def embed_fonts(markup: str, edition: Edition, *, web: bool, folders: Sequence[Path] | None = None) -> list[Embedded]:
    """Return the fonts for all that *markup* shows, [] unless the edition asks for them; the same for the same text.

    Bold letters are those of headings and of words that stand out. *folders* stand in for this machine's.
    """
    if not edition.manner.embed or not can_embed(web=web):
        return []
    bold = _characters("".join(found[0] for found in BOLD.finditer(markup)))
    shown = _characters(markup)
    fonts: list[Embedded] = []
    for script in scripts_in(shown):
        locale = _locale_of(script, edition)
        font = None
        if script.embed:
            font = find_font(script, locale, font_dir=edition.manner.font_dir, folders=folders, embeddable=True)
        for weight, face, used in ((400, font.regular, shown), (700, font.bold, bold)) if font else ():
            letters = tuple(sorted(ord(character) for character in used if script.covers(character)))
            data = _subset(face, script, weight, letters) if face and letters else b""
            data = _compressed(data) if data and web else data
            if 0 < len(data) <= MOST_BYTES:
                fonts.append(Embedded(script, locale, weight, data, web))
    return fonts


def can_embed(*, web: bool) -> bool:
    """Whether the libraries are there: `pip install 'diglot[fonts]'`."""
    return find_spec("fontTools") is not None and (not web or find_spec("brotli") is not None)


def _characters(markup: str) -> set[str]:
    return set(html.unescape(re.sub(r"<[^>]*>", "", markup)))


def _locale_of(script: Script, edition: Edition) -> str:
    """Return the locale of the edition that is written in the script, its translation's where neither is."""
    texts = {edition.target_locale: (p.target for p in edition.pairs)}
    texts[edition.source_locale] = (p.source for p in edition.pairs)
    return next((loc for loc, said in texts.items() if main_script("".join(said)) is script), edition.target_locale)


@lru_cache(maxsize=32)
def _subset(face: Face, script: Script, weight: int, letters: tuple[int, ...]) -> bytes:
    """Return a font of these letters, and of what they turn into beside each other. EditionError for a damaged one."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    logging.getLogger("fontTools").addHandler(logging.NullHandler())  # what it drops is no news to a reader
    options: Any = subset.Options()
    options.layout_features, options.name_IDs, options.name_languages = ["*"], list(KEPT_NAMES), ["*"]
    options.notdef_outline, options.hinting, options.recalc_timestamp = True, False, False
    made = io.BytesIO()
    try:
        with TTFont(face.path, fontNumber=face.index, recalcTimestamp=False) as font:
            if face.variable:
                _settle(font, weight)
            subsetter = subset.Subsetter(options)
            subsetter.populate(unicodes=[*letters, *JOINERS])
            subsetter.subset(font)
            _rename(font, script, weight)
            font.save(made, reorderTables=True)
    except Exception as error:  # of a damaged font fontTools says what its tables make it stumble over
        remedy = "take the file away, or name a folder with another font in [edition] font_dir"
        raise EditionError(f"{face.path.name} cannot be embedded: {error}", remedy=remedy) from error
    return made.getvalue()


@lru_cache(maxsize=32)
def _compressed(data: bytes) -> bytes:
    """Return the font as WOFF2."""
    from fontTools.ttLib import TTFont

    made = io.BytesIO()
    with TTFont(io.BytesIO(data), recalcTimestamp=False) as font:
        font.flavor = "woff2"
        font.save(made)
    return made.getvalue()


def _settle(font: Any, weight: int) -> None:
    """Make a variable font one of a single weight, and usual in all else."""
    from fontTools.varLib import instancer

    usual = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes}
    heaviest = {axis.axisTag: axis.maxValue for axis in font["fvar"].axes}
    if "wght" in usual:
        usual["wght"] = min(weight, heaviest["wght"])
    instancer.instantiateVariableFont(font, usual, inplace=True)


def _rename(font: Any, script: Script, weight: int) -> None:
    style = "Bold" if weight > 400 else "Regular"
    family = f"{FAMILY} {script.name}"
    postscript = re.sub(r"[^A-Za-z]", "", family)
    texts = {1: family, 2: style, 3: f"{postscript}-{style}", 4: f"{family} {style}", 6: f"{postscript}-{style}"}
    for name_id, text in texts.items():
        font["name"].setName(text, name_id, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
