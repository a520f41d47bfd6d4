from __future__ import annotations

import pytest

from l10n.checks import markup
from l10n.checks.rule import Locales
from l10n.model import Entry, Severity


def find(source: str, target: str, *, to: str = "es") -> list[str]:
    return [finding.message for finding in markup.find(Entry(source, target), Locales("en", to))]


def test_a_lost_and_a_new_link_are_named():
    assert find("See [this][1].", "Vea [esto][2].") == [
        "Missing from the target: link [1]. Put it back as it is in the source.",
        "Only in the target: link [2]. The source has no such markup.",
    ]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("[a][1] and [b][2]", "[b][2] y [a][1]"),
        ("_this_ and **that**", "*esto* y **eso**"),
        ("Run `make`", "Ejecute `make`"),
        ("![A street][1]", "![Una calle][1]"),
    ],
)
def test_the_same_markup_elsewhere_is_no_finding(source, target):
    assert find(source, target) == []


@pytest.mark.parametrize(
    ("source", "target", "missing"),
    [
        ("*this*", "esto", "emphasis (*…*)"),
        ("**this**", "*esto", "strong emphasis (**…**)"),
        ("`x`", "x", "`x`"),
        ("![A][1]", "A", "picture [1]"),
        ("[a][1] [b][1]", "a b", "link [1] (2 times)"),
    ],
)
def test_lost_markup_is_named_in_words(source, target, missing):
    assert find(source, target) == [f"Missing from the target: {missing}. Put it back as it is in the source."]


def test_a_script_that_the_source_has_not_is_a_finding():
    assert find("Hello", "Hola <script>") == ["Only in the target: <script>. The source has no such markup."]


def test_words_in_code_may_be_translated_with_a_warning():
    entry = Entry("Look into `Downloads`.", "Mire en `Descargas`.")
    assert [(f.severity, f.message) for f in markup.find(entry, Locales("en", "es"))] == [
        (Severity.WARN, "Words in code have been changed: `Downloads` to `Descargas`. Is that meant?")
    ]


def test_code_that_is_more_than_words_stays_as_it_is():
    entry = Entry("Run `rm -rf $a`.", "Ejecute `rm -rf $b`.")
    assert {f.severity for f in markup.find(entry, Locales("en", "es"))} == {Severity.ERROR}
