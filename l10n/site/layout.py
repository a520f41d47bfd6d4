"""What all pages of the site share: where they lie, how they link to each other, head and foot."""

from __future__ import annotations

import hashlib
import posixpath
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from html import escape
from importlib.resources import files
from urllib.parse import quote

from ..checksums import NAME as SUMS
from ..checksums import SIGNATURE
from ..locales import direction
from ..wording import language_name, word_locale
from .words import long_date, words

ROOT_FEED = "feed.xml"
PUBLIC_KEY = "minisign.pub"

Inline = Callable[[str], str]
"""Turns inline Markdown into XHTML."""


@dataclass(frozen=True, slots=True)
class Site:
    """What the newsroom calls its site, and where it stands: *address* ends with `/`, or is "" where there is none.

    *key* is the public key that signatures are checked with, "" for a site that nobody signs.
    """

    name: str
    source_locale: str
    targets: tuple[str, ...]
    address: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)
    key: str = ""

    @property
    def locales(self) -> tuple[str, ...]:
        """All languages, those that readers came for first."""
        return (*self.targets, self.source_locale)

    def title(self, locale: str) -> str:
        return self.titles.get(locale) or self.name

    def link(self, to: str, *, page: str) -> str:
        """Return how *page* links to *to*, both places in the site: always relative."""
        return quote(posixpath.relpath(to, posixpath.dirname(page) or "."))

    def place(self, to: str, *, page: str) -> str:
        """Return the whole address of *to* where the site has one, else how *page* links to it."""
        return self.address + quote(to) if self.address else self.link(to, page=page)


def front_of(locale: str) -> str:
    return f"{locale}/index.html"


def corrections_of(locale: str) -> str:
    return f"{locale}/corrections.html"


def month_of(locale: str, month: str) -> str:
    return f"{locale}/{month}.html"


def feed_of(locale: str) -> str:
    return f"{locale}/feed.xml"


def page_of(slug: str, locale: str) -> str:
    return f"articles/{slug}/{locale}.html"


def file_of(slug: str, name: str) -> str:
    return f"articles/{slug}/{name}"


def language(locale: str) -> str:
    """Return the attributes that say language and direction."""
    return f'lang="{escape(locale)}" dir="{direction(locale)}"'


def name_of(locale: str) -> str:
    """Return the language's own name, marked as being in that language."""
    return f"<span {language(locale)}>{escape(language_name(locale))}</span>"


def said_in(locale: str) -> str:
    """Return the attributes for words that the page says itself, where they are not in the page's own language."""
    spoken = word_locale(locale)
    return "" if spoken == locale else f" {language(spoken)}"


def shown_date(moment: str, locale: str) -> str:
    return f'<time datetime="{escape(moment)}">{escape(long_date(moment, locale))}</time>'


@dataclass(frozen=True, slots=True)
class Page:
    """One page before it is written: its *path* in the site, and where the same stands in other languages."""

    path: str
    locale: str
    title: str
    body: str
    others: Mapping[str, str] = field(default_factory=dict)
    head: str = ""
    listed: bool = True


def written(page: Page, site: Site) -> bytes:
    """Return the page as a file."""
    said, own = words(page.locale), said_in(page.locale)
    skip = f'<a class="skip" href="#text"{own}>{escape(said["skip"])}</a>'
    return (
        f"<!DOCTYPE html>\n<html {language(page.locale)}>\n<head>\n{_head(page, site)}</head>\n<body>\n"
        f'{skip}\n<header class="site">{_banner(page, site)}</header>\n<main id="text">\n{page.body}</main>\n'
        f'<footer class="site"{own}>{_foot(page, site)}</footer>\n</body>\n</html>\n'
    ).encode()


@cache
def _css() -> str:
    return files(__package__).joinpath("site.css").read_text(encoding="utf-8")


@cache
def _policy() -> str:
    digest = b64encode(hashlib.sha256(_css().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"


def _head(page: Page, site: Site) -> str:
    lines = [
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{escape(_policy())}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        '<meta name="generator" content="Diglot">',
        *([] if page.listed else ['<meta name="robots" content="noindex">']),
        f"<title>{escape(page.title)}</title>",
        '<link rel="icon" href="data:,">',
    ]
    for locale, path in sorted(page.others.items()):
        address = escape(site.place(path, page=page.path))
        lines.append(f'<link rel="alternate" hreflang="{escape(locale)}" href="{address}">')
    if site.address:
        lines.append(f'<link rel="canonical" href="{escape(site.address + quote(page.path))}">')
    feed = escape(site.link(feed_of(page.locale), page=page.path))
    name = escape(site.title(page.locale))
    lines.append(f'<link rel="alternate" type="application/atom+xml" title="{name}" href="{feed}">')
    return "\n".join([*lines, *([page.head] if page.head else []), f"<style>{_css()}</style>", ""])


def _banner(page: Page, site: Site) -> str:
    said = words(page.locale)
    home = escape(site.link(front_of(page.locale), page=page.path))
    links = []
    for locale in site.locales:
        to = page.others.get(locale, front_of(locale))
        here = ' aria-current="true"' if locale == page.locale else ""
        name = escape(language_name(locale))
        links.append(f'<a href="{escape(site.link(to, page=page.path))}" {language(locale)}{here}>{name}</a>')
    name = f'<a class="name" href="{home}">{escape(site.title(page.locale))}</a>'
    return f'{name}<nav aria-label="{escape(said["languages"])}">{"".join(links)}</nav>'


def _foot(page: Page, site: Site) -> str:
    said = words(page.locale)
    links = [
        (front_of(page.locale), said["articles"]),
        (corrections_of(page.locale), said["corrections"]),
        (feed_of(page.locale), said["feed"]),
        (SUMS, said["checksums"]),
    ]
    if site.key:
        links += [(SIGNATURE, said["signature"]), (PUBLIC_KEY, said["key"])]
    listed = "".join(f'<a href="{escape(site.link(to, page=page.path))}">{escape(text)}</a>' for to, text in links)
    key = f'<p class="key">{escape(said["key"])}: <code dir="ltr">{escape(site.key)}</code></p>' if site.key else ""
    return f"<nav>{listed}</nav>{key}"
