"""Web pages: the article found in the page, the rest listed with the reason why it is left out."""

from __future__ import annotations

import hashlib
from typing import Any

from ..errors import ArticleError
from ..ports import Conversion, Doubt
from .frontmatter import write_front_matter
from .html_markdown import tree_to_markdown
from .text import escape
from .webpage.article import find_article
from .webpage.atoms import clean
from .webpage.facts import original_of, read_facts
from .webpage.hidden import region_reason
from .webpage.pictures import absolute
from .webpage.tree import Element, decode_html, needs_web, parse_html

_WRITTEN = frozenset({"title", "dateline", "summary"})
_FEW_WORDS = 60
_MOST_ATTRIBUTES = 500
_MOST_SPANNED = 20_000
"""With more on one element, or more cells claimed by merged ones, trafilatura takes minutes."""


class HtmlReader:
    """Reads `.html`. *url* is where the page was fetched, *charset* what its server said; "" for a file."""

    name = "html"
    suffixes: tuple[str, ...] = (".html", ".htm", ".xhtml")

    def __init__(self, *, url: str = "", charset: str = "") -> None:
        self.url, self.charset = url, charset

    def convert(self, data: bytes, *, path: str, slug: str) -> Conversion:
        """Return the article of the page as Markdown, with all texts of the page as coverage. ArticleError."""
        decoded = decode_html(data, charset=self.charset)
        if not decoded.text.strip():
            raise ArticleError("there is no text in it", path=path, remedy="check that this is the right file")
        page = parse_html(decoded.text)
        told = _told(decoded.text, self.url) if _is_sane(page) else None
        found = find_article(page, told.text or "" if told is not None else "")
        base = _base(page, self.url)
        facts = read_facts(page, found, told, url=self.url, base_url=base)
        body = tree_to_markdown(
            found.root,
            base_url=base,
            skip=found.skip,
            taken=facts.taken,
            page=page,
            outside=lambda text: region_reason(text.chain),
        )
        values = {name: clean(value) for name, value in facts.values.items()}
        doubts = [Doubt(1, decoded.doubt)] if decoded.doubt else []
        if not values["title"]:
            values["title"] = slug.replace("-", " ").capitalize()
            message = f"there is no headline; it is called {values['title']!r} for now, after the file's name"
            doubts.append(Doubt(1, message))
        words = sum(len(piece.text.split()) for piece in body.coverage if not piece.skipped)
        if words < _FEW_WORDS and page.find(".//script") is not None:
            message = f"only {words} words were found; the page may fill itself by scripts: save it in a browser"
            doubts.append(Doubt(1, message))
        front = {name: escape(value) if name in _WRITTEN else value for name, value in values.items()}
        front["digest"] = hashlib.sha256(data).hexdigest()
        markdown = f"{write_front_matter(front)}\n{body.markdown}"
        return Conversion(markdown, (*doubts, *body.doubts), body.coverage)


def _told(text: str, url: str) -> Any:
    """Return what trafilatura makes of the page, None where it finds no article. ArticleError if not installed."""
    try:
        import trafilatura
    except ImportError as error:
        raise needs_web() from error
    try:
        return trafilatura.bare_extraction(
            text,
            url=url or None,
            include_comments=False,
            favor_recall=True,
            with_metadata=True,
            date_extraction_params={"original_date": True, "extensive_search": False},
        )
    except Exception:  # a foreign parser on foreign pages: its help is welcome, not needed
        return None


def _is_sane(page: Element) -> bool:
    """Return whether trafilatura, which believes what a page claims, can be asked about it."""
    claimed = [value for value in page.xpath("//@colspan | //@rowspan") if value.isascii() and value.isdigit()]
    modest = all(len(value) < 5 for value in claimed) and sum(map(int, claimed)) <= _MOST_SPANNED
    return modest and all(len(element.attrib) <= _MOST_ATTRIBUTES for element in page.iter("*"))


def _base(page: Element, url: str) -> str:
    """Return what addresses in the page are seen from: `<base>`, where it was fetched, or where it says it lies."""
    base = page.find(".//base[@href]")
    named = absolute(base.get("href"), url) if base is not None else ""
    return named or url or original_of(page, url="", base_url="")
