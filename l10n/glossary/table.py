"""A glossary as the table that a project keeps: a row for each term and locale, in CSV that spreadsheets and git like.

Columns: term, locale (empty: all), translation (several: `one | two`, the preferred one first), forbidden (likewise),
kind, do not translate, do not publish, redact (`yes` or empty), note. `render_terms` and `read_terms` undo each other.
"""

from __future__ import annotations

import csv
import difflib
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..errors import CatalogError
from ..locales import is_locale
from ..spreadsheet import harmless, restored
from . import KINDS, Term
from .tokens import split_pieces

COLUMNS = (
    "term",
    "locale",
    "translation",
    "forbidden",
    "kind",
    "do not translate",
    "do not publish",
    "redact",
    "note",
)
MAX_LETTERS = 300

_YES = frozenset({"yes", "y", "x", "1", "true", "✓", "wahr", "vrai", "verdadero"})
_NO = frozenset({"", "no", "n", "0", "false", "-", "falsch", "faux", "falso"})
_SEPARATOR = re.compile(r"(?<!\\)\|")
_SAVE_AS = "In the spreadsheet choose “Save as”, and there “CSV UTF-8”."


@dataclass(frozen=True, slots=True)
class Row:
    """A term with its place: the file as a person names it, and the line."""

    term: Term
    path: str
    line: int


def read_terms(data: bytes, *, path: str) -> list[Row]:
    """Return the rows of a table in their order, whatever the order of the columns. CatalogError with line."""
    cells = _cells(_decoded(data, path=path), path=path)
    return [Row(_term(row, path=path, line=line), path, line) for line, row in cells]


