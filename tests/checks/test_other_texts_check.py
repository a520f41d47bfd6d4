from __future__ import annotations

from l10n.checks import other_texts
from l10n.checks.rule import Locales
from l10n.model import Entry
from l10n.suggestions import with_suggestion


def find(entry: Entry) -> list[str]:
    return [finding.target_part for finding in other_texts.find(entry, Locales("en", "es"))]


def test_a_text_kept_by_a_merge_is_named_until_somebody_chooses():
    entry = Entry("Hello").approved("Hola")
    assert find(entry) == []
    assert find(with_suggestion(entry, "Buenas")) == ["Buenas"]
