"""XLIFF 1.2, as Weblate, OmegaT, MateCat and the translate toolkit read it; 1.1 is taken back too.

What was sent travels in the `id` of a unit, which every tool gives back. Texts stand in it as plain text, Markdown
marks and all; inline elements that a tool puts in are taken back as their words.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element

from ..model import Catalog, Entry, State
from ..ports import Parcel, Returned, ReturnedParcel
from ..returning import mark_of, read_mark, read_remark
from .xmltext import attribute, line_of, parse_xml, refuse, text, words_of

_NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
_NAMESPACES = {"1.2": _NAMESPACE, "1.1": "urn:oasis:names:tc:xliff:document:1.1"}
_STATES = {
    State.EMPTY: "new",
    State.DRAFT: "needs-review-translation",
    State.REVIEW: "needs-review-translation",
    State.STALE: "needs-adaptation",
    State.APPROVED: "final",
}
_FINISHED = frozenset({"translated", "final", "signed-off"})


class Xliff12Format:
    """XLIFF 1.2: one `file` with a `trans-unit` for each entry."""

    name = "xliff"
    suffix = ".xlf"

    def write(self, parcel: Parcel) -> bytes:
        """Return the catalog as XLIFF 1.2. CatalogError for a character that XML cannot hold."""
        catalog = parcel.catalog
        units = [line for entry in catalog.entries for line in _unit(entry, parcel, catalog)]
        lines = [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<xliff version="1.2" xmlns="{_NAMESPACE}">',
            f'  <file original={attribute(f"{catalog.slug}.md")} datatype="plaintext" tool-id="diglot"'
            f" source-language={attribute(parcel.source_locale)} target-language={attribute(catalog.locale)}>",
            "    <header>",
            '      <tool tool-id="diglot" tool-name="Diglot"/>',
            *([f"      <note>{text(parcel.title)}</note>"] if parcel.title else []),
            "    </header>",
            "    <body>",
            *units,
            "    </body>",
            "  </file>",
            "</xliff>",
        ]
        return ("\n".join(lines) + "\n").encode()

    def read(self, data: bytes, *, path: str) -> ReturnedParcel:
        """Return what came back, in the order of the file. CatalogError with line."""
        root = parse_xml(data, path=path)
        namespace = _NAMESPACES.get(root.get("version", ""), "")
        if not namespace or root.tag != f"{{{namespace}}}xliff":
            refuse("this is not XLIFF 1.2", path=path, line=line_of(root), remedy="Export it as XLIFF 1.2, 2.0 or PO.")
        files = root.findall(f"{{{namespace}}}file")
        if not files:
            refuse("the XLIFF has no <file>", path=path, line=line_of(root))
        entries = [entry for file in files for entry in _entries(file, namespace, path=path)]
        return ReturnedParcel(
            tuple(entries),
            slug=_common(files, "original", path=path),
            source_locale=_common(files, "source-language", path=path),
            target_locale=_common(files, "target-language", path=path),
        )


def _unit(entry: Entry, parcel: Parcel, catalog: Catalog) -> Iterator[str]:
    state = entry.state(parcel.approvals)
    approved = ' approved="yes"' if state is State.APPROVED else ""
    context = f" resname={attribute(entry.context)}" if entry.context else ""
    yield f'      <trans-unit id="{mark_of(entry)}"{context}{approved} xml:space="preserve">'
    yield f"        <source xml:lang={attribute(parcel.source_locale)}>{text(entry.source)}</source>"
    qualifier = _qualifier(entry, state)
    yield (
        f'        <target xml:lang={attribute(catalog.locale)} state="{_STATES[state]}"{qualifier}>'
        f"{text(entry.target)}</target>"
    )
    for note in notes_of(entry, parcel):
        yield f'        <note from="diglot">{text(note)}</note>'
    if entry.previous:
        yield '        <alt-trans alttranstype="previous-version">'
        yield f"          <source xml:lang={attribute(parcel.source_locale)}>{text(entry.previous)}</source>"
        yield f"          <target xml:lang={attribute(catalog.locale)}>{text(entry.target)}</target>"
        yield "        </alt-trans>"
    yield "      </trans-unit>"


def _qualifier(entry: Entry, state: State) -> str:
    """Return where a draft comes from, in the words of XLIFF 1.2."""
    if state is not State.DRAFT:
        return ""
    return f' state-qualifier="{"fuzzy-match" if entry.origin.startswith("memory") else "mt-suggestion"}"'


def notes_of(entry: Entry, parcel: Parcel) -> Iterator[str]:
    """Yield what a translator should know of an entry: what it is and where its links lead, and people's remarks."""
    described = entry.note or parcel.labels.get(entry.key, "")
    if described:
        yield described
    yield from (remark for remark in entry.comments if not remark.startswith("diglot:"))


def _entries(file: Element, namespace: str, *, path: str) -> Iterator[Returned]:
    for unit in file.iter(f"{{{namespace}}}trans-unit"):
        source = unit.find(f"{{{namespace}}}source")
        if source is None:
            refuse("a unit has no <source>", path=path, line=line_of(unit))
        words = words_of(source)
        if unit.get("restype", "").startswith("x-gettext-domain-header"):
            continue  # what `po2xliff` makes of the header of a PO file
        context, base = read_mark(unit.get("id", ""), words)
        target = unit.find(f"{{{namespace}}}target")
        yield Returned(
            words,
            words_of(target),
            context=unit.get("resname") if context is None else context,
            base=base or read_remark(words_of(unit)),
            finished=unit.get("approved") == "yes" or (target is not None and target.get("state") in _FINISHED),
        )


def slug_of(original: str) -> str:
    """Return the article that the name of an original stands for, whatever folder and converter it went through."""
    return PurePosixPath(original.replace("\\", "/")).name.removesuffix(".po").removesuffix(".md")


def _common(files: list[Element], name: str, *, path: str) -> str:
    """Return what all files say; for the article, "" where they differ. CatalogError where the languages differ."""
    found = {file.get(name, "") for file in files}
    if name == "original":
        found = {slug_of(value) for value in found}
        return found.pop() if len(found) == 1 else ""
    if len(found) > 1:
        refuse(f"the files in it differ in {name}: {', '.join(sorted(found))}", path=path, line=line_of(files[1]))
    return found.pop()
