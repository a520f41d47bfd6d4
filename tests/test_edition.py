"""The edition before any format: what may be printed, and what must be said beside it."""

from edition_fixture import catalog, document, edition
from hypothesis import given
from hypothesis import strategies as st

from l10n.edition import compose_edition
from l10n.model import State

states = st.lists(st.sampled_from(list(State)), min_size=1, max_size=14)


@given(states)
def test_without_draft_only_approved_targets_are_in_it(chosen):
    for pair in edition(chosen).pairs:
        assert bool(pair.target) == (pair.state is State.APPROVED)


@given(states)
def test_a_draft_holds_every_target_there_is(chosen):
    for pair in edition(chosen, draft=True).pairs:
        assert bool(pair.target) == (pair.state is not State.EMPTY)


def test_a_flagged_entry_is_not_approved():
    article = document()
    key = article.segments[3].key
    made = compose_edition(article, catalog(article), source_locale="en", target_locale="my", flagged={key})
    assert [p.state for p in made.pairs if p.key == key] == [State.STALE]
    assert made.unreviewed == 1


def test_a_segment_without_an_entry_is_empty():
    article = document()
    made = compose_edition(article, catalog(document("# Other\n")), source_locale="en", target_locale="my", draft=True)
    assert {p.state for p in made.pairs} == {State.EMPTY}


def test_links_come_back_and_dangerous_ones_lead_nowhere():
    text = "[a](https://example.org/a) [b](javascript:alert(1)) [c](mailto:x@example.org) [d](data:text/html,x)\n"
    [pair] = edition(text=text).pairs
    assert pair.source == "[a](<https://example.org/a>) [b](<>) [c](<mailto:x@example.org>) [d](<>)"


def test_the_date_is_the_articles_own_or_a_constant():
    assert edition().date == "2026-03-03"
    assert edition(text="---\ntitle: T\ndate: soon\n---\n\nText.\n").date == "2000-01-01"
