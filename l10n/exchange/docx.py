"""A Word file with three columns, for people who only have Word: place and state, original, translation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from ..errors import CatalogError
from ..inline import plain
from ..model import State
from ..ports import Parcel, ReturnedParcel
from ..wording import language_name
from . import docx_parts as parts
from .docx_parts import Script
from .form_words import said_in, say
from .forms import Row, nameplate, rows_of
from .zipping import zip_members

_TINT = {State.APPROVED: "EEF5F0", State.STALE: "FBEEEA", State.DRAFT: "FBF4E4"}
_UNKEEPABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class DocxFormat:
    """Writes a table that a person fills in, and reads what Word, LibreOffice and others have made of it.

    A row is known by its printed mark, else by the tag of the lock around its original, else by its original.
    The original is locked in Word; elsewhere nothing keeps a person from changing it, and a copy of all
    originals travels as a custom part. The whole document is not protected: on phones it could not be edited.
    """

    name = "docx"
    suffix = ".docx"

    def write(self, parcel: Parcel) -> bytes:
        """Return the file: the same bytes for the same catalog. CatalogError for what XML cannot hold."""
        source, target = Script(parcel.source_locale), Script(parcel.catalog.locale)
        rows = rows_of(parcel)
        _refuse_unkeepable(rows, parcel)
        files = [
            ("[Content_Types].xml", parts.CONTENT_TYPES),
            ("_rels/.rels", parts.PACKAGE_RELATIONS),
            ("word/document.xml", _document(parcel, rows, source, target)),
            ("word/_rels/document.xml.rels", parts.DOCUMENT_RELATIONS),
            ("word/styles.xml", parts.styles(source, target)),
            ("word/settings.xml", parts.SETTINGS),
            ("docProps/core.xml", parts.core_properties(_title(parcel), parcel.catalog.locale)),
            ("customXml/item1.xml", _originals(parcel, rows)),
        ]
        return zip_members([(name, text.encode()) for name, text in files])

    def read(self, data: bytes, *, path: str) -> ReturnedParcel:
        """Return the rows of the table in its order. CatalogError for what is no Word file or has lost its columns."""
        from .docx_reading import read_docx

        return read_docx(data, path=path)


def _refuse_unkeepable(rows: Sequence[Row], parcel: Parcel) -> None:
    for row in rows:
        found = _UNKEEPABLE.search(row.source + row.target)
        if found:
            message = f"{row.name}: the control character U+{ord(found[0]):04X} cannot be kept in a Word file"
            remedy = "Remove the character from the text and export again."
            raise CatalogError(message, path=parcel.catalog.slug, remedy=remedy)


def _title(parcel: Parcel) -> str:
    return plain(parcel.title) or parcel.catalog.slug


def _document(parcel: Parcel, rows: Sequence[Row], source: Script, target: Script) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in parts.WIDTHS)
    body = "".join(_row(row, source, target) for row in rows)
    return (
        f'{parts.HEAD}<w:document xmlns:w="{parts.W}"><w:body>{_first_page(parcel, source)}'
        f"<w:tbl>{_table_properties(parcel)}<w:tblGrid>{grid}</w:tblGrid>{_head_row(parcel)}{body}</w:tbl>"
        f"<w:p/>{parts.PAGE}</w:body></w:document>"
    )


def _first_page(parcel: Parcel, source: Script) -> str:
    paragraphs = [_paragraph("Title", _title(parcel), source)]
    for language in said_in(parcel.catalog.locale):
        words = ("docx-write", "marks", "docx-save", "nothing-printed")
        text = " ".join(say(word, language) for word in words)
        paragraphs.append(_paragraph("Normal", text, Script(language)))
    return "".join(paragraphs)


def _table_properties(parcel: Parcel) -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="B9B2A5"/>' for side in sides)
    margins = "".join(f'<w:{side} w:w="100" w:type="dxa"/>' for side in ("top", "left", "bottom", "right"))
    return (
        f'<w:tblPr><w:tblW w:w="{sum(parts.WIDTHS)}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar>'
        f'<w:tblLook w:val="0020" w:firstRow="1"/><w:tblCaption w:val="{escape(nameplate(parcel))}"/></w:tblPr>'
    )


def _head_row(parcel: Parcel) -> str:
    language = said_in(parcel.catalog.locale)[0]
    script = Script(language)
    first = _paragraph("Place", say("number", language), script) + _paragraph("Code", nameplate(parcel))
    names = (
        f"{language_name(parcel.source_locale)} ({say('original', language)})",
        f"{language_name(parcel.catalog.locale)} ({say('translation', language)})",
    )
    cells = [_cell(0, first, "E4DFD4")]
    cells += [_cell(n, _paragraph("Place", name, script), "E4DFD4") for n, name in enumerate(names, start=1)]
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>"


def _row(row: Row, source: Script, target: Script) -> str:
    language = said_in(target.locale)[0]
    place = (
        _paragraph("Place", row.name)
        + _paragraph("State", say(row.state.value, language), Script(language))
        + _paragraph("Code", row.mark)
    )
    original = _paragraph("Original", row.source, source, locked_as=row.mark)
    cells = (
        _cell(0, place, _TINT.get(row.state, "")),
        _cell(1, original, "F7F5F0"),
        _cell(2, _paragraph("Translation", row.target, target)),
    )
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"


def _cell(column: int, content: str, tint: str = "") -> str:
    shading = f'<w:shd w:val="clear" w:color="auto" w:fill="{tint}"/>' if tint else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{parts.WIDTHS[column]}" w:type="dxa"/>{shading}</w:tcPr>{content}</w:tc>'


def _paragraph(style: str, text: str, script: Script | None = None, *, locked_as: str = "") -> str:
    run = script.run if script else ""
    direction = script.paragraph if script else ""
    mark = f"<w:rPr>{run}</w:rPr>" if run else ""
    content = f"<w:r>{mark}{_text(text)}</w:r>" if text else ""
    if locked_as:
        lock = f'<w:tag w:val="diglot:{locked_as}"/><w:lock w:val="sdtContentLocked"/>'
        content = f"<w:sdt><w:sdtPr>{lock}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{direction}{mark}</w:pPr>{content}</w:p>'


def _text(text: str) -> str:
    pieces = re.split("([\n\t])", text)
    signs = {"\n": "<w:br/>", "\t": "<w:tab/>", "": ""}
    return "".join(signs.get(p, f'<w:t xml:space="preserve">{escape(p, quote=False)}</w:t>') for p in pieces)


def _originals(parcel: Parcel, rows: Sequence[Row]) -> str:
    items = "".join(
        f'<row mark="{row.mark}" context="{escape(row.context)}">{escape(row.source, quote=False)}</row>'
        for row in rows
    )
    slug, locales = parcel.catalog.slug, (parcel.source_locale, parcel.catalog.locale)
    names = f'slug="{escape(slug)}" source="{escape(locales[0])}" target="{escape(locales[1])}"'
    return f'{parts.HEAD}<parcel xmlns="{parts.PARCEL}" {names}>{items}</parcel>'
