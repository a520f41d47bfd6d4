"""The parts of a Word file that say nothing of the article but its languages: styles, lists, settings, properties."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from ..edition import Edition, iso_day
from .docx_words import font_of, word_tag

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f'xmlns:w="{MAIN}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DEEPEST = 8
"""The deepest level of a list that Word knows, counted from 0."""

CONTENT_TYPES = (
    f'{XML}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_OFFICE}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_OFFICE}.styles+xml"/>'
    f'<Override PartName="/word/numbering.xml" ContentType="{_OFFICE}.numbering+xml"/>'
    f'<Override PartName="/word/settings.xml" ContentType="{_OFFICE}.settings+xml"/>'
    '<Override PartName="/docProps/core.xml" '
    'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>\n'
)
RELATIONSHIPS = (
    f'{XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATION}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    "</Relationships>\n"
)
OWN_PARTS = 3
"""How many parts the document is related to before its links."""


def relationships(addresses: Sequence[str]) -> str:
    """Return what the document is related to: its parts, and *addresses*, the first of them `rId4`."""
    parts = [
        f'<Relationship Id="rId{number}" Type="{_RELATION}/{name}" Target="{name}.xml"/>'
        for number, name in enumerate(("styles", "numbering", "settings"), 1)
    ]
    parts += [
        f'<Relationship Id="rId{number}" Type="{_RELATION}/hyperlink" Target="{escape(url)}" TargetMode="External"/>'
        for number, url in enumerate(addresses, OWN_PARTS + 1)
    ]
    return f'{XML}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(parts)}</Relationships>\n'


def core(edition: Edition, title: str, locale: str) -> str:
    """Return the properties of the document: the article's author and title, its day, and nothing of who made it."""
    moment = f'xsi:type="dcterms:W3CDTF">{edition.date}T00:00:00Z</dcterms:'
    day, author = iso_day(edition.facts.get("date", "")), edition.facts.get("author", "")
    return (
        f'{XML}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title, quote=False)}</dc:title><dc:creator>{escape(author, quote=False)}</dc:creator>"
        f"<dc:language>{escape(word_tag(locale))}</dc:language>"
        + (f"<dc:description>{day}</dc:description>" if day else "")
        + f"<dcterms:created {moment}created><dcterms:modified {moment}modified></cp:coreProperties>\n"
    )


def settings(edition: Edition) -> str:
    """Return the settings: a document of today's Word, without the mode for old ones."""
    tags = _languages(edition)
    return (
        f'{XML}<w:settings {W}><w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        f"<w:themeFontLang{tags}/></w:settings>\n"
    )


def styles(edition: Edition) -> str:
    """Return the styles; those of headings are Word's own, so that its outline and readers of screens know them."""
    fonts = {slot: font for slot, font in map(font_of, edition.locales) if slot}
    slots = "".join(f' w:{slot}="{font}"' for slot, font in sorted(fonts.items()))
    defaults = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Georgia" w:hAnsi="Georgia"'
        f'{slots}/><w:sz w:val="22"/><w:szCs w:val="22"/><w:lang{_languages(edition)}/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="288" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
        "</w:docDefaults>"
    )
    soft = '<w:color w:val="595959"/>'
    listed = [
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>',
        _style("Title", "Title", '<w:keepNext/><w:outlineLvl w:val="0"/>', f"<w:b/><w:bCs/>{_size(40)}"),
        *(
            _style(
                f"Heading{n}",
                f"heading {n}",
                f'<w:keepNext/><w:spacing w:before="240"/><w:outlineLvl w:val="{n - 1}"/>',
                f"<w:b/><w:bCs/>{_size(34 - 3 * n)}",
            )
            for n in range(1, 7)
        ),
        _style("Subtitle", "Subtitle", "", f"{soft}{_size(24)}"),
        _style("Caption", "caption", "", f"{soft}{_size(19)}"),
        _style("Quote", "Quote", '<w:ind w:left="360" w:right="360"/>', ""),
        _style("Code", "Code", "", f'<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New"/>{_size(18)}'),
        _style("Original", "Original", "", soft),
        _style("Mark", "Mark", "<w:keepNext/>", f'<w:b/><w:bCs/><w:color w:val="8A4B00"/>{_size(18)}'),
        _style("Notice", "Notice", _BORDER, '<w:b/><w:bCs/><w:color w:val="8A4B00"/>'),
        '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:rPr>'
        '<w:color w:val="1A4F78"/><w:u w:val="single"/></w:rPr></w:style>',
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr>'
        '<w:tblCellMar><w:left w:w="108" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar>'
        "</w:tblPr></w:style>",
    ]
    return f"{XML}<w:styles {W}>{defaults}{''.join(listed)}</w:styles>\n"


_BORDER = (
    "<w:pBdr>"
    + "".join(
        f'<w:{s} w:val="single" w:sz="8" w:space="4" w:color="8A4B00"/>' for s in ("top", "left", "bottom", "right")
    )
    + "</w:pBdr>"
)


def numbering(starts: Sequence[int]) -> str:
    """Return the lists: number 1 has bullets, each later one is numbered from the next of *starts*.

    Each has a definition of its own, for LibreOffice goes on counting where two lists share one.
    """
    kinds = [_list_kind(0, "bullet", ["•◦▪"[n % 3] for n in range(DEEPEST + 1)], 1)]
    texts = [f"%{n + 1}." for n in range(DEEPEST + 1)]
    kinds += [_list_kind(number, "decimal", texts, start) for number, start in enumerate(starts, 1)]
    lists = [
        f'<w:num w:numId="{number + 1}"><w:abstractNumId w:val="{number}"/></w:num>' for number in range(len(kinds))
    ]
    return f"{XML}<w:numbering {W}>{''.join(kinds)}{''.join(lists)}</w:numbering>\n"


def _list_kind(number: int, kind: str, texts: Sequence[str], start: int) -> str:
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{360 * (n + 1)}" w:hanging="360"/></w:pPr></w:lvl>'
        for n, text in enumerate(texts)
    )
    several = '<w:multiLevelType w:val="hybridMultilevel"/>'
    return f'<w:abstractNum w:abstractNumId="{number}">{several}{levels}</w:abstractNum>'


def _languages(edition: Edition) -> str:
    """Return the attributes of `w:lang`: one language in each slot."""
    tags = {font_of(locale)[0].replace("cs", "bidi") or "val": word_tag(locale) for locale in edition.locales}
    return "".join(f' w:{slot}="{tags[slot]}"' for slot in ("val", "eastAsia", "bidi") if slot in tags)


def _style(id: str, name: str, paragraph: str, run: str) -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/><w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
