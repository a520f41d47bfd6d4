from __future__ import annotations

import pytest

from l10n.checks import same
from l10n.checks.rule import Locales
from l10n.model import Entry


def find(source: str, target: str, *, to: str = "es") -> list[str]:
    return [finding.message for finding in same.find(Entry(source, target), Locales("en", to))]


def test_the_source_again_is_a_finding():
    source = "Soldiers joined the movement."
    assert find(source, " soldiers joined  the movement.") == ["The target is the same as the source."]


@pytest.mark.parametrize(
    ("source", "target", "to"),
    [
        ("Radio Free Asia", "Radio Free Asia", "es"),
        ("Le Monde Diplomatique, Paris", "Le Monde Diplomatique, Paris", "es"),
        ("They joined the movement.", "They joined the movement.", "en-GB"),
    ],
)
def test_names_and_the_same_language_are_no_finding(source, target, to):
    assert find(source, target, to=to) == []
