"""Every number of the source must be in the target: in any digits, with any separators, in any order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from ..inline import plain
from ..model import Entry, Finding, Severity
from .number_words import has_number_words, months_in, numbers_spelled_in
from .quantities import Quantity, quantities_in
from .rule import Locales, Rule, language_of, show

RULE = Rule("numbers", Severity.ERROR, "Numbers differ between the source and the target, whatever digits they use.")

SMALL = 12
"""Numbers that many languages spell out; where we do not know their words, a difference in them is a warning."""

_DATE = re.compile(r"\b\d{1,4}([-/.])\d{1,2}\1\d{1,4}\b")


def find(entry: Entry, locales: Locales) -> Iterator[Finding]:
    source, target = plain(entry.source), plain(entry.target)
    missing, extra = min(
        (
            _compare(quantities_in(source, spaced=in_source), quantities_in(target, spaced=in_target))
            for in_source, in_target in ((False, False), (False, True), (True, False), (True, True))
        ),
        key=lambda difference: len(difference[0]) + len(difference[1]),
    )
    spelled_in_target = numbers_spelled_in(target, locales.target)
    if _DATE.search(source):
        spelled_in_target |= months_in(target, locales.target)
    missing = _without(missing, spelled_in_target)
    extra = _without(extra, numbers_spelled_in(source, locales.source) | months_in(source, locales.source))
    missing, extra = _without(missing, _letters(locales.source)), _without(extra, _letters(locales.target))
    if missing or extra:
        yield _finding(missing, extra, locales)


def _compare(source: Sequence[Quantity], target: Sequence[Quantity]) -> tuple[list[Quantity], list[Quantity]]:
    """Return what is only in the source and what is only in the target."""
    missing, extra = _cancel(source, target, lambda a, b: a.digits == b.digits)
    missing, extra = _cancel(missing, extra, lambda a, b: bool(a.values & b.values))
    parts = [Counter(part for quantity in side for part in quantity.parts) for side in (missing, extra)]
    return ([], []) if parts[0] == parts[1] else (missing, extra)


def _cancel(
    source: Sequence[Quantity], target: Sequence[Quantity], is_same: Callable[[Quantity, Quantity], bool]
) -> tuple[list[Quantity], list[Quantity]]:
    """Return both sides without the pairs that are the same; each number counts once."""
    missing, extra = [], list(target)
    for quantity in source:
        twin = next((other for other in extra if is_same(quantity, other)), None)
        if twin is None:
            missing.append(quantity)
        else:
            extra.remove(twin)
    return missing, extra


def _without(quantities: Sequence[Quantity], spelled: set[str]) -> list[Quantity]:
    return [quantity for quantity in quantities if quantity.digits not in spelled]


def _letters(locale: str) -> set[str]:
    """Return the digits that are as often letters: Burmese is typed with zero for the letter WA."""
    return {"0"} if language_of(locale) == "my" else set()


def _finding(missing: Sequence[Quantity], extra: Sequence[Quantity], locales: Locales) -> Finding:
    lost, added = show(q.written for q in missing), show(q.written for q in extra)
    if lost and added:
        message = f"Numbers differ: the source has {lost}, the target has {added}."
    elif lost:
        message = f"Numbers differ: the source has {lost}, the target does not."
    else:
        message = f"Numbers differ: the target has {added}, the source does not."
    severity = Severity.WARN if _may_be_spelled_out(missing, extra, locales) else None
    return RULE.finding(message, source_part=lost, target_part=added, severity=severity)


def _may_be_spelled_out(missing: Sequence[Quantity], extra: Sequence[Quantity], locales: Locales) -> bool:
    """Whether all that differs are small numbers that a language without a list of words may have spelled out."""
    if missing and extra:
        return False
    unknown = locales.target if missing else locales.source
    return not has_number_words(unknown) and all(max(q.values) <= SMALL for q in (*missing, *extra))
