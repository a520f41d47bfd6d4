"""A right-to-left language for the desk that nobody has to translate: every English word in Arabic letters."""

from __future__ import annotations

import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ARABIC = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ابثدعفجهيخكلمنوپقرستطڤظغئز")
_KEPT = re.compile(r"(%\(\w+\)[sd]|%%|<[^>]*>|&\w+;)")


def pseudo_text(text: str) -> str:
    """Return *text* in Arabic letters; placeholders and tags stay."""
    pieces = _KEPT.split(text)
    return "".join(piece if index % 2 else piece.lower().translate(ARABIC) for index, piece in enumerate(pieces))


def write_pseudo_locale(template: Path, translations: Path) -> Path:
    """Write `ar/LC_MESSAGES/desk.mo` for the texts of *template* under *translations*; return its path."""
    with template.open("rb") as pot:
        wanted = read_po(pot)
    catalog = Catalog(locale="ar", domain="desk", fuzzy=False)
    for message in wanted:
        if message.id:
            one = isinstance(message.id, str)
            text = pseudo_text(message.id) if one else (pseudo_text(message.id[-1]),) * catalog.num_plurals
            catalog.add(message.id, text, context=message.context)
    path = translations / "ar" / "LC_MESSAGES" / "desk.mo"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as mo:
        write_mo(mo, catalog)
    return path
