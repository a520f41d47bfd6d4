"""What a machine can say about one entry without knowing the languages well, and what it can mend.

A check is one file with a `RULE`, a function `find`, and where that is safe a function `fix`; it is listed in
`_NAMES` and nowhere else.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from ..model import Entry, Finding, Severity
from .rule import Check, Fix, Locales, Rule

if TYPE_CHECKING:
    from ..glossary import Term

__all__ = ["Rule", "all_rules", "check_entry", "fix_entry", "fixable_rules"]


_NAMES = (
    "numbers",
    "markup",
    "artefacts",
    "encoding",
    "invisible",
    "zawgyi",
    "look_alikes",
    "quotes",
    "glossary",
    "same",
    "untranslated",
    "length",
    "repeated",
    "end_sign",
    "brackets",
    "digits",
    "draft_flags",
    "other_texts",
    "negation",
    "normal_form",
    "spaces",
)
"""The checks there are, in the order in which people read of them."""


@cache
def _modules() -> tuple[ModuleType, ...]:
    return tuple(import_module(f".{name}", __name__) for name in _NAMES)


@cache
def _checks() -> Mapping[Rule, Check]:
    return {module.RULE: module.find for module in _modules()}


@cache
def _fixes() -> Mapping[str, Fix]:
    return {module.RULE.name: module.fix for module in _modules() if hasattr(module, "fix")}


def all_rules() -> tuple[Rule, ...]:
    """Return all rules, those that find errors first."""
    return tuple(_checks())


def fixable_rules() -> frozenset[str]:
    """Return the names of the rules whose findings a machine can mend."""
    return frozenset(_fixes())


_ORDER = tuple(Severity)


def check_entry(
    entry: Entry,
    *,
    source_locale: str,
    target_locale: str,
    levels: Mapping[str, Severity | None] | None = None,
    terms: Sequence[Term] = (),
    only: Collection[str] = (),
) -> list[Finding]:
    """Return what is wrong with an entry, errors first; [] for one without a target.

    *levels* gives rules another severity, by name; None turns a rule off. *terms* are those of the glossary.
    *only* names the rules that are asked; all, if empty.
    """
    if not entry.target:
        return []
    levels = levels or {}
    locales = Locales(source_locale, target_locale, tuple(terms))
    findings = [
        _at_level(finding, levels)
        for rule, find in _checks().items()
        if (not only or rule.name in only) and levels.get(rule.name, rule.severity) is not None
        for finding in find(entry, locales)
    ]
    return sorted(findings, key=lambda finding: _ORDER.index(finding.severity))


def fix_entry(
    entry: Entry, rule: str, *, source_locale: str, target_locale: str, terms: Sequence[Term] = ()
) -> str | None:
    """Return the target without what *rule* finds in it; None where a machine cannot mend it, or need not.

    Never one in which any rule finds more than before. The caller decides what becomes of an approval: a mended
    target is another text.
    """
    fix = _fixes().get(rule)
    if fix is None or not entry.target:
        return None
    locales = Locales(source_locale, target_locale, tuple(terms))
    found = list(_find_by_name(rule, entry, locales))
    mended = fix(entry, locales) if found else None
    if not mended or mended == entry.target:
        return None
    after = replace(entry, target=mended)
    if len(list(_find_by_name(rule, after, locales))) >= len(found):
        return None
    is_worse = any(
        len(list(find(after, locales))) > len(list(find(entry, locales)))
        for other, find in _checks().items()
        if other.name != rule
    )
    return None if is_worse else mended


def _find_by_name(name: str, entry: Entry, locales: Locales) -> Sequence[Finding]:
    return [f for rule, find in _checks().items() if rule.name == name for f in find(entry, locales)]


def _at_level(finding: Finding, levels: Mapping[str, Severity | None]) -> Finding:
    level = levels.get(finding.rule)
    if level is None:
        return finding
    return Finding(finding.rule, level, finding.message, finding.source_part, finding.target_part)
