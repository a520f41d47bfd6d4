"""DOCX: an edition that can be worked on in Word or LibreOffice; same bytes for the same texts.

Both languages stand in two columns, a row for each pair, so that they stay beside each other; headings stand outside
of the columns, for an outline leaves out what is in tables. One language alone is running text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from ..edition import Edition, EditionBlock, Pair
from ..manner import Order
from ..model import BlockKind, Kind
from ..wording import colophon, draft_notice, language_name, main_locale, mark_words, word_locale, words
from .docx_parts import CONTENT_TYPES, DEEPEST, OWN_PARTS, RELATIONSHIPS, XML, W, core, numbering, relationships
from .docx_parts import settings as settings_part
from .docx_parts import styles as styles_part
from .docx_words import paragraph, run, runs
from .epub import NO_XML
from .rendering import inline_runs, inline_text, visible_text
from .zipping import zip_files

_ROLES = {Kind.SUMMARY: "Subtitle", Kind.DATELINE: "Caption", Kind.CAPTION: "Caption", Kind.ALT: "Caption"}
_PAGE = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1020" w:bottom="1134" w:left="1020" '
    'w:header="600" w:footer="600" w:gutter="0"/></w:sectPr>'
)
_RULE = '<w:p><w:pPr><w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="A0A0A0"/></w:pBdr></w:pPr></w:p>'
_LINES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="A0A0A0"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)

NO_LIST: Mapping[str, int] = {}

Row = tuple[str, str]
"""What stands in the two columns."""


class DocxWriter:
    """Writes a Word file: real headings, lists and tables; each run in the language slot of its script."""

    name = "docx"
    suffix = ".docx"

    def write(self, edition: Edition) -> bytes:
        body = _Body(edition)
        title = " / ".join(inline_text(t) for _, t in edition.sides(edition.headline)) if edition.headline else ""
        document = f"{XML}<w:document {W}><w:body>{''.join(body.everything())}{_PAGE}</w:body></w:document>\n"
        parts = {
            "[Content_Types].xml": CONTENT_TYPES,
            "_rels/.rels": RELATIONSHIPS,
            "word/document.xml": document,
            "word/_rels/document.xml.rels": relationships(list(body.addresses)),
            "word/styles.xml": styles_part(edition),
            "word/numbering.xml": numbering(body.starts),
            "word/settings.xml": settings_part(edition),
            "docProps/core.xml": core(edition, title or edition.slug, main_locale(edition)),
        }
        files = [(name, NO_XML.sub("", text).encode()) for name, text in parts.items()]
        return zip_files(files, date=edition.date)


class _Body:
    """Writes the body; remembers the links and numbered lists that other parts have to tell of."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        both = [edition.target_locale, edition.source_locale]
        self._columns = [] if edition.only else both[::-1] if edition.manner.order is Order.SOURCE_FIRST else both
        self.addresses: dict[str, str] = {}
        self.starts: list[int] = []

    def everything(self) -> Iterator[str]:
        """Yield the paragraphs and tables of the document in order."""
        edition = self._edition
        pieces: list[Row | str] = []
        for pair in edition.head:
            pieces += self._heading(pair, 0) if pair.kind is Kind.HEADLINE else [self._row(pair)]
            if pair.kind is Kind.HEADLINE:
                pieces += self._notice()
        if not edition.headline:
            pieces = [*self._notice(), *pieces]
        for block in edition.blocks:
            pieces += self._block(block)
        pieces += [self._row(pair) for pair in edition.tail]
        yield from self._laid_out(pieces)
        yield from self._about()

    def _notice(self) -> list[str]:
        notice, locale = draft_notice(self._edition), word_locale(main_locale(self._edition))
        return [paragraph(run(notice, locale), locale, "Notice")] if notice else []

    def _marks(self, pair: Pair) -> str:
        """Return the label of a pair that nobody has approved as it stands, "" for an approved one."""
        said = mark_words(pair, self._edition)
        inside = run(" · ", "en").join(run(text, locale) for locale, text in said)
        return paragraph(inside, said[0][0], "Mark") if said else ""

    def _laid_out(self, pieces: list[Row | str]) -> Iterator[str]:
        """Yield *pieces*, rows that follow one another as one table; the first of them says the languages."""
        told = False
        for is_row, group in groupby(pieces, key=lambda piece: isinstance(piece, tuple)):
            if not is_row:
                yield from (str(piece) for piece in group)
                continue
            rows = [(row[0], row[1]) for row in group]
            if not self._columns:
                yield from (one for one, _ in rows)
                continue
            yield self._table_of(rows, heads=not told)
            told = True

    def _table_of(self, rows: list[Row], *, heads: bool) -> str:
        cells = []
        if heads:
            said = [(run(language_name(locale), locale, ("strong",)), locale) for locale in self._columns]
            names = [paragraph(inside, locale, "Caption") for inside, locale in said]
            cells.append(_row(names, head=True))
        cells += [_row([one or "<w:p/>", other or "<w:p/>"]) for one, other in rows]
        return _table(cells, columns=2) + '<w:p><w:pPr><w:spacing w:after="0"/></w:pPr></w:p>'

    def _row(self, pair: Pair, style: str = "", *, number: Mapping[str, int] = NO_LIST, level: int = 0) -> Row:
        """Return a pair as a row: each language in its column, its label above the translation."""
        written = {}
        for locale, text in self._edition.sides(pair):
            named, item = style or self._style(pair, locale), number.get(locale, 0)
            written[locale] = paragraph(self._runs(text, locale), locale, named, number=item, level=level)
        above = self._picture(pair) + self._marks(pair)
        if not self._columns:
            return (above + "".join(written.values()), "")
        target = self._edition.target_locale
        one, other = ((above if locale == target else "") + written.get(locale, "") for locale in self._columns)
        return one, other

    def _picture(self, pair: Pair) -> str:
        """Return the word that says that a text describes a picture, "" for another text."""
        if pair.kind is not Kind.ALT:
            return ""
        locale = word_locale(main_locale(self._edition))
        return paragraph(run(words(locale)["picture"], locale, ("em",)), locale, "Caption")

    def _style(self, pair: Pair, locale: str) -> str:
        is_original = not self._edition.only and locale == self._edition.source_locale
        return _ROLES.get(pair.kind, "Original" if is_original else "")

    def _heading(self, pair: Pair, level: int) -> list[Row | str]:
        """Return a heading outside of the columns: both languages in one paragraph, the second on a line of its own."""
        sides = self._edition.sides(pair)
        inside = "<w:r><w:br/></w:r>".join(self._runs(text, locale) for locale, text in sides)
        locale = sides[0][0] if sides else self._edition.source_locale
        style = f"Heading{min(6, max(1, level))}" if level else "Title"
        marks = self._marks(pair)
        return [*([marks] if marks else []), paragraph(inside, locale, style, keep=True)]

    def _runs(self, markdown: str, locale: str) -> str:
        return runs(inline_runs(markdown), locale, self._address)

    def _address(self, url: str) -> str:
        return self.addresses.setdefault(url, f"rId{len(self.addresses) + OWN_PARTS + 1}")

    def _block(self, block: EditionBlock, style: str = "", level: int = -1) -> list[Row | str]:
        source = self._edition.source_locale
        if block.kind is BlockKind.RULE:
            return [_RULE]
        if block.kind is BlockKind.CODE:
            return [paragraph(run(block.literal.rstrip("\n"), "en", ("code",)), "en", "Code")]
        if block.kind is BlockKind.HTML and (text := visible_text(block.literal)):
            return [paragraph(run(text, source), source)]
        if block.kind is BlockKind.HEADING:
            is_title = self._edition.headline
            return [
                piece
                for p in block.pairs
                for piece in self._heading(p, 0 if p is is_title else max(1, block.level - 1))
            ]
        if block.kind is BlockKind.TABLE:
            return [self._data(block)]
        if block.kind is BlockKind.LIST:
            return self._list(block, level + 1)
        inner = "Quote" if block.kind is BlockKind.QUOTE else style
        pieces: list[Row | str] = [self._row(pair, inner) for pair in block.pairs]
        for child in block.children:
            pieces += self._block(child, inner, level)
        return pieces

    def _list(self, block: EditionBlock, level: int) -> list[Row | str]:
        """Return the items as rows; numbers are counted in each column for itself."""
        level = min(level, DEEPEST)
        number = {locale: self._number(block) for locale in self._columns or self._edition.locales}
        pieces: list[Row | str] = []
        for item in block.children:
            pieces += [self._row(pair, number=number, level=level) for pair in item.pairs]
            for child in item.children:
                fresh = not item.pairs and child is item.children[0]
                if fresh and child.kind not in (BlockKind.LIST, BlockKind.QUOTE, BlockKind.CODE, BlockKind.TABLE):
                    pieces += [self._row(pair, number=number, level=level) for pair in child.pairs]
                    pieces += [piece for inner in child.children for piece in self._block(inner, level=level)]
                else:
                    pieces += self._block(child, level=level)
        return pieces

    def _number(self, block: EditionBlock) -> int:
        if not block.ordered:
            return 1
        self.starts.append(block.level or 1)
        return len(self.starts) + 1

    def _data(self, block: EditionBlock) -> str:
        """Return a table of the article: in each cell both languages, one under the other."""
        rows = []
        for row in block.children:
            cells = ["".join(self._cell(cell)) or "<w:p/>" for cell in row.children]
            rows.append(_row(cells, head=bool(row.level)))
        columns = max((len(row.children) for row in block.children), default=1)
        return _table(rows, columns=columns, lines=True) + "<w:p/>"

    def _cell(self, cell: EditionBlock) -> Iterator[str]:
        for pair in cell.pairs:
            yield self._marks(pair)
            for locale, text in self._edition.sides(pair):
                yield paragraph(self._runs(text, locale), locale, self._style(pair, locale))

    def _about(self) -> Iterator[str]:
        locale = word_locale(main_locale(self._edition))
        yield paragraph(run(words(locale)["about"], locale), locale, "Heading2")
        for name, value in colophon(self._edition):
            yield paragraph(run(f"{name}: ", locale, ("strong",)) + run(value, locale), locale)


def _row(cells: list[str], *, head: bool = False) -> str:
    width = 5000 // max(1, len(cells))
    columns = "".join(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="pct"/></w:tcPr>{cell}</w:tc>' for cell in cells)
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if head else ''}</w:trPr>{columns}</w:tr>"


def _table(rows: list[str], *, columns: int, lines: bool = False) -> str:
    grid = f'<w:gridCol w:w="{9866 // columns}"/>' * columns
    borders = f"<w:tblBorders>{_LINES}</w:tblBorders>" if lines else ""
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/>{borders}<w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


writer = DocxWriter()
