from __future__ import annotations

from l10n.checks import draft_flags
from l10n.checks.rule import Locales
from l10n.model import Entry, Severity


def test_each_flag_of_the_machine_is_a_finding():
    entry = Entry("a", "b", flags=("markup-lost", "other"))
    assert [finding.message for finding in draft_flags.find(entry, Locales("en", "es"))] == [
        "The machine lost links or emphasis in this draft. Put them back where they belong.",
        "The machine marked this draft: other.",
    ]


def test_a_draft_without_flags_has_no_finding():
    assert list(draft_flags.find(Entry("a", "b"), Locales("en", "es"))) == []


def test_unknown_words_are_listed_in_one_finding():
    entry = Entry("a", "b", flags=("unknown Mandalay", "unknown Kyaw Zin, U", "markup-lost"))
    assert [(f.message, f.severity) for f in draft_flags.find(entry, Locales("en", "es"))] == [
        ("2 words were not in the machine's dictionary: Mandalay, Kyaw Zin, U.", Severity.INFO),
        ("The machine lost links or emphasis in this draft. Put them back where they belong.", Severity.WARN),
    ]


def test_one_unknown_word_is_shown_in_its_place():
    (finding,) = draft_flags.find(Entry("a", "b", flags=("unknown Mandalay",)), Locales("en", "es"))
    assert (finding.message, finding.target_part) == (
        "1 word was not in the machine's dictionary: Mandalay.",
        "Mandalay",
    )
