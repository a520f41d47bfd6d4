"""The parts of a Word file that say how it looks: types, relations, styles and page. Nothing personal in them."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from ..locales import direction

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PARCEL = "urn:diglot:parcel"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"

_COMPLEX = frozenset("my shn ksw mnw th lo km hi mr ne sa bn as pa gu or ta te kn ml si bo dz".split())  # noqa: SIM905
_EAST_ASIAN = frozenset({"ja", "zh", "ko"})
_REGIONS = {
    "ar": "SA", "bn": "BD", "fa": "IR", "he": "IL", "hi": "IN", "ja": "JP", "km": "KH", "ko": "KR", "lo": "LA",
    "my": "MM", "ta": "IN", "th": "TH", "ur": "PK", "zh": "CN",
}  # fmt: skip
"""Word knows some languages by a region only."""

_FONTS = {
    "my": "Myanmar Text",
    "shn": "Myanmar Text",
    "ksw": "Myanmar Text",
    "mnw": "Myanmar Text",
    "th": "Leelawadee UI",
}


@dataclass(frozen=True, slots=True)
class Script:
    """How Word has to be told about a language, or it shows squares, wrong sizes and red lines."""

    locale: str

    @property
    def right_to_left(self) -> bool:
        return direction(self.locale) == "rtl"

    @property
    def run(self) -> str:
        """The properties of a run of text, in the order of the schema."""
        language, tag = self.locale.split("-")[0], escape(self.tag)
        if self.right_to_left:
            return f'<w:rtl/><w:lang w:bidi="{tag}"/>'
        if language in _COMPLEX:
            return f'<w:cs/><w:lang w:bidi="{tag}"/>'
        if language in _EAST_ASIAN:
            return f'<w:lang w:eastAsia="{tag}"/>'
        return f'<w:lang w:val="{tag}"/>'

    @property
    def tag(self) -> str:
        region = _REGIONS.get(self.locale)
        return f"{self.locale}-{region}" if region else self.locale

    @property
    def paragraph(self) -> str:
        return "<w:bidi/>" if self.right_to_left else ""


CONTENT_TYPES = (
    f'{HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_WORD}.styles+xml"/>'
    f'<Override PartName="/word/settings.xml" ContentType="{_WORD}.settings+xml"/>'
    '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    "</Types>"
)
PACKAGE_RELATIONS = (
    f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    "</Relationships>"
)
DOCUMENT_RELATIONS = (
    f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/settings" Target="settings.xml"/>'
    f'<Relationship Id="rId3" Type="{_OFFICE}/customXml" Target="../customXml/item1.xml"/>'
    "</Relationships>"
)
SETTINGS = (
    f'{HEAD}<w:settings xmlns:w="{W}"><w:removePersonalInformation/><w:removeDateAndTime/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
    'w:val="15"/></w:compat></w:settings>'
)
PAGE = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1020" w:right="1020" w:bottom="1020" w:left="1020" w:header="567" w:footer="567" w:gutter="0"/>'
    "</w:sectPr>"
)
WIDTHS = (1566, 4150, 4150)
"""Of the three columns, in twentieths of a point: what stands there, the original, the translation."""


def core_properties(title: str, locale: str) -> str:
    """Return the properties of the file: its title and language, no author and no date."""
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(title)}</dc:title>'
        f"<dc:language>{escape(locale)}</dc:language></cp:coreProperties>"
    )


def styles(source: Script, target: Script) -> str:
    """Return the style sheet; *Original* and *Translation* carry their languages, so that new text has them too."""
    language = target.locale.split("-")[0]
    complex_font = _FONTS.get(language, _FONTS.get(source.locale.split("-")[0], "Arial"))
    sheet = [
        f'{HEAD}<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>'
        f'<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="{complex_font}"/>'
        '<w:sz w:val="22"/><w:szCs w:val="22"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
        '<w:spacing w:after="60" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>',
        _style("Normal", "Normal", default=True),
        _style("Title", "Title", "<w:keepNext/>", f"<w:b/><w:bCs/>{_size(32)}"),
        _style("Original", "Original", source.paragraph, source.run),
        _style("Translation", "Translation", target.paragraph, target.run),
        _style("Place", "Place", "", f"<w:b/><w:bCs/>{_size(18)}"),
        _style("State", "State", "", _size(17)),
        _style("Code", "Code", "", '<w:noProof/><w:color w:val="6A645A"/>' + _size(12) + '<w:lang w:val="x-none"/>'),
        "</w:styles>",
    ]
    return "".join(sheet)


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _style(id: str, name: str, paragraph: str = "", run: str = "", *, default: bool = False) -> str:
    based = "" if default else '<w:basedOn w:val="Normal"/>'
    return (
        f'<w:style w:type="paragraph"{" w:default=" + chr(34) + "1" + chr(34) if default else ""} w:styleId="{id}">'
        f'<w:name w:val="{name}"/>{based}<w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>'
    )
