"""The state of an entry: a function of the entry alone, total, and the same after a way through the catalog's file."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l10n.model import Catalog, CatalogKey, Entry, State, seal_of
from l10n.stores.po import parse_catalog, serialize_catalog

texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40).filter(
    lambda t: t.strip() == t
)
entries = st.builds(
    Entry,
    source=texts,
    target=st.one_of(st.just(""), texts),
    confirmed=st.booleans(),
    previous=st.one_of(st.just(""), texts),
    origin=st.sampled_from(["", "engine=apertium", "memory 0.97"]),
    seal=st.one_of(st.just(""), st.just("0" * 16)),
)

WAYS = {
    State.EMPTY: lambda e, t: e.emptied(),
    State.DRAFT: lambda e, t: e.drafted(t, origin="engine=apertium"),
    State.REVIEW: lambda e, t: e.reviewed(t),
    State.STALE: lambda e, t: e.approved(t).outdated("Before."),
    State.APPROVED: lambda e, t: e.approved(t),
}


@given(entries)
def test_every_entry_has_exactly_one_state(entry):
    assert entry.state() in State
    assert entry.state("gettext") in State


@given(entries, texts)
@pytest.mark.parametrize("state", list(State))
def test_each_state_can_be_reached_from_any_entry(state, entry, target):
    assert WAYS[state](entry, target).state() is state


@given(entries, texts)
@pytest.mark.parametrize("state", list(State))
def test_the_state_survives_the_catalogs_file(state, entry, target):
    entry = replace(WAYS[state](entry, target), context="")
    catalog = Catalog("a", "my", (entry,))
    text = serialize_catalog(catalog, source_locale="en", project="p")
    again = parse_catalog(text, key=CatalogKey("a", "my"), path="a.po")
    assert [e.state() for e in again.entries] == [state]


@given(texts, texts, texts)
def test_an_approval_binds_source_and_target(source, target, other):
    approved = Entry(source).approved(target)
    assert approved.state() is State.APPROVED
    changed = replace(approved, target=other)
    assert (changed.state() is State.APPROVED) == (other == target)
    assert changed.state("gettext") is State.APPROVED


@given(entries)
def test_only_a_matching_seal_is_an_approval(entry):
    approved = entry.state() is State.APPROVED
    assert approved == bool(entry.target and entry.confirmed and entry.seal == seal_of(entry.source, entry.target))


@given(entries)
def test_losing_the_provenance_never_raises_the_state(entry):
    ranks = {State.EMPTY: 0, State.DRAFT: 1, State.STALE: 1, State.REVIEW: 2, State.APPROVED: 3}
    lost = replace(entry, origin="", seal="")
    assert ranks[lost.state()] <= max(ranks[entry.state()], ranks[State.REVIEW])
