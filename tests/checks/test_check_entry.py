from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from l10n.checks import all_rules, check_entry
from l10n.model import Entry, Finding, Severity

BAD = Entry("6,132 people said “we go”.", "6,123  personas")


def rules(entry: Entry, **levels: Severity | None) -> list[tuple[str, Severity]]:
    found = check_entry(entry, source_locale="en", target_locale="es", levels=levels)
    return [(finding.rule, finding.severity) for finding in found]


def test_errors_come_first():
    assert rules(BAD) == [("numbers", Severity.ERROR), ("quotes", Severity.WARN), ("spaces", Severity.INFO)]


def test_levels_change_and_turn_off_rules():
    assert rules(BAD, numbers=None, quotes=Severity.INFO, spaces=Severity.ERROR) == [
        ("spaces", Severity.ERROR),
        ("quotes", Severity.INFO),
    ]


def test_nothing_is_said_about_an_empty_target():
    assert rules(Entry("6,132 people")) == []


def test_every_rule_has_its_own_name_and_one_sentence():
    assert [rule.name for rule in all_rules()] == [
        "numbers",
        "markup",
        "encoding",
        "zawgyi",
        "quotes",
        "untranslated",
        "length",
        "draft-flags",
        "other-texts",
        "spaces",
    ]
    assert all(rule.explanation.endswith(".") and rule.explanation.count(". ") == 0 for rule in all_rules())


@settings(max_examples=40)
@given(st.text(), st.text(min_size=1), st.sampled_from(["es", "my", "fa", "zh-Hant", "xx"]))
def test_any_text_can_be_checked(source, target, locale):
    found = check_entry(Entry(source, target), source_locale="en", target_locale=locale)
    assert all(isinstance(finding, Finding) and finding.message for finding in found)
