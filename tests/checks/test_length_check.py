from __future__ import annotations

import pytest

from l10n.checks import length
from l10n.checks.rule import Locales
from l10n.model import Entry


def find(source: str, target: str, *, to: str = "es") -> list[str]:
    return [finding.message for finding in length.find(Entry(source, target), Locales("en", to))]


SOURCE = "The shadow government and other groups are encouraging defections."


def test_half_a_paragraph_is_a_finding():
    assert find(SOURCE, "El gobierno.") == [
        "The target is very short: 12 characters for 66 of the source. Is all of it there?"
    ]


def test_a_second_paragraph_is_a_finding():
    assert find(SOURCE, "a" * 240) == ["The target is very long: 240 characters for 66 of the source."]


@pytest.mark.parametrize(
    ("source", "target", "to"),
    [(SOURCE, "a" * 60, "es"), (SOURCE, "字" * 17, "zh-Hant"), ("Short", "x" * 100, "es"), (SOURCE, "a" * 32, "es")],
)
def test_usual_lengths_are_no_finding(source, target, to):
    assert find(source, target, to=to) == []
