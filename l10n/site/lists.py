"""The pages that lead to articles: languages, the front page, months, and the page of corrections."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape

from ..releases import Record, first_at
from ..wording import language_name, word_locale
from .layout import (
    Page,
    Site,
    corrections_of,
    front_of,
    language,
    month_of,
    name_of,
    page_of,
    said_in,
    shown_date,
    written,
)
from .telling import Told, changes, dates, notice, summary_in, title_in, told_in
from .words import long_month, words

NEWEST = 30
"""How many articles a front page has; all stand in the pages of their months."""


def list_pages(site: Site, records: Sequence[Record]) -> Iterator[tuple[str, bytes]]:
    """Yield the pages that lead to *records*."""
    yield "index.html", _choice(site)
    for locale in site.locales:
        own = newest_first(records, locale)
        yield front_of(locale), _front(site, own, locale)
        for month in _months(own, locale):
            yield month_of(locale, month), _month(site, own, locale, month)
        yield corrections_of(locale), _corrections(site, records, locale)


def newest_first(records: Iterable[Record], locale: str) -> list[Record]:
    """Return the articles there are in *locale*; those that came out last stand first."""
    own = sorted((r for r in records if locale in r.locales), key=lambda r: r.slug)
    return sorted(own, key=lambda r: first_at(r, locale), reverse=True)


def _choice(site: Site) -> bytes:
    rows = "".join(
        f'<li><a href="{front_of(locale)}" {language(locale)}>{escape(language_name(locale))}'
        f"<span>{escape(site.title(locale))}</span></a></li>"
        for locale in site.locales
    )
    first = site.locales[0]
    spoken = {words(locale)["choose"]: word_locale(locale) for locale in site.locales}
    title = " · ".join(f"<span {language(locale)}>{escape(text)}</span>" for text, locale in spoken.items())
    body = f'<h1>{title}</h1>\n<ul class="choose">{rows}</ul>\n'
    others = {**_everywhere(site, front_of), "x-default": "index.html"}
    return written(Page("index.html", first, site.title(first), body, others), site)


def _front(site: Site, records: Sequence[Record], locale: str) -> bytes:
    said, path = words(locale), front_of(locale)
    items = "".join(_item(site, record, locale, page=path) for record in records[:NEWEST])
    items = items or f'<p class="lead"{said_in(locale)}>{escape(said["nothing"])}</p>\n'
    links = [(site.link(month_of(locale, m), page=path), long_month(m, locale)) for m in _months(records, locale)]
    months = "".join(f'<li><a href="{escape(address)}">{escape(name)}</a></li>' for address, name in links)
    below = f'<h2{said_in(locale)}>{escape(said["earlier"])}</h2><ul class="months">{months}</ul>\n' if months else ""
    body = f"<h1{said_in(locale)}>{escape(said['newest'])}</h1>\n{items}{below}"
    others = {**_everywhere(site, front_of), "x-default": "index.html"}
    return written(Page(path, locale, site.title(locale), body, others), site)


def _month(site: Site, records: Sequence[Record], locale: str, month: str) -> bytes:
    path, name = month_of(locale, month), long_month(month, locale)
    listed = [record for record in records if first_at(record, locale).startswith(month)]
    items = "".join(_item(site, record, locale, page=path, summary=False) for record in listed)
    body = f"<h1>{escape(name)}</h1>\n{items}"
    return written(Page(path, locale, f"{name} – {site.title(locale)}", body), site)


def _item(site: Site, record: Record, locale: str, *, page: str, summary: bool = True) -> str:
    address = escape(site.link(page_of(record.slug, locale), page=page))
    parts = [f'<h2><a href="{address}">{escape(title_in(record, locale))}</a></h2>']
    if locale != record.source_locale:
        source = record.source_locale
        parts.append(f'<p class="other" {language(source)}>{escape(title_in(record, source))}</p>')
    if summary and not record.retraction and (text := summary_in(record, locale)):
        parts.append(f'<p class="summary">{escape(text)}</p>')
    if record.retraction:
        parts.append(f"<p{said_in(locale)}><strong>{escape(words(locale)['retraction'])}</strong></p>")
    return f'<article class="item">{"".join(parts)}{dates(record, locale)}</article>\n'


def _corrections(site: Site, records: Sequence[Record], locale: str) -> bytes:
    said, path = words(locale), corrections_of(locale)
    told = [each for record in records for each in told_in(record, locale)]
    told.sort(key=lambda each: (each.record.slug, each.locale))
    told.sort(key=lambda each: each.date, reverse=True)
    items = "".join(_told(site, each, locale, page=path) for each in told)
    items = items or f'<p class="lead"{said_in(locale)}>{escape(said["no-corrections"])}</p>\n'
    body = f"<h1{said_in(locale)}>{escape(said['corrections'])}</h1>\n{items}"
    title = f"{said['corrections']} – {site.title(locale)}"
    return written(Page(path, locale, title, body, _everywhere(site, corrections_of)), site)


def _told(site: Site, told: Told, locale: str, *, page: str) -> str:
    record = told.record
    address = escape(site.link(page_of(record.slug, locale), page=page))
    title = f'<h2><a href="{address}">{escape(title_in(record, locale))}</a></h2>'
    return f'<article class="item">{title}{correction(told, locale)}</article>\n'


def correction(told: Told, locale: str) -> str:
    """Return one dated correction, or a retraction, for a page in *locale*."""
    said = words(locale)
    if told.revision is not None:
        number = escape(said["edition"].format(number=told.revision.number))
        which = f" · {name_of(told.locale)}" if told.locale != locale else ""
        line = f"{escape(said['corrected'])} {shown_date(told.date, locale)} · {number}{which}"
        return f'<p class="meta"{said_in(locale)}>{line}</p>{changes(told, locale)}'
    retraction = told.retraction
    if retraction is None:
        return ""
    if not retraction.lifted:
        return notice(told.record, retraction, locale)
    reason, tag = retraction.reason_in(locale)
    lines = [("retracted", retraction.date), ("restored", retraction.lifted)]
    line = "".join(f"<span>{escape(said[what])} {shown_date(date, locale)}</span>" for what, date in lines)
    why = f"{escape(said['reason'])}: <span {language(tag or told.record.source_locale)}>{escape(reason)}</span>"
    return f'<p class="meta"{said_in(locale)}>{line}</p><p{said_in(locale)}>{why}</p>'


def _months(records: Sequence[Record], locale: str) -> list[str]:
    return sorted({first_at(record, locale)[:7] for record in records}, reverse=True)


def _everywhere(site: Site, path_of: Callable[[str], str]) -> dict[str, str]:
    return {locale: path_of(locale) for locale in site.locales}
