"""The writing half of the PO store: the same catalog gives the same bytes, `msgfmt -c` clean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ..errors import CatalogError
from ..model import Catalog, Entry
from .po_control import has_control
from .po_header import count_entries, header_lines

PROVENANCE = "diglot: "
SUGGESTION = 'also "'
ORIGIN = re.compile(r"engine=\S(?:.*\S)?|memory [01](?:\.\d{1,4})?")
SEAL = re.compile(r"approved ([0-9a-f]{16})")
FLAG = re.compile(r"flag ([a-z][a-z0-9-]*(?: \S(?:.*\S)?)?)")

_UNKEEPABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def serialize_catalog(catalog: Catalog, *, source_locale: str, project: str, path: str = "") -> str:
    """Return the catalog as a PO text that `parse_catalog` reads back; locale "" makes a template.

    The same catalog gives the same bytes. Notes and references of obsolete entries are left out.
    CatalogError for what a PO file cannot keep.
    """
    live, dead = ([(e.context, e.source) for e in entries] for entries in (catalog.entries, catalog.obsolete))
    if len({*live, *dead}) != len(live) + len(dead):
        raise CatalogError("two entries have the same source", path=path, remedy="Report this as a bug of Diglot.")
    count = count_entries(live, dead)
    header = header_lines(
        project=project, slug=catalog.slug, locale=catalog.locale, source_locale=source_locale, count=count
    )
    blocks = ["\n".join(['msgid ""', 'msgstr ""', *(f'"{_escaped(line)}\\n"' for line in header)])]
    blocks += _blocks(catalog.entries, path)
    blocks += [_block(entry, path=path, obsolete=True) for entry in catalog.obsolete]
    text = "\n\n".join(blocks) + "\n"
    if not _is_keepable(text):
        _refuse_unkeepable(catalog, header, path=path)
    return text


_last: tuple[tuple[Entry, ...], list[str]] = ((), [])


def _blocks(entries: tuple[Entry, ...], path: str) -> list[str]:
    """Return the blocks of *entries*; a catalog that is begun has those of the template, written just before."""
    global _last
    known, blocks = _last
    if entries != known:  # quick, as the entries are the same objects where they are equal
        blocks = [_block(entry, path=path) for entry in entries]
        _last = entries, blocks
    return blocks


def note_lines(note: str) -> list[str]:
    """Return the lines of a note that a catalog keeps: without blank ones and outer space."""
    return [line.strip() for line in note.split("\n") if line.strip()]


def _block(entry: Entry, *, path: str, obsolete: bool = False) -> str:
    if not entry.source:
        raise CatalogError("an entry has an empty source", path=path, remedy="Report this as a bug of Diglot.")
    lines = [f"# {line.rstrip()}" for text in entry.comments for line in text.split("\n") if line.strip()]
    if entry.target:  # marks without a target are the sign of a text that was cut off
        lines += _marks(entry, path)
    if not obsolete:
        lines += [f"#. {line}" for line in note_lines(entry.note)]
        lines += [f"#: {_reference(reference)}" for reference in entry.references]
    if entry.target and not entry.confirmed:
        lines.append("#, fuzzy")
    dead, mark = ("#~ ", "#~") if obsolete else ("", "#")
    if entry.previous_context:
        lines.append(f'{mark}| msgctxt "{_escaped(entry.previous_context)}"')
    if entry.previous:
        lines.append(f'{mark}| msgid "{_escaped(entry.previous)}"')
    if entry.context:
        lines.append(f'{dead}msgctxt "{_escaped(entry.context)}"')
    lines.append(f'{dead}msgid "{_escaped(entry.source)}"\n{dead}msgstr "{_escaped(entry.target)}"')
    return "\n".join(lines).replace("\r", "")


def _marks(entry: Entry, path: str) -> Iterator[str]:
    if entry.origin:
        yield _provenance(entry.origin, ORIGIN, path=path)
    if entry.seal:
        yield _provenance(f"approved {entry.seal}", SEAL, path=path)
    for flag in entry.flags:
        yield _provenance(f"flag {flag}", FLAG, path=path)


def _provenance(word: str, form: re.Pattern[str], *, path: str) -> str:
    if not form.fullmatch(word):
        message = f"provenance `{word}` cannot be kept"
        raise CatalogError(message, path=path, remedy="Report this as a bug of Diglot.")
    return f"# {PROVENANCE}{word}"


@lru_cache(maxsize=1024)
def _reference(path: str) -> str:
    return f"\u2068{path}\u2069" if re.search(r"\s", path) else path


def _escaped(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return escaped.replace("\t", "\\t").replace("\r", "\\r")


def _is_keepable(text: str) -> bool:
    try:
        return not has_control(text.encode())
    except UnicodeEncodeError:
        return False


def _refuse_unkeepable(catalog: Catalog, header: list[str], *, path: str) -> None:
    for text in [*header, *(text for entry in (*catalog.entries, *catalog.obsolete) for text in _texts(entry))]:
        found = _UNKEEPABLE.search(text)
        if found:
            message = f"control character U+{ord(found[0]):04X} cannot be kept in “{text[:40]!a}”"
            raise CatalogError(message, path=path, remedy="Remove the character from the text and try again.")


def _texts(entry: Entry) -> tuple[str, ...]:
    named = (entry.origin, entry.previous_context, entry.previous, entry.context, entry.source, entry.target)
    return (*entry.comments, entry.note, *entry.references, *named)
