"""What a machine can say about one entry without knowing the languages well.

A check is one file with a `RULE` and a function `find`; it is listed in `_checks` and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from ..glossary import Term
from ..model import Entry, Finding, Severity
from .rule import Check, Locales, Rule

__all__ = ["Rule", "all_rules", "check_entry"]


@cache
def _checks() -> Mapping[Rule, Check]:
    from . import draft_flags, encoding, length, markup, numbers, other_texts, quotes, spaces, untranslated, zawgyi

    modules = (numbers, markup, encoding, zawgyi, quotes, untranslated, length, draft_flags, other_texts, spaces)
    return {module.RULE: module.find for module in modules}


def all_rules() -> tuple[Rule, ...]:
    """Return all rules, those that find errors first."""
    return tuple(_checks())


_ORDER = tuple(Severity)


def check_entry(
    entry: Entry,
    *,
    source_locale: str,
    target_locale: str,
    levels: Mapping[str, Severity | None] | None = None,
    terms: Sequence[Term] = (),
) -> list[Finding]:
    """Return what is wrong with an entry, errors first; [] for one without a target.

    *levels* gives rules another severity, by name; None turns a rule off. *terms* are those of the glossary.
    """
    if not entry.target:
        return []
    levels = levels or {}
    locales = Locales(source_locale, target_locale, tuple(terms))
    findings = [
        _at_level(finding, levels)
        for rule, find in _checks().items()
        if levels.get(rule.name, rule.severity) is not None
        for finding in find(entry, locales)
    ]
    return sorted(findings, key=lambda finding: _ORDER.index(finding.severity))


def _at_level(finding: Finding, levels: Mapping[str, Severity | None]) -> Finding:
    level = levels.get(finding.rule)
    if level is None:
        return finding
    return Finding(finding.rule, level, finding.message, finding.source_part, finding.target_part)
