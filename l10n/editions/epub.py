"""EPUB 3: one chapter in two languages, every block marked with its own; same bytes for the same texts."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

from ..edition import Edition, iso_day
from ..model import BlockKind, Kind
from ..wording import colophon, draft_notice, main_locale, word_locale, words
from .blocks import BlockWriter
from .rendering import inline_html, inline_text
from .zipping import zip_files

if TYPE_CHECKING:
    from .embedding import Embedded

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:diglot:edition")
NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
CONTAINER = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>\n'
)
SHOWN = ".shown{margin:0 0 .4em}\n.shown img{max-width:100%;height:auto}\n"
"""What pictures need of the style sheet."""
FEATURES = ("structuralNavigation", "tableOfContents", "readingOrder", "displayTransformability")


class EpubWriter:
    """Writes a book of one chapter: blocks only, no tables for layout, the translation before the original."""

    name = "epub"
    suffix = ".epub"

    def write(self, edition: Edition) -> bytes:
        fonts = _font_files(edition)
        texts = {
            "META-INF/container.xml": CONTAINER,
            "OEBPS/package.opf": _package(edition, fonts),
            "OEBPS/nav.xhtml": _nav(edition),
            "OEBPS/article.xhtml": _chapter(edition, fonts=bool(fonts)),
            "OEBPS/style.css": _css() + (SHOWN if edition.pictures else ""),
        }
        if fonts:
            texts["OEBPS/fonts.css"] = _font_css(fonts)
        content = [("mimetype", b"application/epub+zip"), *((name, text.encode()) for name, text in texts.items())]
        names = _picture_names(edition)
        content += [(f"OEBPS/{names[address]}", picture.data) for address, picture in edition.pictures.items()]
        content += [(f"OEBPS/{name}", font.data) for name, font in fonts.items()]
        return zip_files(content, date=edition.date)


@cache
def _css() -> str:
    return files(__package__).joinpath("epub.css").read_text(encoding="utf-8")


def _picture_names(edition: Edition) -> dict[str, str]:
    return {name: f"pictures/{n}{p.suffix}" for n, (name, p) in enumerate(edition.pictures.items(), 1)}


def _picture_items(edition: Edition) -> str:
    names = enumerate(_picture_names(edition).values(), 1)
    return "".join(f'<item id="picture{n}" href="{name}" media-type="image/jpeg"/>' for n, name in names)


def _font_files(edition: Edition) -> dict[str, Embedded]:
    """Return the fonts of the chapter by the names of their files, {} where none is embedded."""
    if not edition.manner.embed:
        return {}
    from .embedding import embed_fonts

    fonts = embed_fonts(_chapter(edition), edition, web=False)
    return {f"fonts/{number}-{font.weight}{font.suffix}": font for number, font in enumerate(fonts)}


def _font_css(fonts: Mapping[str, Embedded]) -> str:
    from .embedding import FAMILY

    rules = [font.rule(name) for name, font in fonts.items()]
    families = {font.locale.split("-")[0]: font.script.families(font.locale)[:4] for font in fonts.values()}
    for language, others in families.items():
        named = ",".join(f'"{family}"' for family in (FAMILY, *others))
        rules.append(f'[lang|="{language}"]{{font-family:{named},sans-serif}}\n')
    return "".join(rules)


def _page(edition: Edition, title: str, body: str, *, styles: Sequence[str] = ()) -> str:
    lang = BlockWriter(edition, xml=True).language(main_locale(edition))
    link = "".join(f'<link rel="stylesheet" type="text/css" href="{name}"/>' for name in styles)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
        f'<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" {lang}>\n'
        f"<head><title>{_clean(escape(title))}</title>{link}</head>\n<body>\n{_clean(body)}\n</body></html>\n"
    )


def _clean(xml: str) -> str:
    """Return *xml* without the characters that XML 1.0 cannot hold."""
    return NO_XML.sub("", xml)


def _title(edition: Edition) -> str:
    headline = edition.headline
    if headline is None:
        return edition.slug
    shown = headline.target if edition.shows(edition.target_locale) and headline.target else headline.source
    return inline_text(shown) or edition.slug


def _chapter(edition: Edition, *, fonts: bool = False) -> str:
    blocks = BlockWriter(edition, xml=True, hints=True, anchors=False, sources=_picture_names(edition))
    said = blocks.language(word_locale(main_locale(edition)))
    parts = []
    for pair in edition.head:
        if pair.kind is Kind.HEADLINE:
            parts.append(blocks.heading(pair, 1))
        else:
            parts.append(blocks.pair(pair))
    if notice := draft_notice(edition):
        parts.insert(1, f'<p class="note" {said}>{escape(notice)}</p>')
    if lead := blocks.picture(edition.lead_picture):
        parts.append(lead)
    parts += [blocks.block(b) for b in edition.blocks]
    parts += [blocks.pair(p) for p in edition.tail]
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in colophon(edition))
    about = escape(words(main_locale(edition))["about"])
    parts.append(f'<section class="colophon" id="colophon" {said}><h2>{about}</h2><dl>{rows}</dl></section>')
    label = escape(words(main_locale(edition))["article"])
    body = "\n".join(parts)
    return _page(
        edition,
        _title(edition),
        f'<section epub:type="bodymatter" aria-label="{label}" id="text">\n{body}\n</section>',
        styles=("style.css", "fonts.css") if fonts else ("style.css",),
    )


def _nav(edition: Edition) -> str:
    said = words(main_locale(edition))
    entries = [f'<li><a href="article.xhtml#text">{_clean(escape(_title(edition)))}</a></li>']
    for block in edition.blocks:
        if block.kind is BlockKind.HEADING:
            entries += [
                f'<li><a href="article.xhtml#{p.id}">{_heading(p.target or p.source)}</a></li>' for p in block.pairs
            ]
    entries.append(f'<li><a href="article.xhtml#colophon">{escape(said["about"])}</a></li>')
    contents = escape(said["contents"])
    return _page(
        edition,
        said["contents"],
        f'<nav epub:type="toc" role="doc-toc" aria-labelledby="toc"><h1 id="toc">{contents}</h1>\n'
        f"<ol>{''.join(entries)}</ol></nav>\n"
        f'<nav epub:type="landmarks" hidden="hidden"><h2>{contents}</h2><ol><li><a epub:type="bodymatter" '
        f'href="article.xhtml#text">{escape(said["article"])}</a></li></ol></nav>',
    )


def _heading(markdown: str) -> str:
    return escape(inline_text(markdown)) or inline_html(markdown) or "…"


def _translators(edition: Edition) -> Iterator[str]:
    """Yield the people who asked to be named, as those who translated."""
    names = () if edition.only == edition.source_locale else edition.provenance.translators
    for number, name in enumerate(names, 1):
        yield f'<dc:contributor id="t{number}">{escape(name)}</dc:contributor>'
        yield f'<meta refines="#t{number}" property="role" scheme="marc:relators">trl</meta>'


def _package(edition: Edition, fonts: Mapping[str, Embedded]) -> str:
    target = "" if edition.only == edition.source_locale else edition.target_locale  # the same beside every target
    name = "/".join((edition.slug, edition.source_locale, target, edition.only, "draft" if edition.draft else ""))
    facts = edition.facts
    optional = [
        ("creator", facts.get("author")),
        ("publisher", facts.get("publisher")),
        ("source", facts.get("original")),
    ]
    optional += [("date", iso_day(facts.get("date", ""))), ("rights", facts.get("licence"))]
    metadata = [
        f'<dc:identifier id="uid">urn:uuid:{uuid.uuid5(NAMESPACE, name)}</dc:identifier>',
        f"<dc:title>{escape(_title(edition))}</dc:title>",
        *(f"<dc:language>{escape(locale)}</dc:language>" for locale in edition.locales),
        *(f"<dc:{tag}>{escape(value.strip())}</dc:{tag}>" for tag, value in optional if value and value.strip()),
        *_translators(edition),
        f'<meta property="dcterms:modified">{edition.date}T00:00:00Z</meta>',
        '<meta property="schema:accessMode">textual</meta>',
        *(['<meta property="schema:accessMode">visual</meta>'] if edition.pictures else []),
        '<meta property="schema:accessModeSufficient">textual</meta>',
        *(f'<meta property="schema:accessibilityFeature">{feature}</meta>' for feature in FEATURES),
        '<meta property="schema:accessibilityHazard">none</meta>',
        '<meta property="schema:accessibilitySummary">Reflowable text; every block is marked with its language.</meta>',
    ]
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<package xmlns="http://www.idpf.org/2007/opf" '
        'version="3.0" unique-identifier="uid" '
        f'xml:lang="{escape(main_locale(edition))}" prefix="schema: http://schema.org/">\n'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n' + _clean("\n".join(metadata)) + "\n</metadata>\n"
        '<manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
        '<item id="article" href="article.xhtml" media-type="application/xhtml+xml"/>'
        f'<item id="css" href="style.css" media-type="text/css"/>{_font_items(fonts)}{_picture_items(edition)}'
        "</manifest>\n"
        '<spine><itemref idref="article"/></spine></package>\n'
    )


def _font_items(fonts: Mapping[str, Embedded]) -> str:
    items = [f'<item id="font{n}" href="{name}" media-type="{f.media}"/>' for n, (name, f) in enumerate(fonts.items())]
    return "".join(['<item id="faces" href="fonts.css" media-type="text/css"/>', *items]) if items else ""


writer = EpubWriter()
