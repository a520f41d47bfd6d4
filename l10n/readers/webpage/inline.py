"""Runs of styled text into inline Markdown that reads back as exactly the same words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ...emphasis import PUNCTUATION
from ...inline import fold_lines, plain
from ...inlinescan import Part, scan
from ..linestarts import safe_start
from .atoms import BREAK, IMAGE, NOTE, ORDER, SIGNS, TEXT, Atom, Style, stretches, visible

_SPECIAL = re.compile(
    r"[\\`*\[\]<~]|&(?=[#\w])|(?<![^\W_])_|_(?![^\W_])|!$|%(?=\()|^:"
    r"|\{(?=[{%#:.])|(?<=\{)\{|\}(?=\})|(?<=[}%>])\}|\$(?=\$)"
)
_ENTITIES = {sign: f"&#{ord(sign)};" for sign in "{}$"} | {"<": "&lt;"}
"""Signs that site builders act upon even where they are escaped."""
_MODULE = re.compile(r"\A(import|export) (?=.*(?:['\"=({;]))")
_AUTOLINK = re.compile(r"https?://[^\s<>\\]+")


@dataclass(frozen=True, slots=True)
class Written:
    """Inline Markdown, and whether marks had to be given up for the words to stay right."""

    markdown: str
    lost_marks: bool = False


def write_inline(atoms: Sequence[Atom]) -> Written:
    """Return tidy *atoms* as Markdown. Marks are given up where the words would not read back as they are."""
    wanted = visible(atoms)
    for names, escape in (
        (ORDER, escape_text),
        (ORDER, _escape_all),
        (("link", "code"), _escape_all),
        (("link",), _escape_all),
        ((), _escape_all),
    ):
        kept = [replace(atom, style=_only(atom.style, names)) for atom in atoms]
        markdown = _lines(_write(kept, frozenset(), escape))
        if _reads_as(markdown, wanted, kept):
            return Written(markdown, names != ORDER)
    return Written(markdown, lost_marks=True)


def _only(style: Style, names: Sequence[str]) -> Style:
    return Style(**{name: getattr(style, name) for name in names})


def _reads_as(markdown: str, wanted: str, atoms: Sequence[Atom]) -> bool:
    pieces = scan(markdown)
    images = sum(atom.kind == IMAGE for atom in atoms)
    notes = sum(atom.kind == NOTE for atom in atoms)
    marks = (
        {name: sum(1 for value, *_ in stretches(atoms, name) if value) for name in ("link", *SIGNS)} if atoms else {}
    )
    found = [piece.text for piece in pieces if piece.part is Part.EMPHASIS_OPEN]
    links = sum((p.part is Part.LINK_OPEN and p.text == "[") or p.part is Part.AUTOLINK for p in pieces)
    return (
        plain(fold_lines(markdown)) == wanted
        and sum(piece.part is Part.LINK_OPEN and piece.text == "![" for piece in pieces) == images
        and sum(piece.part is Part.FOOTNOTE for piece in pieces) == notes
        and links >= marks.get("link", 0)
        and bool(found) == any(marks.get(name) for name in SIGNS)
        and all(sum(text == sign for text in found) >= marks.get(name, 0) for name, sign in SIGNS.items())
    )


def _lines(markdown: str) -> str:
    return "\\\n".join(_start(line) for line in markdown.split("\\\n"))


def _start(line: str) -> str:
    """Return *line* so that it is text from its start, also to readers of site builders' Markdown."""
    return "\\" + line if line.startswith("???") else _MODULE.sub(r"\1&#32;", safe_start(line), count=1)


def _write(atoms: Sequence[Atom], opened: frozenset[str], escape: Callable[[str], str]) -> str:
    parts, at = [], 0
    while at < len(atoms):
        name, stop = _longest(atoms, at, opened)
        group = atoms[at:stop]
        parts.append(_marked(name, group, opened, escape) if name else _single(atoms[at], escape))
        at = stop
    return "".join(parts)


def _longest(atoms: Sequence[Atom], at: int, opened: frozenset[str]) -> tuple[str, int]:
    """Return the style that reaches farthest from here, and where it ends; "" for text without one."""
    best, end = "", at + 1
    for name in ORDER:
        value = getattr(atoms[at].style, name)
        if value and name not in opened:
            stop = next((i for i in range(at, len(atoms)) if getattr(atoms[i].style, name) != value), len(atoms))
            if not best or stop > end:
                best, end = name, stop
    return best, end


def _marked(name: str, group: Sequence[Atom], opened: frozenset[str], escape: Callable[[str], str]) -> str:
    if name == "code":
        return _code("".join(" " if atom.kind == BREAK else atom.text for atom in group))
    if name == "link":
        address = group[0].style.link
        if (
            all(a.kind == TEXT for a in group)
            and "".join(a.text for a in group) == address
            and _AUTOLINK.fullmatch(address)
        ):
            return f"<{address}>"
        return f"[{_write(group, opened | {name}, escape)}]({destination(address)})"
    return SIGNS[name] + _write(group, opened | {name}, escape) + SIGNS[name]


def _code(text: str) -> str:
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    ticks = "`" * (longest + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def _single(atom: Atom, escape: Callable[[str], str]) -> str:
    if atom.kind == BREAK:
        return "\\\n"
    if atom.kind == NOTE:
        return f"[^{atom.text}]"
    if atom.kind == IMAGE:
        return picture(atom.text, atom.address, atom.title)
    return escape(atom.text)


def picture(alt: str, address: str, title: str) -> str:
    """Return an image in Markdown; *alt* and *title* are plain text."""
    caption = f' "{_SPECIAL.sub(_escaped, title).replace(chr(34), chr(92) + chr(34))}"' if title else ""
    return f"![{escape_text(alt)}]({destination(address)}{caption})"


def destination(address: str) -> str:
    """Return *address* as it can stand between the parentheses of a link."""
    address = re.sub(r"[\s<>\\`|\"]", lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), address)
    if address.count("(") != address.count(")") or re.search(r"\)[^(]*\(", address):
        address = address.replace("(", "%28").replace(")", "%29")
    return re.sub(r"&(?=[#\w]+;)", "&amp;", address)


def escape_text(text: str) -> str:
    """Return *text* as inline Markdown that shows it literally."""
    return _SPECIAL.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    return _ENTITIES.get(match[0]) or "\\" + match[0]


def _escape_all(text: str) -> str:
    return "".join("&lt;" if char == "<" else "\\" + char if char in PUNCTUATION else char for char in text)
