from __future__ import annotations

from l10n.model import Entry
from l10n.progress import Counts, count_states

EMPTY = Entry("a")
DRAFT = Entry("b").drafted("B", origin="engine=apertium")
REVIEW = Entry("c").reviewed("C")
STALE = Entry("d").approved("D").outdated("old d")
APPROVED = Entry("e").approved("E")
UNSEALED = Entry("f", target="F", confirmed=True)
ALL = [EMPTY, DRAFT, REVIEW, STALE, APPROVED, UNSEALED]


def test_each_state_is_counted() -> None:
    assert count_states(ALL) == Counts(segments=6, approved=1, review=2, draft=1, stale=1, empty=1)


def test_with_gettext_approvals_a_seal_is_not_asked_for() -> None:
    assert count_states(ALL, approvals="gettext") == Counts(segments=6, approved=2, review=1, draft=1, stale=1, empty=1)


def test_flagged_entries_with_a_target_count_as_stale() -> None:
    counts = count_states(ALL, flagged={APPROVED.key, DRAFT.key, EMPTY.key})
    assert counts == Counts(segments=6, approved=0, review=2, draft=0, stale=3, empty=1)


def test_counts_add_up() -> None:
    assert count_states(ALL[:2]) + count_states(ALL[2:]) == count_states(ALL)
    assert count_states([]) == Counts()
