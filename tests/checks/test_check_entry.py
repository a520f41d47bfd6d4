from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thorough import examples

from l10n.checks import all_rules, check_entry, fix_entry, fixable_rules
from l10n.model import Entry, Finding, Severity

BAD = Entry("6,132 people said “we go”.", "6,123  personas.")


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
        "artefacts",
        "encoding",
        "invisible",
        "zawgyi",
        "look-alikes",
        "quotes",
        "glossary",
        "same",
        "untranslated",
        "length",
        "repeated",
        "end-sign",
        "brackets",
        "digits",
        "draft-flags",
        "other-texts",
        "negation",
        "normal-form",
        "spaces",
    ]
    assert all(rule.explanation.endswith(".") and rule.explanation.count(". ") == 0 for rule in all_rules())


@settings(max_examples=examples(40))
@given(st.text(), st.text(min_size=1), st.sampled_from(["es", "my", "fa", "zh-Hant", "xx"]))
def test_any_text_can_be_checked(source, target, locale):
    found = check_entry(Entry(source, target), source_locale="en", target_locale=locale)
    assert all(isinstance(finding, Finding) and finding.message for finding in found)


def test_only_the_rules_asked_for_are_asked():
    found = check_entry(BAD, source_locale="en", target_locale="es", only=["spaces"])
    assert [finding.rule for finding in found] == ["spaces"]


def fixed(source: str, target: str, rule: str, *, to: str = "es") -> str | None:
    return fix_entry(Entry(source, target), rule, source_locale="en", target_locale=to)


@pytest.mark.parametrize(
    ("rule", "target", "mended", "to"),
    [
        ("spaces", " Es  la casa. ", "Es la casa.", "es"),
        ("normal-form", "Es el camio\u0301n.", "Es el camión.", "es"),
        ("invisible", "Es la\ufeff ca\u200bsa.", "Es la casa.", "es"),
        ("end-sign", "ဒါ အိမ်ပဲ", "ဒါ အိမ်ပဲ။", "my"),
        ("artefacts", "Translation: Es la casa.", "Es la casa.", "es"),
        ("artefacts", "```\nEs la casa.\n```", "Es la casa.", "es"),
        ("artefacts", "<think>Mm.</think> Es l&#39;casa.", "Es l'casa.", "es"),
        ("artefacts", "Es la casa. ⟦1⟧", "Es la casa.", "es"),
        ("encoding", "Es el camiÃ³n.", "Es el camión.", "es"),
        ("digits", "အိမ် ၂,5၀၀။", "အိမ် ၂,၅၀၀။", "my"),
    ],
)
def test_what_is_safe_to_mend_is_mended(rule, target, mended, to):
    assert fixed("It is the house.", target, rule, to=to) == mended
    assert fixed("It is the house.", mended, rule, to=to) is None


@pytest.mark.parametrize(
    ("rule", "target", "to"),
    [
        ("artefacts", "MYMEMORY WARNING: YOU USED ALL AVAILABLE FREE TRANSLATIONS FOR TODAY", "es"),
        ("artefacts", "Translation:", "es"),
        ("numbers", "Es la casa 5.", "es"),
        ("invisible", "ဒါ\u200bအိမ်ပဲ။", "my"),
        ("spaces", "Es la casa.", "es"),
        ("no-such-rule", "Es la  casa.", "es"),
    ],
)
def test_what_a_person_has_to_decide_is_left(rule, target, to):
    assert fixed("It is the house.", target, rule, to=to) is None


@settings(max_examples=examples(60), deadline=None)
@given(
    st.text(), st.text(min_size=1), st.sampled_from(["es", "my", "fa", "zh"]), st.sampled_from(sorted(fixable_rules()))
)
def test_no_fix_makes_anything_worse(source, target, locale, rule):
    mended = fixed(source, target, rule, to=locale)
    if mended is not None:
        before, after = (
            len(check_entry(Entry(source, text), source_locale="en", target_locale=locale)) for text in (target, mended)
        )
        assert after < before
