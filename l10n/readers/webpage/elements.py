"""How each kind of HTML element is written: one function each, in a table by name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from .atoms import BREAK, IMAGE, NOTE, PLAIN, TEXT, Atom, Style, clean, tidy, visible
from .inline import picture
from .layout import Shape, fenced, quoted, write_blocks
from .pictures import absolute, picture_address
from .tables import write_table
from .tree import UNSEEN, Element, fold, is_blank, tag_of, texts_of

if TYPE_CHECKING:
    from .walk import Converter, Flow, Handle

_RAISED = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_INDEX = re.compile(r"[0-9+\-−=()]+n?|n")
_CAPTIONED = re.compile(r"caption|image|photo|picture|media|figure", re.IGNORECASE)
_CAPTION = re.compile(r"(?:^|[-_ ])caption(?:$|[-_ ])", re.IGNORECASE)
_VERSE = re.compile(r"(?:^|[-_ ])(?:verse|poem|poetry)(?:$|[-_ ])", re.IGNORECASE)
_LANGUAGE = re.compile(r"(?:^|\s)(?:language|lang|brush:?)[- ]([\w+#.-]+)")
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg)(?:[?#].*)?$", re.IGNORECASE)


def heading(to: Converter, element: Element, style: Style, flow: Flow) -> None:
    if flow.inline:
        return container(to, element, style, flow)
    to.end(flow)
    atoms = to.line(element, style)
    for image in [atom for atom in atoms if atom.kind == IMAGE]:
        flow.blocks += to.paragraph([image])
    atoms = tidy([atom for atom in atoms if atom.kind != IMAGE])
    if all(atom.style.strong for atom in atoms):
        atoms = [replace(atom, style=replace(atom.style, strong=False)) for atom in atoms]
    if not is_blank(visible(atoms)):
        text = re.sub(r"(^|[ \t])(#+)$", r"\1\\\2", to.written(atoms))
        flow.blocks.append(Shape("#" * int(tag_of(element)[1]) + " " + text))
    return None


def container(to: Converter, element: Element, style: Style, flow: Flow) -> None:
    """A block without a mark of its own, or a picture with its caption."""
    named = tag_of(element) == "figure" or _CAPTIONED.search(element.get("class") or "")
    if named and not flow.inline and _figure(to, element, style, flow):
        return
    to.end(flow)
    to.children(element, style, flow)
    to.end(flow)


def _figure(to: Converter, element: Element, style: Style, flow: Flow) -> bool:
    """Write pictures with their caption; False where *element* holds something else."""
    captions = list(_captions(element))
    inside = {text.place for caption in captions for text in texts_of(caption)}
    others = (text for text in texts_of(element) if text.place not in inside and text.place[1] != "alt")
    if not captions or any(to.sees(text.chain) for text in others):
        return False
    pictures = [a for a in to.children(element, style, type(flow)(inline=True)).atoms if a.kind == IMAGE]
    pictures = [a for a in pictures if not inside.intersection(a.places)]
    if not pictures:
        return False
    words = tidy([atom for caption in captions for atom in (*to.line(caption, PLAIN), Atom(" "))])
    caption = visible([atom for atom in words if atom.kind == TEXT])
    if any(atom.style.link or atom.kind != TEXT for atom in words):
        to.doubt(element, f"a caption holds words alone, no links or pictures: “{caption[:40]}…”")
    to.end(flow)
    to.keep([*pictures, *(atom for atom in words if atom.kind == TEXT)])
    for at, atom in enumerate(pictures, start=1):
        flow.blocks.append(Shape(picture(atom.text, atom.address, (at == len(pictures) and caption) or atom.title)))
    return True


def _captions(element: Element) -> Iterator[Element]:
    for child in element.iter("*"):
        if child is not element and (tag_of(child) == "figcaption" or _CAPTION.search(child.get("class") or "")):
            inner = any(tag_of(a) == "figcaption" for a in child.iterancestors() if a is not element)
            if not inner and child.find(".//img") is None:
                yield child


def quote(to: Converter, element: Element, style: Style, flow: Flow) -> None:
    if flow.inline:
        return container(to, element, style, flow)
    to.end(flow)
    blocks = to.container(element, style)
    if blocks:
        flow.blocks.append(Shape(quoted(write_blocks(blocks))))
    return None


def bullets(to: Converter, element: Element, style: Style, flow: Flow) -> None:
    if flow.inline:
        return container(to, element, style, flow)
    to.end(flow)
    items: list[list[Shape]] = []
    loose = type(flow)()
    to.text(element.text, (element, "text"), style, loose)
    for child in element:
        if tag_of(child) == "li" and to.takes(child):
            _add_item(to, items, loose)
            items.append(to.container(child, style))
        else:
            to.child(child, style, loose)
        to.text(child.tail, (child, "tail"), style, loose)
    _add_item(to, items, loose)
    full = tuple(tuple(item) for item in items if item)
    if full:
        flow.blocks.append(Shape(items=full, ordered=tag_of(element) == "ol", first=_first(element)))
    return None


def _add_item(to: Converter, items: list[list[Shape]], loose: Flow) -> None:
    """Put what stands in a list but in no item into the item before it."""
    to.end(loose)
    if loose.blocks and items:
        items[-1] += loose.blocks
    elif loose.blocks:
        items.append(list(loose.blocks))
    loose.blocks = []


def _first(element: Element) -> int:
    start = (element.get("start") or "1").strip()
    return int(start) if start.isascii() and start.isdigit() and len(start) < 9 else 1


def term(to: Converter, element: Element, style: Style, flow: Flow) -> None:
    """The term of a definition, and what a fold is named: a paragraph of its own, strong."""
    to.end(flow)
    to.children(element, replace(style, strong=True), flow)
    to.end(flow)


def definition(to: Converter, element: Element, style: Style, flow: Flow) -> None:
    if flow.inline:
        return container(to, element, style, flow)
    to.end(flow)
    blocks = to.container(element, style)
    before = flow.blocks[-1] if flow.blocks else None
    last = element.getprevious()
    if blocks and before and before.items and last is not None and tag_of(last) == "dd":
        flow.blocks[-1] = replace(before, items=(*before.items, tuple(blocks)))
    elif blocks:
        flow.blocks.append(Shape(items=(tuple(blocks),)))
    return None


def preformatted(to: Converter, element: Element, style: Style, flow: Flow) -> None:
    if flow.inline or _VERSE.search(element.get("class") or ""):
        return _verse(to, element, style, flow)
    to.end(flow)
    texts = [text for text in texts_of(element) if text.place[1] != "alt" and to.sees(text.chain)]
    code = clean("".join(_code_parts(to, element)))
    code = code.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    code = re.sub(r"\A[ \t]*\n", "", code).rstrip()
    if not is_blank(code):
        to.kept.update(text.place for text in texts)
        names = " ".join(e.get("class") or "" for e in (element, *element.iter("code")))
        language = _LANGUAGE.search(names)
        flow.blocks.append(Shape(fenced(code, language[1] if language else "")))
    return None


def _code_parts(to: Converter, element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if tag_of(child) == "br":
            yield "\n"
        elif tag_of(child) not in ("", *UNSEEN) and to.takes(child):
            yield from _code_parts(to, child)
        yield child.tail or ""


def _verse(to: Converter, element: Element, style: Style, flow: Flow) -> None:
    to.end(flow)
    inner = to.children(element, style, type(flow)(inline=True)).atoms
    for atom in inner:
        if atom.kind != TEXT or flow.inline:
            flow.atoms.append(atom)
            continue
        for number, line in enumerate(atom.text.split("\n")):
            flow.atoms += [Atom("", kind=BREAK)] if number else []
            flow.atoms.append(replace(atom, text=line))
    to.end(flow)


def rule(to: Converter, element: Element, style: Style, flow: Flow) -> None:
    to.end(flow)
    if not flow.inline and flow.blocks:
        flow.blocks.append(Shape("___"))


def line_break(to: Converter, element: Element, style: Style, flow: Flow) -> None:
    flow.atoms.append(Atom("", kind=BREAK))


def image(to: Converter, element: Element, style: Style, flow: Flow) -> None:
    alt = fold(clean(element.get("alt") or "")).strip()
    places = ((element, "alt"),) if alt else ()
    if re.search(r"emoji|wp-smiley", element.get("class") or "") and alt:
        flow.atoms.append(Atom(alt, style, places=places))
        return
    address = picture_address(element, to.base_url)
    if address is None:
        to.left_out[element] = "picture without an address"
        if alt:
            to.doubt(element, f"the picture “{alt[:60]}” has no address that can be kept; it is left out")
        return
    title = fold(clean(element.get("title") or "")).strip()
    flow.atoms.append(Atom(alt, style, IMAGE, places, address, title if title != alt else ""))


def link(to: Converter, element: Element, style: Style, flow: Flow) -> None:
    if element in to.notes.references:
        to.wanted.append(to.notes.body_of(element))
        places = tuple(text.place for text in texts_of(element) if text.place != (element, "tail"))
        flow.atoms.append(Atom(str(to.notes.references[element]), kind=NOTE, places=places))
        return
    href = element.get("href")
    address = absolute(href, to.base_url) if href is not None else ""
    if address is None:
        to.doubt(element, f"a link that could run something or leads nowhere is left out: {(href or '')[:60]}")
    to.children(element, replace(style, link=address or style.link), flow)


def quoted_words(to: Converter, element: Element, style: Style, flow: Flow) -> None:
    flow.atoms.append(Atom("“", style))
    to.children(element, to.styled(element, "q", style), flow)
    flow.atoms.append(Atom("”", style))


def raised(to: Converter, element: Element, style: Style, flow: Flow) -> None:
    """Raised and lowered figures keep their place in the line as signs of their own: 10⁶ is not 106."""
    signs = _RAISED if tag_of(element) == "sup" else _LOWERED
    text = element.text or ""
    if len(element) == 0 and _INDEX.fullmatch(text.strip()) and not text.strip().translate(signs).isascii():
        flow.atoms.append(Atom(text.translate(signs), style, places=((element, "text"),)))
    else:
        to.children(element, to.styled(element, "sup", style), flow)


def reading(to: Converter, element: Element, style: Style, flow: Flow) -> None:
    """The reading beside a character, in the brackets that browsers without ruby show."""
    given = element.getparent() is not None and element.getparent().find("rp") is not None
    flow.atoms += [] if given else [Atom("(", style)]
    to.children(element, style, flow)
    flow.atoms += [] if given else [Atom(")", style)]


def table(to: Converter, element: Element, style: Style, flow: Flow) -> None:
    if flow.inline or not (written := write_table(to, element, style)):
        return container(to, element, style, flow)
    to.end(flow)
    caption = element.find("caption")
    if caption is not None:
        flow.blocks += to.paragraph(to.line(caption, style))
    flow.blocks.append(Shape(written))
    return None


HANDLERS: Mapping[str, Handle] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), heading),
    **dict.fromkeys(("ul", "ol", "menu", "dir"), bullets),
    **dict.fromkeys(("dt", "summary"), term),
    **dict.fromkeys(("sub", "sup"), raised),
    **dict.fromkeys(("div", "figure", "section", "dl", "p", "li"), container),
    "a": link,
    "blockquote": quote,
    "br": line_break,
    "dd": definition,
    "hr": rule,
    "img": image,
    "pre": preformatted,
    "q": quoted_words,
    "rt": reading,
    "table": table,
}
"""Writers by the name of the element; others are containers, or words in a line."""
