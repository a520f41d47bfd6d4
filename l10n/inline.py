"""Markdown inline as Diglot keeps it: link targets taken out and put back, markup protected from engines.

`put_links_back` undoes `take_out_links`, `restore` undoes `protect`.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from .inlinescan import Part, Piece, is_left_open, label_key, scan

__all__ = [
    "Protected",
    "fold_lines",
    "inline_source",
    "label_key",
    "markup_of",
    "plain",
    "protect",
    "put_links_back",
    "restore",
    "take_out_links",
    "with_target",
    "without_tags",
]

_NUMBER = re.compile(r"\]\[([1-9][0-9]{0,4})\]")
_ROUGH = re.compile(r"[ \t\\]\n|\n[ \t]|\]\(<[^<>\n]*\n[^<>]*>")
# No link because of its line break, but one when it is folded:
_TORN = re.compile(r"\](?=\((?:<[^<>\n]*\n[^<>]*>|[^ \t\n()]+ {2,}\n(?![ \t]*[)\"'(])))")
_BLURS = re.compile(r"[\\`<{%$&]")
_MAY_HIDE = re.compile(r"[\\`<{]|!\[")
_PLAIN_LINK = re.compile(r"""\[(?!\^)([^\[\]]+)\](\([^\s()<>\[\]"']+(?: "[^"\[\]]+")?\))""")
_MARK = re.compile(r"⟦([0-9]{1,6})⟧")
_BREAK = re.compile(r" {2,}\n[ \t]*")
_SOFT = re.compile(r"([*_~]*)([ \t]*\n[ \t]*)")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)[^>]*?(/?)>", re.DOTALL)
_LINE_BREAK = re.compile(r"<br[ \t]*/?>", re.IGNORECASE)
_VOID = frozenset({"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
_SHOWN = frozenset({Part.CODE, Part.HTML, Part.AUTOLINK, Part.FOOTNOTE, Part.PLACEHOLDER})


@dataclass(frozen=True, slots=True)
class Protected:
    """A text in which `⟦n⟧` stands for the markup `marks[n]`."""

    text: str
    marks: tuple[str, ...]


def take_out_links(markdown: str, defined: Collection[str] = ()) -> tuple[str, tuple[str, ...]]:
    """Return *markdown* with each link's target replaced by its number, and the targets as written.

    *defined* holds the `label_key` of every link definition of the article: only such a label makes `[label]`
    or `[label][]` a link; its tail becomes `[label]`.
    """
    taken, full, links = [], [], []
    for piece in scan(markdown, defined):
        if piece.part is Part.LINK_CLOSE:
            tail = piece.text[1:] if piece.text not in ("]", "][]") else f"[{piece.label}]"
            links.append(tail)
            taken.append(f"][{len(links)}]")
            full.append(f"]{tail}")
        else:
            taken.append(piece.text)
            full.append(piece.text)
    source = "".join(taken)
    if links and not _is_sure(source, links) and put_links_back(source, links) != "".join(full):
        return markdown, ()  # without its targets the text would read differently; leave it as it is
    return source, tuple(links)


def _is_sure(source: str, links: Sequence[str]) -> bool:
    """Return whether every bracket of *source* is that of a link, so that it reads the same without the targets."""
    return source.count("[") == 2 * len(links) == source.count("]") and not _BLURS.search(source)


def inline_source(content: str, defined: Collection[str] = ()) -> tuple[str, tuple[str, ...]]:
    """Return the content of a paragraph on one line without its links' targets, and these: folded, then taken out."""
    if "\n" in content:
        if not _ROUGH.search(content):
            content = content.replace("\n", " ").strip(" \t")
            return _without_targets(content, defined) if "[" in content else (content, ())
        content = fold_lines(_TORN.sub(r"]\\", content))
    else:
        content = content.strip(" \t")
    return _without_targets(content, defined) if "[" in content else (content, ())


def _without_targets(content: str, defined: Collection[str]) -> tuple[str, tuple[str, ...]]:
    """Return what `take_out_links` does; quickly where every bracket is that of a plain link."""
    if not _MAY_HIDE.search(content):
        parts = _PLAIN_LINK.split(content)
        tails = parts[2::3]
        if content.count("[") == len(tails) == content.count("]"):
            numbered = enumerate(zip(parts[1::3], parts[3::3], strict=True), start=1)
            texts = [f"[{label}][{number}]{after}" for number, (label, after) in numbered]
            return "".join([parts[0], *texts]), tuple(tails)
    return take_out_links(content, defined)


def put_links_back(source: str, links: Sequence[str]) -> str:
    """Return *source* with the number of each link replaced by `links[number - 1]`.

    Numbers without a link stay as they are.
    """
    return "".join(with_target(piece, links) for piece in scan(source)) if links else source


def with_target(piece: Piece, links: Sequence[str]) -> str:
    """Return the text of *piece*, with the target of its link where it ends one."""
    number = _NUMBER.fullmatch(piece.text) if piece.part is Part.LINK_CLOSE else None
    if number and int(number[1]) <= len(links):
        return "]" + links[int(number[1]) - 1]
    return piece.text


def without_tags(text: str, source: str) -> str:
    """Return *text* without the HTML that *source* has too; `<br>` becomes a hard break, a tag left open stays."""
    if "<" not in text:
        return text
    known = {piece.text for piece in scan(source) if piece.part is Part.HTML and not is_left_open(piece.text)}
    return "".join(
        piece.text if piece.text not in known else "\\\n" if _LINE_BREAK.fullmatch(piece.text) else ""
        for piece in scan(text)
    )


def fold_lines(markdown: str) -> str:
    r"""Return the content of a paragraph on one line; a hard break stays, as `\` and a line break."""
    folded: list[str] = []
    after_break = False
    for piece in scan(markdown):
        text = piece.text
        if piece.part is Part.TEXT:
            text = _SOFT.sub(_keep_break, text.lstrip(" \t") if after_break else text)
        elif piece.part is not Part.BREAK:
            text = text.replace("\n", " ")
        folded.append(text)
        after_break = piece.part is Part.BREAK
    return "".join(folded).strip(" \t\n")


def _keep_break(match: re.Match[str]) -> str:
    signs, space = match.groups()
    if _BREAK.search(space):  # signs before a space open no emphasis; before the backslash they might
        return "".join(f"\\{sign}" for sign in signs) + "\\\n"
    return f"{signs} "


def protect(source: str) -> Protected:
    """Return *source* with every piece of markup as a mark. `restore` gives the same source back."""
    text: list[str] = []
    marks: list[str] = []
    for piece in scan(source):
        if piece.part is Part.TEXT:
            text.append(piece.text)
        else:
            text.append(f"⟦{len(marks)}⟧")
            marks.append(piece.text)
    return Protected("".join(text), tuple(marks))


def restore(text: str, marks: Sequence[str]) -> str | None:
    """Return *text* with its markup back in place; None where that is not intact.

    Intact means: every mark is there once, and in its new place is still the markup it was (emphasis that
    no longer closes, a link torn apart, or new markup are not).
    """
    parts = _MARK.split(text)
    numbers = [int(number) for number in parts[1::2]]
    if sorted(numbers) != list(range(len(marks))) or any(sign in part for part in parts[::2] for sign in "⟦⟧"):
        return None
    parts[1::2] = [marks[number] for number in numbers]
    restored = "".join(parts)
    again = protect(restored).marks
    if Counter(again) != Counter(marks) or (_tags_nest(marks) and not _tags_nest(again)):
        return None
    return restored


def _tags_nest(marks: Sequence[str]) -> bool:
    """Return whether the HTML tags and links among *marks* open and close in order."""
    open_names: list[str] = []
    for mark in marks:
        tag = _TAG.fullmatch(mark)
        name, closes = (tag[2].lower(), bool(tag[1])) if tag else ("[", mark.startswith("]"))
        if (tag[3] or name in _VOID) if tag else not closes and mark not in ("[", "!["):
            continue
        if not closes:
            open_names.append(name)
        elif not open_names or open_names.pop() != name:
            return False
    return not open_names


def plain(source: str) -> str:
    """Return what a reader sees of *source*: its text without markup."""
    return "".join(_visible(piece) for piece in scan(source))


def _visible(piece: Piece) -> str:
    match piece.part:
        case Part.TEXT | Part.PLACEHOLDER | Part.BRACKET:
            return piece.text
        case Part.ESCAPE:
            return piece.text[1]
        case Part.ENTITY:
            return html.unescape(piece.text)
        case Part.CODE:
            return _code_text(piece.text)
        case Part.AUTOLINK:
            return piece.text[1:-1]
        case Part.BREAK:
            return "\n"
        case Part.HTML if piece.text[:3].lower() == "<br":
            return "\n"
    return ""


def _code_text(code: str) -> str:
    inner = code.strip("`").replace("\n", " ")
    return inner[1:-1] if inner.startswith(" ") and inner.endswith(" ") and inner.strip() else inner


def markup_of(source: str) -> list[str]:
    """Return the markup of *source* in order, for comparing a source with its target.

    Links are `[n]` and images `![n]` (or their written target, where that is no number), emphasis is `*`, `**`
    or `~~` once per pair; code, HTML, automatic links, footnote references and placeholders stand as written.
    """
    marks: list[str] = []
    openers: list[str] = []
    for piece in scan(source):
        if piece.part in _SHOWN:
            marks.append(piece.text)
        elif piece.part is Part.EMPHASIS_OPEN:
            marks.append(piece.text.replace("_", "*"))
        elif piece.part is Part.LINK_OPEN:
            openers.append(piece.text)
        elif piece.part is Part.LINK_CLOSE:
            marks.append(openers.pop().replace("[", "") + piece.text[1:])
    return marks
