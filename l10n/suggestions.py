"""Texts kept beside an entry's own: a merge of two versions loses none, and a person chooses.

They stand among the entry's comments as `diglot: also "…"`, one line each, so that they travel with the catalog
and every editor of PO files shows them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import takewhile

from .model import Action, Decision, Entry, Outcome

_PREFIX = "diglot: also "


def suggested_texts(entry: Entry) -> list[str]:
    """Return the texts kept beside the entry, in the order in which they came."""
    found = (_text_of(comment) for comment in entry.comments)
    return [text for text in found if text]


def with_suggestion(entry: Entry, text: str) -> Entry:
    """Return the entry with *text* beside its own; unchanged where it has that text already, or *text* is empty."""
    if not text or text == entry.target or text in suggested_texts(entry):
        return entry
    line = _PREFIX + json.dumps(text, ensure_ascii=False)
    return replace(entry, comments=(*entry.comments, line))


def without_suggestions(entry: Entry) -> Entry:
    """Return the entry as it is once a person has chosen."""
    return replace(entry, comments=tuple(c for c in entry.comments if not _text_of(c)))


def _text_of(comment: str) -> str:
    """Return the text that a comment keeps, "" where it is a person's own remark."""
    if not comment.startswith(_PREFIX):
        return ""
    try:
        text = json.loads(comment.removeprefix(_PREFIX))
    except ValueError:
        return ""
    return text if isinstance(text, str) else ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A text that waits for a person to choose. *by* is "" and *at* None where it came with the catalog alone."""

    text: str
    by: str = ""
    at: datetime | None = None


def open_suggestions(entry: Entry, history: Sequence[Decision]) -> list[Suggestion]:
    """Return the texts that wait beside the entry's own: those decided too late since it was last decided, newest
    first; then what was decided last, where something other than a decision took its place, as an editor does that
    saves what it read before; then those that the catalog itself keeps. Each text once. *history* is newest first.
    """
    since = takewhile(lambda decision: decision.outcome is not Outcome.APPLIED, history)
    late = [d for d in since if d.outcome is Outcome.CONFLICT and d.action is not Action.REVERT]
    late += [d for d in history if d.outcome is Outcome.APPLIED][:1]
    found: dict[str, Suggestion] = {}
    for decision in late:
        found.setdefault(decision.after.target, Suggestion(decision.after.target, decision.by, decision.at))
    for text in suggested_texts(entry):
        found.setdefault(text, Suggestion(text))
    return [suggestion for text, suggestion in found.items() if text and text != entry.target]
