"""What a page says about its article: title, author, date, publisher, licence, where it was first."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from ..textlines import read_date, read_dateline
from .article import Found, Line, squeeze
from .hidden import furniture_reason, hidden_reason
from .pictures import absolute
from .tree import Element, fold, tag_of

_CC = re.compile(r"creativecommons\.org/(?:licenses/([a-z-]+)/([0-9.]+)|(?:publicdomain/)(zero|mark)/([0-9.]+))")
_BYLINE = re.compile(
    r"(?:^|[-_ ])(?:byline|by-line|dateline|entry-meta|post-meta|article-meta|posted-on|meta|author|published)"
    r"(?:$|[-_ ])"
)
_TOLD = ("title", "author", "date", "sitename", "description", "license")
_PARTS = ("h2", "h3", "h4", "h5", "h6", "table", "blockquote")
_LINES = frozenset({"p", "h2", "h3", "div"})
_BYLINE_MAX = 160
_STANDFIRST_MIN = 20


@dataclass(slots=True)
class Facts:
    """Front matter, plain text by name, and the elements whose words are kept there."""

    values: dict[str, str] = field(default_factory=dict)
    taken: list[Element] = field(default_factory=list)


def read_facts(page: Element, found: Found, told: Any, *, url: str, base_url: str) -> Facts:
    """Return the facts of an article; *told* is trafilatura's document or None, *url* where the page was fetched."""
    facts = Facts()
    named = {name: fold(str(getattr(told, name, None) or "")) for name in _TOLD}
    headline = _headline(page, found, named["title"])
    if headline is not None:
        facts.taken.append(headline)
    dateline = list(_datelines(found, headline))
    facts.taken += [element for element, _ in dateline]
    standfirst, summary = _summary(found, named["description"], facts.taken)
    facts.taken += [standfirst] if standfirst is not None else []
    lines = " • ".join(words for _, words in dateline)
    author = _whole_name(named["author"].replace("; ", ", "), found)
    facts.values = {
        "title": fold("".join(headline.itertext())) if headline is not None else named["title"],
        "dateline": lines,
        "summary": summary,
        "author": author or (read_dateline(lines) or {}).get("author", ""),
        "date": named["date"] or read_date(lines),
        "publisher": named["sitename"],
        "original": original_of(page, url=url, base_url=base_url),
        "licence": _licence(page) or named["license"],
    }
    return facts


def _whole_name(name: str, found: Found) -> str:
    """Return *name* with the signs that trafilatura cuts off the ends of names in Burmese and other scripts."""
    for line in found.lines:
        end = line.words.find(name) + len(name)
        if name and end >= len(name):
            more = next((at for at in range(end, len(line.words)) if line.words[at] in " ,;•|·–—(/"), len(line.words))
            marks = line.words[end:more]
            return name + marks if marks and unicodedata.category(marks[0])[0] == "M" else name
    return name


def _headline(page: Element, found: Found, title: str) -> Element | None:
    """Return the heading that is the article's title: in it, else anywhere on the page if the words agree."""
    shown = [heading for heading in page.iter("h1", "h2", "h3") if _is_shown(heading, found)]
    inner = [heading for heading in shown if tag_of(heading) == "h1" and found.root in heading.iterancestors()]
    wanted = squeeze(title)
    agreeing = [heading for heading in shown if wanted and squeeze("".join(heading.itertext())) == wanted]
    near = [heading for heading in shown if tag_of(heading) == "h1" and squeeze("".join(heading.itertext())) in wanted]
    both = [heading for heading in inner if heading in agreeing]
    return next(iter([*both, *inner, *agreeing, *near]), None)


def _is_shown(heading: Element, found: Found) -> bool:
    chain = [heading, *heading.iterancestors()]
    hidden = any(element in found.skip or hidden_reason(element) for element in chain)
    return not hidden and not furniture_reason(heading) and bool(squeeze("".join(heading.itertext())))


def _datelines(found: Found, headline: Element | None) -> Iterator[tuple[Element, str]]:
    """Yield the short lines before the text that say who wrote when."""
    taken: set[Element] = set()
    for line in found.lines:
        if headline is not None and headline in line.chain:
            continue
        if line.hidden or any(element in found.skip for element in line.chain):
            continue
        if len(line.words) > _BYLINE_MAX or any(tag_of(element) in _PARTS for element in line.chain):
            return
        block = _byline(line, found)
        if block is not None and block not in taken and (headline is None or headline not in block.iter("*")):
            words = fold(" ".join(block.itertext()))
            if read_dateline(words) or any(True for _ in block.iter("time", "a")):
                taken.add(block)
                yield block, words


def _byline(line: Line, found: Found) -> Element | None:
    """Return the outermost element around *line* that its names call a byline or dateline."""
    below = line.chain[line.chain.index(found.root) + 1 :]
    for element in below:
        names = f"{element.get('class') or ''} {element.get('rel') or ''}".lower()
        if tag_of(element) == "time" or _BYLINE.search(names):
            return element if len(fold(" ".join(element.itertext()))) <= _BYLINE_MAX else None
    return None


def _summary(found: Found, description: str, taken: Collection[Element]) -> tuple[Element | None, str]:
    """Return the standfirst's element and the summary; "" where the description only repeats the text."""
    wanted = squeeze(description.rstrip(".… "))
    if len(wanted) < _STANDFIRST_MIN:
        return None, ""
    left_out = {*found.skip, *taken}
    lines = [line for line in found.lines if not line.hidden and not left_out.intersection(line.chain)]
    for line in lines[:4]:
        if squeeze(line.words.rstrip(".… ")) == wanted and len(lines) > 1 and tag_of(line.chain[-1]) in _LINES:
            return line.chain[-1], description
    whole = squeeze("".join(line.words for line in lines))
    return None, "" if wanted in whole or wanted[:60] in whole else description


def original_of(page: Element, *, url: str, base_url: str) -> str:
    """Return where the page says the article lies, else *url*."""
    named = [link.get("href") for link in page.iter("link") if "canonical" in (link.get("rel") or "").lower().split()]
    named += [meta.get("content") for meta in page.iter("meta") if meta.get("property") == "og:url"]
    for address in named:
        found = absolute(address or "", base_url) or ""
        parts = urlsplit(found)
        is_page = parts.path.strip("/") or parts.query or not urlsplit(url).path.strip("/")
        if parts.scheme in ("http", "https") and parts.netloc and is_page:
            return found
    return url


def _licence(page: Element) -> str:
    """Return the licence that the page links to as its own; a Creative Commons one by its short name."""
    links = [link for link in page.iter("a", "link") if "license" in (link.get("rel") or "").lower().split()]
    names = {name for link in links if (name := _name_of(link.get("href") or ""))}
    if not links:
        anywhere = {name for link in page.iter("a") if (name := _name_of(link.get("href") or ""))}
        return anywhere.pop() if len(anywhere) == 1 else ""
    return names.pop() if len(names) == 1 else fold("".join(links[0].itertext())) or links[0].get("href") or ""


def _name_of(address: str) -> str:
    match = _CC.search(address.lower())
    if not match:
        return ""
    if match[3]:
        return f"CC0-{match[4]}" if match[3] == "zero" else "Public domain"
    return f"CC-{match[1].upper()}-{match[2]}"
