"""Raw HTML: its texts, alt texts and titles with their places, and a translation written back there."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..inlinescan import INLINE_TAG, Part, scan

_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)|<![A-Za-z][^>]*(?:>|\Z)"
    r"""|<(?P<close>/?)(?P<name>[A-Za-z][^\s/>]*)(?P<attributes>(?:[^>"']|"[^"]*"|'[^']*')*)(?:>|\Z)""",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""(?<=[\s/"'])([A-Za-z-]+)\s*=\s*("[^"]*"|'[^']*'|[^\s"'=<>`]+)""")
_ENTITY = re.compile(r"&(?:#[xX][0-9a-fA-F]{1,6}|#[0-9]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});")
_AMPERSAND = re.compile(r"&(?=#?[A-Za-z0-9]+;)")
_SHORTCODE_SIGNS = {"{": "&#123;", "%": "&#37;"}
_SPACE = re.compile(r"[ \t\n\f\r]+")
_SIGNS = re.compile(r"[\\`*_\[\]<~{]|&(?=#?\w+;)")
_SHORTCODE = re.compile(r"(\{\{.{0,2000}?\}\}|\{%.{0,2000}?%\})", re.DOTALL)
_INLINE_TAG = re.compile(INLINE_TAG, re.ASCII)
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big br cite code data del dfn em font i ins kbd mark nobr q rp rt ruby s samp small span"  # noqa: SIM905
    " strike strong sub sup time tt u var wbr".split()
)
HIDDEN = {
    "script": "a script",
    "style": "a style sheet",
    "svg": "a drawing",
    "math": "a formula",
    "pre": "text in <pre>, kept like code",
    "template": "a template",
    "iframe": "an embedded page",
    "object": "an embedded object",
    "noscript": "shown only without scripts",
}
_SHOWN_ATTRIBUTES = frozenset({"alt", "title", "aria-label", "placeholder", "summary"})
_CODE_TO_THE_END = frozenset({"script", "style"})


@dataclass(frozen=True, slots=True)
class HtmlText:
    """A stretch of HTML to translate. *attribute* names the one whose value it is; "" for running text."""

    start: int
    end: int
    source: str
    attribute: str = ""


