"""The headline and the summary of a text document: what its styles or its first lines say they are."""

from __future__ import annotations

from .webpage.tree import Element, fold, tag_of

_HEADLINE_MAX = 250
_STOPS = (".", "!", "။", "。", "।", "۔", ":", "…", ",")


def take_headline(root: Element, *, told: str = "") -> tuple[dict[str, str], list[Element]]:
    """Return `title` and `summary` of a document, and the elements that hold them.

    A title is what has the class `title`, else a heading that stands first, else a first paragraph that is all
    strong or says *told*, the title in the file's properties. *told* alone is not taken: it is often another's.
    """
    facts: dict[str, str] = {}
    taken: list[Element] = []
    blocks = [element for element in _blocks(root) if fold("".join(element.itertext()))]
    titles = [element for element in blocks[:8] if "title" in (element.get("class") or "").split()]
    first = blocks[0] if blocks else None
    if not titles and first is not None and (_is_heading(first) or _is_strong(first) or _says(first, told)):
        titles = [first]
    elif titles:
        end = blocks.index(titles[0])
        titles = [element for element in titles if blocks.index(element) - end < 3]
    if titles:
        facts["title"] = " ".join(fold("".join(element.itertext())) for element in titles)
        taken += titles
    subtitles = [element for element in blocks[:8] if "subtitle" in (element.get("class") or "").split()]
    if subtitles:
        facts["summary"] = " ".join(fold("".join(element.itertext())) for element in subtitles)
        taken += subtitles
    return facts, taken


def _blocks(root: Element) -> list[Element]:
    return list(root.iter("h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "td", "th", "pre"))


def _is_heading(element: Element) -> bool:
    return tag_of(element) in ("h1", "h2") and len(fold("".join(element.itertext()))) <= _HEADLINE_MAX


def _is_strong(element: Element) -> bool:
    """Return whether a paragraph of a document without a headline looks like one: short, strong, no full stop."""
    words = fold("".join(element.itertext()))
    strong = "".join("".join(part.itertext()) for part in element if tag_of(part) in ("strong", "b"))
    short = len(words) <= _HEADLINE_MAX and not words.endswith(_STOPS)
    return tag_of(element) == "p" and short and element.find(".//img") is None and fold(strong) == words


def _says(element: Element, told: str) -> bool:
    return bool(fold(told)) and fold("".join(element.itertext())).casefold() == fold(told).casefold()
