"""TMX 1.4: approved text alone, as other tools' memories take it; one file can hold several articles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from ..model import Entry, State
from ..ports import Parcel, Returned, ReturnedParcel
from ..returning import mark_of, read_mark
from .xmltext import LANG, attribute, line_of, parse_xml, refuse, text, words_of

_BARE_DOCTYPE = re.compile(rb'<!DOCTYPE\s+tmx(?:\s+SYSTEM\s+"tmx1[1-4]\.dtd")?\s*>')
"""What every TMX tool writes and what says nothing: no subset, no entity, a file that is not loaded."""


class TmxFormat:
    """TMX 1.4 with one `tu` for each approved entry."""

    name = "tmx"
    suffix = ".tmx"

    def write(self, parcel: Parcel) -> bytes:
        """Return the approved entries of one catalog. CatalogError for a character that XML cannot hold."""
        return self.write_all([parcel])

    def write_all(self, parcels: Sequence[Parcel]) -> bytes:
        """Return the approved entries of several catalogs with the same languages; equal ones once."""
        source = parcels[0].source_locale
        lines = [
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<tmx version="1.4">',
            '  <header creationtool="Diglot" creationtoolversion="1" segtype="paragraph" o-tmf="Diglot"'
            f' adminlang="en" srclang={attribute(source)} datatype="plaintext"/>',
            "  <body>",
        ]
        seen: set[str] = set()
        for parcel in parcels:
            for entry in parcel.catalog.entries:
                if entry.state(parcel.approvals) is State.APPROVED and mark_of(entry) not in seen:
                    seen.add(mark_of(entry))
                    lines += _unit(entry, parcel)
        return "\n".join([*lines, "  </body>", "</tmx>", ""]).encode()

    def read(self, data: bytes, *, path: str) -> ReturnedParcel:
        """Return the units in the order of the file; those without a target are left out. CatalogError with line."""
        root = parse_xml(_BARE_DOCTYPE.sub(_newlines, data, count=1), path=path)
        header, body = root.find("header"), root.find("body")
        if root.tag != "tmx" or header is None or body is None:
            refuse("this is not a TMX file", path=path, line=line_of(root))
        units = [(unit, dict(_texts(unit))) for unit in body.iter("tu")]
        spelt = header.get("srclang", "")
        source = spelt.lower()
        if any(source not in texts for _, texts in units) or source in ("", "*all*"):
            refuse(f"not every unit has a text in its source language {spelt!r}", path=path, line=line_of(header))
        targets = {locale for _, texts in units for locale in texts} - {source}
        if len(targets) > 1:
            message = f"the file holds translations into several languages: {', '.join(sorted(targets))}"
            refuse(message, path=path, remedy="Export one language at a time.")
        target = next(iter(targets), "")
        slugs = {_property(unit, "x-article") for unit, _ in units}
        return ReturnedParcel(
            tuple(_returned(unit, texts[source], texts[target]) for unit, texts in units if texts.get(target)),
            slug=slugs.pop() if len(slugs) == 1 else "",
            source_locale=spelt,
            target_locale=target,
        )


def _newlines(found: re.Match[bytes]) -> bytes:
    return b"\n" * found[0].count(b"\n")


def _unit(entry: Entry, parcel: Parcel) -> Iterator[str]:
    yield f'    <tu tuid="{mark_of(entry)}">'
    if entry.note:
        yield f"      <note>{text(entry.note)}</note>"
    yield f'      <prop type="x-article">{text(parcel.catalog.slug)}</prop>'
    if entry.context:
        yield f'      <prop type="x-context">{text(entry.context)}</prop>'
    for locale, words in ((parcel.source_locale, entry.source), (parcel.catalog.locale, entry.target)):
        yield f"      <tuv xml:lang={attribute(locale)}><seg>{text(words)}</seg></tuv>"
    yield "    </tu>"


def _texts(unit: Element) -> Iterator[tuple[str, str]]:
    """Yield the lower-case tag and the text of each language of a unit."""
    for variant in unit.findall("tuv"):
        yield (variant.get(LANG) or variant.get("lang") or "").lower(), words_of(variant.find("seg"))


def _property(unit: Element, kind: str) -> str:
    return next((prop.text or "" for prop in unit.findall("prop") if prop.get("type") == kind), "")


def _returned(unit: Element, source: str, target: str) -> Returned:
    context, base = read_mark(unit.get("tuid", ""), source)
    context = (_property(unit, "x-context") or None) if context is None else context
    return Returned(source, target, context=context, base=base, finished=True)
