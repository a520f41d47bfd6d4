"""A day, month, year, season or time changed."""

from __future__ import annotations

from ..checks.quantities import fold_digits
from .comparison import Comparison, Spans, changed_matches
from .dates import is_latin, pattern_for


def find(comparison: Comparison) -> Spans | None:
    old, new = fold_digits(comparison.old), fold_digits(comparison.new)
    pattern = pattern_for(comparison.locale, latin=is_latin(old, new))
    return changed_matches(pattern, comparison, old=old, new=new)
