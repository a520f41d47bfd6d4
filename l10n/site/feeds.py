"""Atom feeds with the full text: one for each language and one of all; https://www.rfc-editor.org/rfc/rfc4287."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from ..labels import NAMES
from ..locales import direction
from ..model import Kind
from ..releases import Record, changed_at, edition_number, first_at
from .article import files_in, media_type
from .layout import ROOT_FEED, Inline, Site, feed_of, file_of, front_of, page_of
from .telling import notice, summary_in, title_in, updated_at
from .words import long_date, words

ENTRIES = 50
"""How many articles a feed has, those that changed last; readers keep the others."""

_ATOM = "http://www.w3.org/2005/Atom"
_XHTML = "http://www.w3.org/1999/xhtml"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LIST, _CELL = NAMES[Kind.ITEM], NAMES[Kind.CELL]
_ELEMENTS = {NAMES[Kind.HEADING]: "h2", NAMES[Kind.QUOTE]: "blockquote"}
_UNREAD = {NAMES[kind] for kind in (Kind.HEADLINE, Kind.ALT, Kind.TITLE)}


def feed_pages(site: Site, records: Sequence[Record], *, inline: Inline) -> Iterator[tuple[str, bytes]]:
    """Yield the feeds."""
    for locale in site.locales:
        yield feed_of(locale), _feed(site, records, [locale], feed_of(locale), inline)
    yield ROOT_FEED, _feed(site, records, site.locales, ROOT_FEED, inline)


def site_id(records: Sequence[Record]) -> str:
    """Return the stable beginning of the ids of feeds: that of the article published first, without its name."""
    first = min(records, key=lambda record: (record.published, record.slug))
    return first.id.rpartition(":")[0]


def _feed(site: Site, records: Sequence[Record], locales: Sequence[str], path: str, inline: Inline) -> bytes:
    entries = [(record, locale) for record in records for locale in locales if locale in record.locales]
    entries.sort(key=lambda each: (each[0].slug, each[1]))
    entries.sort(key=lambda each: updated_at(*each), reverse=True)
    alone = locales[0] if len(locales) == 1 else ""
    home = front_of(alone) if alone else "index.html"
    named = alone or locales[0]
    id = f"{site_id(records)}:feed/{alone or 'all'}" if records else f"tag:diglot.invalid,2026:feed/{alone or 'all'}"
    updated = updated_at(*entries[0]) if entries else "1970-01-01T00:00:00Z"
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="{_ATOM}" xml:lang="{escape(named)}">',
        f"<id>{escape(id)}</id>",
        f"<title>{escape(site.title(named))}</title>",
        f"<updated>{updated}</updated>",
        f"<author><name>{escape(site.title(named))}</name></author>",
        f'<link rel="alternate" type="text/html" href="{escape(site.place(home, page=path))}"/>',
        f'<link rel="self" type="application/atom+xml" href="{escape(site.place(path, page=path))}"/>',
        "<generator>Diglot</generator>",
        *(_entry(site, record, locale, path, inline) for record, locale in entries[:ENTRIES]),
        "</feed>",
    ]
    return _NOT_XML.sub("\ufffd", "\n".join(lines) + "\n").encode()


def _entry(site: Site, record: Record, locale: str, path: str, inline: Inline) -> str:
    said, title = words(locale), title_in(record, locale)
    if record.retraction:
        title = f"{title} – {said['retraction']}"
    page = escape(site.place(page_of(record.slug, locale), page=path))
    lines = [
        f'<entry xml:lang="{escape(locale)}">',
        f"<id>{escape(record.id)}/{escape(locale)}</id>",
        f"<title>{escape(title)}</title>",
        f"<published>{first_at(record, locale)}</published>",
        f"<updated>{updated_at(record, locale)}</updated>",
    ]
    if author := record.facts.get("author"):
        lines.append(f"<author><name>{escape(author)}</name></author>")
    lines.append(f'<link rel="alternate" type="text/html" hreflang="{escape(locale)}" href="{page}"/>')
    for file in files_in(record, locale):
        address = escape(site.place(file_of(record.slug, file.name), page=path))
        lines.append(
            f'<link rel="enclosure" type="{media_type(file)}" length="{file.size_bytes}" '
            f'hreflang="{escape(file.locale)}" title="{escape(file.name)}" href="{address}"/>'
        )
    if licence := record.facts.get("licence"):
        lines.append(f"<rights>{escape(licence)}</rights>")
    if not record.retraction and (summary := summary_in(record, locale)):
        lines.append(f"<summary>{escape(summary)}</summary>")
    body = _body(record, locale, inline)
    attributes = f'xmlns="{_XHTML}" lang="{escape(locale)}" dir="{direction(locale)}"'
    return "\n".join([*lines, f'<content type="xhtml"><div {attributes}>{body}</div></content>', "</entry>"])


def _body(record: Record, locale: str, inline: Inline) -> str:
    """Return the full text in one language as XHTML, or the notice that stands in its place."""
    if record.retraction:
        return notice(record, record.retraction, locale)
    parts = [_revised(record, locale)]
    texts = [text for text in record.texts(locale) if text[0] not in _UNREAD]
    for label, rows in groupby(texts, key=lambda text: text[0]):
        shown = [inline(source if locale == record.source_locale else target or source) for _, source, target in rows]
        if label == _LIST:
            parts.append("<ul>" + "".join(f"<li>{text}</li>" for text in shown) + "</ul>")
        elif label == _CELL:
            parts.append(f"<p>{' | '.join(shown)}</p>")
        else:
            element = _ELEMENTS.get(label, "p")
            parts += [f"<{element}>{text}</{element}>" for text in shown]
    return "\n".join(part for part in parts if part)


def _revised(record: Record, locale: str) -> str:
    """Return the line that tells a corrected edition from the first."""
    changed = changed_at(record, locale)
    if changed == first_at(record, locale):
        return ""
    said, target = words(locale), record.targets[0] if locale == record.source_locale else locale
    number = said["edition"].format(number=edition_number(record, target, record.texts(target)))
    return (
        f"<p><strong>{escape(said['corrected'])}</strong> {escape(long_date(changed, locale))} · {escape(number)}</p>"
    )
