"""What kind of edit a correction is: a matter of type, or of meaning.

A class is one file with a `find`; it is listed in `_RULES` and nowhere else. `docs/edits.md` says what each means.
"""

from __future__ import annotations

from collections.abc import Sequence

from . import date, link, name, negation, number, quotation, wording
from .canonical import is_typographic
from .comparison import Comparison, Spans, compare
from .kinds import EditClass

__all__ = ["EditClass", "class_edit"]

_RULES = (
    (EditClass.NEGATION, negation.find),
    (EditClass.NUMBER, number.find),
    (EditClass.DATE, date.find),
    (EditClass.QUOTATION, quotation.find),
    (EditClass.NAME, name.find),
    (EditClass.LINK, link.find_in_text),
)
"""Rules that look at the words a reader sees; what none of them explains is a typo or a rewrite."""


def class_edit(
    old: str, new: str, *, locale: str, old_urls: Sequence[str] = (), new_urls: Sequence[str] = ()
) -> tuple[EditClass, ...]:
    """Return the classes of an edit, gravest first; () for none at all.

    (TYPOGRAPHY,) stands alone and only where a reader sees the same words, signs and marks. *old* and *new* are
    sources as `Segment.source` holds them, the urls as `Segment.urls`; *locale* is that of the texts. Raises nothing.
    """
    is_readdressed = tuple(old_urls) != tuple(new_urls)
    if old == new:
        return (EditClass.LINK,) if is_readdressed else ()
    is_marked_anew = is_readdressed or link.differs(old, new)
    if not is_marked_anew and is_typographic(old, new):
        return (EditClass.TYPOGRAPHY,)
    comparison = compare(old, new, locale)
    found = _classes_of_words(comparison)
    if is_marked_anew or not (found or comparison.blocks):  # escapes, entities, other marks of the same emphasis
        found.add(EditClass.LINK)
    return tuple(kind for kind in EditClass if kind in found) or (EditClass.REWRITE,)


def _classes_of_words(comparison: Comparison) -> set[EditClass]:
    found: set[EditClass] = set()
    explained: list[Spans] = []
    for kind, find in _RULES:
        spans = find(comparison)
        if spans is not None:
            found.add(kind)
            explained.append(spans)
    return found | wording.classes_of_rest(comparison, explained)
