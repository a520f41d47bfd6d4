"""OpenDocument text made ready for pandoc, which leaves out more than it says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..ports import Piece
from .captions import squeeze
from .docx_package import Members, attribute, xml_of
from .outside_xml import Node, name_of, parse_xml

_KINDS = {"title": "title", "subtitle": "subtitle", "quotations": "quote", "quote": "quote"}
_CAPTIONS = frozenset({"caption", "illustration", "figure", "drawing"})
_REASONS = {
    "tracked-changes": "deleted (tracked change)",
    "annotation": "comment",
    "table-of-content": "table of contents",
    "hidden-text": "hidden",
    "hidden-paragraph": "hidden",
}


@dataclass(frozen=True, slots=True)
class Prepared:
    """The class of paragraphs by their words without spaces, the texts that must come through, the others."""

    styles: Mapping[str, str]
    kept: tuple[str, ...]
    skipped: tuple[Piece, ...]


def prepare_odt(members: Members, *, path: str) -> Prepared:
    """Change `content.xml` in *members* so that pandoc keeps all of it. ArticleError."""
    root = parse_xml(members["content.xml"], path=path)
    styles = parse_xml(members["styles.xml"], path=path) if "styles.xml" in members else None
    named = {**(_parents_of(styles) if styles is not None else {}), **_parents_of(root)}
    skipped = [Piece(text, reason) for text, reason in _take_out(root) if text]
    if styles is not None:
        for node in styles.iter():
            kind = name_of(node)[1].partition("-")[0]
            if kind in ("header", "footer") and any(text for text in _paragraphs(node)):
                skipped += [Piece(text, f"page {kind}") for text in _paragraphs(node)]
    marked: dict[str, str] = {}
    for node in root.iter():
        if name_of(node)[1] == "p" and (words := squeeze(_text(node))):
            style = named.get(attribute(node, "style-name"), attribute(node, "style-name")).lower()
            kind = _KINDS.get(style, "caption" if style in _CAPTIONS else "")
            if kind:
                marked.setdefault(words, kind)
    members["content.xml"] = xml_of(root)
    return Prepared(marked, tuple(_paragraphs(root)), tuple(dict.fromkeys(skipped)))


def _parents_of(root: Node) -> dict[str, str]:
    """Return the style that each style made on the fly stands for."""
    found: dict[str, str] = {}
    for node in root.iter():
        if name_of(node)[1] == "style" and attribute(node, "parent-style-name"):
            name = attribute(node, "name")
            if name.startswith("P") and name[1:].isdigit():
                found[name] = attribute(node, "parent-style-name")
    return found


def _take_out(root: Node) -> Iterator[tuple[str, str]]:
    """Remove what is no text of the document, yielding it, and open the header rows of tables, which pandoc drops."""
    for node in list(root.iter()):
        for at, child in reversed(list(enumerate(node))):
            name = name_of(child)[1]
            if name in _REASONS:
                for text in _paragraphs(child) or (attribute(child, "string-value"),):
                    yield text, _REASONS[name]
                _drop(node, at)
            elif name in ("table-header-rows", "table-rows", "table-row-group"):
                node[at : at + 1] = list(child)


def _drop(node: Node, at: int) -> None:
    tail = node[at].tail or ""
    if at:
        node[at - 1].tail = (node[at - 1].tail or "") + tail
    else:
        node.text = (node.text or "") + tail
    del node[at]


def _paragraphs(root: Node) -> list[str]:
    """Return the runs of words of each paragraph, cut where notes and frames stand between them."""
    found: list[str] = []
    for node in root.iter():
        if name_of(node)[1] in ("p", "h"):
            runs = (" ".join(run.split()) for run in "".join(_texts(node)).split("\0"))
            found += [run for run in runs if run]
    return found


def _text(node: Node) -> str:
    return "".join(_texts(node)).replace("\0", "")


def _texts(node: Node) -> Iterator[str]:
    yield node.text or ""
    for child in node:
        name = name_of(child)[1]
        if name in ("note", "frame", "text-box", "custom-shape", "annotation", "ruby-text"):
            yield "\0"
        elif name in ("s", "tab", "line-break"):
            yield " "
        else:
            yield from _texts(child)
        yield child.tail or ""
