from __future__ import annotations

import pytest

from l10n.checks import encoding
from l10n.checks.rule import Locales
from l10n.model import Entry


def find(source: str, target: str, *, to: str = "es") -> list[str]:
    return [finding.message for finding in encoding.find(Entry(source, target), Locales("en", to))]


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("a\x07", "The target has a character that is no text (U+0007). Type the word again, without it."),
        ("a\ufffd", "The target has a character that was broken on its way (U+FFFD). Type the word again, without it."),
    ],
)
def test_harmful_characters_are_named(target, message):
    assert find("a", target) == [message]


@pytest.mark.parametrize(
    ("source", "target", "to"),
    [
        ("a", "ဖွဲ့\u200bစည်း", "my"),
        ("a", "می\u200cخواهم", "fa"),
        ("a", "מזל\u200f!", "he"),
        ("a \u200b b", "a \u200b b", "es"),
        ("a", "dos\nlíneas", "es"),
    ],
)
def test_characters_that_a_language_needs_are_no_finding(source, target, to):
    assert find(source, target, to=to) == []


@pytest.mark.parametrize(
    ("target", "fixed"),
    [
        ("Dijo que lo prometiÃ³.", "Dijo que lo prometió."),
        ("â€œAquÃ\u00ad", "“Aquí"),
        ("a\x07b", "ab"),
    ],
)
def test_text_in_another_encoding_is_read_again(target, fixed):
    assert find("a", target) != []
    assert encoding.fix(Entry("a", target), Locales("en", "es")) == fixed
    assert find("a", fixed) == []
