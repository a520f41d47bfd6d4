"""What newspeople call a segment: Headline, Dateline, ¶3."""

from __future__ import annotations

import hashlib

from .model import Document, Key, Kind, Segment

NAMES = {
    Kind.HEADLINE: "Headline",
    Kind.DATELINE: "Dateline",
    Kind.CAPTION: "Caption",
    Kind.ALT: "Picture description",
    Kind.TITLE: "Link title",
    Kind.SUMMARY: "Summary",
    Kind.HEADING: "Heading",
    Kind.BODY: "Body",
    Kind.QUOTE: "Quote",
    Kind.ITEM: "List item",
    Kind.CELL: "Table cell",
    Kind.HTML: "HTML text",
    Kind.CREDITS: "Credits",
    Kind.ORIGINAL: "Original",
}


def label_segment(segment: Segment) -> str:
    """Return `¶3` for a paragraph of the body, else what the segment is."""
    return f"¶{segment.number}" if segment.kind is Kind.BODY and segment.number else NAMES[segment.kind]


def label_segments(document: Document) -> dict[Key, str]:
    """Return the label of each entry of the article; of equal segments, that of the first."""
    labels: dict[Key, str] = {}
    for segment in document.segments:
        labels.setdefault(segment.key, label_segment(segment))
    return labels


def paragraph_id(key: Key) -> str:
    """Return the 12 hex digits that stand for an entry in addresses."""
    context, source = key
    return hashlib.sha256(f"{context}\0{source}".encode()).hexdigest()[:12]