@dataclass(frozen=True, slots=True)
class HiddenText:
    """Text that is not offered, and why."""

    start: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a stretch of HTML holds; *inside* is the element without text for readers that it leaves open."""

    texts: tuple[HtmlText, ...]
    hidden: tuple[HiddenText, ...]
    inside: str


def read_html(content: str, *, inside: str = "", follows: Callable[[str], bool] = lambda closing: False) -> Found:
    """Return the texts of *content*, which begins *inside* an element that hides its text, or in none.

    An element that is closed nowhere hides nothing, but code; *follows* tells whether `</pre` comes in a later block.
    """
    reader = _Reader(content, inside, follows)
    reader.run()
    return Found(tuple(sorted(reader.texts, key=lambda text: text.start)), tuple(reader.hidden), reader.inside)


def texts_in_tags(source: str) -> list[tuple[str, str]]:
    """Return the texts in the tags of inline Markdown, each with the reason why it is hidden; "" for alt and title."""
    if "<" not in source:
        return []
    found = [read_html(piece.text) for piece in scan(source) if piece.part is Part.HTML]
    shown = [(text.source, "") for texts in found for text in texts.texts if text.attribute]
    return [*shown, *((hidden.text, hidden.reason) for texts in found for hidden in texts.hidden)]


class _Reader:
    def __init__(self, content: str, inside: str, follows: Callable[[str], bool]) -> None:
        self.content = content
        self.inside = inside
        self.follows = follows
        self.unclosed: set[str] = set()
        self.texts: list[HtmlText] = []
        self.hidden: list[HiddenText] = []
        self.run_start = 0
        self.run_tags: list[tuple[int, int, str, str]] = []  # start, end, "/" where it closes, name

    def run(self) -> None:
        content, at = self.content, 0
        while at < len(content):
            if self.inside:
                at = self.leave(at)
                continue
            match = _TOKEN.search(content, at)
            if match is None:
                break
            at = match.end()
            self.token(match)
        self.flush(len(content))

    def leave(self, at: int) -> int:
        """Return where the element that hides its text ends."""
        match = re.compile(rf"</{re.escape(self.inside)}\s*>", re.IGNORECASE).search(self.content, at)
        stop = match.start() if match else len(self.content)
        if not match and self.inside not in _CODE_TO_THE_END and not self.follows(f"</{self.inside}"):
            self.unclosed.add(self.inside)
            self.inside = ""
            return at
        text = _SPACE.sub(" ", re.sub(r"<[^>]*>", " ", self.content[at:stop])).strip()
        if text:
            self.hidden.append(HiddenText(at, text, HIDDEN[self.inside]))
        self.inside = "" if match else self.inside
        self.run_start = match.end() if match else stop
        return self.run_start

    def token(self, match: re.Match[str]) -> None:
        name = (match["name"] or "").lower()
        if name in _INLINE and _INLINE_TAG.fullmatch(match[0]):
            self.run_tags.append((match.start(), match.end(), match["close"], name))
            return
        self.flush(match.start())
        self.run_start = match.end()
        if not name and match[0].startswith("<!--"):
            return
        if not name:
            self.hidden.append(HiddenText(match.start(), match[0], "a declaration"))
            return
        if not match["close"] and "{" in match["attributes"]:
            self.hidden.append(HiddenText(match.start(), match[0], "a component of the page"))
        if not match["close"]:
            self.attributes(match.start(), match.end())
            if name in HIDDEN and name not in self.unclosed and not match[0].endswith("/>"):
                self.inside = name

    def attributes(self, start: int, end: int) -> None:
        for match in _ATTRIBUTE.finditer(self.content, start, end):
            name, value = match[1].lower(), match[2]
            if name in _SHOWN_ATTRIBUTES:
                quoted = value[0] in "\"'"
                at, stop = match.start(2) + quoted, match.end(2) - quoted
                source = literal_markdown(_folded(_decoded(self.content[at:stop])))
                if source:
                    self.texts.append(HtmlText(at, stop, source, name))

    def flush(self, end: int) -> None:
        """Take the running text before *end*, without the tags that enclose all of it."""
        start, tags = self.run_start, self.run_tags
        self.run_tags = []
        partners = _partners(tags)
        first, last = 0, len(tags) - 1
        while True:
            start, end = self.trimmed(start, end)
            leads = first <= last and tags[first][0] == start
            ends = first <= last and tags[last][1] == end
            if leads and (first == last or tags[first][2] or tags[first][3] in ("br", "wbr")):
                dropped, start, first = tags[first], tags[first][1], first + 1
            elif leads and ends and partners.get(first) == last:
                dropped, start, end = tags[first], tags[first][1], tags[last][0]
                first, last = first + 1, last - 1
            elif ends and (not tags[last][2] or first == last):
                dropped, end, last = tags[last], tags[last][0], last - 1
            else:
                break
            self.attributes(dropped[0], dropped[1])
        source = self.source(start, end, tags[first : last + 1])
        if source:
            self.texts.append(HtmlText(start, end, source))

    def trimmed(self, start: int, end: int) -> tuple[int, int]:
        content = self.content
        while start < end and content[start] in " \t\n":
            start += 1
        while start < end and content[end - 1] in " \t\n":
            end -= 1
        return start, end

    def source(self, start: int, end: int, tags: list[tuple[int, int, str, str]]) -> str:
        parts, at, words = [], start, False
        for first, last, _, _ in tags:
            text = _decoded(self.content[at:first])
            words = words or bool(text.strip())
            parts += [literal_markdown(_SPACE.sub(" ", text)), self.content[first:last].replace("\n", " ")]
            at = last
        text = _decoded(self.content[at:end])
        words = words or bool(text.strip())
        return "".join([*parts, literal_markdown(_SPACE.sub(" ", text))]) if words else ""


def _partners(tags: Sequence[tuple[int, int, str, str]]) -> dict[int, int]:
    """Return which tag closes which, by number, where every tag between them is closed too."""
    partners: dict[int, int] = {}
    opened: list[int] = []
    for number, (_, _, close, name) in enumerate(tags):
        if name in ("br", "wbr"):
            continue
        if not close:
            opened.append(number)
        elif opened:
            opener = opened.pop()
            if tags[opener][3] == name:
                partners[opener] = number
    return partners


def _decoded(text: str) -> str:
    return _ENTITY.sub(lambda match: html.unescape(match[0]), text)


def _folded(text: str) -> str:
    return _SPACE.sub(" ", text).strip(" ")


def literal_markdown(text: str) -> str:
    """Return inline Markdown that reads as *text*, with no more escapes than it needs."""
    if not _SIGNS.search(text) or all(piece.part is Part.TEXT for piece in scan(text)):
        return text
    parts = _SHORTCODE.split(text)  # every other part is a shortcode
    parts[::2] = [_SIGNS.sub(lambda match: f"\\{match[0]}", part) for part in parts[::2]]
    return "".join(parts)


def write_html(target: str, *, written: str, quote: str) -> str:
    """Return HTML for *target*, whose tags were judged before; *written* is what it replaces.

    *quote* is that around an attribute's value, "=" for a value without quotes, "" for running text. What was
    written as an entity in *written* is so again.
    """
    known = {html.unescape(match[0]): match[0] for match in _ENTITY.finditer(written)}
    signs = {"<": "&lt;"}
    if quote:
        signs |= {"'": "&#39;"} if quote == "'" else {'"': "&quot;"}
    signs |= {char: entity for char, entity in known.items() if len(char) == 1}
    parts = [_piece(piece.part, piece.text, signs, bool(quote)) for piece in scan(target)]
    value = "".join(parts)
    return f'"{value}"' if quote == "=" else value


def _piece(part: Part, text: str, signs: dict[str, str], attribute: bool) -> str:
    if part is Part.PLACEHOLDER or (part is Part.HTML and not attribute):
        return text
    if part is Part.ESCAPE:
        text = _SHORTCODE_SIGNS.get(text[1], text[1])
    elif part is Part.ENTITY:
        text = html.unescape(text)
    elif part is Part.BREAK:
        text = " "
    elif "&" not in signs:
        text = _AMPERSAND.sub("&amp;", text)
    return "".join(signs.get(char, char) for char in text)
