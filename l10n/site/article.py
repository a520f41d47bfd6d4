"""The page of an article: what can be downloaded, how to check it, what was corrected, who wrote it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape

from ..edition import SAFE_ADDRESS
from ..releases import PublishedFile, Record, changed_at, edition_number, first_at
from ..wording import FACTS
from ..wording import words as edition_words
from .layout import Page, Site, file_of, language, name_of, page_of, said_in, written
from .lists import correction
from .telling import both_titles, dates, notice, summary_in, title_in, told_in
from .words import format_name, words

MEDIA_TYPES = {
    "html": "text/html",
    "epub": "application/epub+zip",
    "pdf": "application/pdf",
    "pdf-phone": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "markdown": "text/markdown",
    "text": "text/plain",
    "messages": "text/plain",
    "json": "application/json",
}
_SHARED_SUMMARY = 200
_SHOWN_DIGEST = 16


def article_pages(site: Site, record: Record) -> Iterator[tuple[str, bytes]]:
    """Yield the article's page in each language, and for a retracted one the notice in place of its web pages."""
    others = {locale: page_of(record.slug, locale) for locale in site.locales if locale in record.locales}
    for locale in others:
        yield page_of(record.slug, locale), _page(site, record, locale, others)
    if record.retraction:
        for file in record.files:
            if file.format == "html" and file.locale in others:
                yield file_of(record.slug, file.name), _notice_page(site, record, file, others)


def files_in(record: Record, locale: str) -> list[PublishedFile]:
    """Return the files for readers of *locale*: those of the source language hold every file, retracted ones none."""
    if record.retraction:
        return []
    return [f for f in record.files if f.locale == locale or locale == record.source_locale]


def media_type(file: PublishedFile) -> str:
    return MEDIA_TYPES.get(file.format, "application/octet-stream")


def size_in_words(size_bytes: int) -> str:
    """Return the size as people compare it with what their connection costs."""
    return f"{size_bytes / 1000:,.0f} kB" if size_bytes >= 9_950 else f"{size_bytes / 1000:,.1f} kB"


def _page(site: Site, record: Record, locale: str, others: dict[str, str]) -> bytes:
    path = page_of(record.slug, locale)
    body = f"{both_titles(record, locale)}\n{dates(record, locale)}\n"
    if record.retraction:
        body += notice(record, record.retraction, locale)
    else:
        if summary := summary_in(record, locale):
            body += f'<p class="lead">{escape(summary)}</p>\n'
        body += _ways_in(site, record, locale) + _downloads(site, record, locale) + _share(site, record, locale)
    body += _corrected(record, locale) + _about(record, locale)
    title = f"{title_in(record, locale)} – {site.title(locale)}"
    head = f'<script type="application/ld+json">{_json_ld(site, record, locale)}</script>'
    return written(Page(path, locale, title, body, others, head, listed=not record.retraction), site)


def _notice_page(site: Site, record: Record, file: PublishedFile, others: dict[str, str]) -> bytes:
    locale, body = file.locale, both_titles(record, file.locale) + "\n"
    for each in (file.locale, record.source_locale):
        if record.retraction:
            body += f"<div {language(each)}>{notice(record, record.retraction, each)}</div>\n"
    title = f"{title_in(record, locale)} – {site.title(locale)}"
    return written(Page(file_of(record.slug, file.name), locale, title, body, others, listed=False), site)


def _ways_in(site: Site, record: Record, locale: str) -> str:
    path, said = page_of(record.slug, locale), words(locale)
    pages = [file for file in files_in(record, locale) if file.format == "html"]
    links = []
    for file in pages:
        name = f" · {_languages(record, file)}" if len(pages) > 1 else ""
        address = escape(site.link(file_of(record.slug, file.name), page=path))
        links.append(f'<a href="{address}" hreflang="{escape(file.locale)}">{escape(said["read"])}{name}</a>')
    return f'<p class="go"{said_in(locale)}>{"".join(links)}</p>\n' if links else ""


def _languages(record: Record, file: PublishedFile) -> str:
    return f"{name_of(record.source_locale)} – {name_of(file.locale)}"


def _downloads(site: Site, record: Record, locale: str) -> str:
    said, path, files = words(locale), page_of(record.slug, locale), files_in(record, locale)
    several = len({file.locale for file in files}) > 1
    rows = []
    for file in files:
        name = escape(format_name(locale, file.format)) + (f" · {_languages(record, file)}" if several else "")
        address = escape(site.link(file_of(record.slug, file.name), page=path))
        rows.append(
            f'<li><a href="{address}" type="{media_type(file)}">{name}</a>'
            f'<span class="size">{size_in_words(file.size_bytes)}</span>'
            f'<code class="sum" dir="ltr">SHA-256 {file.sha256}</code></li>'
        )
    return (
        f"<h2{said_in(locale)}>{escape(said['downloads'])}</h2>\n<p{said_in(locale)}>{escape(said['files-about'])} "
        f'{escape(said["compare"])}</p>\n<ul class="files"{said_in(locale)}>{"".join(rows)}</ul>\n'
    )


