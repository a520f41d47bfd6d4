"""HTML into a tree, and the texts of a tree in reading order. Nothing is ever loaded from elsewhere."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from ...errors import ArticleError

Element: TypeAlias = Any  # lxml ships no types
"""An element of the tree; elements are equal only to themselves."""

Place: TypeAlias = tuple[Any, str]
"""Where a text stands: an element, and `text` (at its start), `tail` (behind it) or `alt`."""

BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "noframes", "ol",
    "option", "p", "pre", "search", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "title",
    "tr", "ul",
})  # fmt: skip
UNSEEN = frozenset(
    ["head", "link", "meta", "noframes", "param", "script", "source", "style", "template", "title", "track"]
)
"""Elements whose text no reader sees."""

_VOID = ("bgsound", "embed", "keygen", "source", "track", "wbr")
_IN_HEAD = frozenset({"", "base", "basefont", "link", "meta", "noscript", "script", "style", "template", "title"})
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_MAX_DEPTH = 120
_SPACE = re.compile(r"[ \t\n\r\f]+")
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_XML = re.compile(rb"""\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]+)""")
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_AS_BROWSERS = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "tis-620": "cp874",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
}
"""What browsers read a declared character set as, by Python's name of it."""

_NO_CHARSET = frozenset({
    "hex", "base64", "zlib", "bz2", "rot13", "rot-13", "uu", "quopri", "idna", "punycode", "undefined",
    "unicode-escape", "unicode_escape", "raw-unicode-escape", "raw_unicode_escape", "utf-7", "utf_7",
})  # fmt: skip
"""Encodings of Python that no browser knows; most of them cannot be read as text."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a page; *doubt* says what was unsure about its character set."""

    text: str
    doubt: str = ""


