"""XLIFF 2.0 (and 2.1, which has the same namespace): states initial, translated, reviewed, final.

`final` is approved: tools that know `translated` alone show it as unsure. What was sent travels in the `id`.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from ..model import Entry, State
from ..ports import Parcel, Returned, ReturnedParcel
from ..returning import mark_of, read_mark
from .xliff12 import notes_of, slug_of
from .xmltext import attribute, line_of, parse_xml, refuse, text, words_of

_NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"
_VERSIONS = ("2.0", "2.1")
_STATES = {
    State.EMPTY: 'state="initial"',
    State.DRAFT: 'state="initial" subState="diglot:draft"',
    State.REVIEW: 'state="translated"',
    State.STALE: 'state="initial" subState="diglot:stale"',
    State.APPROVED: 'state="final"',
}
_FINISHED = frozenset({"translated", "reviewed", "final"})


class Xliff20Format:
    """XLIFF 2.0: one `file`, a `unit` with one `segment` for each entry."""

    name = "xliff2"
    suffix = ".xliff"

    def write(self, parcel: Parcel) -> bytes:
        """Return the catalog as XLIFF 2.0. CatalogError for a character that XML cannot hold."""
        catalog = parcel.catalog
        lines = [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<xliff version="2.0" xmlns="{_NAMESPACE}"'
            f" srcLang={attribute(parcel.source_locale)} trgLang={attribute(catalog.locale)}>",
            f'  <file id="f1" original={attribute(f"{catalog.slug}.md")} canResegment="no">',
            *([f"    <notes><note>{text(parcel.title)}</note></notes>"] if parcel.title else []),
            *(line for entry in catalog.entries for line in _unit(entry, parcel)),
            "  </file>",
            "</xliff>",
        ]
        return ("\n".join(lines) + "\n").encode()

    def read(self, data: bytes, *, path: str) -> ReturnedParcel:
        """Return what came back, in the order of the file. CatalogError with line."""
        root = parse_xml(data, path=path)
        if root.tag != _name("xliff") or root.get("version") not in _VERSIONS:
            remedy = "Export it as XLIFF 1.2, XLIFF 2.0 or PO."
            refuse("this is not XLIFF 2.0", path=path, line=line_of(root), remedy=remedy)
        files = root.findall(_name("file"))
        if not files:
            refuse("the XLIFF has no <file>", path=path, line=line_of(root))
        slugs = {slug_of(file.get("original", "")) for file in files}
        return ReturnedParcel(
            tuple(_entry(unit, path=path) for file in files for unit in file.iter(_name("unit"))),
            slug=slugs.pop() if len(slugs) == 1 else "",
            source_locale=root.get("srcLang", ""),
            target_locale=root.get("trgLang", ""),
        )


def _name(local: str) -> str:
    return f"{{{_NAMESPACE}}}{local}"


def _unit(entry: Entry, parcel: Parcel) -> Iterator[str]:
    state = entry.state(parcel.approvals)
    context = f" name={attribute(entry.context)}" if entry.context else ""
    yield f'    <unit id="{mark_of(entry)}"{context} xml:space="preserve">'
    notes = [("description", note) for note in notes_of(entry, parcel)]
    notes += [("previous-source", entry.previous)] if entry.previous else []
    if notes:
        yield "      <notes>"
        yield from (f'        <note category="{category}">{text(note)}</note>' for category, note in notes)
        yield "      </notes>"
    yield f"      <segment {_STATES[state]}>"
    yield f"        <source>{text(entry.source)}</source>"
    if entry.target:
        yield f"        <target>{text(entry.target)}</target>"
    yield "      </segment>"
    yield "    </unit>"


def _entry(unit: Element, *, path: str) -> Returned:
    """Return a unit with the segments, if a tool has cut it into several, joined again."""
    parts = [part for part in unit if part.tag in (_name("segment"), _name("ignorable"))]
    segments = [part for part in parts if part.tag == _name("segment")]
    if not segments or any(part.find(_name("source")) is None for part in parts):
        refuse("a unit has no <source>", path=path, line=line_of(unit))
    source = "".join(words_of(part.find(_name("source"))) for part in parts)
    targets = [(part, part.find(_name("target"))) for part in parts]
    is_blank = all(found is None for part, found in targets if part in segments)
    target = "".join(words_of(_target_or_gap(part, found)) for part, found in _in_target_order(targets))
    context, base = read_mark(unit.get("id", ""), source)
    return Returned(
        source,
        "" if is_blank else target,
        context=unit.get("name") if context is None else context,
        base=base,
        finished=all(segment.get("state", "initial") in _FINISHED for segment in segments),
    )


_Part = tuple[Element, Element | None]


def _in_target_order(targets: list[_Part]) -> list[_Part]:
    """Return the parts in the order of the target, where a translator has changed it (`order`)."""
    orders = [found.get("order", "") if found is not None else "" for _, found in targets]
    places = [int(order) if order.isascii() and order.isdigit() else at for at, order in enumerate(orders, 1)]
    return [part for _, part in sorted(zip(places, targets, strict=True), key=lambda pair: pair[0])]


def _target_or_gap(part: Element, found: Element | None) -> Element | None:
    """Return the target; for the space between segments, its source where it has none of its own."""
    return part.find(_name("source")) if found is None and part.tag == _name("ignorable") else found
