"""What only programs read: which pages there are, and that they may be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from urllib.parse import quote

from ..releases import Record
from .layout import Site, corrections_of, front_of, page_of
from .telling import updated_at

SITEMAP = "sitemap.xml"
_NAMESPACES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'


def address_pages(site: Site, records: Sequence[Record]) -> Iterator[tuple[str, bytes]]:
    """Yield `robots.txt`, and the sitemap where the site has an address: a sitemap holds no relative ones."""
    robots = "User-agent: *\nAllow: /\n"
    if site.address:
        robots += f"\nSitemap: {site.address}{SITEMAP}\n"
        yield SITEMAP, _sitemap(site, records)
    yield "robots.txt", robots.encode()


def _sitemap(site: Site, records: Sequence[Record]) -> bytes:
    groups = [{locale: front_of(locale) for locale in site.locales}]
    groups.append({locale: corrections_of(locale) for locale in site.locales})
    rows = [row for group in groups for row in _rows(site, group, {})]
    for record in sorted(records, key=lambda each: each.slug):
        if not record.retraction:
            group = {locale: page_of(record.slug, locale) for locale in site.locales if locale in record.locales}
            rows += _rows(site, group, {locale: updated_at(record, locale)[:10] for locale in group})
    listed = "\n".join(rows)
    return f'<?xml version="1.0" encoding="utf-8"?>\n<urlset {_NAMESPACES}>\n{listed}\n</urlset>\n'.encode()


def _rows(site: Site, group: dict[str, str], changed: dict[str, str]) -> Iterator[str]:
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{escape(locale)}" href="{escape(site.address + quote(path))}"/>'
        for locale, path in group.items()
    )
    for locale, path in group.items():
        date = f"<lastmod>{changed[locale]}</lastmod>" if locale in changed else ""
        yield f"<url><loc>{escape(site.address + quote(path))}</loc>{date}{others}</url>"