def decode_html(data: bytes, *, charset: str = "") -> Decoded:
    """Return the text of a page as browsers read it: byte order mark, *charset* of the server, `<meta>`, UTF-8."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _replaced(data[len(mark) :], name)
    declared = _codec(charset) or _codec(_named(data[:4096]))
    if declared and declared != "utf-8":
        if not data.isascii() and _is_utf8(data):
            return Decoded(data.decode(), f"the page says it is {declared}, but it is UTF-8; read as that")
        return _replaced(data, declared)
    if declared or _is_utf8(data):
        return _replaced(data, "utf-8")
    return Decoded(
        data.decode("cp1252", "replace"), "the page does not name its character set; read as Western European"
    )


def _named(start: bytes) -> str:
    match = _XML.match(start) or _DECLARED.search(start)
    return match[1].decode("ascii", "replace") if match else ""


def _codec(name: str) -> str:
    try:
        found = codecs.lookup(name.strip().strip("\"'")).name if name.strip() else ""
    except LookupError:
        return ""
    if found.startswith("utf-16"):  # whoever could read the name in ASCII reads no UTF-16
        return "utf-8"
    return "" if found in _NO_CHARSET else _AS_BROWSERS.get(found, found)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _replaced(data: bytes, name: str) -> Decoded:
    text = data.decode(name, "replace")
    lost = text.count("\ufffd")
    return Decoded(text, f"{lost} places are damaged: their bytes have no meaning in {name}" if lost else "")


def parse_html(html: str | bytes) -> Element:
    """Return the root of a page or fragment; bytes are UTF-8. Nesting beyond any layout is made flat. ArticleError."""
    try:
        from lxml import etree
        from lxml import html as lxml_html
    except ImportError as error:
        raise needs_web() from error
    text = html.decode("utf-8", "replace") if isinstance(html, bytes) else html
    text = text.encode("utf-8", "replace").decode().replace("\0", "").removeprefix("\ufeff")
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)
    try:
        root = lxml_html.document_fromstring(text.encode() or b"<p></p>", parser=parser)
    except etree.ParserError:
        root = lxml_html.document_fromstring(b"<p></p>", parser=parser)
    if any("Excessive depth" in entry.message for entry in parser.error_log):
        raise ArticleError("the page is nested too deep to be read", remedy="save it again in a browser, or as text")
    _take_out_controls(root)
    _empty_voids(root)
    _mend_head(root)
    _flatten(root)
    return root


def needs_web() -> ArticleError:
    return ArticleError("reading web pages needs a part that is not installed", remedy="pip install trafilatura lxml")


def _take_out_controls(root: Element) -> None:
    """Take control characters out of all texts: the parser gives them out, and takes none of them back."""
    for element in root.iter():
        if element.text and _CONTROLS.search(element.text):
            element.text = _CONTROLS.sub("", element.text)
        if element.tail and _CONTROLS.search(element.tail):
            element.tail = _CONTROLS.sub("", element.tail)


def _empty_voids(root: Element) -> None:
    """Put behind each element that holds nothing what the parser, which knows HTML 4 alone, has put into it."""
    for element in reversed(list(root.iter(*_VOID))):
        inner, tail = list(element), element.tail
        if not inner and not element.text:
            continue
        parent = element.getparent()
        at = parent.index(element) + 1
        element.text, element.tail = None, element.text
        for place, child in enumerate(inner, start=at):
            parent.insert(place, child)
        last = inner[-1] if inner else element
        last.tail = (last.tail or "") + (tail or "") or None


def _mend_head(root: Element) -> None:
    """Put into the body what the parser has left in the head, where a page opens no body itself."""
    head = root.find("head")
    children = list(head) if head is not None else []
    stray = next((at for at, child in enumerate(children) if tag_of(child) not in _IN_HEAD), None)
    if stray is None:
        return
    body = root.find("body")
    if body is None:
        body = root.makeelement("body")
        root.append(body)
    moved = children[stray:]
    text, body.text = body.text, None
    for at, element in enumerate(moved):
        body.insert(at, element)
    moved[-1].tail = (moved[-1].tail or "") + (text or "") or None


def _flatten(root: Element) -> None:
    from lxml import etree

    depth, deep = 0, []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if event == "start" and depth > _MAX_DEPTH:
            deep.append(element)
    for element in reversed(deep):
        element.drop_tag()


def tag_of(element: Element) -> str:
    """Return the name of an element without a namespace's prefix, "" for comments and the like."""
    tag = element.tag
    return tag.rpartition(":")[2].lower() if isinstance(tag, str) else ""


def is_blank(text: str) -> bool:
    """Return whether nothing in *text* is seen: blanks, marks of direction, soft hyphens and the like alone."""
    return text.isspace() or not any(not c.isspace() and unicodedata.category(c) not in ("Cf", "Cc") for c in text)


def fold(text: str) -> str:
    """Return *text* with runs of HTML's white space as one space, none at its ends."""
    return _SPACE.sub(" ", text).strip(" ")


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the tree. *fresh* tells that a block or line begins before it."""

    place: Place
    text: str
    line: int
    fresh: bool
    chain: tuple[Element, ...]


def texts_of(root: Element) -> Iterator[Text]:
    """Yield all texts a reader may see below *root*, in reading order, with the elements around each."""
    from lxml import etree

    chain: list[Element] = []
    unseen, fresh = 0, True
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        tag = tag_of(element)
        if event == "start":
            chain.append(element)
            unseen += tag in UNSEEN
            fresh = fresh or tag in BLOCKS or tag == "br"
            place, text = (element, "text"), element.text
            if tag == "img" and not unseen and not is_blank(element.get("alt") or ""):
                yield Text((element, "alt"), element.get("alt"), element.sourceline or 0, True, tuple(chain))
                fresh = True
        else:
            if event == "end":
                chain.pop()
                unseen -= tag in UNSEEN
                fresh = fresh or tag in BLOCKS
            if element is root:
                return
            place, text = (element, "tail"), element.tail
        if text and not unseen and not is_blank(text):
            yield Text(place, text, element.sourceline or 0, fresh, tuple(chain))
            fresh = False
