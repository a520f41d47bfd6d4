"""The walk over a tree of HTML that gathers styled text into blocks of Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from ...ports import Doubt
from .atoms import BREAK, IMAGE, NOTE, PLAIN, Atom, Style, apart, clean, tidy, visible
from .hidden import hidden_reason
from .inline import picture, write_inline
from .layout import Shape, note, write_blocks
from .notes import find_notes
from .tree import BLOCKS, UNSEEN, Element, Place, fold, is_blank, tag_of

_STRONG = re.compile(r"font-weight\s*:\s*(bold|[6-9]00)|font-weight\s*:", re.IGNORECASE)
_ITALIC = re.compile(r"font-style\s*:\s*(italic|oblique)|font-style\s*:", re.IGNORECASE)
_STYLED = {
    **dict.fromkeys(("strong", "b"), "strong"),
    **dict.fromkeys(("em", "i", "cite", "dfn", "var"), "emphasis"),
    **dict.fromkeys(("del", "s", "strike"), "strike"),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), "code"),
}


@dataclass(slots=True)
class Flow:
    """What has been gathered in one container: finished blocks, and text not yet in one.

    An *inline* flow (a heading, a cell, a caption) has no blocks; their ends are breaks in it.
    """

    inline: bool = False
    atoms: list[Atom] = field(default_factory=list)
    blocks: list[Shape] = field(default_factory=list)


Handle: TypeAlias = "Callable[[Converter, Element, Style, Flow], None]"
"""Writes one kind of element."""


class Converter:
    """Converts one tree. *kept* are the places of texts that are in the Markdown, *left_out* why elements are not."""

    def __init__(
        self,
        page: Element,
        *,
        special: Mapping[str, Handle],
        base_url: str,
        skip: Mapping[Element, str],
        taken: Collection[Element],
    ) -> None:
        self.special = special
        self.base_url = base_url
        self.left_out = dict(skip)
        self.taken = taken
        self.notes = find_notes(page)
        self.kept: set[Place] = set()
        self.doubts: list[Doubt] = []
        self.wanted: list[Element] = []

    def convert(self, root: Element) -> str:
        """Return the Markdown of *root*, its footnotes at the end."""
        flow = self.children(root, PLAIN, Flow())
        self.end(flow)
        done: list[Element] = []
        while todo := [body for body in dict.fromkeys(self.wanted) if body not in done]:
            done += todo
            for body in todo:
                blocks = self.container(body, PLAIN)
                if blocks:
                    flow.blocks.append(Shape(note(self.notes.bodies[body], write_blocks(blocks))))
        return write_blocks(flow.blocks) + "\n" if flow.blocks else ""

    def children(self, element: Element, style: Style, flow: Flow) -> Flow:
        self.text(element.text, (element, "text"), style, flow)
        for child in element:
            self.child(child, style, flow)
            self.text(child.tail, (child, "tail"), style, flow)
        return flow

    def text(self, text: str | None, place: Place, style: Style, flow: Flow) -> None:
        if text:
            flow.atoms.append(Atom(text, style, places=(place,)))

    def child(self, element: Element, style: Style, flow: Flow) -> None:
        tag = tag_of(element)
        if not tag or tag in UNSEEN:
            return
        if element in self.notes.backlinks:
            self.left_out.setdefault(element, "link back from a note")
        if not self.takes(element):
            self.pass_over(element, flow)
        elif tag in self.special:
            self.special[tag](self, element, style, flow)
        elif tag in BLOCKS:
            self.end(flow)
            self.children(element, style, flow)
            self.end(flow)
        else:
            self.children(element, self.styled(element, tag, style), flow)

    def takes(self, element: Element) -> bool:
        """Return whether *element* is written where it stands; what is left out is noted."""
        reason = self.left_out.get(element) or hidden_reason(element)
        if reason:
            self.left_out[element] = reason
        return not reason and element not in self.taken and element not in self.notes.bodies

    def sees(self, chain: Sequence[Element]) -> bool:
        """Return whether a text with these elements around it is for readers."""
        return not any(self.left_out.get(element) or hidden_reason(element) for element in chain)

    def pass_over(self, element: Element, flow: Flow) -> None:
        if element in self.notes.bodies and element not in self.left_out:
            self.wanted.append(element)
        if self.left_out.get(element) == "player":
            source = element.get("src") or element.get("data-src") or "without an address"
            self.doubt(element, f"a player or embedded page stands here and is left out: {source[:120]}")
        if tag_of(element) in BLOCKS:
            self.end(flow)

    def doubt(self, element: Element, message: str) -> None:
        self.doubts.append(Doubt(element.sourceline or 0, clean(" ".join(message.split()))))

    def styled(self, element: Element, tag: str, style: Style) -> Style:
        """Return *style* with what the element's name and its own CSS add or take away."""
        marks: dict[str, Any] = {_STYLED[tag]: True} if tag in _STYLED else {}
        css = element.get("style") or ""
        for name, pattern in (("strong", _STRONG), ("emphasis", _ITALIC)) if css else ():
            if match := pattern.search(css):
                marks[name] = bool(match[1])
        return replace(style, **marks) if marks else style

    def end(self, flow: Flow) -> None:
        """End the paragraph that is being gathered; two breaks in a row end one too."""
        if flow.inline:
            flow.atoms.append(Atom("", kind=BREAK))
        elif flow.atoms:
            for atoms in apart(tidy(flow.atoms)):
                flow.blocks += self.paragraph(atoms)
            flow.atoms = []

    def paragraph(self, atoms: Sequence[Atom]) -> list[Shape]:
        """Return *atoms* as a paragraph, or as pictures where there is nothing else."""
        atoms = tidy(atoms)
        if is_blank(visible(atoms)) and not any(atom.kind in (IMAGE, NOTE) for atom in atoms):
            return []
        if all(atom.kind in (IMAGE, BREAK) for atom in atoms):
            self.keep(atoms)
            return [Shape(picture(a.text, a.address, a.title)) for a in atoms if a.kind == IMAGE]
        return [Shape(self.written(atoms), paragraph=True)]

    def written(self, atoms: Sequence[Atom]) -> str:
        self.keep(atoms)
        written = write_inline(atoms)
        if written.lost_marks:
            places = [place for atom in atoms for place in atom.places]
            line = (places[0][0].sourceline or 0) if places else 0
            message = f"emphasis or a link near “{fold(visible(atoms))[:40]}…” could not be kept"
            self.doubts.append(Doubt(line, message))
        return written.markdown

    def keep(self, atoms: Iterable[Atom]) -> None:
        self.kept.update(place for atom in atoms for place in atom.places)

    def container(self, element: Element, style: Style) -> list[Shape]:
        """Return the blocks in *element*."""
        flow = self.children(element, style, Flow())
        self.end(flow)
        return flow.blocks

    def line(self, element: Element, style: Style, *, breaks: bool = False) -> list[Atom]:
        """Return the text of *element* as one tidy line, with its breaks or with spaces for them."""
        atoms = self.children(element, style, Flow(inline=True)).atoms
        if not breaks:
            atoms = [Atom(" ") if atom.kind == BREAK else atom for atom in atoms]
        single: list[Atom] = []
        for atom in tidy(atoms):
            if atom.kind != BREAK or single[-1].kind != BREAK:
                single.append(atom)
        return single
