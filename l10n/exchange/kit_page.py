"""The form as one HTML page that works from a memory card: without a connection, and without scripts.

The boxes are editable parts of the page and no form fields: what is typed in them becomes part of the page, so that
“Save page as… complete” keeps it without a script. (Firefox would keep a text field too, Chromium does not; a form
sent to `file:` puts all text into the address and the history.) The script only adds a button, and stores nothing.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from functools import cache
from html import escape
from importlib.resources import files

from ..inline import plain
from ..locales import direction
from ..ports import Parcel
from ..wording import language_name
from .form_words import said_in, say
from .forms import Row, nameplate, rows_of

_PARTS = ("kit_page.css", "kit_page.js")
_STARTS_A_LINK = "["


def write_page(parcel: Parcel, *, text_name: str) -> str:
    """Return the page; *text_name* is the kit's text form, which the page points phones to."""
    language = said_in(parcel.catalog.locale)[0]
    rows = "\n".join(_row(row, parcel, language) for row in rows_of(parcel))
    skip = f'<a class="skip" href="#rows">{escape(say("skip", language))}</a>'
    return (
        f"<!DOCTYPE html>\n<html {_language(language)}>\n{_head(parcel)}\n<body>\n{skip}\n"
        f'{_header(parcel, text_name)}\n<main id="rows">\n{rows}\n</main>\n{_bar(parcel, language)}\n'
        f"<script>{_part('kit_page.js')}</script>\n</body>\n</html>\n"
    )


@cache
def _part(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _language(locale: str) -> str:
    return f'lang="{escape(locale)}" dir="{direction(locale)}"'


def _title(parcel: Parcel) -> str:
    return escape(plain(parcel.title) or parcel.catalog.slug)


def _head(parcel: Parcel) -> str:
    digests = [b64encode(hashlib.sha256(_part(name).encode()).digest()).decode() for name in _PARTS]
    policy = (
        f"default-src 'none'; style-src 'sha256-{digests[0]}'; script-src 'sha256-{digests[1]}'; "
        "base-uri 'none'; form-action 'none'"
    )
    lines = [
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        '<meta name="robots" content="noindex">',
        f"<title>{_title(parcel)}</title>",
        f"<style>{_part('kit_page.css')}</style>",
        "</head>",
    ]
    return "\n".join(lines)


def _header(parcel: Parcel, text_name: str) -> str:
    first, *others = said_in(parcel.catalog.locale)
    lists = _how(first, text_name)
    for language in others:
        summary = f"<summary {_language(language)}>{escape(language_name(language))}</summary>"
        lists += f"\n<details>{summary}{_how(language, text_name)}</details>"
    plate = f'<p class="plate" dir="ltr">{escape(nameplate(parcel))}</p>'
    return f"<header>\n<h1 {_language(parcel.source_locale)}>{_title(parcel)}</h1>\n{plate}\n{lists}\n</header>"


def _how(language: str, text_name: str) -> str:
    def item(word: str, style: str = "") -> str:
        text = escape(say(word, language)).replace("{text}", f'<bdi dir="ltr">{escape(text_name)}</bdi>')
        return f'<li class="{style}">{text}</li>' if style else f"<li>{text}</li>"

    items = (
        item("page-write"),
        item("marks"),
        item("page-save", "plain"),
        item("page-folder", "plain"),
        item("page-phone", "plain"),
        item("page-button-save", "js"),
        item("page-lose", "lose"),
        item("nothing-printed"),
    )
    return f'<ul class="how" {_language(language)}>{"".join(items)}</ul>'


def _row(row: Row, parcel: Parcel, language: str) -> str:
    number = row.number
    state = f'<span class="st {row.state.value}" {_language(language)}>{escape(say(row.state.value, language))}</span>'
    return (
        f'<section class="row" data-mark="{row.mark}" data-context="{escape(row.context)}">'
        f'<h2 id="h{number}"><span lang="en" dir="ltr">{escape(row.name)}</span>{state}</h2><div class="pair">'
        f'<div><div class="s" id="s{number}" {_language(parcel.source_locale)}>{_text(row.source)}</div>'
        f"{_more(row, parcel, language)}</div>"
        f'<div class="t" role="textbox" aria-multiline="true" contenteditable="true" spellcheck="true" '
        f'aria-labelledby="h{number}" aria-describedby="s{number}" {_language(parcel.catalog.locale)}>'
        f"{_text(row.target)}</div></div></section>"
    )


def _text(text: str) -> str:
    return escape(text, quote=False)


def _more(row: Row, parcel: Parcel, language: str) -> str:
    """Return what helps to translate the row: where its links lead, and what the original said before."""
    links = [line for line in row.note.split("\n") if line.startswith(_STARTS_A_LINK)]
    parts = [f'<p dir="ltr">{escape(link)}</p>' for link in links]
    if row.previous:
        parts.append(f"<p {_language(language)}>{escape(say('before', language))}</p>")
        parts.append(f"<p {_language(parcel.source_locale)}>{escape(row.previous)}</p>")
    return f'<div class="more">{"".join(parts)}</div>' if parts else ""


def _bar(parcel: Parcel, language: str) -> str:
    name = f"{parcel.catalog.slug}.{parcel.catalog.locale}.txt"
    words = f'data-progress="{escape(say("progress", language))}" data-saved="{escape(say("saved", language))}"'
    return (
        f'<footer class="bar js" data-file="{escape(name)}" {words}>'
        f'<button id="save" type="button" {_language(language)}>{escape(say("save", language))}</button>'
        f'<span id="said" role="status" {_language(language)}></span></footer>'
    )
