"""Footnotes of a page: a reference and a note that lead to each other, whatever program wrote them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from .tree import BLOCKS, Element, fold, tag_of

_MARK_MAX = 6


@dataclass(slots=True)
class Notes:
    """Numbers of references and notes, and the links back that go with them."""

    references: dict[Element, int] = field(default_factory=dict)
    bodies: dict[Element, int] = field(default_factory=dict)
    backlinks: set[Element] = field(default_factory=set)

    def body_of(self, reference: Element) -> Element:
        number = self.references[reference]
        return next(body for body, of in self.bodies.items() if of == number)


def find_notes(root: Element) -> Notes:
    """Return the footnotes below *root*, numbered in the order of their references."""
    notes = Notes()
    links = [
        (link, link.get("href")[1:]) for link in _inner_links(root) if len(fold("".join(link.itertext()))) <= _MARK_MAX
    ]
    if not links:
        return notes
    targets: dict[str, Element] = {}
    order: dict[Element, int] = {}
    for number, element in enumerate(root.iter("*")):
        order[element] = number
        for name in (element.get("id"), element.get("name") if tag_of(element) == "a" else None):
            if name:
                targets.setdefault(name, element)
    for link, name in links:
        target = targets.get(name)
        body = _body_of(target) if target is not None else None
        if body is None or order[body] < order[link] or link in notes.backlinks or body in link.iterancestors():
            continue
        backs = [back for back in _inner_links(target) if _leads_to(back, link, targets)]
        if backs:
            number = notes.bodies.setdefault(body, len(notes.bodies) + 1)
            notes.references[link] = number
            notes.backlinks.update(back for back in _inner_links(body) if _leads_back(back, body, targets, order))
    return notes


def _is_inner(href: str) -> bool:
    return href.startswith("#") and len(href) > 1


def _inner_links(element: Element) -> Iterator[Element]:
    return (link for link in element.iter("a") if _is_inner(link.get("href") or ""))


def _body_of(target: Element) -> Element | None:
    """Return the block that is the note: *target*, or the block around it where it is only an anchor."""
    while target is not None and tag_of(target) not in BLOCKS:
        target = target.getparent()
    return target if target is not None and tag_of(target) in ("li", "p", "dd", "div", "td") else None


def _leads_to(back: Element, link: Element, targets: dict[str, Element]) -> bool:
    target = targets.get(back.get("href")[1:])
    return target is not None and (target is link or target in link.iterancestors() or link in target.iterancestors())


def _leads_back(back: Element, body: Element, targets: dict[str, Element], order: dict[Element, int]) -> bool:
    target = targets.get(back.get("href")[1:])
    return target is not None and order[target] < order[body]
