"""Tables of a page: data as a table of Markdown, tables that only lay out a page as the blocks in their cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from .atoms import IMAGE, NOTE, Style, visible
from .layout import table
from .tree import Element, is_blank, tag_of

if TYPE_CHECKING:
    from .walk import Converter

_BLOCKS = ("ul", "ol", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "article", "section", "figure")
_COMPLEX = "|".join(f".//{tag}" for tag in _BLOCKS)
_CELL_MAX = 600
_WIDEST = 100
"""Columns of the widest table that is written as one."""
_EMPTY_MAX = 20_000


def write_table(to: Converter, element: Element, style: Style) -> str:
    """Return *element* as a table of Markdown, "" where it is layout or empty."""
    rows = [row for row in _rows(element) if to.takes(row)]
    if not _is_data(element, rows):
        return ""
    headed = _is_head(rows[0])
    written = [_cells(to, row, replace(style, strong=False) if _is_head(row) else style) for row in rows]
    grid = _spread(rows, written)
    if any(_span(cell, side) > 1 for row in rows for cell in _cells_of(row) for side in ("rowspan", "colspan")):
        to.doubt(element, "a table with merged cells: each text stands in the first of its cells, the others are empty")
    full = [row for row in grid if any(row)]
    return table(full, headed=headed and bool(grid and any(grid[0]))) if full else ""


def _rows(element: Element) -> Iterator[Element]:
    for child in element:
        if tag_of(child) == "tr":
            yield child
        elif tag_of(child) in ("thead", "tbody", "tfoot"):
            yield from (row for row in child if tag_of(row) == "tr")


def _cells_of(row: Element) -> list[Element]:
    return [cell for cell in row if tag_of(cell) in ("td", "th")]


def _is_head(row: Element) -> bool:
    cells = _cells_of(row)
    in_head = row.getparent() is not None and tag_of(row.getparent()) == "thead"
    return bool(cells) and (in_head or all(tag_of(cell) == "th" for cell in cells))


def _is_data(element: Element, rows: list[Element]) -> bool:
    if element.get("role") in ("presentation", "none") or element.find(".//table") is not None or _stray(element):
        return False
    cells = [cell for row in rows for cell in _cells_of(row)]
    if not cells or any(tag_of(child) not in ("td", "th", "") for row in rows for child in row):
        return False
    width = max(len(_cells_of(row)) for row in rows)
    if width > _WIDEST:
        return False
    if any(tag_of(cell) == "th" for cell in cells):
        return True
    plain = all(not cell.xpath(_COMPLEX) and len(cell.findall(".//p")) < 2 for cell in cells)
    return width > 1 and plain and all(len("".join(cell.itertext())) < _CELL_MAX for cell in cells)


def _stray(element: Element) -> bool:
    """Return whether text stands in the table but in no cell."""
    parts = [element, *element.iter("thead", "tbody", "tfoot", "tr")]
    texts = [part.text for part in parts] + [child.tail for part in parts for child in part]
    return any(text and not is_blank(text) for text in texts)


def _cells(to: Converter, row: Element, style: Style) -> list[str]:
    return [_cell(to, cell, style) for cell in _cells_of(row)]


def _cell(to: Converter, cell: Element, style: Style) -> str:
    if not to.takes(cell):
        return ""
    atoms = to.line(cell, style, breaks=True)
    seen = not is_blank(visible(atoms)) or any(atom.kind in (IMAGE, NOTE) for atom in atoms)
    return to.written(atoms) if seen else ""


def _spread(rows: list[Element], written: list[list[str]]) -> list[list[str]]:
    """Return the grid with an empty cell wherever a merged one reaches; *written* where that fills a page alone."""
    grid: list[list[str]] = []
    below: dict[int, int] = {}
    empty = 0
    for row, texts in zip(rows, written, strict=True):
        line: list[str] = []
        for cell, text in zip(_cells_of(row), texts, strict=True):
            _fill(line, below)
            width, height = _span(cell, "colspan"), _span(cell, "rowspan")
            for column in range(len(line), len(line) + width):
                below[column] = height
            line += [text, *[""] * (width - 1)]
        _fill(line, below)
        below = {column: left - 1 for column, left in below.items() if left > 1}
        grid.append(line)
        empty += len(line) - len(texts)
        if len(line) > _WIDEST or empty > _EMPTY_MAX:
            return written
    return grid


def _fill(line: list[str], below: dict[int, int]) -> None:
    while below.get(len(line), 0) > 0 and len(line) < 1000:
        line.append("")


def _span(cell: Element, side: str) -> int:
    text = (cell.get(side) or "1").strip()
    return min(int(text), 100) if text.isascii() and text.isdigit() and len(text) < 5 and int(text) else 1
