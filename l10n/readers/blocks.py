"""The block structure of Markdown, from markdown-it's block pass alone, with the place of every piece of text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ..inline import label_key
from .block_rules import Rule, block_rule, chosen_rule
from .body import Lines

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

MAX_NESTING = 100
"""Lists and quotes inside each other; deeper ones are not looked into."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """Tokens in the order of the text, and the addresses of link definitions by `label_key`.

    *titles* are those of link definitions, each with the lines, from 0, in which it stands somewhere. A paragraph may
    be its inline token alone.
    """

    tokens: Sequence[Token]
    addresses: Mapping[str, str]
    titles: Sequence[tuple[str, tuple[int, int]]]


def parse_blocks(body: str) -> Parsed:
    """Return the block tokens of *body*; `lines_of` gives the text of each inline token."""
    parser = _parser()
    tokens: list[Token] = []
    env: dict[str, Any] = {}
    parser.block.parse(body if body.endswith("\n") else body + "\n", parser, env, tokens)
    references = env.get("references", {})
    addresses = {label_key(label): found["href"] for label, found in references.items()}
    found_twice = env.get("duplicate_refs", ())
    titles = [(found["title"], found["map"]) for found in (*references.values(), *found_twice) if found.get("title")]
    return Parsed(tokens, addresses, titles)


def lines_of(token: Token, body: str, *, offset: int, column: int = 0) -> Lines:
    """Return the content of an inline token; *column* counts the cells of a table's row from 0.

    *offset* is added to all places.
    """
    spans: list[tuple[int, int]] = token.meta["spans"]
    rule: str = token.meta["rule"]
    if rule == "table":
        spans = [_cell(body, *spans[0], column)]
    elif rule == "heading":
        spans = [_heading(body, *spans[0])]
    else:
        last = spans[-1]
        spans = [*spans[:-1], (last[0], last[0] + len(body[slice(*last)].rstrip()))]
    content = "\n".join(body[start:end] for start, end in spans)
    if rule == "table":
        content = content.replace("\\|", "|")
    return Lines(content, tuple((start + offset, end + offset) for start, end in spans))


def html_lines_of(token: Token, body: str, *, offset: int) -> Lines | None:
    """Return the content of a block of raw HTML; None where its place is not sure."""
    spans, rows = [], []
    for line, (_, end) in zip(token.content.removesuffix("\n").split("\n"), token.meta["spans"], strict=False):
        row = line if body.startswith(line, end - len(line)) else line.lstrip(" \t")  # a tab among the marks is cut
        start = end - len(row)
        if start < 0 or body[start:end] != row:
            return None
        rows.append(row)
        spans.append((start + offset, end + offset))
    return Lines("\n".join(rows), tuple(spans)) if spans else None


def _heading(body: str, start: int, end: int) -> tuple[int, int]:
    line = body[start:end].rstrip()
    opening = re.match(r"#+[ \t]*", line)
    first = opening.end() if opening else 0
    closed = re.sub(r"(^|[ \t])#+$", "", line[first:]).rstrip()
    return start + first, start + first + len(closed)


def _cell(body: str, start: int, end: int, column: int) -> tuple[int, int]:
    """Return the place of a cell in the row at *start*; an empty one where the row has no such cell."""
    row = body[start:end].rstrip()
    bounds = [match.start() for match in re.finditer(r"(?<!\\)\|", row)]
    cells = list(zip([-1, *bounds], [*bounds, len(row)], strict=True))
    if row.startswith("|"):
        cells.pop(0)
    if column >= len(cells):
        return end, end
    first, last = cells[column][0] + 1, cells[column][1]
    inner = row[first:last]
    first += len(inner) - len(inner.lstrip())
    return start + first, start + first + len(inner.strip())


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable(["table", "strikethrough"])
    parser.use(footnote_plugin)
    ruler = parser.block.ruler
    names = {rule.fn: rule.name for rule in ruler.__rules__}
    # Only the main chain records: the same rules ask, silently and often, whether a line ends a paragraph.
    chains = {chain: ruler.getRules(chain) for chain in ("", "paragraph", "reference", "blockquote", "list")}
    assert ruler.__cache__ is not None  # noqa: S101  filled by getRules
    for chain, rules in chains.items():
        named = [(names[rule], _recording(names[rule], rule) if not chain else rule) for rule in rules]
        ruler.__cache__[chain] = [block_rule(named) if not chain else chosen_rule(named)]
    return parser


_RECORDED = frozenset({"paragraph", "heading", "lheading", "table", "html_block"})


def _recording(name: str, rule: Rule) -> Rule:
    """Return *rule* so that it notes in each inline token where its lines stand, without container marks."""
    if name not in _RECORDED:
        return rule

    def run(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        before = len(state.tokens)
        if not rule(state, start, end, silent):
            return False
        starts, shifts, ends = state.bMarks, state.tShift, state.eMarks
        for token in state.tokens[before:]:
            if token.map and token.type in ("inline", "html_block"):
                spans = [(starts[n] + shifts[n], ends[n]) for n in range(*token.map)]
                token.meta = {"rule": name, "spans": spans}
        return True

    return run
