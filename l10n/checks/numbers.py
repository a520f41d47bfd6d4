"""Every number of the source must be in the target: in any digits, with any separators, in any order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence, Set
from decimal import Decimal

from ..model import Entry, Finding, Severity
from .number_words import has_number_words, months_in, numbers_spelled_in
from .quantities import Quantity, quantities_in
from .rule import Locales, Rule, language_of, seen, show
from .scales import knows_scales

RULE = Rule(
    "numbers",
    Severity.ERROR,
    "Numbers differ between the source and the target, whatever digits they use.",
    why="""\
Compared are the numbers in digits, with what multiplies them: 2,500 and ၂,၅၀၀ agree, $2.5 million and ၂၅ သိန်း,
3 p.m. and 15:00, the year 2021 and 2564 in Thai. A number in words on one side agrees with the same in digits
on the other; two numbers in words are not compared. A small number is a warning where the language's words
for numbers are unknown, and so is one that both have, but one of them more often.
If the translation is right as it is, write the number in digits, or approve with the warning.""",
)

SMALL = 12
"""Numbers that many languages spell out; where we do not know their words, a difference in them is a warning."""

_MARKS = re.compile("⟦[0-9]+⟧")
_GAP = re.compile(r"\d \d{3}")
_DATE = re.compile(r"\b\d{1,4}([-/.])\d{1,2}\1\d{1,4}\b")


def find(entry: Entry, locales: Locales) -> Iterator[Finding]:
    source, target = (_MARKS.sub("", seen(text)) for text in (entry.source, entry.target))
    given, there = _readings(source, locales.source), _readings(target, locales.target)
    if not any(given) and not any(there):
        return
    differences = (_compare(a, b, locales) for a in given for b in there)
    missing, extra = min(differences, key=lambda difference: len(difference[0]) + len(difference[1]))
    if missing:
        missing = _without(missing, _letters(locales.source))
        missing = _unspoken(missing, target, locales.target, dates=bool(_DATE.search(source)))
    if extra:
        extra = _unspoken(_without(extra, _letters(locales.target)), source, locales.source, dates=True)
    if missing or extra:
        is_there = _all_stand_in(missing, there) and _all_stand_in(extra, given)
        yield _finding(missing, extra, Severity.WARN if is_there else None, locales)


def _all_stand_in(quantities: Sequence[Quantity], readings: Sequence[Sequence[Quantity]]) -> bool:
    """Whether each of the quantities is said in the other text too, only less often."""
    said = {value for reading in readings for quantity in reading for value in quantity.values}
    return all(quantity.values & said for quantity in quantities)


def _readings(text: str, locale: str) -> list[list[Quantity]]:
    """Return the numbers of a text, and where it has spaces between digits those with `10 000` as one, too."""
    plain = quantities_in(text, locale=locale)
    if not _GAP.search(text):
        return [plain]
    return [plain, quantities_in(text, spaced=True, locale=locale)]


def _compare(
    source: Sequence[Quantity], target: Sequence[Quantity], locales: Locales
) -> tuple[list[Quantity], list[Quantity]]:
    """Return what is only in the source and what is only in the target."""
    missing, extra = _cancel(source, target, lambda a, b: a.digits == b.digits and bool(a.values & b.values))
    missing, extra = _cancel(missing, extra, lambda a, b: bool(a.values & b.values))
    missing, extra = _cancel(missing, extra, lambda a, b: _may_be_scaled(a, b, locales))
    return _cancel_parts(missing, extra)


def _may_be_scaled(a: Quantity, b: Quantity, locales: Locales) -> bool:
    """Whether two numbers have the same digits, and one may be multiplied by a word that we do not know."""
    unknown = locales.target if a.is_scaled else locales.source
    return a.digits == b.digits and a.is_scaled != b.is_scaled and not knows_scales(language_of(unknown))


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


def _cancel_parts(missing: list[Quantity], extra: list[Quantity]) -> tuple[list[Quantity], list[Quantity]]:
    """Take out what is one number with a separator on one side and its parts on the other, as 10.30 and 10:30."""
    for whole, parts in ((missing, extra), (extra, missing)):
        for quantity in [q for q in whole if len(q.parts) > 1]:
            rest = list(parts)
            for part in quantity.parts:
                twin = next((q for q in rest if len(q.parts) == 1 and Decimal(part) in q.values), None)
                if twin is None:
                    break
                rest.remove(twin)
            else:
                whole.remove(quantity)
                parts[:] = rest
    return missing, extra


def _unspoken(quantities: Sequence[Quantity], text: str, locale: str, *, dates: bool) -> list[Quantity]:
    """Return the quantities that *text* does not say in words, each word counting once."""
    spelled = Counter(numbers_spelled_in(text, locale))
    months = months_in(text, locale) if dates else set()
    return [q for q in quantities if not _is_said(q, spelled) and q.digits not in months]


def _is_said(quantity: Quantity, spelled: Counter[Decimal]) -> bool:
    for value in quantity.values:
        if spelled[value] > 0:
            spelled[value] -= 1
            return True
    return False


def _without(quantities: Sequence[Quantity], spelled: set[str]) -> list[Quantity]:
    return [quantity for quantity in quantities if quantity.digits not in spelled]


def _letters(locale: str) -> set[str]:
    """Return the digits that are as often letters: Burmese is typed with zero for the letter WA."""
    return {"0"} if language_of(locale) == "my" else set()


def _finding(
    missing: Sequence[Quantity], extra: Sequence[Quantity], severity: Severity | None, locales: Locales
) -> Finding:
    lost, added = show(q.written for q in missing), show(q.written for q in extra)
    if lost and added:
        known = {q.digits for q in missing} & {q.digits for q in extra}
        theirs, ours = (show(_said(q, known) for q in side) for side in (missing, extra))
        message = f"Numbers differ: the source has {theirs}, the target has {ours}."
    elif lost:
        message = f"Numbers differ: the source has {lost}, the target does not."
    else:
        message = f"Numbers differ: the target has {added}, the source does not."
    if _may_be_spelled_out(missing, extra, locales):
        severity = Severity.WARN
    return RULE.finding(message, source_part=lost, target_part=added, severity=severity)


def _said(quantity: Quantity, ambiguous: Set[str]) -> str:
    """Return a number as it is written, and what it means where the other text has one of the same digits."""
    if quantity.digits not in ambiguous or len(quantity.values) != 1:
        return quantity.written
    (value,) = quantity.values
    return f"{quantity.written} ({value.normalize():,f})"


def _may_be_spelled_out(missing: Sequence[Quantity], extra: Sequence[Quantity], locales: Locales) -> bool:
    """Whether all that differs are small numbers that a language without a list of words may have spelled out."""
    if missing and extra:
        return False
    unknown = locales.target if missing else locales.source
    return not has_number_words(unknown) and all(max(q.values) <= SMALL for q in (*missing, *extra))
