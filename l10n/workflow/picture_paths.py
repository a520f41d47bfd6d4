"""An article's own pictures, `<slug>/boat.jpg`: their addresses follow when the article gets another short name."""

from __future__ import annotations

import re

from ..model import BlockKind, Document
from .readding import Parse


def move_addresses(text: str, old: str, new: str, *, parse: Parse) -> str:
    """Return the article's *text* with addresses in the folder *old* leading into *new*.

    Only addresses change: what a reader sees, and code, stays as it is, though it may look like one.
    """
    before = parse(_lines(text), slug=new)
    moved = _pattern(old).sub(rf"\g<1>{new}/", text)
    if _says_the_same(before, parse(_lines(moved), slug=new), old, new):
        return moved
    for found in reversed(list(_pattern(old).finditer(text))):
        tried = f"{text[: found.start()]}{found[1]}{new}/{text[found.end() :]}"
        if _says_the_same(before, parse(_lines(tried), slug=new), old, new):
            text = tried
    return text


def move_note(note: str, old: str, new: str) -> str:
    """Return a translator's note with the addresses it names in their new folder."""
    return re.sub(rf"^(\[\d+\] (?:\./)?){re.escape(old)}/", rf"\g<1>{new}/", note, flags=re.MULTILINE)


def _pattern(slug: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w./-])((?:\./)?){re.escape(slug)}/")


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _says_the_same(before: Document, after: Document, old: str, new: str) -> bool:
    return _seen(before) == _seen(after) and all(
        value == was or value == _pattern(old).sub(rf"\g<1>{new}/", was)
        for was, value in zip(_addresses(before), _addresses(after), strict=True)
    )


def _seen(document: Document) -> tuple[object, ...]:
    """Return what must stay: texts, code, the shape of the article, and how many addresses there are."""
    blocks = [block for top in document.blocks for block in top.walk()]
    code = [block.literal for block in blocks if block.kind is BlockKind.CODE]
    keys = [(segment.key, segment.kind) for segment in document.segments]
    return (keys, [block.kind for block in blocks], code, list(document.facts), len(_addresses(document)))


def _addresses(document: Document) -> list[str]:
    figures = [b.literal for top in document.blocks for b in top.walk() if b.kind is not BlockKind.CODE]
    return [*(url for segment in document.segments for url in segment.urls), *figures, *document.facts.values()]
