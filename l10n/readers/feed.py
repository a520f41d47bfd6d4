"""Feeds that carry whole articles: RSS 2.0, RSS 1.0 and Atom."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

from ..errors import ArticleError
from ..ports import Conversion, Doubt, Piece
from .assembling import assemble, choice_of, clean_line, no_choice, own_summary, plain_body, words_of
from .html_markdown import html_to_markdown
from .outside_xml import Node, name_of, parse_xml, text_of

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_XHTML = "http://www.w3.org/1999/xhtml"
_FULL = 1200
"""So many letters in several paragraphs without an ellipsis at the end are a whole article, not its beginning."""
_CUT = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|read more\W*|continue reading\W*)\s*$", re.IGNORECASE)
_APPEARED = re.compile(
    r"<p>\s*The post\s+<a\b[^>]*>.{0,500}?</a>\s+(?:first )?appeared (?:first )?on\s.{0,500}?</p>\s*$", re.S
)


@dataclass(frozen=True, slots=True)
class Item:
    """An article of a feed. *content*, the whole text, and *summary* are HTML."""

    title: str
    link: str
    id: str
    author: str
    when: datetime | None
    content: str
    summary: str
    base: str = ""

    @property
    def slug(self) -> str:
        return urlsplit(self.link).path.rstrip("/").rpartition("/")[2].lower()

    @property
    def newness(self) -> float:
        if self.when is None:
            return float("-inf")
        return (self.when if self.when.tzinfo else self.when.replace(tzinfo=UTC)).timestamp()

    def is_called(self, choice: str) -> bool:
        names = (self.id, self.link, self.title, self.slug)
        return bool(choice) and choice.casefold() in [name.casefold() for name in names if name]


class FeedReader:
    """Reads feeds; of several articles the newest, or the one named after a # in the path."""

    name = "feed"
    suffixes: tuple[str, ...] = (".rss", ".atom", ".rdf")

    def convert(self, data: bytes, *, path: str, slug: str) -> Conversion:
        """Return the chosen article. ArticleError, also for a feed that has only the beginnings of its articles."""
        root = parse_xml(data, path=choice_of(path)[0])
        site, items = read_feed(root, path=path)
        item, doubts = _chosen(items, path)
        body_html = _APPEARED.sub("", item.content)
        converted = html_to_markdown(body_html, base_url=item.base or item.link, furniture=True)
        dropped = words_of(item.content[len(body_html) :]) if body_html != item.content else ""
        facts = {
            "title": item.title,
            "summary": own_summary(words_of(item.summary), plain_body(converted)),
            "author": item.author,
            "date": item.when.date().isoformat() if item.when else "",
            "publisher": site,
            "original": item.link,
            "slug": item.slug,
        }
        kept = [Piece(text) for text in (item.title, facts["summary"]) if text]
        if item.summary and not facts["summary"]:
            kept.append(Piece(words_of(item.summary), "summary that repeats the article"))
        others = [Piece(dropped, "note of the feed")] if dropped else []
        others += [
            Piece(other.title or other.link, "another article of the feed", f"article {number}")
            for number, other in enumerate(items, start=1)
            if other is not item and (other.title or other.link)
        ]
        head = [Piece(site, "name of the feed")] if site else []
        return assemble(
            facts, converted, data=data, path=path, slug=slug, doubts=doubts, before=[*head, *kept], after=others
        )


def is_feed(root: Node) -> bool:
    """Return whether *root* opens a feed of a kind that is read here."""
    return name_of(root) == (ATOM, "feed") or name_of(root)[1] in ("rss", "RDF")


def read_feed(root: Node, *, path: str) -> tuple[str, list[Item]]:
    """Return the name of the feed and its articles in the order of the file. ArticleError."""
    if not is_feed(root):
        raise ArticleError(
            f"this is not a feed: it opens with <{name_of(root)[1]}>",
            path=choice_of(path)[0],
            remedy="RSS 2.0, RSS 1.0 and Atom are read; for a web page, save it as .html",
        )
    if name_of(root) == (ATOM, "feed"):
        base = root.get(f"{_XML}base", "")
        items = [_atom_item(node, base) for node in root if name_of(node) == (ATOM, "entry")]
        title = next((_atom_text(node) for node in root if name_of(node) == (ATOM, "title")), "")
        return words_of(title), items
    items = [_rss_item(node) for node in root.iter() if name_of(node)[1] == "item"]
    channel = next((node for node in root.iter() if name_of(node)[1] == "channel"), root)
    return words_of(_child(channel, "title")), items


def _chosen(items: Sequence[Item], path: str) -> tuple[Item, list[Doubt]]:
    file, choice = choice_of(path)
    names = [(item.id or item.link or str(number), item.title) for number, item in enumerate(items, start=1)]
    if not items:
        raise ArticleError("there are no articles in the feed", path=file, remedy="check that this is the right feed")
    doubts: list[Doubt] = []
    if choice:
        found = [item for item in items if item.is_called(choice)]
        if not found and choice.isascii() and choice.isdigit() and 0 < int(choice[:9]) <= len(items):
            found = [items[int(choice) - 1]]
        if len(found) != 1:
            raise no_choice(f"{len(found) or 'no'} articles of the feed are called {choice!r}", names, path=path)
        item = found[0]
    else:
        item = max(items, key=lambda item: item.newness)  # the first of those without a date
        if len(items) > 1:
            how = f"another is chosen by its number, id or address after a #: '{file}#2'"
            doubts.append(Doubt(0, f"the feed has {len(items)} articles; the newest, “{item.title}”, is taken; {how}"))
    if not _is_whole(item):
        instead = f"diglot add {item.link}" if item.link.startswith(("http://", "https://")) else "its web page"
        raise ArticleError(
            f"the feed has only the beginning of “{item.title or item.link}”, not the whole article",
            path=file,
            remedy=f"add the article's own address instead: {instead}",
        )
    return item, doubts


