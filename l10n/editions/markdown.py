"""Markdown: bilingual with the source quoted under its translation, or the article itself in one language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from ..edition import SAFE_ADDRESS, Edition, EditionBlock, Pair
from ..inlinescan import Part, Piece, scan
from ..model import BlockKind, Kind
from ..wording import colophon, draft_notice, label
from .rendering import inline_text, visible_text

OPENS_A_BLOCK = re.compile(r"(?:#{1,6}(?=\s|$)|[-+*](?=\s|$)|>|~~~|```|=+\s*$|-{2,}|\||<(?!(?:https?|mailto|tel):))")
DESTINATION = re.compile(r"\]\(\s*(?:<([^<>]*)>|([^\s()<>]*(?:\([^\s()]*\)[^\s()]*)*))")
NUMBERED = re.compile(r"(\d{1,9})([.)])(?=\s|$)")


class MarkdownWriter:
    """Writes CommonMark; in one language the article is given back with nothing but its texts replaced."""

    name = "markdown"
    suffix = ".md"

    def write(self, edition: Edition) -> bytes:
        if edition.only:
            return edition.spliced.encode()
        parts = [_front_matter(edition), draft_notice(edition)]
        parts += [_pair(p, edition) for p in edition.head if p.kind is not Kind.HEADLINE or p.mark]
        for block in edition.blocks:
            parts += _block(block, edition, "")
        parts += [_pair(p, edition) for p in edition.tail]
        parts.append("---")
        parts += [f"{name}: {_literal(value)}" for name, value in colophon(edition)]
        return ("\n\n".join(p for p in parts if p) + "\n").encode()


def _front_matter(edition: Edition) -> str:
    headline = edition.headline
    texts = [inline_text(t) for t in (headline.target, headline.source) if t] if headline else []
    values = {"title": " / ".join(texts), "language": f"{edition.source_locale}, {edition.target_locale}"}
    return "---\n" + "".join(f"{k}: {_quoted(v)}\n" for k, v in values.items()) + "---"


def _quoted(text: str) -> str:
    """Return a JSON string, which is a YAML double-quoted scalar, without signs of HTML, links and pictures.

    A program that knows no front matter shows it as Markdown.
    """
    return re.sub(r"[<\[&]", lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))


def _pair(pair: Pair, edition: Edition, opening: str = "") -> str:
    lines = []
    for locale, text in edition.sides(pair):
        tamed = _harmless(text)
        lines.append(opening + tamed if locale == edition.target_locale else _indented(tamed, "> "))
    if marked := label(pair, edition):
        lines.insert(1 if pair.target else 0, f"*[{marked}]*")
    return "\n\n".join(lines)


def _table(block: EditionBlock, edition: Edition) -> str:
    """Return a table whose cells hold both languages; the first row is its head, as Markdown has it."""
    rows = [[_cell(cell, edition) for cell in row.children] for row in block.children]
    columns = max(map(len, rows), default=1)
    lines = ["| " + " | ".join([*row, *[""] * (columns - len(row))]) + " |" for row in rows]
    return "\n".join([*lines[:1], "|" + "---|" * columns, *lines[1:]])


def _cell(cell: EditionBlock, edition: Edition) -> str:
    texts = []
    for pair in cell.walk():
        texts += [_harmless(text) for _, text in edition.sides(pair)]
        if marked := label(pair, edition):
            texts.append(f"*[{marked}]*")
    return " / ".join(dict.fromkeys(texts)).replace("\n", " ").replace("|", "\\|")


def _block(block: EditionBlock, edition: Edition, indent: str) -> Iterator[str]:
    if block.kind is BlockKind.TABLE:
        yield _indented(_table(block, edition), indent)
        return
    parts: list[str] = []
    if block.kind is BlockKind.RULE:
        parts.append("***")
    elif block.kind is BlockKind.CODE:
        fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", block.literal)), default=0))
        literal = block.literal if block.literal.endswith("\n") else block.literal + "\n"
        parts.append(f"{fence}\n{literal}{fence}")
    elif block.kind is BlockKind.HTML:
        parts.append(_literal(visible_text(block.literal)))
    opening = "#" * min(6, max(1, block.level)) + " " if block.kind is BlockKind.HEADING else ""
    parts += [_pair(pair, edition, opening) for pair in block.pairs]
    yield from (_indented(part, indent) for part in parts if part)
    for number, child in enumerate(block.children):
        yield from _child(block, child, number, edition, indent)


def _child(block: EditionBlock, child: EditionBlock, number: int, edition: Edition, indent: str) -> Iterator[str]:
    if child.kind is not BlockKind.ITEM:
        deeper = indent + "> " if block.kind is BlockKind.QUOTE else indent
        yield from _block(child, edition, deeper)
        return
    bullet = f"{block.level + number}. " if block.ordered else "- "
    for place, part in enumerate(_block(child, edition, "")):
        inner = _indented(part, " " * len(bullet))
        yield _indented(bullet + inner[len(bullet) :] if place == 0 else inner, indent)


def _indented(text: str, indent: str) -> str:
    return "\n".join((indent + line).rstrip() for line in text.split("\n")) if indent else text


def _harmless(text: str) -> str:
    """Return *text* without pictures, raw HTML, unsafe links and lines that open a block: words and safe links."""
    while (tamed := _tamed(text)) != text:  # what a tag or comment held may be markup once it is text
        text = tamed
    return "\n".join(_opened(line) for line in text.split("\n"))


def _tamed(text: str) -> str:
    pieces = list(scan(text))
    opened: list[int] = []
    kept = [_as_text(piece) for piece in pieces]
    for place, piece in enumerate(pieces):
        if piece.part is Part.LINK_OPEN:
            opened.append(place)
        elif piece.part is Part.LINK_CLOSE:
            start = opened.pop()
            if pieces[start].text == "![" or not _leads_somewhere_safe(piece):
                kept[start] = kept[place] = ""
    return "".join(kept)


def _as_text(piece: Piece) -> str:
    unsafe = piece.part is Part.AUTOLINK and ":" in piece.text and not SAFE_ADDRESS.fullmatch(piece.text[1:-1])
    if piece.part is Part.PLACEHOLDER:  # to Markdown it is nothing of its own: what it holds is live
        unsafe = any(sign in piece.text for sign in "<[")
    return "\\" + piece.text if piece.part is Part.HTML or unsafe else piece.text


def _leads_somewhere_safe(close: Piece) -> bool:
    address = DESTINATION.match(close.text)
    return not close.text.startswith("](") or bool(address and SAFE_ADDRESS.fullmatch(address[1] or address[2] or ""))


def _opened(text: str) -> str:
    """Return a line so that its first characters open no block."""
    if number := NUMBERED.match(text):
        return f"{number[1]}\\{text[len(number[1]) :]}"
    return "\\" + text if OPENS_A_BLOCK.match(text) and not text.startswith(("**", "*[")) else text


def _literal(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>&])", r"\\\1", text)


writer = MarkdownWriter()
