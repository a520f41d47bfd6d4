from __future__ import annotations

import pytest

from l10n.checks import spaces
from l10n.checks.rule import Locales
from l10n.model import Entry


def find(source: str, target: str, *, to: str = "es") -> list[str]:
    return [finding.message for finding in spaces.find(Entry(source, target), Locales("en", to))]


@pytest.mark.parametrize(
    ("source", "target", "messages"),
    [
        ("a b", "uno  dos", ["There are two spaces in a row."]),
        ("a b", " uno dos", ["There are spaces at the start or the end."]),
        ("a  b", "uno  dos", []),
        ("a b", "uno dos", []),
    ],
)
def test_only_spaces_that_the_source_has_not_are_findings(source, target, messages):
    assert find(source, target) == messages
