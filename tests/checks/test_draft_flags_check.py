from __future__ import annotations

from l10n.checks import draft_flags
from l10n.checks.rule import Locales
from l10n.model import Entry


def test_each_flag_of_the_machine_is_a_finding():
    entry = Entry("a", "b", flags=("markup-lost", "other"))
    assert [finding.message for finding in draft_flags.find(entry, Locales("en", "es"))] == [
        "The machine lost links or emphasis in this draft. Put them back where they belong.",
        "The machine marked this draft: other.",
    ]


def test_a_draft_without_flags_has_no_finding():
    assert list(draft_flags.find(Entry("a", "b"), Locales("en", "es"))) == []
