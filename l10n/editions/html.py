"""HTML: one file with everything in it; four ways to read without JavaScript; no request to anyone."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from functools import cache
from html import escape
from importlib.resources import files

from ..edition import Edition
from ..model import Kind
from ..wording import colophon, draft_notice, language_name, main_locale, word_locale, words
from .blocks import BlockWriter
from .rendering import inline_text

IN_HEAD = (Kind.HEADLINE, Kind.DATELINE)
SHOWN = ".shown{padding:0 0 .6rem}.shown img{display:block;max-width:100%;height:auto}\n"
"""What pictures need of the style sheet; a page without them is the same to the byte as if there were none at all."""


class HtmlWriter:
    """Writes the reference edition: the translation first, the original under it or beside it."""

    name = "html"
    suffix = ".html"

    def write(self, edition: Edition) -> bytes:
        blocks = BlockWriter(edition, sources={name: p.data_address for name, p in edition.pictures.items()})
        lang = blocks.language(main_locale(edition))
        said = words(main_locale(edition))
        speaks = blocks.language(word_locale(main_locale(edition)))
        body = (
            f'<a class="skip" href="#text" {speaks}>{escape(said["skip"])}</a>\n'
            f'<main class="reader" id="text"><article>\n{_header(edition, blocks)}{_views(edition, blocks)}'
            f'<div class="story">\n{_story(edition, blocks)}</div>\n{_footer(edition, blocks)}</article></main>\n'
        )
        head = _head(edition, _faces(body, edition))
        return f"<!DOCTYPE html>\n<html {lang}>\n<head>\n{head}</head>\n<body>\n{body}</body>\n</html>\n".encode()


@cache
def _css() -> str:
    return files(__package__).joinpath("html.css").read_text(encoding="utf-8")


def _faces(body: str, edition: Edition) -> str:
    """Return the rules that hold the fonts of the page, "" where none is embedded."""
    if not edition.manner.embed:
        return ""
    from .embedding import embed_fonts

    fonts = embed_fonts(body, edition, web=True)
    return "".join(font.rule(f"data:{font.media};base64,{b64encode(font.data).decode()}") for font in fonts)


def _head(edition: Edition, faces: str) -> str:
    css = _css() + (SHOWN if edition.pictures else "") + faces
    digest = b64encode(hashlib.sha256(css.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    policy += "; font-src data:" if faces else ""
    policy += "; img-src data:" if edition.pictures else ""
    meta = [
        ("viewport", "width=device-width, initial-scale=1"),
        ("referrer", "no-referrer"),
        ("author", edition.facts.get("author", "")),
        ("dcterms.contributor", _translators(edition)),
        ("dcterms.date", edition.facts.get("date", "")),
        ("dcterms.source", edition.facts.get("original", "")),
        ("dcterms.rights", edition.facts.get("licence", "")),
        ("dcterms.language", ", ".join(edition.locales)),
        ("generator", "Diglot"),
    ]
    if edition.unreviewed and edition.draft:
        meta.append(("robots", "noindex"))
    lines = ['<meta charset="utf-8">', f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">']
    lines += [f'<meta name="{name}" content="{escape(value)}">' for name, value in meta if value]
    title = " / ".join(_titles(edition)) or edition.slug
    return "\n".join([*lines, f"<title>{escape(title)}</title>", f"<style>{css}</style>", ""])


def _translators(edition: Edition) -> str:
    return "" if edition.only == edition.source_locale else ", ".join(edition.provenance.translators)


def _titles(edition: Edition) -> list[str]:
    headline = edition.headline
    if headline is None:
        return []
    target = headline.target if edition.shows(edition.target_locale) else ""
    source = headline.source if edition.shows(edition.source_locale) or not target else ""
    return [inline_text(text) for text in (target, source) if text]


def _header(edition: Edition, blocks: BlockWriter) -> str:
    parts = []
    for pair in edition.head:
        if pair.kind is Kind.HEADLINE:
            parts.append(blocks.heading(pair, 1))
        elif pair.kind is Kind.DATELINE:
            parts.append(blocks.pair(pair))
    return f'<header class="head">{"".join(parts)}{_notice(edition, blocks)}</header>\n'


def _notice(edition: Edition, blocks: BlockWriter) -> str:
    notice = draft_notice(edition)
    said = blocks.language(word_locale(main_locale(edition)))
    return f'<p class="note" {said}>{escape(notice)}</p>' if notice else ""


def _views(edition: Edition, blocks: BlockWriter) -> str:
    """Return the four radio buttons; they come before the story, so that CSS alone can follow them."""
    if edition.only:
        return ""
    said, locale = words(main_locale(edition)), word_locale(main_locale(edition))
    source, target = edition.source_locale, edition.target_locale
    choices = [
        ("v1", locale, said["both"]),
        ("v2", locale, said["side"]),
        ("v3", target, language_name(target)),
        ("v4", source, language_name(source)),
    ]
    inputs = "".join(
        f'<input class="sr" type="radio" name="v" id="{id}"{" checked" if id == "v1" else ""}>' for id, _, _ in choices
    )
    labels = "".join(f'<label for="{id}" {blocks.language(loc)}>{escape(text)}</label>' for id, loc, text in choices)
    return f'{inputs}\n<div class="views" role="group" aria-label="{escape(said["show"])}">{labels}</div>\n'


def _story(edition: Edition, blocks: BlockWriter) -> str:
    parts = [blocks.picture(edition.lead_picture)]
    parts += [blocks.pair(p) for p in edition.head if p.kind not in IN_HEAD]
    parts += [blocks.block(b) for b in edition.blocks]
    parts += [blocks.pair(p) for p in edition.tail]
    return "\n".join(filter(None, parts)) + "\n"


def _footer(edition: Edition, blocks: BlockWriter) -> str:
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in colophon(edition))
    about = escape(words(main_locale(edition))["about"])
    said = blocks.language(word_locale(main_locale(edition)))
    return f'<footer class="colophon" {said}><h2>{about}</h2><dl>{rows}</dl></footer>\n'


writer = HtmlWriter()
