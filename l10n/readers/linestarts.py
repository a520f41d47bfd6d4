"""A line of text that stays one: what would make its start a list, heading, quote, table or block is escaped."""

from __future__ import annotations

import re

from ..inlinescan import INLINE_TAG

_PLAIN = re.compile(r"[^\W\d_]")
_STARTS = re.compile(
    r"#{1,6}(?:[ \t]|$)|[-+*](?:[ \t]|$)|>|={1,}[ \t]*$|-+[ \t]*$|~{3}|`{3,}[^`]*$"
    r"|(?:\*[ \t]*){3,}$|(?:-[ \t]*){3,}$|(?:_[ \t]*){3,}$|\[(?:[^\[\]\\]|\\.)*\]:|[|:-][|:\- \t]*-[|:\- \t]*$"
    r"|<(?:script|pre|style|textarea)(?:[\s>]|$)|<!--|<\?|<![A-Za-z]|<!\[CDATA\["
    r"|:{3}|:[ \t]|!!![ \t]|\+{3}$|\*\[[^\]]*\]:|\$\$"
)
_NUMBERED = re.compile(r"([0-9]{1,9})([.)])(?=[ \t]|$)")
_BLOCK_TAG = re.compile(
    r"</?(?:address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div"
    r"|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link"
    r"|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th"
    r"|thead|title|tr|track|ul)(?:\s|/?>|$)",
    re.IGNORECASE,
)
_LONE_TAG = re.compile(rf"{INLINE_TAG}[ \t]*$")


def safe_start(line: str, *, within: bool = False) -> str:
    """Return *line* escaped where its start would make it something other than a line of a paragraph.

    *within* says that the line cannot begin a block with a lone tag, as it is not the first of its paragraph.
    """
    if _PLAIN.match(line):
        return line
    if _STARTS.match(line) or _BLOCK_TAG.match(line):
        return "\\" + line
    if not within and is_lone_tag(line):
        return _broken_in_tag(line)
    return _NUMBERED.sub(r"\1\\\2", line, count=1) if _NUMBERED.match(line) else line


def is_lone_tag(line: str) -> bool:
    return line.startswith("<") and _LONE_TAG.match(line) is not None


def _broken_in_tag(line: str) -> str:
    """Return a line that is one HTML tag so that it stays inline: broken at a space, or else escaped."""
    name = re.match(r"<[A-Za-z][A-Za-z0-9-]* +(?=[A-Za-z_:])", line)
    return f"{name[0].rstrip()}\n{line[name.end() :]}" if name else "\\" + line