def render_terms(terms: Iterable[Term]) -> bytes:
    """Return the table, sorted by term and locale: the same terms give the same bytes, so that git can merge it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for term in sorted(terms, key=lambda term: (term.source.casefold(), term.source, term.locale)):
        writer.writerow([harmless(cell) for cell in _written(term)])
    return out.getvalue().encode("utf-8-sig")


def checked_term(term: Term, *, path: str = "", line: int = 0) -> Term:
    """Return the term with its texts in NFC and on one line each. CatalogError where it says what cannot be."""
    source, note = _one_line(term.source), _one_line(term.note)
    targets, forbidden = tuple(map(_one_line, term.targets)), tuple(map(_one_line, term.forbidden))
    wrong = _wrong(source, targets, forbidden, term)
    if wrong:
        raise CatalogError(wrong[0], path=path, line=line, remedy=wrong[1])
    return Term(
        source,
        tuple(dict.fromkeys(targets)),
        term.locale,
        note,
        term.kind,
        tuple(dict.fromkeys(forbidden)),
        term.do_not_translate,
        term.do_not_publish,
        term.redact,
    )


def _wrong(source: str, targets: Sequence[str], forbidden: Sequence[str], term: Term) -> tuple[str, str] | None:
    """Return what is wrong with a row and what to do, None where nothing is."""
    for name, words in (("term", (source,)), ("translation", targets), ("forbidden", forbidden)):
        for word in words:
            if not split_pieces(word):
                return f"the column {name!r} has no word in it: {word!r}", "write a word there, or delete the row"
            if len(word) > MAX_LETTERS:
                return f"the {name} is longer than {MAX_LETTERS} letters", "a term is a word or a name, not a sentence"
    if term.locale and not is_locale(term.locale):
        return f"{term.locale!r} is no locale", "write a tag like my or pt-BR, or leave it empty for all"
    if term.kind not in KINDS:
        return f"the kind {term.kind!r} is not known", "write person, place or organisation, or leave it empty"
    if term.do_not_translate and any(target != source for target in targets):
        return f"“{source}” has a translation and says “do not translate”", "keep one of the two"
    both = sorted(set(targets) & set(forbidden))
    if both:
        return f"“{both[0]}” is both the translation and forbidden", "keep it in one of the two columns"
    return None


def _one_line(text: str) -> str:
    kept = "".join(" " if char.isspace() else char for char in text if char.isspace() or not _is_control(char))
    return unicodedata.normalize("NFC", " ".join(kept.split(" "))).strip(" ")


def _is_control(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cs") or "\u202a" <= char <= "\u202e" or "\u2066" <= char <= "\u2069"


def _written(term: Term) -> list[str]:
    flags = [term.do_not_translate, term.do_not_publish, term.redact]
    listed = [" | ".join(word.replace("|", "\\|") for word in words) for words in (term.targets, term.forbidden)]
    return [term.source, term.locale, *listed, term.kind, *("yes" if flag else "" for flag in flags), term.note]


def _term(row: Mapping[str, str], *, path: str, line: int) -> Term:
    flags = {name: _flag(row[name], name, path=path, line=line) for name in COLUMNS[5:8]}
    term = Term(
        row["term"],
        _listed(row["translation"]),
        row["locale"].strip().replace("_", "-"),
        row["note"],
        row["kind"].strip().lower(),
        _listed(row["forbidden"]),
        do_not_translate=flags["do not translate"],
        do_not_publish=flags["do not publish"],
        redact=flags["redact"],
    )
    return checked_term(term, path=path, line=line)


def _listed(cell: str) -> tuple[str, ...]:
    parts = (part.replace("\\|", "|").strip() for part in _SEPARATOR.split(cell))
    return tuple(part for part in parts if part)


def _flag(cell: str, name: str, *, path: str, line: int) -> bool:
    word = cell.strip().casefold()
    if word not in _YES | _NO:
        message = f"the column {name!r} says {cell.strip()[:40]!r}, which is neither yes nor no"
        raise CatalogError(message, path=path, line=line, remedy="write yes, or leave it empty")
    return word in _YES


def _decoded(data: bytes, *, path: str) -> str:
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CatalogError("this is not UTF-8", path=path, line=line, remedy=_SAVE_AS) from error


def _cells(text: str, *, path: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each row that says something, with the line that it begins in."""
    first = text.lstrip("\r\n").split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    header: list[str] = []
    line = 1
    try:
        for cells in reader:
            if not header and any(cells):
                header = _header(cells, path=path, line=line)
            elif any(cell.strip() for cell in cells):
                if len(cells) > len(header):
                    message = f"the row has {len(cells)} cells, the first row has {len(header)}"
                    remedy = 'put a text with a comma in it between quotes: "Yangon, Myanmar"'
                    raise CatalogError(message, path=path, line=line, remedy=remedy)
                yield line, dict.fromkeys(COLUMNS, "") | dict(zip(header, map(restored, cells), strict=False))
            line = reader.line_num + 1
    except csv.Error as error:
        message = f"this is not a CSV file: {error}"
        raise CatalogError(message, path=path, line=max(reader.line_num, line), remedy=_SAVE_AS) from error


def _header(cells: Sequence[str], *, path: str, line: int) -> list[str]:
    """Return the names of the columns. A name that is none is refused: it could be a misspelt “do not publish”."""
    names = [" ".join(restored(cell).replace("_", " ").split()).lower() for cell in cells]
    while names and not names[-1]:
        names.pop()
    for name in names:
        if name not in COLUMNS or names.count(name) > 1:
            near = difflib.get_close_matches(name, COLUMNS, n=1)
            what = "is there twice" if names.count(name) > 1 else "is not known"
            remedy = (
                f"call it {near[0]!r}" if near and names.count(name) == 1 else "the columns are: " + ", ".join(COLUMNS)
            )
            raise CatalogError(f"the column {name!r} {what}", path=path, line=line, remedy=remedy)
    if "term" not in names:
        raise CatalogError(
            "there is no column 'term'", path=path, line=line, remedy="the first row names them: " + ", ".join(COLUMNS)
        )
    return names
