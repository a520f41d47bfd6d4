"""A scan of Markdown inline text into pieces that, joined, are the text again.

Follows CommonMark 0.31 (code spans, escapes, links, autolinks, HTML, emphasis) and adds footnote references,
`~~`, placeholders and shortcodes, which stay whole.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum, auto

from .emphasis import PUNCTUATION, Run, flanks, pair_runs
from .linktail import target_end


class Part(Enum):
    """What a piece of inline Markdown is."""

    TEXT = auto()
    ESCAPE = auto()
    BREAK = auto()
    ENTITY = auto()
    CODE = auto()
    HTML = auto()
    AUTOLINK = auto()
    FOOTNOTE = auto()
    PLACEHOLDER = auto()
    BRACKET = auto()
    EMPHASIS_OPEN = auto()
    EMPHASIS_CLOSE = auto()
    LINK_OPEN = auto()
    LINK_CLOSE = auto()


@dataclass(slots=True)
class Piece:
    """A stretch of the text. For LINK_CLOSE, *label* is what stands between the brackets."""

    part: Part
    text: str
    start: int
    label: str = ""
    run: Run | None = None


_TAG_NAME = r"[A-Za-z][A-Za-z0-9-]*"
_ATTRIBUTE = r"""\s+[A-Za-z_:][\w.:-]*(?:\s*=\s*(?:[^\s"'=<>`]+|'[^']*'|"[^"]*"))?"""
INLINE_TAG = rf"(?:<{_TAG_NAME}(?:{_ATTRIBUTE})*\s*/?>|</{_TAG_NAME}\s*>)"
_HTML = re.compile(
    rf"{INLINE_TAG}|<!-->|<!--->|<!--.*?-->"
    r"|<\?.*?\?>|<![A-Za-z][^>]*>|<!\[CDATA\[.*?\]\]>",
    re.DOTALL | re.ASCII,
)
_UNREAD = re.compile(
    r"<(script|style|iframe|textarea|svg|math)\b(?![^>]*/>)", re.IGNORECASE
)  # nobody reads what they hold
_AUTOLINK = re.compile(
    r"<[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\x00-\x20<>]*>"
    r"|<[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?>"
)
_ENTITY = re.compile(r"&(?:#[xX][0-9a-fA-F]{1,6}|#[0-9]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});")
_PLACEHOLDER = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\$?\{[\w.:!-]*\}|%\(\w+\)[sd]|%[sd](?![\w'’])", re.DOTALL)
_FOOTNOTE = re.compile(r"\[\^[^\s\[\]]+\]")
_PLAIN = re.compile(r"[^\\`<\[\]!*_~&{$%⟦⟧]+")
_LABEL = re.compile(r"\[((?:[^\[\]\\]|\\.){0,999})\]", re.DOTALL)


def is_left_open(html: str) -> bool:
    """Return whether a piece of HTML is the start of a script or the like, without its end."""
    return _UNREAD.match(html) is not None and "</" not in html


def label_key(label: str) -> str:
    """Return the form in which two labels of the same link definition are equal."""
    return " ".join(label.split()).casefold()


def scan(text: str, defined: Collection[str] = ()) -> list[Piece]:
    """Return the pieces of *text*; *defined* holds the `label_key` of each link definition known."""
    scanner = _Scanner(text, defined)
    scanner.run()
    if scanner.runs:
        pair_runs(p.run for p in scanner.pieces if p.run)
    return _flatten(scanner.pieces)


class _Scanner:
    def __init__(self, text: str, defined: Collection[str]) -> None:
        self.text = text
        self.defined = defined
        self.at = 0
        self.pieces: list[Piece] = []
        self.openers: list[int] = []  # indices into pieces
        self.dead = 0  # so many of the openers can no longer open a link, only an image
        self.runs = False
        self.unclosed: set[int] = set()
        self.left_open: set[str] = set()  # elements that no end follows
        self.closings: dict[str, int] = {}  # where the last closing of each kind in `_LONG` stands

    def run(self) -> None:
        text, size = self.text, len(self.text)
        while self.at < size:
            plain = _PLAIN.match(text, self.at)
            if plain:
                self.take(Part.TEXT, plain.end())
            else:
                self.special(text[self.at])

    def take(self, part: Part, end: int, label: str = "") -> None:
        self.pieces.append(Piece(part, self.text[self.at : end], self.at, label))
        self.at = end

    def special(self, sign: str) -> None:
        if sign == "\\":
            self.escape()
        elif sign == "`":
            self.code()
        elif sign in "*_~":
            self.signs()
        elif sign == "]":
            self.close()
        elif sign in "⟦⟧":
            self.take(Part.BRACKET, self.at + 1)
        elif not self.whole(sign):
            self.opener(sign)

    def whole(self, sign: str) -> bool:
        if self.hopeless():
            return False
        for part, pattern in _WHOLE.get(sign, ()):
            match = pattern.match(self.text, self.at)
            if match and not (part is Part.ENTITY and html.unescape(match[0]) == match[0]):
                self.take(part, self.element_end(match) if part is Part.HTML else match.end())
                return True
        return False

    def element_end(self, tag: re.Match[str]) -> int:
        """Return the end of a script or the like, which is one piece with what it holds; of other tags their own."""
        opening = _UNREAD.match(tag[0])
        name = opening[1].lower() if opening else ""
        if not name or name in self.left_open:
            return tag.end()
        closing = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(self.text, tag.end())
        if closing is None:
            self.left_open.add(name)
        return closing.end() if closing else tag.end()

    def hopeless(self) -> bool:
        """Return whether a comment, shortcode or the like begins here that is closed nowhere; each is searched once."""
        opening = next((o for o in _LONG if self.text.startswith(o, self.at)), "")
        if not opening:
            return False
        if opening not in self.closings:
            self.closings[opening] = self.text.rfind(_LONG[opening])
        return self.closings[opening] < self.at

    def opener(self, sign: str) -> None:
        width = 2 if self.text.startswith("![", self.at) else 1
        if width == 2 or sign == "[":
            self.openers.append(len(self.pieces))
        self.take(Part.TEXT, self.at + width)

    def escape(self) -> None:
        following = self.text[self.at + 1 : self.at + 2]
        if following == "\n":
            self.take(Part.BREAK, self.at + 2)
        elif following in PUNCTUATION:
            self.take(Part.ESCAPE, self.at + 2)
        else:
            self.take(Part.TEXT, self.at + 1)

    def code(self) -> None:
        start = self.run_end("`")
        length = start - self.at
        ticks, end = self.text[self.at : start], start
        while length not in self.unclosed:
            found = self.text.find(ticks, end)
            if found < 0:
                self.unclosed.add(length)
                break
            end = found + length
            while self.text.startswith("`", end):
                end += 1
            if end == found + length:
                self.take(Part.CODE, end)
                return
        self.take(Part.TEXT, start)

    def signs(self) -> None:
        sign, start, end = self.text[self.at], self.at, self.run_end(self.text[self.at])
        self.take(Part.TEXT, end)
        if sign != "~" or end - start == 2:
            opens, closes = flanks(self.text, start, end)
            self.runs = True
            self.pieces[-1].run = Run(sign, end - start, opens, closes, end - start)

    def run_end(self, sign: str) -> int:
        end = self.at
        while self.text.startswith(sign, end):
            end += 1
        return end

    def close(self) -> None:
        index = self.openers.pop() if self.openers else -1
        live = index >= 0 and (len(self.openers) >= self.dead or self.pieces[index].text == "![")
        self.dead = min(self.dead, len(self.openers))
        opener = self.pieces[index] if live else None
        label = self.text[opener.start + len(opener.text) : self.at] if opener else ""
        end = self.tail_end(self.at + 1, label) if opener else None
        if opener is None or end is None:
            self.take(Part.TEXT, self.at + 1)
        else:
            self.link(index, opener, label, end)

    def link(self, index: int, opener: Piece, label: str, end: int) -> None:
        opener.part = Part.LINK_OPEN
        if opener.text == "[":  # a link holds no links; an image may
            self.dead = len(self.openers)
        if self.runs:
            inside = self.pieces[index + 1 :]
            pair_runs(p.run for p in inside if p.run)
            self.pieces[index + 1 :] = _flatten(inside)
        self.take(Part.LINK_CLOSE, end, label)

    def tail_end(self, at: int, label: str) -> int | None:
        """Return where the tail of a link that starts at *at* ends; None where there is no link."""
        end = target_end(self.text, at)
        if end is not None:
            return end
        match = _LABEL.match(self.text, at)
        if match and match[1].strip():  # `[a][b]` is never the link `[a]`, whatever b is
            return match.end() if not match[1].startswith("^") and self.may_refer(match[1]) else None
        if label_key(label) in self.defined and not label.startswith("^"):
            return match.end() if match and not match[1] else at
        return None

    def may_refer(self, label: str) -> bool:
        """Return whether `[label]` behind a bracket makes a link; where nothing is defined, any may.

        A number always does, so that it is never taken for the number of another link.
        """
        return not self.defined or label.isdigit() or label_key(label) in self.defined


_WHOLE: dict[str, tuple[tuple[Part, re.Pattern[str]], ...]] = {
    "<": ((Part.AUTOLINK, _AUTOLINK), (Part.HTML, _HTML)),
    "&": ((Part.ENTITY, _ENTITY),),
    "[": ((Part.FOOTNOTE, _FOOTNOTE),),
    **dict.fromkeys("{$%", ((Part.PLACEHOLDER, _PLACEHOLDER),)),
}


_LONG = {"<!--": "-->", "<![CDATA[": "]]>", "<?": "?>", "<!": ">", "{{": "}}", "{%": "%}"}


def _flatten(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces with runs split into their signs and neighbouring text joined."""
    flat: list[Piece] = []
    for piece in pieces:
        for part in (piece,) if piece.run is None else _split(piece):
            if part.part is Part.TEXT and flat and flat[-1].part is Part.TEXT:
                flat[-1] = Piece(Part.TEXT, flat[-1].text + part.text, flat[-1].start)
            else:
                flat.append(part)
    return flat


def _split(piece: Piece) -> list[Piece]:
    run = piece.run
    assert run is not None  # noqa: S101  the caller has looked
    widths = [(Part.EMPHASIS_CLOSE, width) for width in run.closed]
    widths.append((Part.TEXT, run.left))
    widths += [(Part.EMPHASIS_OPEN, width) for width in reversed(run.opened)]
    parts, at = [], piece.start
    for part, width in widths:
        if width:
            parts.append(Piece(part, run.sign * width, at))
            at += width
    return parts
