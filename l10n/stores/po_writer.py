"""The writing half of the PO store: the same catalog gives the same bytes, `msgfmt -c` clean."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..errors import CatalogError
from ..model import Catalog, Entry
from .po_header import count_entries, header_lines

PROVENANCE = "diglot: "
ORIGIN = re.compile(r"engine=\S(?:.*\S)?|memory [01](?:\.\d{1,4})?")
SEAL = re.compile(r"approved ([0-9a-f]{16})")
FLAG = re.compile(r"flag ([a-z][a-z0-9-]*)")

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"})
_UNKEEPABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def serialize_catalog(catalog: Catalog, *, source_locale: str, project: str, path: str = "") -> str:
    """Return the catalog as a PO text that `parse_catalog` reads back; locale "" makes a template.

    The same catalog gives the same bytes. Notes and references of obsolete entries are left out.
    CatalogError for what a PO file cannot keep.
    """
    live, dead = ([entry.key for entry in entries] for entries in (catalog.entries, catalog.obsolete))
    if len({*live, *dead}) != len(live) + len(dead):
        raise CatalogError("two entries have the same source", path=path, remedy="Report this as a bug of Diglot.")
    count = count_entries(live, dead)
    header = header_lines(
        project=project, slug=catalog.slug, locale=catalog.locale, source_locale=source_locale, count=count
    )
    blocks = ["\n".join(['msgid ""', 'msgstr ""', *(_quoted(f"{line}\n", path=path) for line in header)])]
    blocks += [_block(entry, path=path) for entry in catalog.entries]
    blocks += [_block(entry, path=path, obsolete=True) for entry in catalog.obsolete]
    return "\n\n".join(blocks) + "\n"


def note_lines(note: str) -> list[str]:
    """Return the lines of a note that a catalog keeps: without blank ones and outer space."""
    return [line.strip() for line in note.split("\n") if line.strip()]


def _block(entry: Entry, *, path: str, obsolete: bool = False) -> str:
    if not entry.source:
        raise CatalogError("an entry has an empty source", path=path, remedy="Report this as a bug of Diglot.")
    lines = [f"# {line.rstrip()}" for text in entry.comments for line in text.split("\n") if line.strip()]
    lines += [f"# {PROVENANCE}{word}" for word in _provenance(entry, path=path)]
    if not obsolete:
        lines += [f"#. {line}" for line in note_lines(entry.note)]
        lines += [f"#: {_reference(reference)}" for reference in entry.references]
    if entry.target and not entry.confirmed:
        lines.append("#, fuzzy")
    lines = [line.replace("\r", "") for line in lines]
    for line in lines:
        _refuse_unkeepable(line, path=path)
    dead = "#~ " if obsolete else ""
    if entry.previous:
        lines.append(f"{dead.rstrip() or '#'}| msgid {_quoted(entry.previous, path=path)}")
    if entry.context:
        lines.append(f"{dead}msgctxt {_quoted(entry.context, path=path)}")
    lines.append(f"{dead}msgid {_quoted(entry.source, path=path)}")
    lines.append(f"{dead}msgstr {_quoted(entry.target, path=path)}")
    return "\n".join(lines)


def _provenance(entry: Entry, *, path: str) -> Iterator[str]:
    words = [entry.origin] if entry.origin else []
    words += [f"approved {entry.seal}"] if entry.seal else []
    words += [f"flag {flag}" for flag in entry.flags]
    for word in words:
        if not any(form.fullmatch(word) for form in (ORIGIN, SEAL, FLAG)):
            message = f"provenance `{word}` cannot be kept"
            raise CatalogError(message, path=path, remedy="Report this as a bug of Diglot.")
        yield word


def _reference(path: str) -> str:
    return f"\u2068{path}\u2069" if re.search(r"\s", path) else path


def _quoted(text: str, *, path: str) -> str:
    _refuse_unkeepable(text, path=path)
    return f'"{text.translate(_ESCAPES)}"'


def _refuse_unkeepable(text: str, *, path: str) -> None:
    found = _UNKEEPABLE.search(text)
    if found:
        message = f"control character U+{ord(found[0]):04X} cannot be kept in “{text[:40]!a}”"
        raise CatalogError(message, path=path, remedy="Remove the character from the text and try again.")
