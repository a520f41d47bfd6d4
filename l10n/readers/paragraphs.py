"""The lines of a paragraph: which are text, and which belong to a site builder and stay what they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .blocks import Lines

_SUSPECT = re.compile(
    r"^[ \t]*(?::|!!!|\?\?\?|\{|<|%|\*\[|\[!|\$\$|import |export )|\{[{%]|[}%>]\}|\{:?[#.]|<s(?:cript|tyle)",
    re.M | re.I,
)
_SHORTCODE = re.compile(r"\{\{.{0,4000}?\}\}|\{%.{0,4000}?%\}|\{#.{0,4000}?#\}", re.DOTALL)
_OPEN_SHORTCODE = re.compile(r"\{\{[<%]-?[ \t\n/]|\{%-?[ \t\n]*[A-Za-z]|[ \t\n/\"'-][%>]\}\}|[ \t\n\"'-]%\}")
_ATTRIBUTES = re.compile(r"\{(?::|[#.](?=[\w-]))[^{}\n]*\}")
_TRAILING_ATTRIBUTES = re.compile(r"[ \t]+\{:?[ \t]*[#.][^{}\n]*\}$")
_DIRECTIVE = re.compile(r":{3,}|(?:!!!|\?\?\?\+?)[ \t]|\*\[[^\]]*\]:|\[![A-Za-z]+\][ \t+-]*$|\[\[_?TOC_?\]\]$|\[TOC\]$")
_TERM = re.compile(r":[ \t]+(?=\S)")
_MODULE = re.compile(r"(?:import|export)[ \t].*(?:[ \t]from[ \t]*['\"]|=[ \t]|[{(;])")
_SCRIPT = re.compile(r"<(?:script|style|textarea|iframe|object|embed)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Left:
    """Lines that stay what they are, and why."""

    lines: Lines
    reason: str


def split_paragraph(lines: Lines) -> Iterator[Lines | Left]:
    """Yield the stretches of a paragraph in order: text to translate, and what a site builder reads."""
    if not _SUSPECT.search(lines.content):
        yield lines
        return
    whole = _whole(lines.content)
    if whole:
        yield Left(lines, whole)
        return
    rows = lines.content.split("\n")
    first = 0
    for number, row in enumerate(rows):
        reason = _apart(row.strip())
        term = _TERM.match(row) if number and not reason else None
        if not reason and not term:
            continue
        if number > first:
            yield _without_term(lines.rows(rows, first, number), first)
        if reason:
            yield Left(lines.rows(rows, number, number + 1), reason)
        first = number + 1 if reason else number
    if first < len(rows):
        yield _without_term(lines.rows(rows, first, len(rows)), first)


def without_attributes(lines: Lines) -> Lines:
    """Return a heading without `{#id .class}` at its end."""
    found = _TRAILING_ATTRIBUTES.search(lines.content) if lines.content.endswith("}") else None
    if found is None or _SHORTCODE.search(found[0]):
        return lines
    return Lines(lines.content[: found.start()], (*lines.spans[:-1], (lines.spans[-1][0], lines.at(found.start()))))


def _without_term(lines: Lines, first: int) -> Lines:
    """Return lines without the colon that makes them the description of the term before them."""
    term = _TERM.match(lines.content) if first else None
    if term is None:
        return lines
    (start, end), *others = lines.spans
    return Lines(lines.content[term.end() :], ((start + term.end(), end), *others))


def _whole(content: str) -> str:
    """Return why a whole paragraph is left as it is; "" where it is text."""
    if _SCRIPT.search(content):
        return "has a script or an embedded page in it"
    if "$$" in content:
        return "a formula"
    rest = _SHORTCODE.sub("", content)
    if _OPEN_SHORTCODE.search(rest):
        return "part of a shortcode"
    if not _ATTRIBUTES.sub("", rest).strip():
        return "a shortcode"
    if all(_MODULE.match(row.strip()) for row in content.split("\n")):
        return "code of the page"
    return ""


def _apart(row: str) -> str:
    """Return what a line is that stands for itself inside a paragraph; "" for text."""
    if _DIRECTIVE.match(row):
        return "a directive"
    if row.startswith(("{", "<!--")) and not _SHORTCODE.sub("", _ATTRIBUTES.sub("", row)).strip():
        return "a shortcode"
    return "a comment" if row.startswith("<!--") and row.endswith("-->") and row.count("<!--") == 1 else ""
