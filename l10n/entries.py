"""The entries that an article gives its catalogs: one for each source and role, with what a translator should know."""

from __future__ import annotations

from .labels import NAMES
from .model import Document, Entry, Key, Segment


def make_entries(document: Document) -> list[Entry]:
    """Return one empty entry for each source and role, in article order, with its note and reference."""
    segments = document.segments
    body = sum(1 for segment in segments if segment.number)
    references = (document.path,) if document.path else ()
    entries: dict[Key, Entry] = {}
    for segment in segments:
        key = (segment.context, segment.source)
        if segment.source and key not in entries:
            note = describe_segment(segment, body=body)
            entries[key] = Entry(segment.source, context=segment.context, note=note, references=references)
    return list(entries.values())


def describe_segment(segment: Segment, *, body: int) -> str:
    """Return the note for a translator: what the segment is, then a line for each address; *body* paragraphs in all."""
    name = NAMES[segment.kind]
    what = f"{name}, paragraph {segment.number} of {body}" if segment.number else name
    return "\n".join([what, *(f"[{n}] {url}" for n, url in enumerate(segment.urls, 1))]) if segment.urls else what
