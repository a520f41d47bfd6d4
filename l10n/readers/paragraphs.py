"""The lines of a paragraph: which are text, and which belong to a site builder or a browser and stay what they are.

A rule here takes words away from translation. Each names signs that prose does not have, and looks past escapes and
code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..inlinescan import INLINE_TAG
from .body import Lines
from .raw_html import HIDDEN

_SUSPECT = re.compile(
    r"^[ \t]*(?::|!!!|\?\?\?|\{|<!|%|\*\[|\[!|\[\[|\[TOC|\$\$|import |export )|\{[{%:]"
    r"|<(?:script|style|svg|math|iframe|textarea)",
    re.M | re.I,
)
_SHORTCODE = re.compile(r"\{\{.{0,4000}?\}\}|\{%.{0,4000}?%\}|\{#.{0,4000}?#\}", re.DOTALL)
_OPENING = re.compile(r"\{\{([<%])-?[ \t\n/]|\{(%)-?[ \t\n]*[A-Za-z]")
_CLOSINGS = {"<": ">}}", "%": "%}}"}
_UNREAD = re.compile(r"<(script|style|svg|math|iframe|textarea)\b", re.IGNORECASE)
_TAG = re.compile(INLINE_TAG, re.ASCII)
_LITERAL = re.compile(r"\\[!-/:-@\[-`{-~]|(?<!`)(`{1,4})(?!`).{0,2000}?(?<!`)\1(?!`)", re.DOTALL)
_PAIR = r"""[\w:-]+=(?:"[^"\n]*"|'[^'\n]*'|[^\s"'{}]+)"""
_NAMED = rf"(?:[#.][\w:-]+|{_PAIR})"
_ATTRIBUTES = re.compile(rf"\{{(?::[ \t]*(?:{_NAMED}|[\w:-]+)|[ \t]*{_NAMED})(?:[ \t]+(?:{_NAMED}|[\w:-]+))*[ \t]*\}}")
_DIRECTIVE = re.compile(
    r":{3,}[ \t]*(?:\{?[\w-]|\{|$)|(?:!!!|\?\?\?\+?)[ \t]+[a-z][\w-]*(?:[ \t]+(?:inline|end))*(?:[ \t]+\"[^\"]*\")?$"
    r"|\*\[[^\]]*\]:|\[![A-Za-z]+\][+-]?$|\[\[_?TOC_?\]\]$|\[TOC\]$"
)
_TERM = re.compile(r":[ \t]+(?=\S)")
_IMPORT = re.compile(
    r"""(?:import|export)[ \t]+(?:(?:[\w$*{}, \t]+[ \t])?from[ \t]+)?(["'])[\w.@-]*/[\w./@-]*\1[ \t]*;?"""
    r"|import\([^()\s]*\);?"
)
_TEX = re.compile(r"[\\^_={}+<>*]")


@dataclass(frozen=True, slots=True)
class Left:
    """Lines that stay what they are, and why; *closing* ends what goes on in later paragraphs, if anything does."""

    lines: Lines
    reason: str
    closing: str = ""


def split_paragraph(lines: Lines, *, follows: Callable[[str], bool]) -> Iterator[Lines | Left]:
    """Yield the stretches of a paragraph in order: text to translate, and what a site builder or a browser reads.

    *follows* tells whether `</script>`, `>}}` or the like comes in a later paragraph.
    """
    if not _SUSPECT.search(lines.content):
        yield lines
        return
    whole = _whole(lines.content)
    if whole:
        yield Left(lines, whole)
        return
    for part in cut_unread(lines, follows=follows):
        if isinstance(part, Left):
            yield part
        else:
            yield from _rows(part)


def cut_unread(lines: Lines, *, follows: Callable[[str], bool]) -> Iterator[Lines | Left]:
    """Yield the stretches between scripts of more than one line, and before one or a shortcode that stays open."""
    content = _masked(lines.content)
    at = 0
    for start, end, left in _unread(content, follows):
        if content[at:start].strip():
            yield lines.cut(at, start)
        yield Left(lines.cut(start, end), *left)
        at = end
    if lines.content[at:].strip():
        yield lines.cut(at, len(content)) if at else lines


def without_attributes(lines: Lines) -> tuple[Lines, str]:
    """Return a heading without `{#id .class}` at its end, and that."""
    start = lines.content.rfind(" {")
    if start < 0 or not lines.content.endswith("}") or not _ATTRIBUTES.fullmatch(lines.content, start + 1):
        return lines, ""
    return lines.cut(0, start), lines.content[start + 1 :]


def _masked(content: str) -> str:
    """Return *content* with escapes and code as blanks."""
    return _LITERAL.sub(lambda match: "\0" * len(match[0]), content)


def _unread(content: str, follows: Callable[[str], bool]) -> Iterator[tuple[int, int, tuple[str, str]]]:
    """Yield the places of what is cut out of a paragraph, with the reason and what closes it later."""
    at, size = 0, len(content)
    shortcode = _OPENING.search(_SHORTCODE.sub(lambda match: "\0" * len(match[0]), content))
    closing = (_CLOSINGS[shortcode[1]] if shortcode[1] else "%}") if shortcode else ""
    opened = shortcode.start() if shortcode and follows(closing) else size
    for match in _UNREAD.finditer(content, 0, opened):
        tag = _TAG.match(content, match.start()) if match.start() >= at else None
        if tag is None or tag[0].endswith("/>"):
            continue
        name = match[1].lower()
        end = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(content, tag.end())
        if end:
            if "\n" in content[tag.start() : end.end()]:
                yield tag.start(), end.end(), (HIDDEN[name], "")
            at = end.end()
        elif follows(f"</{name}"):
            yield tag.start(), size, (f"inside <{name}>", f"</{name}")
            return
        else:
            break
    if opened < size:
        yield opened, size, ("part of a shortcode", closing)


def _rows(lines: Lines) -> Iterator[Lines | Left]:
    """Yield a stretch cut at the lines that stand for themselves, and at descriptions of terms."""
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


def _without_term(lines: Lines, first: int) -> Lines:
    """Return lines without the colon that makes them the description of the term before them."""
    term = _TERM.match(lines.content) if first else None
    if term is None:
        return lines
    (start, end), *others = lines.spans
    return Lines(lines.content[term.end() :], ((start + term.end(), end), *others))


def _whole(content: str) -> str:
    """Return why a whole paragraph is left as it is; "" where it is text."""
    if _is_formula(content.strip()):
        return "a formula"
    if not _ATTRIBUTES.sub("", _SHORTCODE.sub("", content)).strip():
        return "a shortcode"
    if content.startswith(("import", "export")) and all(_IMPORT.fullmatch(row.strip()) for row in content.split("\n")):
        return "code of the page"
    return ""


def _is_formula(content: str) -> bool:
    """Return whether `$$` encloses all of it, and what is inside is no prose: on lines of its own, or in TeX."""
    inner = content[2:-2]
    if not (content.startswith("$$") and content.endswith("$$") and inner.strip()) or "$$" in inner:
        return False
    return (inner[0] == "\n" and inner[-1] == "\n") or _TEX.search(inner) is not None


def _apart(row: str) -> str:
    """Return what a line is that stands for itself inside a paragraph; "" for text."""
    if _DIRECTIVE.match(row):
        return "a directive"
    if row.startswith(("{", "<!--")) and not _SHORTCODE.sub("", _ATTRIBUTES.sub("", row)).strip():
        return "a shortcode"
    return "a comment" if row.startswith("<!--") and row.endswith("-->") and row.count("<!--") == 1 else ""
