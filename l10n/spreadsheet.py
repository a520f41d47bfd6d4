"""Cells of tables that people open in a spreadsheet."""

from __future__ import annotations

import re

_FORMULA = re.compile("'*(?:[\t\r\n]|\\s*[=+\\-@＝＋－＠﹦﹢﹣﹫])")


def harmless(cell: str) -> str:
    """Return the cell as no spreadsheet takes it for a formula; `restored` undoes it."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def restored(cell: str) -> str:
    """Return the cell without the apostrophe that `harmless` put in front."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
