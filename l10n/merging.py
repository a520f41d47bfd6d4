"""An article's segments brought into its catalog: no approved target is ever lost, article order always."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from .labels import NAMES
from .matching import join_sources
from .model import Catalog, Document, Entry, Key, Segment

_MIN_SCORE = 0.65
"""How near an added text must be to a removed one to count as the same segment, edited."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A source that changed, before and after."""

    old: Entry
    new: Entry


@dataclass(frozen=True, slots=True)
class Merged:
    """The new catalog, and what became of each entry.

    *unchanged*, *edited*, *new* and *revived* together are the entries of *catalog*; *removed* are those that
    the article no longer has, with or without a target.
    """

    catalog: Catalog
    unchanged: tuple[Entry, ...] = ()
    edited: tuple[Edit, ...] = ()
    new: tuple[Entry, ...] = ()
    removed: tuple[Entry, ...] = ()
    revived: tuple[Entry, ...] = ()


def make_entries(document: Document) -> list[Entry]:
    """Return one empty entry for each source and role, in article order, with its note and reference."""
    body = sum(1 for segment in document.segments if segment.number)
    entries: dict[Key, Entry] = {}
    for segment in document.segments:
        if segment.source and segment.key not in entries:
            entries[segment.key] = _entry_of(segment, body=body, path=document.path)
    return list(entries.values())


def describe_segment(segment: Segment, *, body: int) -> str:
    """Return the note for a translator: what the segment is, then a line for each address; *body* paragraphs in all."""
    name = NAMES[segment.kind]
    what = f"{name}, paragraph {segment.number} of {body}" if segment.number else name
    return "\n".join([what, *(f"[{n}] {url}" for n, url in enumerate(segment.urls, 1))])


def merge_catalog(document: Document, catalog: Catalog) -> Merged:
    """Return *catalog* brought in line with the article.

    A source that stayed keeps its entry. One that was edited keeps its target as stale, with the source that the
    target was made for. What the article no longer has becomes obsolete if it has a target, and comes back,
    approval and all, when its source does. A second merge changes nothing. No key may stand in *catalog* twice.
    """
    fresh = make_entries(document)
    present = catalog.by_key()
    dead = {entry.key: entry for entry in catalog.obsolete if entry.target}
    wanted = {entry.key for entry in fresh}
    gone = [entry for entry in catalog.entries if entry.key not in wanted]
    added = [entry for entry in fresh if entry.key not in present and entry.key not in dead]
    became = _joined(gone, added)
    joined = {old.key for old in became.values()}
    kept = {e.key: _carried(present.get(e.key) or dead.get(e.key) or _edited(became.get(e.key), e), e) for e in fresh}
    removed = tuple(entry for entry in gone if entry.key not in joined)
    obsolete = (*(entry for key, entry in dead.items() if key not in wanted), *removed)
    return Merged(
        catalog=replace(catalog, entries=tuple(kept.values()), obsolete=_obsolete(obsolete)),
        unchanged=tuple(kept[e.key] for e in fresh if e.key in present),
        edited=tuple(Edit(old, kept[key]) for key, old in became.items()),
        new=tuple(kept[e.key] for e in added if e.key not in became),
        removed=removed,
        revived=tuple(kept[e.key] for e in fresh if e.key in dead),
    )


def _entry_of(segment: Segment, *, body: int, path: str) -> Entry:
    note = describe_segment(segment, body=body)
    return Entry(segment.source, context=segment.context, note=note, references=(path,) if path else ())


def _joined(gone: Sequence[Entry], added: Sequence[Entry]) -> dict[Key, Entry]:
    """Return for each added key the entry it was before the edit, within the same role."""
    became: dict[Key, Entry] = {}
    for context in dict.fromkeys(entry.context for entry in added):
        old = [entry for entry in gone if entry.context == context]
        new = [entry for entry in added if entry.context == context]
        pairs = join_sources([e.source for e in old], [e.source for e in new], min_score=_MIN_SCORE) if old else {}
        became |= {new[j].key: old[i] for i, j in pairs.items()}
    return {entry.key: became[entry.key] for entry in added if entry.key in became}


def _edited(old: Entry | None, fresh: Entry) -> Entry:
    if old is None:
        return fresh
    if not old.target:
        return replace(fresh, comments=old.comments)
    made_for = old.previous or old.source
    edited = replace(old, source=fresh.source).outdated(made_for)
    # An edit taken back: the target was made for just this source, but its approval is gone.
    return replace(edited, previous="") if made_for == fresh.source else edited


def _carried(entry: Entry, fresh: Entry) -> Entry:
    return replace(entry, note=fresh.note, references=fresh.references)


def _obsolete(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    kept = (replace(entry, note="", references=()) for entry in entries if entry.target)
    return tuple(kept)
