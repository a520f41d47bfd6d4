import pytest
from hypothesis import given
from hypothesis import strategies as st

from l10n.weaving import weave

BASE = "Nearly 2,500 soldiers have broken with the junta, groups said on Thursday."
texts = st.text(st.sampled_from("ab တနဒ့်။ ,."), max_size=30)


@pytest.mark.parametrize(
    ("mine", "theirs", "woven"),
    [
        (
            BASE.replace("soldiers", "troops"),
            BASE.replace("Thursday", "Friday"),
            "Nearly 2,500 troops have broken with the junta, groups said on Friday.",
        ),
        (BASE.replace("soldiers", "troops"), BASE.replace("soldiers", "police"), None),
        (BASE.replace("soldiers", "troops"), BASE.replace("soldiers", "troops"), BASE.replace("soldiers", "troops")),
        (BASE + " More.", BASE + " Less.", None),
        (
            BASE.replace("2,500", "2,600"),
            BASE.replace("Nearly ", ""),
            "2,600 soldiers have broken with the junta, groups said on Thursday.",
        ),
    ],
)
def test_both_have_their_changes_or_nothing_is_woven(mine, theirs, woven):
    assert weave(BASE, mine, theirs) == woven


@given(texts, texts)
def test_a_version_that_changed_nothing_leaves_the_other_as_it_is(base, mine):
    assert weave(base, mine, base) == mine
    assert weave(base, base, mine) == mine
    assert weave(base, mine, mine) in (mine, None)


@given(texts, texts, texts)
def test_it_does_not_matter_who_was_first(base, mine, theirs):
    assert weave(base, mine, theirs) == weave(base, theirs, mine)
