"""Which part of a page is the article: where the text that trafilatura takes for it stands, and what lies around it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from .hidden import furniture_reason, hidden_reason
from .tree import Element, Text, fold, tag_of, texts_of

_MOST = 0.9
_NAMED = ("article", "main")
_PULL = re.compile(r"pull-?quote|pullout", re.IGNORECASE)
_LIST_LINKS = 0.7
_QUOTES_MAX = 200
"""No article has more pull quotes."""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph or the like of the page. *core* tells that it is surely of the article."""

    texts: tuple[Text, ...]
    words: str
    core: bool
    hidden: bool

    @property
    def chain(self) -> tuple[Element, ...]:
        return self.texts[0].chain


@dataclass(slots=True)
class Sizes:
    """Letters in each element: all that are seen, those of the core, those in links."""

    seen: Counter[Element] = field(default_factory=Counter)
    core: Counter[Element] = field(default_factory=Counter)
    linked: Counter[Element] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Found:
    """The article's element, what in it is left out and why, and its lines in order."""

    root: Element
    skip: dict[Element, str]
    lines: tuple[Line, ...]


def squeeze(text: str) -> str:
    """Return the letters and digits of *text* alone, to compare texts by."""
    return "".join(char for char in text.casefold() if char.isalnum() or ord(char) > 0x2FF)


def find_article(page: Element, core_text: str) -> Found:
    """Return the article in *page*; *core_text* is the text that is surely of it, "" where nothing is known."""
    core = "\n".join(squeeze(line) for line in core_text.split("\n"))
    lines = tuple(_lines(page, core))
    sizes = _sizes(lines)
    root = _deepest(page, sizes) if sizes.core[page] else _by_name(page, sizes)
    total = sizes.core[page] or sizes.seen[root]
    root = _widened(root, sizes, total)
    skip = dict(_furniture(root, sizes, total))
    skip.update(_repeated(root, lines))
    return Found(root, skip, tuple(line for line in lines if root in line.chain))


def _lines(page: Element, core: str) -> Iterator[Line]:
    group: list[Text] = []
    for text in texts_of(page):
        if group and text.fresh:
            yield _line(group, core)
            group = []
        if text.place[1] != "alt":
            group.append(text)
    if group:
        yield _line(group, core)


def _line(group: Sequence[Text], core: str) -> Line:
    words = fold("".join(text.text for text in group))
    squeezed = squeeze(words)
    hidden = any(hidden_reason(element) for element in group[0].chain)
    return Line(tuple(group), words, bool(squeezed) and not hidden and squeezed in core, hidden)


def _sizes(lines: Sequence[Line]) -> Sizes:
    sizes = Sizes()
    for line in lines:
        size = len(line.words)
        linked = sum(len(text.text) for text in line.texts if any(tag_of(element) == "a" for element in text.chain))
        for element in line.chain if not line.hidden else ():
            sizes.seen[element] += size
            sizes.core[element] += size if line.core else 0
            sizes.linked[element] += min(linked, size)
    return sizes


def _deepest(page: Element, sizes: Sizes) -> Element:
    """Return the smallest element that holds nearly all of the core."""
    root = page
    while True:
        inner = next((child for child in root if sizes.core[child] >= _MOST * sizes.core[page]), None)
        if inner is None:
            return root if tag_of(root) not in ("p", "td", "li") else root.getparent()
        root = inner


def _by_name(page: Element, sizes: Sizes) -> Element:
    """Return what the page itself calls its article, else all of its body."""
    named = [element for element in page.iter("article", "main") if sizes.seen[element]]
    named += [element for element in page.iter("*") if element.get("role") == "main"]
    best = max(named, key=lambda element: sizes.seen[element], default=None)
    body = page.find("body") if tag_of(page) == "html" else None
    return best if best is not None else page if body is None else body


def _widened(root: Element, sizes: Sizes, total: int) -> Element:
    """Return *root* or what is around it, as far as little more than a headline and a picture comes in."""
    around = root.getparent()
    while around is not None and tag_of(around) not in ("body", "html"):
        more = sum(_extra(child, sizes) for child in around if child is not root)
        if more > (0.5 if tag_of(around) in _NAMED else 0.15) * total + 300:
            break
        root, around = around, around.getparent()
    return root


def _extra(element: Element, sizes: Sizes) -> int:
    if not tag_of(element) or hidden_reason(element) or furniture_reason(element):
        return 0
    return 0 if tag_of(element) in ("footer", "aside") else sizes.seen[element]


def _furniture(root: Element, sizes: Sizes, total: int) -> Iterator[tuple[Element, str]]:
    """Yield what stands in the article and is no part of it by its name, or as it is all links."""
    for element in root.iter("*"):
        seen, core = sizes.seen[element], sizes.core[element]
        if element is root or not seen or core > 0.3 * total or element.find(".//h1") is not None:
            continue
        read = core > 0.6 * seen and sizes.linked[element] < 0.4 * seen
        reason = furniture_reason(element)
        if reason and not read and tag_of(element) not in ("h1", "table", "figure", "img"):
            yield element, reason
        elif tag_of(element) == "footer" and not core and not _in_quote(element):
            yield element, "footer"
        elif (
            _is_link_list(element)
            and sizes.linked[element] > _LIST_LINKS * seen
            and (core < 0.5 * seen or tag_of(element) == "td")
        ):
            yield element, "related links"


def _in_quote(element: Element) -> bool:
    return any(tag_of(around) in ("blockquote", "figure") for around in element.iterancestors())


def _is_link_list(element: Element) -> bool:
    return tag_of(element) in ("ul", "ol", "aside", "section", "div", "td") and len(element.findall(".//a")) > 1


def _repeated(root: Element, lines: Sequence[Line]) -> Iterator[tuple[Element, str]]:
    """Yield pull quotes whose words stand in the text as well."""
    named = ("aside", "blockquote", "div", "figure", "p", "span")
    quotes = [element for element in root.iter(*named) if _PULL.search(element.get("class") or "")]
    squeezed = [squeeze(line.words) for line in lines] if quotes else []
    whole = "\n".join(squeezed)
    for element in quotes[:_QUOTES_MAX]:
        words = squeeze("".join(element.itertext()))
        if (
            words
            and words in whole
            and any(words in text and element not in line.chain for line, text in zip(lines, squeezed, strict=True))
        ):
            yield element, "pull quote, repeats the text"