def _is_whole(item: Item) -> bool:
    words = words_of(item.content)
    return bool(item.content.strip()) and not (len(words) < _FULL and _CUT.search(words))


def _looks_whole(text: str) -> bool:
    words = words_of(text)
    several = len(re.findall(r"<p\b|<br\b[^>]*>\s*<br|</div>", text, re.IGNORECASE)) >= 2
    return several and len(words) >= _FULL and not _CUT.search(words)


def _rss_item(node: Node) -> Item:
    content = _child(node, "encoded", CONTENT)
    description = _child(node, "description")
    if not content.strip() and _looks_whole(description):
        content, description = description, ""
    guid = _child(node, "guid")
    link = _child(node, "link") or next(
        (child.get("href", "") for child in node if name_of(child) == (ATOM, "link")), ""
    )
    link = link or (guid if guid.startswith(("http://", "https://")) else "")
    author = _child(node, "creator", DC) or re.sub(r"^\S+@\S+\s*\(?|\)$", "", _child(node, "author"))
    date = _child(node, "pubDate") or _child(node, "date", DC)
    about = node.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about", "")
    return Item(
        title=words_of(_child(node, "title")),
        link=_joined("", link),
        id=guid or about,
        author=words_of(author),
        when=_when(date),
        content=content,
        summary=description,
    )


def _joined(base: str, address: str) -> str:
    """Return *address* seen from *base*; "" where it is none, as with brackets that hold no IPv6 address."""
    try:
        joined = urljoin(base, address)
        urlsplit(joined)
    except ValueError:
        return ""
    return joined


def _child(node: Node, name: str, space: str = "") -> str:
    """Return the text of the first child of this name, in *space* or, for RSS's own names, in none or RSS 1.0's."""
    spaces = (space,) if space else ("", "http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/")
    return next((text_of(child) for child in node if name_of(child)[1] == name and name_of(child)[0] in spaces), "")


def _atom_item(node: Node, base: str) -> Item:
    base = _joined(base, node.get(f"{_XML}base", ""))
    parts = {name_of(child)[1]: child for child in reversed(list(node)) if name_of(child)[0] == ATOM}
    links = [child for child in node if name_of(child) == (ATOM, "link")]
    link = next((found.get("href", "") for found in links if found.get("rel", "alternate") == "alternate"), "")
    content = _atom_text(parts.get("content"))
    summary = _atom_text(parts.get("summary"))
    if not content.strip() and _looks_whole(summary):
        content, summary = summary, ""
    authors = [child for child in node if name_of(child) == (ATOM, "author")]
    author = ", ".join(text_of(name) for one in authors for name in one if name_of(name) == (ATOM, "name"))
    date = text_of(parts.get("published")) or text_of(parts.get("updated"))
    inner = parts["content"].get(f"{_XML}base", "") if "content" in parts else ""
    return Item(
        title=words_of(_atom_text(parts.get("title"))),
        link=_joined(base, link),
        id=text_of(parts.get("id")),
        author=clean_line(author),
        when=_when(date),
        content=content,
        summary=summary,
        base=_joined(base, inner),
    )


def _atom_text(node: Node | None) -> str:
    """Return the content of an Atom text construct as HTML; "" where it lies elsewhere or is no text."""
    kind = node.get("type", "text").lower().partition(";")[0].strip() if node is not None else ""
    if node is None or node.get("src"):
        return ""
    if kind in ("xhtml", "application/xhtml+xml"):
        return _inner_html(node)
    if kind in ("html", "text/html"):
        return text_of(node)
    if kind in ("text", "text/plain", ""):
        paragraphs = re.split(r"\n[^\S\n]*\n\s*", text_of(node))
        if len(paragraphs) == 1:
            return html.escape(paragraphs[0], quote=False)
        return "\n".join(f"<p>{html.escape(paragraph, quote=False)}</p>" for paragraph in paragraphs)
    return ""


def _inner_html(node: Node) -> str:
    from xml.etree.ElementTree import tostring

    copy = deepcopy(node)
    for element in copy.iter():
        if isinstance(element.tag, str):
            element.tag = name_of(element)[1]
        element.attrib = {name: value for name, value in element.attrib.items() if "}" not in name}
    copy.tag, copy.attrib, copy.tail = "div", {}, None
    return str(tostring(copy, encoding="unicode", method="html"))


def _when(text: str) -> datetime | None:
    """Return the time that a feed gives, None for what is no time of this calendar."""
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            found = read(text.strip())
            found.astimezone(UTC)
            return found
        except (ValueError, OverflowError, IndexError, TypeError):
            continue
    return None
