"""The quick reader of catalogs in exactly the form that `serialize_catalog` writes.

A file that differs from that form anywhere, or whose entries are not those that its header counts, is declined, and
`parse_catalog` reads it instead: the answer is the same, five to ten times slower.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ..model import Catalog, CatalogKey, Entry
from .po_control import has_control
from .po_header import count_entries, header_lines
from .po_writer import FLAG, ORIGIN, PROVENANCE, SEAL, SUGGESTION

_LIVE, _DEAD = (
    re.compile(
        "\n((?:# .*\n)*)((?:#[.] .*\n)*)((?:#: .*\n)*)(#, fuzzy\n)?"
        rf'(?:#{mark}[|] msgctxt "(.+)"\n)?(?:#{mark}[|] msgid "(.+)"\n)?'
        rf'(?:{dead}msgctxt "(.+)"\n)?{dead}msgid "(.+)"\n{dead}msgstr "(.*)"\n'
    )
    for mark, dead in (("", ""), ("~", "#~ "))
)
_ESCAPED = re.compile(r'[^"\\]*(?:\\[ntr"\\][^"\\]*)*')
_ESCAPE = re.compile(r"\\(.)")
_MEANS = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}
_ONE_SEAL = re.compile(rf"# {PROVENANCE}approved ([0-9a-f]{{16}})\n")


class _ForeignError(Exception):
    """Something is not as we write it."""


def parse_canonical(data: bytes, *, key: CatalogKey) -> Catalog | None:
    """Return the catalog, equal to what `parse_catalog` makes of *data*; None where the file is not in our own form."""
    try:
        return _parse(data, key)
    except (_ForeignError, UnicodeDecodeError):
        return None


def _parse(data: bytes, key: CatalogKey) -> Catalog:
    if b"\t" in data or b"\r" in data or has_control(data):
        raise _ForeignError
    text = data.decode()
    header = _header_form(key.locale).match(text)
    if not header:
        raise _ForeignError
    live, at = _entries(text, header.end(), _LIVE)
    dead, at = _entries(text, at, _DEAD)
    keys, dead_keys = [entry.key for entry in live], [entry.key for entry in dead]
    unique = len({*keys, *dead_keys}) == len(keys) + len(dead_keys)
    if at != len(text) or not unique or count_entries(keys, dead_keys) != header[1]:
        raise _ForeignError
    return Catalog(key.slug, key.locale, tuple(live), tuple(dead))


@lru_cache(maxsize=64)
def _header_form(locale: str) -> re.Pattern[str]:
    """Return the form of the header: all fixed but the names, the source language and the count."""
    lines = header_lines(project="PROJECT", slug="SLUG", locale=locale, source_locale="SOURCE", count="COUNT")
    form = re.escape("\n".join(['msgid ""', 'msgstr ""', *(f'"{line}\\n"' for line in lines), ""]))
    name = r'(?:[^"\\\n\u2028\u2029]|\\["\\])*'
    form = form.replace("PROJECT/SLUG", name).replace("SOURCE", "[A-Za-z0-9_]*")
    return re.compile(form.replace("COUNT", r"([0-9]+\+[0-9]+ sha256:[0-9a-f]{16})"))


def _entries(text: str, at: int, form: re.Pattern[str]) -> tuple[list[Entry], int]:
    """Return the entries of one form that follow each other from *at*, and where they end."""
    entries = []
    references: dict[str | None, tuple[str, ...]] = {"": ()}
    while found := form.match(text, at):
        remarks, notes, places, fuzzy, was_context, previous, context, source, target = found.groups()
        origin, seal, flags, comments = _remarks(remarks) if remarks else ("", "", (), ())
        if places not in references:
            references[places] = _references(places)
        if ((fuzzy or origin or seal or flags) and not target) or (form is _DEAD and (notes or places)):
            raise _ForeignError
        entries.append(
            Entry(
                _text(source),
                _text(target),
                _text(context) if context else "",
                bool(target) and not fuzzy,
                _text(previous) if previous else "",
                origin,
                seal,
                flags,
                _note(notes) if notes else "",
                comments,
                references[places],
                _text(was_context) if was_context else "",
            )
        )
        at = found.end()
    return entries, at


def _text(raw: str) -> str:
    if "\\" not in raw and '"' not in raw:
        return raw
    if not _ESCAPED.fullmatch(raw):
        raise _ForeignError
    return _ESCAPE.sub(lambda found: _MEANS[found[1]], raw)


def _note(block: str) -> str:
    lines = [line[3:] for line in block[:-1].split("\n")]
    for line in lines:
        if not line or line[0].isspace() or line[-1].isspace():
            raise _ForeignError
    return "\n".join(lines)


def _references(block: str) -> tuple[str, ...]:
    paths = tuple(line[3:] for line in block[:-1].split("\n"))
    for path in paths:
        if path.split() != [path] or "\u2068" in path or "\u2069" in path:
            raise _ForeignError
    return paths


def _remarks(block: str) -> tuple[str, str, tuple[str, ...], tuple[str, ...]]:
    """Return origin, seal, flags and comments; people's comments stand before the provenance, in this order."""
    if only := _ONE_SEAL.fullmatch(block):
        return "", only[1], (), ()
    origin = seal = ""
    flags: list[str] = []
    comments: list[str] = []
    for line in block[:-1].split("\n"):
        text = line[2:]
        word = text.removeprefix(PROVENANCE)
        first = not (origin or seal or flags)
        if first and (word == text or word.startswith(SUGGESTION)) and text and text == text.rstrip():
            comments.append(text)
        elif first and word != text and ORIGIN.fullmatch(word):
            origin = word
        elif not (seal or flags) and word != text and (found := SEAL.fullmatch(word)):
            seal = found[1]
        elif word != text and (found := FLAG.fullmatch(word)):
            flags.append(found[1])
        else:
            raise _ForeignError
    return origin, seal, tuple(flags), tuple(comments)
