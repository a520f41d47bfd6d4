"""Text as Word files hold it: runs, each in the slot of its script; paragraphs in a style; the fonts of each language.

Burmese, Thai, Khmer, Arabic and their like are *complex scripts* to Word: language, font, size, bold and italics of
them stand in slots of their own (`w:bidi`, `w:cs`, `w:szCs` …), and a run says by `w:cs` or `w:rtl` that these hold.
Source: ECMA-376, part 1, 17.3.2; what the order of elements must be, too.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from html import escape

from ..locales import direction
from .rendering import Run

_COMPLEX = {
    **dict.fromkeys(("my", "shn", "mnw", "kar"), "Myanmar Text"),
    **dict.fromkeys(("ar", "fa", "ps", "ckb", "sd", "ug", "he", "yi", "dv", "syr"), "Arial"),
    **dict.fromkeys(("ur", "ks"), "Urdu Typesetting"),
    **dict.fromkeys(("th", "lo", "km"), "Leelawadee UI"),
    **dict.fromkeys(("hi", "mr", "ne", "sa", "bn", "as", "pa", "gu", "or", "ta", "te", "kn", "ml", "si"), "Nirmala UI"),
    **dict.fromkeys(("bo", "dz"), "Microsoft Himalaya"),
}
"""Languages in complex scripts, each with a font that comes with Windows; other systems take theirs for it."""

_EAST_ASIAN = {"ja": "Yu Mincho", "zh": "SimSun", "ko": "Malgun Gothic"}
_MARKS = {"strong": "<w:b/><w:bCs/>", "em": "<w:i/><w:iCs/>", "s": "<w:strike/>"}
_CODE = '<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New" w:cs="Courier New"/>'

AddressOf = Callable[[str], str]
"""Gives the id of the relationship for an outward address."""


@cache
def word_tag(locale: str) -> str:
    """Return the language tag as Word wants it, with a region: `my-MM` for `my`."""
    from babel.core import get_global

    language, *rest = locale.split("-")
    region = next((part.upper() for part in rest if len(part) == 2), "")
    if not region:
        likely = str(get_global("likely_subtags").get("_".join([language, *(p.title() for p in rest)]), ""))
        likely = likely or str(get_global("likely_subtags").get(language, ""))
        region = likely.split("_")[-1] if likely else ""
    return f"{language}-{region}" if region else language


def font_of(locale: str) -> tuple[str, str]:
    """Return the slot (`cs`, `eastAsia` or "") that a language's font stands in, and its name."""
    language = locale.split("-")[0]
    if direction(locale) == "rtl" or language in _COMPLEX:
        return "cs", _COMPLEX.get(language, "Arial")
    return ("eastAsia", _EAST_ASIAN[language]) if language in _EAST_ASIAN else ("", "")


def run(text: str, locale: str, marks: tuple[str, ...] = (), *, style: str = "") -> str:
    """Return one run of *text*; a line feed in it ends the line."""
    slot, font = font_of(locale)
    tag = word_tag(locale)
    parts = [f'<w:rStyle w:val="{style}"/>' if style else ""]
    if "code" in marks:
        parts.append(_CODE)
    elif slot:
        parts.append(f'<w:rFonts w:{slot}="{font}"' + (' w:hint="eastAsia"/>' if slot == "eastAsia" else "/>"))
    parts += [xml for mark, xml in _MARKS.items() if mark in marks]
    if slot == "cs":
        parts += ["<w:rtl/>" if direction(locale) == "rtl" else "<w:cs/>", f'<w:lang w:bidi="{tag}"/>']
    else:
        parts.append(f'<w:lang w:{slot or "val"}="{tag}"/>')
    lines = escape(text, quote=False).split("\n")
    words = "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' if line else "" for line in lines)
    return f"<w:r><w:rPr>{''.join(parts)}</w:rPr>{words}</w:r>"


def runs(found: list[Run], locale: str, address_of: AddressOf) -> str:
    """Return runs, those of a link inside a `w:hyperlink`."""
    out = []
    for each in found:
        style = "Hyperlink" if each.address else ""
        xml = run(each.text, locale, each.marks, style=style)
        out.append(f'<w:hyperlink r:id="{address_of(each.address)}">{xml}</w:hyperlink>' if each.address else xml)
    return "".join(out)


def paragraph(inside: str, locale: str, style: str = "", *, number: int = 0, level: int = 0, keep: bool = False) -> str:
    """Return a paragraph of runs in a *style*; *number* is the list it is an item of, *keep* holds it to the next."""
    properties = [
        f'<w:pStyle w:val="{style}"/>' if style else "",
        "<w:keepNext/>" if keep else "",
        f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>' if number else "",
        "<w:bidi/>" if direction(locale) == "rtl" else "",
    ]
    return f"<w:p><w:pPr>{''.join(properties)}</w:pPr>{inside}</w:p>"
