"""Web pages, chapters of books and SVG drawings: what they fetch, run, link to and tell."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from html.parser import HTMLParser

from .css import traces_of_css
from .eye import Eye
from .references import bare, code_in, fetched, followed, scheme_of
from .trace import Kind, Trace, kind_of_field, trace

_FETCHES = {
    "src", "srcset", "imagesrcset", "poster", "data", "background", "action", "formaction", "manifest", "ping",
    "codebase", "classid", "archive", "lowsrc", "dynsrc", "profile", "longdesc", "icon", "xml:base",
}  # fmt: skip
_SENDS = {"action", "formaction", "ping"}
_OF_A_LINK = {"a", "area"}
_LOADED_LINKS = {
    "stylesheet", "icon", "preload", "prefetch", "preconnect", "dns-prefetch", "modulepreload", "prerender", "manifest",
    "apple-touch-icon", "apple-touch-icon-precomposed", "shortcut", "mask-icon", "import", "pingback",
}  # fmt: skip
_FRAMES = {"iframe", "frame", "object", "embed", "applet", "portal", "fencedframe"}
_DATA_SCRIPTS = {"application/ld+json", "application/json", "text/plain"}
_INLINE = {
    "a", "b", "i", "em", "strong", "s", "u", "span", "wbr", "code", "small", "sub", "sup", "bdi", "bdo", "q", "mark",
    "abbr", "cite", "tspan", "font",
}  # fmt: skip
_STYLED = {"style", "fill", "stroke", "filter", "mask", "clip-path", "cursor", "marker-start", "marker-end"}
_CONTENT_OF_OTHERS = re.compile(r"<!ENTITY\s+(?:%\s+)?\S+\s+(?:SYSTEM|PUBLIC)\b[^>]*", re.I)
_SHEET = re.compile(r"xml-stylesheet\b.*?\bhref\s*=\s*[\"']([^\"']*)", re.I | re.S)

_Attrs = list[tuple[str, str | None]]


_DEEPEST = 4


def traces_of_html(text: str, where: str, eye: Eye, *, beside: bool = True, depth: int = 0) -> Iterator[Trace]:
    """Yield what a page gives away; *beside* tells of the files too that it wants from its own folder.

    *depth* counts the pages around this one: pages in frames and comments are looked into, to a bearable depth.
    """
    page = _Page(where, eye, beside, depth)
    page.feed(text)
    page.close()
    yield from page.found
    yield from eye.read("".join(page.words), f"{where} text".strip())
    for found in _CONTENT_OF_OTHERS.finditer(text):
        yield trace(Kind.OUTSIDE, f"{where} entity".strip(), found[0])


class _Page(HTMLParser):
    """Walks a page; what it meets is in *found*, what a reader reads in *words*."""

    def __init__(self, where: str, eye: Eye, beside: bool, depth: int) -> None:
        super().__init__(convert_charrefs=True)
        self._where, self._eye, self._beside, self._depth = where, eye, beside, depth
        self.found: list[Trace] = []
        self.words: list[str] = []
        self._inside: Callable[[str], Iterator[Trace]] | None = None
        self._open_from = sys.maxsize

    def parse_comment(self, i: int, report: bool = True) -> int:
        """Look once for the end that the comment at *i* has not; all that begin after it have none either."""
        if i >= self._open_from:
            return -1
        end = super().parse_comment(i, report)
        self._open_from = i if end < 0 else self._open_from
        return end

    def _at(self, what: str = "") -> str:
        place = f"{self._where} line {self.getpos()[0]}".strip()
        return f"{place} {what}".strip()

    def handle_starttag(self, tag: str, attrs: _Attrs) -> None:
        name = tag.rpartition(":")[2]
        values = {key: value or "" for key, value in attrs}
        if name not in _INLINE:
            self.words.append("\n")
        self._inside = None
        self._element(name, values)
        for key, value in attrs:
            self.found += self._attribute(name, key, value or "")

    def _element(self, name: str, values: dict[str, str]) -> None:
        if name == "script":
            self._script(values)
        elif name == "style":
            self._inside = lambda text: traces_of_css(text, self._at("style"), self._eye)
        elif name == "meta":
            self.found += self._meta(values)
        elif name == "link":
            self.found += self._link(values)
        elif name in _FRAMES:
            self.found.append(trace(Kind.ACTIVE, self._at(), f"<{name}>"))
        elif name in {"animate", "set"} and "href" in values.get("attributename", ""):
            self.found.append(trace(Kind.ACTIVE, self._at(), f"<{name}> changes an address"))

    def _script(self, values: dict[str, str]) -> None:
        if values.get("type", "").strip().lower() in _DATA_SCRIPTS:
            from .plain import traces_of_json

            self._inside = lambda text: traces_of_json(text, self._at("data"), self._eye)
            return
        self.found.append(trace(Kind.ACTIVE, self._at(), "<script>"))
        self._inside = lambda text: self._eye.read(text, self._at("script"))

    def handle_startendtag(self, tag: str, attrs: _Attrs) -> None:
        self.handle_starttag(tag, attrs)
        self._inside = None

    def handle_endtag(self, tag: str) -> None:
        self._inside = None
        if tag.rpartition(":")[2] not in _INLINE:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found += self._inside(data)
        else:
            self.words.append(data)

    def handle_comment(self, data: str) -> None:
        if data.strip():
            self.found.append(trace(Kind.HIDDEN, self._at("comment"), data))
            self.found += self._eye.read(data, self._at("comment"))
        if "<" in data:  # what old programs run, and what is only hidden, is looked at alike
            self.found += self._within(data, "comment")

    def _within(self, page: str, what: str) -> Iterator[Trace]:
        if self._depth < _DEEPEST:
            place = self._at(what)
            yield from traces_of_html(page, place, self._eye, beside=self._beside, depth=self._depth + 1)
        else:
            yield trace(Kind.HIDDEN, self._at(what), "pages within pages, deeper than is looked")

    def handle_pi(self, data: str) -> None:
        if sheet := _SHEET.match(data):
            self.found += fetched(sheet[1], self._at("stylesheet"), self._eye, beside=self._beside)

    def unknown_decl(self, data: str) -> None:
        self.words.append(data.removeprefix("CDATA["))

    def _attribute(self, tag: str, key: str, value: str) -> Iterator[Trace]:
        bare_key = "href" if key.rpartition(":")[2] == "href" else key
        if len(key) > 3 and key.startswith("on"):
            yield trace(Kind.ACTIVE, self._at(), f"{key}={value}")
        elif key == "srcdoc":
            yield from self._within(value, "srcdoc")
        elif bare_key == "href":
            yield from self._href(tag, value)
        elif key in _FETCHES:
            yield from self._fetches(tag, key, value)
        elif key in _STYLED:
            yield from traces_of_css(value, self._at(f"{tag} {key}"), self._eye)
        elif tag != "meta" and not key.startswith("xmlns"):
            yield from code_in(value, self._at(f"{tag} {key}"))
            yield from self._eye.read(value, self._at(f"{tag} {key}"))

    def _href(self, tag: str, value: str) -> Iterator[Trace]:
        if tag in _OF_A_LINK:
            yield from followed(value, self._at(tag), self._eye)
        elif tag == "base":
            yield from fetched(value, self._at("base"), self._eye)
        elif tag != "link":
            yield from fetched(value, self._at(f"{tag} href"), self._eye, beside=self._beside)

    def _fetches(self, tag: str, key: str, value: str) -> Iterator[Trace]:
        addresses = [part.split()[0] for part in value.split(",") if part.strip()] if "srcset" in key else [value]
        if key == "ping":
            addresses = value.split()
        if "srcset" in key and "data:" in value:
            addresses = re.findall(r"(?:https?:)?//[^\s,]+|data:[^\s]+", value)
        for address in addresses:
            plain = bare(address)
            if key in _SENDS and plain and not scheme_of(plain) and not plain.startswith("#"):
                yield trace(Kind.OUTSIDE, self._at(f"{tag} {key}"), plain)
            else:
                yield from fetched(plain, self._at(f"{tag} {key}"), self._eye, beside=self._beside)

    def _meta(self, values: dict[str, str]) -> Iterator[Trace]:
        name = values.get("name") or values.get("property") or values.get("itemprop") or values.get("http-equiv", "")
        content = values.get("content", "")
        if values.get("http-equiv", "").strip().lower() == "refresh":
            yield trace(Kind.ACTIVE, self._at("meta refresh"), content)
        kind = kind_of_field(name)
        yield from self._eye.field(name, content, self._at(f"meta {name}".strip()), kind=kind)

    def _link(self, values: dict[str, str]) -> Iterator[Trace]:
        rel, href = values.get("rel", "").lower().split(), values.get("href", "")
        loaded = not rel or _LOADED_LINKS.intersection(rel)
        if loaded:
            yield from fetched(href, self._at(f"link {' '.join(rel)}".strip()), self._eye, beside=self._beside)
        else:
            yield from followed(href, self._at(f"link {' '.join(rel)}"), self._eye)
