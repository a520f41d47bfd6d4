from __future__ import annotations

import pytest

from l10n.checks import invisible
from l10n.checks.rule import Locales
from l10n.model import Entry


def find(source: str, target: str, *, to: str = "es") -> list[str]:
    return [finding.target_part for finding in invisible.find(Entry(source, target), Locales("en", to))]


@pytest.mark.parametrize(
    ("target", "codes"),
    [
        ("a\u202eb\u202c", ["U+202E", "U+202C"]),
        ("a\u200bb", ["U+200B"]),
        ("a\ufeff", ["U+FEFF"]),
        ("a\u200f", ["U+200F"]),
        ("a\u00adb", ["U+00AD"]),
        ("a\U000e0041\U000e0042", ["U+E0041", "U+E0042"]),  # tags, which hide whole texts
        ("a\U000e0100", ["U+E0100"]),
        ("a\ufff9b\ufffbc", ["U+FFF9", "U+FFFB"]),
        ("a\u3164b\u115f\uffa0\u1160", ["U+3164", "U+115F", "U+FFA0", "U+1160"]),
        ("a\u2800b", ["U+2800"]),
        ("a\u034fb", ["U+034F"]),
    ],
)
def test_hidden_characters_are_named(target, codes):
    assert find("a", target) == codes


@pytest.mark.parametrize(
    ("target", "to"),
    [
        ("ဖွဲ့\u200bစည်း", "my"),
        ("می\u200cخواهم", "fa"),
        ("क्\u200dष", "hi"),
        ("שלום\u200f!", "he"),
        ("👩\u200d🌾 trabaja", "es"),
        ("🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f gana", "es"),
    ],
)
def test_what_a_script_needs_is_kept(target, to):
    assert find("a", target, to=to) == []
    assert invisible.fix(Entry("a", target), Locales("en", to)) == target
