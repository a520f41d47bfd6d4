"""What every `ports.CatalogStore` promises, as tests: a test file makes a class of `CatalogContract` for each store."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from random import Random

import pytest

from l10n.errors import ConflictError
from l10n.model import Action, Catalog, CatalogKey, Decision, Entry, Outcome
from l10n.ports import CatalogStore

KEY = CatalogKey("flood", "my")
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)

Make = Callable[[], CatalogStore]
"""Opens the same catalogs once more, as another thread or program would."""

SAMPLE = Catalog(
    "flood",
    "my",
    (
        Entry("Rain", context="headline", note="Headline", references=("articles/flood.md",)).approved("မိုး"),
        Entry("It rained [for days][1].", note="Body, paragraph 1 of 2\n[1] https://a.example/").drafted(
            "မိုး [ရက်ပေါင်း][1]", origin="memory 0.93", flags=("number", "length 0.4")
        ),
        Entry('A "quoted"\nword\twith a tab', comments=("a comment", 'diglot: also "x"')).reviewed("နှစ်"),
        Entry("It rained.").approved("မိုးရွာ").outdated("It rains."),
        Entry("Never translated"),
    ),
    (Entry("Gone").approved("သွားပြီ"), Entry("Gone too")),
)


def approval(entry: Entry, target: str, *, id: int = 1, key: CatalogKey = KEY) -> Decision:
    after = entry.approved(target)
    return Decision(key, entry.key, Action.APPROVE, entry.revision, entry, after, "thida", NOW, id=id)


class CatalogContract:
    """The promises; a subclass gives a fixture `make`."""

    @pytest.fixture
    def store(self, make: Make) -> CatalogStore:
        return make()

    def test_there_is_nothing_at_first(self, store: CatalogStore) -> None:
        assert store.read(KEY) == (Catalog("flood", "my"), "")
        assert list(store.keys()) == []

    def test_what_was_written_is_read_back_by_everybody(self, store: CatalogStore, make: Make) -> None:
        revision = store.replace(KEY, SAMPLE, expected="")
        assert revision
        assert store.read(KEY) == make().read(KEY) == (SAMPLE, revision)

    def test_replace_writes_only_over_what_was_seen(self, store: CatalogStore) -> None:
        first = store.replace(KEY, SAMPLE, expected="")
        for expected in ("", "another"):
            with pytest.raises(ConflictError) as caught:
                store.replace(KEY, Catalog("flood", "my"), expected=expected)
            assert (caught.value.seen, caught.value.found) == (expected, first)
        assert store.read(KEY) == (SAMPLE, first)

    def test_the_same_catalog_keeps_its_revision_and_another_has_another(self, store: CatalogStore) -> None:
        first = store.replace(KEY, SAMPLE, expected="")
        assert store.replace(KEY, SAMPLE, expected=first) == first
        second = store.replace(KEY, replace(SAMPLE, entries=SAMPLE.entries[::-1]), expected=first)
        assert second != first
        assert store.replace(KEY, SAMPLE, expected=second) == first

    def test_entries_that_come_go_and_move_are_as_written(self, store: CatalogStore) -> None:
        random, revision = Random(7), ""
        pool = [Entry(f"Source {n}", context="headline" if n % 3 == 0 else "") for n in range(12)]
        for _ in range(12):
            texts = [e.approved(f"T{random.random()}") if random.random() < 0.5 else e for e in pool]
            chosen = random.sample(texts, random.randint(1, 12))
            cut = random.randint(1, len(chosen))
            catalog = Catalog("flood", "my", tuple(chosen[:cut]), tuple(chosen[cut:]))
            revision = store.replace(KEY, catalog, expected=revision)
            assert store.read(KEY) == (catalog, revision)

    def test_a_catalog_is_called_as_its_key_says(self, store: CatalogStore) -> None:
        store.replace(KEY, Catalog("other", "es", SAMPLE.entries), expected="")
        assert store.read(KEY)[0].key == KEY

    def test_apply_sets_what_was_seen_and_leaves_the_rest(self, store: CatalogStore) -> None:
        one, two, three = Entry("1", note="Body"), Entry("2"), Entry("3")
        store.replace(KEY, Catalog("flood", "my", (one, two, three)), expected="")
        seen_without_note = replace(one, note="")
        stale = replace(approval(two, "B", id=2), base="another")
        lost = approval(Entry("never there"), "C", id=3)
        applied = store.apply(KEY, [approval(seen_without_note, "A"), stale, lost])
        assert applied.outcomes == {1: Outcome.APPLIED, 2: Outcome.CONFLICT, 3: Outcome.CONFLICT}
        assert store.read(KEY)[0].entries == (one.approved("A"), two, three)

    def test_decisions_about_a_catalog_that_is_not_there_are_conflicts(self, store: CatalogStore) -> None:
        assert store.apply(KEY, [approval(Entry("1"), "A")]).outcomes == {1: Outcome.CONFLICT}
        assert list(store.keys()) == []

    def test_applying_twice_is_applied_and_changes_nothing_more(self, store: CatalogStore) -> None:
        store.replace(KEY, Catalog("flood", "my", (Entry("1"),)), expected="")
        decision = approval(Entry("1"), "A")
        store.apply(KEY, [decision])
        before = store.read(KEY)
        assert store.apply(KEY, [decision]).outcomes == {1: Outcome.APPLIED}
        assert store.read(KEY) == before

    def test_decisions_that_follow_each_other_are_all_applied(self, store: CatalogStore) -> None:
        store.replace(KEY, Catalog("flood", "my", (Entry("1"),)), expected="")
        first = approval(Entry("1"), "A")
        second = approval(first.after, "B", id=2)
        assert store.apply(KEY, [first, second]).outcomes == {1: Outcome.APPLIED, 2: Outcome.APPLIED}
        assert store.read(KEY)[0].entries == (Entry("1").approved("B"),)

    def test_a_decision_changes_the_revision_of_the_catalog(self, store: CatalogStore) -> None:
        first = store.replace(KEY, Catalog("flood", "my", (Entry("1"),)), expected="")
        store.apply(KEY, [approval(Entry("1"), "A")])
        catalog, second = store.read(KEY)
        assert second != first
        with pytest.raises(ConflictError):
            store.replace(KEY, catalog, expected=first)

    def test_who_approves_has_chosen_among_the_suggestions(self, store: CatalogStore) -> None:
        entry = Entry("1", comments=('diglot: also "B"', "keep"))
        store.replace(KEY, Catalog("flood", "my", (entry,)), expected="")
        store.apply(KEY, [approval(entry, "A")])
        assert store.read(KEY)[0].entries == (replace(entry.approved("A"), comments=("keep",)),)

    def test_keys_come_by_slug_then_locale_without_the_desks_own(self, store: CatalogStore) -> None:
        for slug, locale in [("tour", "my"), ("flood", "pt-BR"), ("flood", "my"), ("desk", "my")]:
            store.replace(CatalogKey(slug, locale), Catalog(slug, locale, (Entry("1"),)), expected="")
        keys = [key for key in store.keys() if key.slug != "desk"]  # noqa: SIM118  the port's method
        assert keys == [CatalogKey("flood", "my"), CatalogKey("flood", "pt-BR"), CatalogKey("tour", "my")]

    def test_a_source_may_be_long(self, store: CatalogStore) -> None:
        entry = Entry("Rain and more rain. " * 5000)
        store.replace(KEY, Catalog("flood", "my", (entry,)), expected="")
        assert store.apply(KEY, [approval(entry, "A")]).outcomes == {1: Outcome.APPLIED}
        assert store.read(KEY)[0].entries == (entry.approved("A"),)

    def test_approvals_from_four_at_once_are_all_kept(self, store: CatalogStore, make: Make) -> None:
        store.replace(KEY, Catalog("flood", "my", tuple(Entry(str(n)) for n in range(80))), expected="")
        outcomes: dict[int, Outcome] = {}

        def approve(start: int) -> None:
            own = make()
            for n in range(start, start + 20):
                outcomes.update(own.apply(KEY, [approval(Entry(str(n)), f"T{n}", id=n + 1)]).outcomes)

        threads = [threading.Thread(target=approve, args=(start,)) for start in range(0, 80, 20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert outcomes == {n + 1: Outcome.APPLIED for n in range(80)}
        assert [entry.target for entry in store.read(KEY)[0].entries if entry.sealed] == [f"T{n}" for n in range(80)]

    def test_of_four_who_decide_at_once_about_one_entry_one_is_applied(self, store: CatalogStore, make: Make) -> None:
        store.replace(KEY, Catalog("flood", "my", (Entry("1"),)), expected="")
        for round in range(10):
            [entry] = store.read(KEY)[0].entries
            outcomes: dict[int, Outcome] = {}
            barrier = threading.Barrier(4)

            def decide(id: int, entry: Entry = entry, barrier: threading.Barrier = barrier) -> None:
                own = make()
                barrier.wait()
                outcomes.update(own.apply(KEY, [approval(entry, f"T{id}", id=id)]).outcomes)  # noqa: B023 (joined below)

            ids = range(1 + 4 * round, 5 + 4 * round)
            threads = [threading.Thread(target=decide, args=(id,)) for id in ids]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            applied = [id for id, outcome in outcomes.items() if outcome is Outcome.APPLIED]
            assert len(applied) == 1
            assert store.read(KEY)[0].entries[0].target == f"T{applied[0]}"

    def test_of_four_who_replace_at_once_one_succeeds(self, store: CatalogStore, make: Make) -> None:
        seen = ""
        for round in range(5):
            won: list[str] = []
            barrier = threading.Barrier(4)

            def write(name: str, seen: str = seen, barrier: threading.Barrier = barrier) -> None:
                own, catalog = make(), Catalog("flood", "my", (Entry("1").approved(name), Entry("2")))
                barrier.wait()
                try:
                    own.replace(KEY, catalog, expected=seen)
                except ConflictError:
                    return
                won.append(name)  # noqa: B023 (joined below)

            threads = [threading.Thread(target=write, args=(f"{round}-{n}",)) for n in range(4)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            catalog, seen = store.read(KEY)
            assert len(won) == 1
            assert catalog.entries[0].target == won[0]
