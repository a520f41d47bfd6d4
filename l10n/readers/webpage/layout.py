"""Blocks of Markdown put together: lists, quotes, tables and notes with their marks and indents."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shape:
    """A block that is written, or a list (*ordered* or not) whose items are blocks."""

    markdown: str = ""
    items: tuple[tuple[Shape, ...], ...] = ()
    ordered: bool = False
    first: int = 1
    paragraph: bool = False


def write_blocks(blocks: Sequence[Shape]) -> str:
    """Return the blocks, a blank line between any two. Lists that follow each other stay apart by their marks."""
    parts: list[str] = []
    before: Shape | None = None
    other = False
    for block in blocks:
        follows = bool(block.items and before and before.items and before.ordered == block.ordered)
        other = follows and not other
        parts.append(_list(block, other=other) if block.items else block.markdown)
        before = block
    return "\n\n".join(parts)


def _list(block: Shape, *, other: bool) -> str:
    tight = all(_is_tight(item) for item in block.items)
    lines = []
    for number, item in enumerate(block.items, start=block.first):
        mark = f"{number}{')' if other else '.'} " if block.ordered else f"{'*' if other else '-'} "
        content = "\n".join(write_blocks([part]) for part in item) if tight else write_blocks(item)
        lines.append(mark + indented(content, " " * len(mark)))
    return ("\n" if tight else "\n\n").join(lines)


def _is_tight(item: Sequence[Shape]) -> bool:
    """Return whether an item is one paragraph, with at most one list that may follow without a blank line."""
    nested = item[1] if len(item) == 2 else None
    return item[0].paragraph and (
        len(item) == 1 or bool(nested and nested.items and (not nested.ordered or nested.first == 1))
    )


def indented(text: str, indent: str) -> str:
    """Return *text* with all lines but the first and blank ones behind *indent*."""
    return re.sub(r"\n(?=[^\n])", "\n" + indent, text)


def quoted(text: str) -> str:
    return "\n".join(f"> {line}" if line else ">" for line in text.split("\n"))


def note(number: int, text: str) -> str:
    return f"[^{number}]: {indented(text, '    ')}"


def fenced(code: str, language: str) -> str:
    longest = max((len(run) for run in re.findall("`{3,}", code)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language}\n{code}\n{fence}"


def table(rows: Sequence[Sequence[str]], *, headed: bool) -> str:
    """Return a table of cells in inline Markdown; without a head of its own it gets an empty one."""
    width = max(len(row) for row in rows)
    grid = [[*row, *[""] * (width - len(row))] for row in rows]
    head = grid[0] if headed else [""] * width
    body = grid[1:] if headed else grid
    return "\n".join([_row(head), _row(["---"] * width), *map(_row, body)])


def _row(cells: Sequence[str]) -> str:
    written = (cell.replace("\\\n", "<br>").replace("|", "\\|") for cell in cells)
    return "| " + " | ".join(written) + " |"
