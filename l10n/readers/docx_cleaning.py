"""A part of a Word file made ready for conversion: what is not seen is taken out and listed, the rest made plain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from ..ports import Piece
from .docx_package import attribute, child, w
from .outside_xml import Node, name_of

_OFF = frozenset({"0", "false", "off"})
_UNWRAPPED = frozenset({"fldSimple", "dir", "bdo", "smartTag", "customXml", "ins", "moveTo"})
_DELETED = {"del": "deleted (tracked change)", "moveFrom": "moved elsewhere (tracked change)"}
_CUT = "\0"
_SIGNS = {
    **dict.fromkeys(("tab", "br", "cr", "ptab"), " "),
    "noBreakHyphen": "\u2011",
    **dict.fromkeys(("sym", "footnoteReference", "endnoteReference", "commentReference", "fldChar"), _CUT),
}
_BLOCKS = frozenset({"p", "tbl", "sdt", "customXml"})


@dataclass(slots=True)
class Cleaned:
    """What cleaning a part has found: pieces that are skipped, how often each thing to doubt, the text that stays."""

    skipped: list[Piece] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)
    kept: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Styles:
    """Ids of the styles that hide their text, and of those of a table of contents."""

    hidden: Collection[str] = ()
    contents: Collection[str] = ()


def read_styles(root: Node | None) -> Styles:
    """Return what the styles of a document say of text that is no part of it."""
    hidden, contents = set(), set()
    for style in root if root is not None else ():
        id, name = attribute(style, "styleId"), attribute(child(style, "name"), "val").lower()
        if w(style) == "style" and id:
            if _is_on(child(style, "rPr", "vanish")):
                hidden.add(id)
            if name.startswith("toc ") and name[4:].isdigit():
                contents.add(id)
    return Styles(hidden, contents)


def clean_part(root: Node, styles: Styles, *, place: str = "") -> Cleaned:
    """Change *root* in place; *place* is what the part is called in coverage, "" for the text itself."""
    cleaned = Cleaned()
    _choose_alternatives(root)
    _take_out(root, styles, cleaned, place)
    _lift_boxes(root, cleaned)
    _make_plain(root, cleaned)
    cleaned.kept = [run for node in root.iter() if w(node) == "p" for run in _runs(node)]
    return cleaned


def _choose_alternatives(root: Node) -> None:
    """Put in the place of alternatives the one that can be read: that with text, else the one for old readers."""
    parents = _parents(root)
    for node in [node for node in root.iter() if name_of(node)[1] == "AlternateContent"]:
        branches = {name_of(branch)[1]: branch for branch in reversed(list(node))}
        choice, fallback = branches.get("Choice"), branches.get("Fallback")
        with_text = [
            branch for branch in (choice, fallback) if branch is not None and any(map(_is_text, branch.iter()))
        ]
        chosen = next(iter(with_text), fallback if fallback is not None and len(fallback) else choice)
        _replace(parents, node, list(chosen) if chosen is not None else [])


def _take_out(root: Node, styles: Styles, cleaned: Cleaned, place: str) -> None:
    parents = _parents(root)
    for node in list(root.iter()):
        reason = _reason(node, styles)
        if reason and not _gone(node, parents, root):
            text = _text(node)
            if text:
                cleaned.skipped.append(Piece(text, reason, place))
                cleaned.seen[reason] += 1
            _replace(parents, node, [])
        elif w(node) in ("ins", "moveTo") and _text(node) and not _gone(node, parents, root):
            cleaned.seen["inserted"] += 1


def _reason(node: Node, styles: Styles) -> str:
    """Return why nobody sees the text in *node* as part of the document, "" where they do."""
    kind = w(node)
    if kind in _DELETED:
        return _DELETED[kind]
    if kind == "tr" and child(node, "trPr", "del") is not None:
        return _DELETED["del"]
    if kind == "r" and _is_hidden(node, styles):
        return "hidden"
    if kind == "p" and attribute(child(node, "pPr", "pStyle"), "val") in styles.hidden:
        return "hidden"
    if kind == "p" and attribute(child(node, "pPr", "pStyle"), "val") in styles.contents:
        return "table of contents"
    if kind == "sdt" and "Table of Contents" in attribute(child(node, "sdtPr", "docPartObj", "docPartGallery"), "val"):
        return "table of contents"
    if kind == "sdt" and _is_on(child(node, "sdtPr", "showingPlcHdr")):
        return "a field left empty"
    if kind == "rt":
        return "reading above the line"
    return "equation" if name_of(node)[1] in ("oMath", "oMathPara") and not kind and not _is_plain_math(node) else ""


def _is_hidden(run: Node, styles: Styles) -> bool:
    direct = child(run, "rPr", "vanish")
    return _is_on(direct) if direct is not None else attribute(child(run, "rPr", "rStyle"), "val") in styles.hidden


def _is_on(node: Node | None) -> bool:
    return node is not None and attribute(node, "val").lower() not in _OFF


def _is_plain_math(node: Node) -> bool:
    """Return whether an equation is a row of signs, without roots, fractions or indices."""
    return all(name_of(inner)[1] in ("oMath", "oMathPara", "r", "t", "rPr", "sty", "rFonts") for inner in node.iter())


def _lift_boxes(root: Node, cleaned: Cleaned) -> None:
    """Put the paragraphs of each text box behind the paragraph that it is tied to."""
    for box in reversed([node for node in root.iter() if w(node) == "txbxContent"]):
        parents = _parents(root)
        anchor = box
        while anchor is not None and w(anchor) != "p":
            anchor = parents.get(anchor)
        if anchor is None:
            continue
        blocks = [inner for inner in box if w(inner) in _BLOCKS]
        cleaned.seen["text box"] += any(_text(block) for block in blocks)
        around = parents[anchor]
        at = list(around).index(anchor) + 1
        for inner in blocks:
            box.remove(inner)
        around[at:at] = blocks


def _make_plain(root: Node, cleaned: Cleaned) -> None:
    """Undo what the converter does not know: fields, directions, readings, simple equations, other breaks."""
    parents = _parents(root)
    for node in list(root.iter()):
        kind, (_, name) = w(node), name_of(node)
        prefix = node.tag[: -len(kind)] if kind else ""
        if kind in _UNWRAPPED:
            _replace(parents, node, [inner for inner in node if not w(inner).endswith("Pr")])
        elif kind in ("ruby", "rubyBase"):
            _replace(parents, node, list(node))
        elif kind == "cr":
            node.tag = f"{prefix}br"
        elif kind == "ptab":
            node.tag = f"{prefix}tab"
        elif kind == "altChunk":
            cleaned.seen["embedded document"] += 1
        elif not kind and name == "oMath" and _word_space(root):
            node.tag = f"{_word_space(root)}r"
            text = node.makeelement(f"{_word_space(root)}t", {})
            text.text = "".join(inner.text or "" for inner in node.iter() if name_of(inner)[1] == "t")
            for inner in list(node):
                node.remove(inner)
            node.append(text)
        elif not kind and name == "oMathPara":
            _replace(parents, node, list(node))


def _word_space(root: Node) -> str:
    return root.tag[: -len(w(root))] if w(root) else ""


def _parents(root: Node) -> dict[Node, Node]:
    return {inner: node for node in root.iter() for inner in node}


def _replace(parents: dict[Node, Node], node: Node, by: Sequence[Node]) -> None:
    around = parents.get(node)
    if around is None or node not in list(around):
        return
    at = list(around).index(node)
    around[at : at + 1] = by
    parents.update((inner, around) for inner in by)


def _gone(node: Node, parents: dict[Node, Node], root: Node) -> bool:
    """Return whether *node* was taken out with something around it."""
    while node is not root:
        above = parents.get(node)
        if above is None or node not in list(above):
            return True
        node = above
    return False


def _is_text(node: Node) -> bool:
    return bool((w(node) == "t" or name_of(node)[1] == "t") and (node.text or "").strip())


def _text(node: Node) -> str:
    """Return the words in *node* on one line."""
    return " ".join(_raw(node).replace(_CUT, "").split())


def _runs(node: Node) -> list[str]:
    """Return the words of a paragraph, cut where signs, notes or pictures stand between them."""
    return [run for part in _raw(node).split(_CUT) if (run := " ".join(part.split()))]


def _raw(node: Node) -> str:
    return "".join(_texts(node))


def _texts(node: Node) -> Iterator[str]:
    for inner in node:
        name = name_of(inner)[1]
        if name in ("t", "delText"):
            yield inner.text or ""
        elif name in _SIGNS:
            yield _SIGNS[name]
        else:
            yield from _texts(inner)
            if name == "p":
                yield " "
