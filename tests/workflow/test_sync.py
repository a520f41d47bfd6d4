from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from fakes import MemoryCatalogStore, MemoryJournal
from hypothesis import given, settings
from hypothesis import strategies as st
from thorough import examples

from l10n.errors import ConflictError
from l10n.model import Catalog, CatalogKey, Entry, Outcome, State
from l10n.ports import Revision
from l10n.suggestions import suggested_texts
from l10n.workflow.sync import Sides, Synced, sync_catalog

KEY = CatalogKey("flood", "my")
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
ONE, TWO, THREE = Entry("1"), Entry("2"), Entry("3")


class Shelf(MemoryCatalogStore):
    def discard(self, key: CatalogKey, *, expected: Revision) -> None:
        assert self.read(key)[1] == expected
        del self.catalogs[key]


def catalog(*entries: Entry) -> Catalog:
    return Catalog("flood", "my", entries)


def put(shared: Catalog | None, files: Catalog | None, base: Catalog | None = None) -> Sides:
    def shelf(of: Catalog | None) -> Shelf:
        return Shelf([of] if of else [])

    return Sides(shelf(shared), shelf(files), shelf(base))


def sync(sides: Sides, journal: MemoryJournal | None = None, **options: bool) -> Synced:
    return sync_catalog(KEY, sides, journal or MemoryJournal(), now=NOW, **options)


def texts(sides: Sides) -> list[list[str]]:
    return [[e.target for e in store.read(KEY)[0].entries] for store in (sides.shared, sides.files, sides.bases)]


def test_a_checkout_fills_an_empty_database():
    sides = put(None, catalog(ONE.approved("A"), TWO))
    assert sync(sides) == Synced(KEY, taken=True)
    assert texts(sides) == [["A", ""]] * 3


def test_a_database_fills_an_empty_checkout():
    sides = put(catalog(ONE.approved("A"), TWO), None)
    assert sync(sides) == Synced(KEY, given=True)
    assert texts(sides) == [["A", ""]] * 3


def test_what_each_side_changed_is_on_both_afterwards_and_a_second_time_nothing_is():
    base = catalog(ONE, TWO, THREE)
    sides = put(catalog(ONE.approved("A"), TWO, THREE), catalog(ONE, TWO.approved("B"), THREE), base)
    assert sync(sides) == Synced(KEY, taken=True, given=True)
    assert texts(sides) == [["A", "B", ""]] * 3
    assert sync(sides) == Synced(KEY)


def test_what_both_changed_stands_as_in_the_database_and_the_other_is_a_suggestion_once():
    sides = put(catalog(ONE.approved("A")), catalog(ONE.approved("B")), catalog(ONE))
    journal = MemoryJournal()
    done = sync(sides, journal)
    assert [kept.other for kept in done.conflicts] == ["B"]
    [entry] = sides.shared.read(KEY)[0].entries
    assert (entry.target, entry.state(), suggested_texts(entry)) == ("A", State.APPROVED, ["B"])
    assert sides.files.read(KEY)[0].entries == (entry,)
    assert [(d.after.target, d.outcome) for d in journal.history(KEY)] == [("B", Outcome.CONFLICT)]
    assert sync(sides, journal) == Synced(KEY)
    assert len(journal.decisions) == 1


def test_an_approval_in_the_file_stands_above_a_draft_in_the_database():
    sides = put(catalog(ONE.drafted("D", origin="memory 0.9")), catalog(ONE.approved("A")), catalog(ONE))
    assert not sync(sides).conflicts
    assert texts(sides) == [["A"]] * 3


def test_two_that_were_never_in_step_lose_nothing():
    sides = put(catalog(ONE.approved("A"), TWO), catalog(ONE.approved("B"), TWO.approved("C")))
    sync(sides)
    first, second = sides.shared.read(KEY)[0].entries
    assert {first.target, *suggested_texts(first)} == {"A", "B"}
    assert second.target == "C"


def test_a_file_that_somebody_deleted_comes_back():
    sides = put(catalog(ONE.approved("A")), None, catalog(ONE.approved("A")))
    assert sync(sides) == Synced(KEY, given=True)
    assert texts(sides) == [["A"]] * 3


def test_a_catalog_that_was_moved_in_the_database_is_removed_from_the_checkout_unless_somebody_worked_on_it():
    sides = put(None, catalog(ONE.approved("A")), catalog(ONE.approved("A")))
    assert sync(sides) == Synced(KEY, removed=True)
    assert sides.keys() == []
    worked = put(None, catalog(ONE.approved("B")), catalog(ONE.approved("A")))
    assert sync(worked) == Synced(KEY, taken=True)
    assert texts(worked) == [["B"]] * 3


def test_a_check_says_what_would_be_done_and_writes_nothing():
    sides = put(catalog(ONE.approved("A"), TWO), catalog(ONE, TWO.approved("B")), catalog(ONE, TWO))
    before = texts(sides)
    assert sync(sides, check=True) == Synced(KEY, taken=True, given=True)
    assert texts(sides) == before


def test_a_side_that_changes_meanwhile_is_read_again():
    class Busy(Shelf):
        left = 2

        def replace(self, key: CatalogKey, catalog: Catalog, *, expected: Revision) -> Revision:
            if self.left:
                self.left -= 1
                raise ConflictError("changed meanwhile")
            return super().replace(key, catalog, expected=expected)

    sides = put(catalog(ONE.approved("A")), None)
    busy = replace(sides, files=Busy())
    assert sync(busy).given
    assert busy.files.read(KEY)[0].entries[0].target == "A"


ENTRY = st.sampled_from(
    [ONE, ONE.approved("A"), ONE.approved("B"), ONE.reviewed("C"), ONE.drafted("D", origin="memory 0.9")]
)


@given(base=ENTRY, ours=ENTRY, theirs=ENTRY, stop=st.integers(0, 2))
@settings(max_examples=examples(100))
def test_stopped_anywhere_and_begun_again_it_comes_to_the_same(base: Entry, ours: Entry, theirs: Entry, stop: int):
    """After 0, 1 or 2 of its three writes the program ends; the next run finishes, and no approval is lost."""

    class Ends(Shelf):
        def replace(self, key: CatalogKey, catalog: Catalog, *, expected: Revision) -> Revision:
            if next(writes) >= stop:
                raise KeyboardInterrupt
            return super().replace(key, catalog, expected=expected)

    writes, journal = itertools.count(), MemoryJournal()
    whole = put(catalog(ours), catalog(theirs), catalog(base))
    sync(whole, journal)
    ends = Sides(*(Ends([catalog(e)]) for e in (ours, theirs, base)))
    with pytest.raises(KeyboardInterrupt):
        sync(ends, MemoryJournal())
    again = put(*(store.read(KEY)[0] for store in (ends.shared, ends.files, ends.bases)))
    sync(again)
    assert again.shared.read(KEY) == whole.shared.read(KEY)
    assert again.files.read(KEY) == again.bases.read(KEY) == whole.files.read(KEY)
    [entry] = whole.shared.read(KEY)[0].entries
    kept = {entry.target, *suggested_texts(entry)}
    assert {e.target for e in (ours, theirs) if e.state() is State.APPROVED and e != base} <= kept
