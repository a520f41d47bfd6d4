"""What becomes of a translation when its source changed. A seal goes along only where it still tells the truth.

Each function returns the entry of the new source *fresh*, unapproved unless an approval of exactly its two texts is on
record. *approvals* is `sealed` or `gettext`, as in `Entry.state`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from .model import Entry, State, seal_of
from .sentences import split_sentences
from .shingles import cut_shingles

_ADDRESS = re.compile(r"\[\d+\](?: (.*))?")
_CLOSE = re.compile("[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")  # Chinese and Japanese: no space after 。
_REFERENCE = re.compile(r"\]\[(\d+)\]")


def addresses_in(note: str) -> tuple[str, ...]:
    """Return the addresses that a translator's note names, in the order of the links."""
    found = (_ADDRESS.fullmatch(line.strip()) for line in note.splitlines()[1:])
    return tuple(address[1] or "" for address in found if address)


def have_links_changed(old: Entry, fresh: Entry) -> bool:
    """Say whether links lead elsewhere than the old note says; a note that names no address says nothing."""
    known = addresses_in(old.note)
    return bool(known) and known != addresses_in(fresh.note)


def carry_same(old: Entry, fresh: Entry) -> Entry:
    """The entry of a source that stayed: stale, with its own source as the previous, if its links lead elsewhere."""
    kept = replace(old, note=fresh.note, references=fresh.references)
    if not old.target or not have_links_changed(old, fresh):
        return kept
    return replace(kept.outdated(old.previous or old.source), seal="")


def carry_edited(old: Entry, fresh: Entry, *, approvals: str) -> Entry:
    """The entry of an edited source: the target stale, or as it was if it was made for just this source."""
    if not old.target:
        return replace(fresh, comments=old.comments)
    made_for = old.previous or old.source
    edited = _outdated(old, fresh, made_for, approvals)
    if old.context != fresh.context:
        return replace(edited, seal="")
    if made_for != fresh.source:
        return edited
    return replace(edited, previous="", confirmed=edited.was_approved, seal=edited.seal if edited.was_approved else "")


def carry_split(old: Entry, parts: Sequence[Entry], *, approvals: str) -> list[Entry]:
    """The entries of the parts of a split source.

    Each has those sentences of the target that belong to its own, where source and target have equally many; else the
    whole target.
    """
    shares = _share_sentences(old, parts) or [old.target] * len(parts)
    entries = []
    for part, share in zip(parts, shares, strict=True):
        entry = carry_edited(old, part, approvals=approvals)
        changed = share != old.target
        entries.append(replace(entry, target=share, seal="") if changed else entry)
    return [entries[0], *(replace(entry, comments=()) for entry in entries[1:])]


def carry_merged(olds: Sequence[Entry], fresh: Entry, *, approvals: str) -> Entry:
    """The entry of a source merged from several: their targets and the sources those were made for, in order."""
    comments = tuple(dict.fromkeys(comment for old in olds for comment in old.comments))
    made = [old for old in olds if old.target]
    if len(made) < 2:
        return replace(carry_edited([*made, *olds][0], fresh, approvals=approvals), comments=comments)
    return replace(
        fresh,
        target=join_texts([_renumbered(old.target, old, fresh) for old in made]),
        previous=join_texts(list(dict.fromkeys(old.previous or old.source for old in made))),
        origin=next((old.origin for old in made if old.origin), ""),
        comments=comments,
    )


def join_texts(texts: Sequence[str]) -> str:
    """Return the texts in one, with a space between sentences but in Chinese and Japanese."""
    joined = ""
    for text in texts:
        glued = not joined or not text or (_CLOSE.match(joined[-1]) and _CLOSE.match(text[0]))
        joined += text if glued else f" {text}"
    return joined


def _outdated(old: Entry, fresh: Entry, made_for: str, approvals: str) -> Entry:
    seal = old.seal if old.was_approved else ""
    if old.state(approvals) is State.APPROVED:
        seal = seal_of(old.source, old.target)
    if have_links_changed(old, fresh):
        seal = ""  # the approval was of the old addresses too
    place = replace(fresh, target=old.target, origin=old.origin, comments=old.comments, seal=seal)
    return place.outdated(made_for)


def _share_sentences(old: Entry, parts: Sequence[Entry]) -> list[str]:
    """Return for each part its sentences of the target; [] where they cannot be told."""
    sources, targets = split_sentences(old.source), split_sentences(old.target)
    if len(sources) != len(targets) or len(sources) < len(parts):
        return []
    pieces = [cut_shingles(part.source) for part in parts]
    shares = ["" for _ in parts]
    for source, target in zip(sources, targets, strict=True):
        sentence = cut_shingles(source)
        common = [len(sentence.runs & part.runs) + len(sentence.units & part.units) for part in pieces]
        if 2 * max(common) > len(sentence.runs) + len(sentence.units):
            shares[common.index(max(common))] += target
    return [_renumbered(s.strip(), old, part) for s, part in zip(shares, parts, strict=True)] if all(shares) else []


def _renumbered(target: str, old: Entry, fresh: Entry) -> str:
    """Return the target with the numbers that its links have in the new source, as far as addresses tell them."""
    known, wanted = addresses_in(old.note), addresses_in(fresh.note)

    def number(found: re.Match[str]) -> str:
        at = int(found[1])
        address = known[at - 1] if 0 < at <= len(known) else None
        return f"][{wanted.index(address) + 1}]" if address in wanted else found[0]

    return _REFERENCE.sub(number, target)