def share_text(site: Site, record: Record, locale: str) -> str:
    """Return what people paste into a message: headline, summary, where it is, and how its checksums begin."""
    lines = [title_in(record, locale), _cut(summary_in(record, locale))]
    if site.address:
        lines.append(site.address + page_of(record.slug, locale))
    chosen = [file for file in files_in(record, locale) if file.format in ("html", "epub", "pdf")]
    lines += [f"{file.name} SHA-256 {file.sha256[:_SHOWN_DIGEST]}…" for file in chosen[:2]]
    return "\n".join(line for line in lines if line)


def _cut(text: str) -> str:
    if len(text) <= _SHARED_SUMMARY:
        return text
    cut = text[: _SHARED_SUMMARY - 1]
    space = max(cut.rfind(" "), cut.rfind("။") + 1)  # where Burmese sentences end
    return (cut[:space] if space > _SHARED_SUMMARY // 2 else cut).rstrip(" ,;:၊") + "…"


def _share(site: Site, record: Record, locale: str) -> str:
    head = f"<h2{said_in(locale)}>{escape(words(locale)['share'])}</h2>"
    return f'{head}\n<pre class="share">{escape(share_text(site, record, locale))}</pre>\n'


def _corrected(record: Record, locale: str) -> str:
    told = [each for each in told_in(record, locale) if each.revision or (each.retraction and each.retraction.lifted)]
    told.sort(key=lambda each: each.date, reverse=True)
    if not told:
        return ""
    head = f"<h2{said_in(locale)}>{escape(words(locale)['corrections'])}</h2>"
    return f'{head}\n<div id="corrections">{"".join(correction(each, locale) for each in told)}</div>\n'


def _about(record: Record, locale: str) -> str:
    said = edition_words(locale)
    rows = [(said[fact], record.facts[fact]) for fact in FACTS if fact in said and record.facts.get(fact)]
    numbers = [edition_number(record, target, record.texts(target)) for target in _targets(record, locale)]
    if len(set(numbers)) == 1:
        rows.append((words(locale)["edition"].format(number=numbers[0]), changed_at(record, locale)[:10]))
    listed = "".join(f"<dt>{escape(name)}</dt><dd>{_linked(value)}</dd>" for name, value in rows)
    head = f"<h2{said_in(locale)}>{escape(words(locale)['about'])}</h2>"
    return f'{head}\n<dl class="facts"{said_in(locale)}>{listed}</dl>\n'


def _targets(record: Record, locale: str) -> tuple[str, ...]:
    return record.targets if locale == record.source_locale else (locale,)


def _linked(value: str) -> str:
    if SAFE_ADDRESS.fullmatch(value):
        return f'<a href="{escape(value)}" rel="noreferrer">{escape(value)}</a>'
    return escape(value)


def _json_ld(site: Site, record: Record, locale: str) -> str:
    """Return what programs read of the article, in the words of schema.org; nothing in it can end the element."""
    facts, source = record.facts, record.source_locale
    path = page_of(record.slug, locale)
    value: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": title_in(record, locale),
        "inLanguage": locale,
        "datePublished": first_at(record, locale),
        "dateModified": changed_at(record, locale),
        "identifier": record.id,
    }
    if not record.retraction and (summary := summary_in(record, locale)):
        value["description"] = summary
    if site.address:
        value["url"] = site.address + path
    if facts.get("author"):
        value["author"] = {"@type": "Person", "name": facts["author"]}
    if facts.get("licence"):
        value["license"] = facts["licence"]
    value["publisher"] = {"@type": "Organization", "name": site.title(locale)}
    if record.retraction:
        value["creativeWorkStatus"] = "Retracted"
    if locale != source:
        original = {"@type": "NewsArticle", "inLanguage": source, "headline": title_in(record, source)}
        if SAFE_ADDRESS.fullmatch(facts.get("original", "")):
            original["url"] = facts["original"]
        value["translationOfWork"] = original
        value["translator"] = {"@type": "Organization", "name": site.title(locale)}
    value |= _comments(record, locale) | _media(site, record, locale)
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _comments(record: Record, locale: str) -> dict[str, object]:
    said = words(locale)
    rows = [
        {
            "@type": "CorrectionComment",
            "datePublished": told.date,
            "text": said["edition"].format(number=told.revision.number)
            if told.revision
            else f"{said['retraction']} {told.retraction.reason_in(locale)[0] if told.retraction else ''}",
        }
        for told in told_in(record, locale)
    ]
    return {"correction": rows} if rows else {}


def _media(site: Site, record: Record, locale: str) -> dict[str, object]:
    rows = [
        {
            "@type": "MediaObject",
            "contentUrl": site.place(file_of(record.slug, file.name), page=page_of(record.slug, locale)),
            "encodingFormat": media_type(file),
            "contentSize": str(file.size_bytes),
            "sha256": file.sha256,
        }
        for file in files_in(record, locale)
    ]
    return {"encoding": rows} if rows else {}
