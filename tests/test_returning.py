"""The rule for what comes back, as a table; and its promises, whatever comes back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l10n.model import Catalog, Entry, State
from l10n.ports import Returned
from l10n.returning import Places, Verdict, base_of, judge_return, mark_of, read_mark, settled

SOURCE = "The river rose."
EMPTY = Entry(SOURCE)
DRAFT = EMPTY.drafted("El rio subio.", origin="engine=apertium")
REVIEW = EMPTY.reviewed("El río creció.")
APPROVED = EMPTY.approved("El río subió.")
STALE = Entry(SOURCE, "El río bajó.", previous="The river fell.")
UNSEALED = Entry(SOURCE, "El río subió.", confirmed=True)

NEW = "Subió el río."
SENT_EMPTY = base_of("")
ELSE = base_of("something else")

TABLE = [
    # ours, what came back, digest of what was sent (None: lost), verdict
    (EMPTY, NEW, SENT_EMPTY, Verdict.REVIEW),
    (EMPTY, NEW, None, Verdict.REVIEW),
    (EMPTY, NEW, ELSE, Verdict.SUGGESTION),
    (EMPTY, "", SENT_EMPTY, Verdict.UNTOUCHED),
    (EMPTY, "", None, Verdict.SAME),
    (EMPTY, " \n", ELSE, Verdict.BLANK),
    (EMPTY, SOURCE, SENT_EMPTY, Verdict.ECHO),
    (EMPTY, f" {SOURCE}\r\n", None, Verdict.ECHO),
    (DRAFT, NEW, base_of(DRAFT.target), Verdict.REVIEW),
    (DRAFT, NEW, None, Verdict.REVIEW),
    (DRAFT, NEW, SENT_EMPTY, Verdict.SUGGESTION),
    (DRAFT, DRAFT.target, base_of(DRAFT.target), Verdict.SAME),
    (DRAFT, SOURCE, base_of(DRAFT.target), Verdict.ECHO),
    (DRAFT, "", base_of(DRAFT.target), Verdict.BLANK),
    (REVIEW, NEW, base_of(REVIEW.target), Verdict.REVIEW),
    (REVIEW, NEW, base_of(NEW), Verdict.UNTOUCHED),
    (REVIEW, NEW, ELSE, Verdict.SUGGESTION),
    (REVIEW, NEW, None, Verdict.SUGGESTION),
    (REVIEW, f"{REVIEW.target} ", ELSE, Verdict.SAME),
    (STALE, NEW, base_of(STALE.target), Verdict.REVIEW),
    (STALE, NEW, None, Verdict.REVIEW),
    (STALE, NEW, ELSE, Verdict.SUGGESTION),
    (APPROVED, NEW, base_of(APPROVED.target), Verdict.SUGGESTION),
    (APPROVED, NEW, None, Verdict.SUGGESTION),
    (APPROVED, NEW, base_of(NEW), Verdict.UNTOUCHED),
    (APPROVED, APPROVED.target, ELSE, Verdict.SAME),
    (APPROVED, SOURCE, None, Verdict.ECHO),
    (APPROVED, "", None, Verdict.BLANK),
    (UNSEALED, NEW, base_of(UNSEALED.target), Verdict.REVIEW),
]


@pytest.mark.parametrize(("ours", "text", "base", "verdict"), TABLE)
def test_each_return_has_its_verdict(ours, text, base, verdict):
    assert judge_return(ours, Returned(SOURCE, text, base=base)) is verdict


def test_in_gettext_mode_an_unsealed_approval_stands_too():
    returned = Returned(SOURCE, NEW, base=base_of(UNSEALED.target))
    assert judge_return(UNSEALED, returned, approvals="gettext") is Verdict.SUGGESTION


@pytest.mark.parametrize(
    ("ours", "finished", "trust", "verdict"),
    [
        (DRAFT, True, True, Verdict.ACCEPTED),
        (STALE, True, True, Verdict.ACCEPTED),
        (DRAFT, True, False, Verdict.SAME),
        (DRAFT, False, True, Verdict.SAME),
        (REVIEW, True, True, Verdict.SAME),
        (APPROVED, True, True, Verdict.SAME),
    ],
)
def test_an_unchanged_draft_moves_only_on_trust(ours, finished, trust, verdict):
    assert judge_return(ours, Returned(SOURCE, ours.target, finished=finished), trust=trust) is verdict


@pytest.mark.parametrize(
    ("ours", "base", "verdict"),
    [
        (APPROVED, None, Verdict.KNOWN),
        (REVIEW, ELSE, Verdict.KNOWN),
        (DRAFT, None, Verdict.KNOWN),
        (REVIEW, base_of(REVIEW.target), Verdict.REVIEW),  # here it is the translator's wish to go back
        (EMPTY, None, Verdict.REVIEW),
    ],
)
def test_a_text_that_was_here_before_is_not_suggested_again(ours, base, verdict):
    assert judge_return(ours, Returned(SOURCE, NEW, base=base), known={NEW}) is verdict


@pytest.mark.parametrize("trust", [False, True])
@pytest.mark.parametrize("ours", [EMPTY, DRAFT, REVIEW, STALE, APPROVED])
def test_a_text_for_an_older_source_is_a_suggestion_at_most(ours, trust):
    returned = Returned("The river fell.", NEW, base=base_of(ours.target), finished=True)
    assert judge_return(ours, returned, trust=trust, outdated=True) is Verdict.SUGGESTION
    same = Returned("The river fell.", ours.target or NEW, finished=True)
    assert judge_return(ours, same, trust=trust, outdated=True) in (Verdict.SAME, Verdict.SUGGESTION)


texts = st.text(st.sampled_from("aé\u0301= \n'"), max_size=4)
entries = st.sampled_from([EMPTY, DRAFT, REVIEW, STALE, APPROVED, UNSEALED])
returns = st.builds(
    Returned,
    st.just(SOURCE),
    st.one_of(texts, entries.map(lambda entry: entry.target), st.just(SOURCE)),
    base=st.one_of(st.none(), texts.map(base_of), entries.map(lambda entry: base_of(entry.target))),
    finished=st.booleans(),
)


@given(entries, returns, st.booleans(), st.frozensets(texts))
def test_nothing_that_comes_back_changes_an_approved_text_or_empties_one(ours, returned, trust, known):
    verdict = judge_return(ours, returned, trust=trust, known=known)
    if ours.state() is State.APPROVED:
        assert verdict not in (Verdict.REVIEW, Verdict.ACCEPTED)
    if not settled(returned.target) or settled(returned.target) == SOURCE:
        assert verdict not in (Verdict.REVIEW, Verdict.SUGGESTION)
    if verdict is Verdict.ACCEPTED:
        assert trust
        assert settled(returned.target) == settled(ours.target)


@given(entries, returns, st.booleans())
def test_once_adopted_the_same_return_changes_nothing_more(ours, returned, trust):
    verdict = judge_return(ours, returned, trust=trust)
    text = settled(returned.target)
    after = ours.reviewed(text) if verdict in (Verdict.REVIEW, Verdict.ACCEPTED) else ours
    again = judge_return(after, returned, trust=trust, known={text} if verdict is Verdict.SUGGESTION else frozenset())
    assert again not in (Verdict.REVIEW, Verdict.ACCEPTED, Verdict.SUGGESTION)


@given(st.text(), st.text(), st.sampled_from(["", "headline", "caption", "alt"]))
def test_a_mark_gives_back_context_and_base(source, target, context):
    entry = Entry(source, target, context=context)
    assert read_mark(mark_of(entry), source) == (context, base_of(target))


def test_a_foreign_mark_says_nothing_and_one_of_another_source_has_no_context():
    assert read_mark("unit-7", SOURCE) == (None, None)
    assert read_mark(mark_of(REVIEW), "Other words.") == (None, base_of(REVIEW.target))


def test_a_text_is_found_by_context_and_source_and_never_by_its_place():
    headline, body = Entry("Flood", context="headline"), Entry("Flood")
    alone = Entry("Storm", context="caption")
    stale = Entry("Rain today", "Lluvia", previous="Rain")
    places = Places(Catalog("flood", "es", (headline, body, alone, stale)))
    assert places.find(Returned("Flood", "x", context="headline")) is headline
    assert places.find(Returned("Flood", "x", context="")) is body
    assert places.find(Returned("Flood", "x")) is None
    assert places.find(Returned("Flood", "x", context="unit-9")) is None
    assert places.find(Returned("Storm", "x")) is alone
    assert places.find(Returned(" Storm\r\n", "x", context="")) is alone
    assert places.find(Returned("Rain", "x")) is None
    assert places.find_outdated(Returned("Rain", "x")) is stale
    assert places.find_outdated(Returned("Hail", "x")) is None
