"""A day, month, year, season or time changed."""

from __future__ import annotations

from ..checks.quantities import fold_digits
from .comparison import Comparison, Spans, changed_matches
from .dates import pattern_for


def find(comparison: Comparison) -> Spans | None:
    old, new = fold_digits(comparison.old), fold_digits(comparison.new)
    return changed_matches(pattern_for(comparison.locale), comparison, old=old, new=new)
