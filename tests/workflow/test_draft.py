"""Drafting: only empty entries, only engines that may see the text, only what may be a translation."""

import time
from dataclasses import replace

import pytest
from drafting_fakes import MemoryLedger
from fakes import MemoryCatalogStore
from hypothesis import given
from hypothesis import strategies as st

from l10n.errors import ConflictError, EngineUnavailable
from l10n.model import Block, BlockKind, Catalog, CatalogKey, Document, Draft, Entry, Kind, Segment, State
from l10n.ports import EngineFailure, Reach
from l10n.sensitivity import Sensitivity
from l10n.workflow.draft import Conditions, Drafted, Failed, Means, Plan, draft_article

KEY = CatalogKey("flood", "es")


class FakeEngine:
    """Translates by a function; keeps what it was given."""

    wants_markup = False
    wants_hints = False
    fingerprint = "1"
    batch = 1
    parallel = 1

    def __init__(self, make=lambda text: "ES: " + text, *, name="fake", reach=Reach.OFFLINE, host="", supported=True):
        self.make, self.name, self.reach, self.host, self.supported = make, name, reach, host, supported
        self.seen = []

    def supports(self, source_locale, target_locale):
        return self.supported

    def translate(self, texts, *, source_locale, target_locale, hints=()):
        for text in texts:
            self.seen.append(text)
            made = self.make(text)
            yield Draft(text, made, f"engine={self.name}") if isinstance(made, str) else made

    def close(self):
        pass


class Remembers(FakeEngine):
    """Gives people's own texts, markup and all, for sources that are equal."""

    wants_markup = True

    def __init__(self, known):
        super().__init__(self.recall, name="memory")
        self.known = known

    def recall(self, text):
        return Draft(text, self.known[text], "memory 1.00") if text in self.known else EngineFailure(text, "nothing")


def document(*sources):
    segments = [Segment(source, Kind.BODY, number=n) for n, source in enumerate(sources, 1)]
    return Document("flood", "", blocks=tuple(Block(BlockKind.PARAGRAPH, segments=(s,)) for s in segments))


def store_of(*entries):
    entries = [Entry(e) if isinstance(e, str) else e for e in entries]
    return MemoryCatalogStore([Catalog("flood", "es", tuple(entries))])


def run(store, *engines, sources=None, clock=time.monotonic, limit=None, dry_run=False, progress=None, **options):
    """Draft the catalog; conditions are those of an article whose hosts somebody has agreed to."""
    sources = sources or [e.source for e in store.catalogs[KEY].entries]
    conditions = Conditions("en", **{"asks": False, **options})
    return draft_article(
        document(*sources),
        "es",
        store=store,
        engines=engines,
        conditions=conditions,
        means=Means(ledger=MemoryLedger(), clock=clock),
        limit=limit,
        dry_run=dry_run,
        progress=progress,
    )


def entries(store):
    return list(store.read(KEY)[0].entries)


def test_empty_entries_are_drafted_and_marked_with_their_engine():
    store = store_of("One.", "Two.")
    assert run(store, FakeEngine()) == Drafted("flood", "es", {"fake": 2})
    assert entries(store) == [
        Entry("One.", "ES: One.", origin="engine=fake"),
        Entry("Two.", "ES: Two.", origin="engine=fake"),
    ]
    assert {e.state() for e in entries(store)} == {State.DRAFT}


def test_notes_and_comments_of_an_entry_stay():
    store = store_of(Entry("One.", note="Body", comments=("ask Ko Ko",), references=("articles/flood.md",)))
    run(store, FakeEngine())
    assert entries(store) == [
        Entry(
            "One.",
            "ES: One.",
            origin="engine=fake",
            note="Body",
            comments=("ask Ko Ko",),
            references=("articles/flood.md",),
        )
    ]


def test_entries_with_a_target_are_neither_sent_nor_touched():
    kept = [
        Entry("A").approved("a"),
        Entry("B").reviewed("b"),
        Entry("C").drafted("c", origin="memory 1.00"),
        Entry("D").reviewed("d").outdated("old D"),
    ]
    store, engine = store_of(*kept, "New."), FakeEngine()
    assert run(store, engine).drafted == {"fake": 1}
    assert engine.seen == ["New."]
    assert entries(store)[:4] == kept


def test_what_left_the_article_is_not_sent():
    store, engine = store_of("Here.", "Gone."), FakeEngine()
    assert run(store, engine, sources=["Here."]) == Drafted("flood", "es", {"fake": 1}, empty_left=1)
    assert engine.seen == ["Here."]


def test_the_first_engine_with_a_good_draft_wins():
    memory = Remembers({"**One**.": "**Uno**."})
    first = FakeEngine(lambda text: EngineFailure(text, "too hard") if "Two" in text else "1: " + text, name="first")
    second = FakeEngine(lambda text: "2: " + text, name="second")
    store = store_of("**One**.", "Two.", "Three.")
    assert run(store, memory, first, second) == Drafted(
        "flood", "es", {"memory": 1, "first": 1, "second": 1}, (Failed("first", "Two.", "too hard"),)
    )
    assert [(e.target, e.origin) for e in entries(store)] == [
        ("**Uno**.", "memory 1.00"),
        ("2: Two.", "engine=second"),
        ("1: Three.", "engine=first"),
    ]
    assert second.seen == ["Two."]


def test_a_limit_counts_empty_entries():
    store = store_of(Entry("A").reviewed("a"), "B", "C", "D")
    assert run(store, FakeEngine(), limit=2) == Drafted("flood", "es", {"fake": 2}, empty_left=1)
    assert [e.target for e in entries(store)] == ["a", "ES: B", "ES: C", ""]


def test_markup_stands_in_marks_and_comes_back():
    store, engine = store_of("**Rain** fell on [hills][1]."), FakeEngine()
    run(store, engine)
    assert engine.seen == ["⟦0⟧Rain⟦1⟧ fell on ⟦2⟧hills⟦3⟧."]
    assert entries(store)[0].target == "ES: **Rain** fell on [hills][1]."


def test_marks_lost_once_are_asked_for_again():
    answers = iter(["Llovió en las colinas.", "⟦0⟧Llovió⟦1⟧ en las colinas."])
    store, engine = store_of("**Rain** fell on hills."), FakeEngine(lambda text: next(answers))
    run(store, engine)
    assert entries(store) == [Entry("**Rain** fell on hills.", "**Llovió** en las colinas.", origin="engine=fake")]


@pytest.mark.parametrize("tells", [True, False])
def test_marks_lost_twice_make_a_plain_draft_with_a_flag(tells):
    def lose(text):
        if "⟦" in text and tells:
            return EngineFailure(text, "marks lost")
        return "Llovió en las colinas."

    store, engine = store_of("**Rain** fell on [hills][1]."), FakeEngine(lose)
    assert run(store, engine).failures == ()
    assert engine.seen == ["⟦0⟧Rain⟦1⟧ fell on ⟦2⟧hills⟦3⟧."] * 2 + ["Rain fell on hills."]
    assert entries(store)[0].target == "Llovió en las colinas."
    assert entries(store)[0].flags == ("markup-lost",)


def test_an_engine_cannot_bring_in_a_link_of_its_own():
    store = store_of("Rain fell on hills.")
    result = run(store, FakeEngine(lambda text: "Llovió [aquí](https://evil.example)."))
    assert (result.drafted, result.empty_left, entries(store)[0].target) == ({}, 1, "")


def test_flags_of_the_engine_stay_on_the_draft():
    store = store_of("One.")
    run(store, FakeEngine(lambda text: Draft(text, "Uno.", "engine=fake", ("unknown-2",))))
    assert entries(store)[0].flags == ("unknown-2",)


@pytest.mark.parametrize(
    ("sensitivity", "host", "sent"),
    [
        (Sensitivity.PUBLIC, "mt.example", True),
        (Sensitivity.INTERNAL, "mt.example", False),
        (Sensitivity.INTERNAL, "own.example", True),
        (Sensitivity.INTERNAL, "127.0.0.1", True),
        (Sensitivity.OFFLINE, "127.0.0.1", False),
    ],
)
@pytest.mark.parametrize("dry_run", [False, True])
def test_an_engine_that_may_not_see_the_text_is_never_given_it(sensitivity, host, sent, dry_run):
    store, engine = store_of("One."), FakeEngine(reach=Reach.REMOTE, host=host)
    result = run(store, engine, sensitivity=sensitivity, own_hosts=["own.example"], dry_run=dry_run)
    assert bool(engine.seen) is (sent and not dry_run)
    assert bool(result.refused) is not sent
    assert all(host in sentence for sentence in result.refused)
    assert bool(result.plan) is (sent and dry_run)


def test_a_refused_engine_does_not_stop_the_others():
    store, engine = store_of("One."), FakeEngine()
    result = run(store, FakeEngine(name="far", reach=Reach.REMOTE, host="mt.example"), engine)
    assert result.drafted == {"fake": 1}
    assert len(result.refused) == 1


def test_an_engine_that_gives_up_keeps_what_it_drafted_and_is_reported():
    def give_up(text):
        if text == "Two.":
            raise EngineUnavailable("no answer", remedy="try later")
        return "ES: " + text

    store = store_of("One.", "Two.", "Three.")
    result = run(store, FakeEngine(give_up), FakeEngine(name="next"))
    assert result == Drafted("flood", "es", {"fake": 1, "next": 2}, refused=("no answer; try later",))


def test_an_interrupted_run_keeps_its_drafts_and_the_next_goes_on():
    def interrupt(text):
        if text == "Three.":
            raise KeyboardInterrupt
        return "ES: " + text

    store = store_of("One.", "Two.", "Three.")
    with pytest.raises(KeyboardInterrupt):
        run(store, FakeEngine(interrupt))
    assert [e.target for e in entries(store)] == ["ES: One.", "ES: Two.", ""]
    engine = FakeEngine()
    assert run(store, engine).drafted == {"fake": 1}
    assert engine.seen == ["Three."]


def test_drafts_are_saved_in_portions():
    store = store_of(*(f"Text {n}." for n in range(45)))
    run(store, FakeEngine())
    assert store.writes == 3


def test_slow_engines_have_their_drafts_saved_by_the_clock():
    ticks = iter(range(0, 1000, 6))
    store = store_of("One.", "Two.", "Three.")
    run(store, FakeEngine(), clock=lambda: next(ticks))
    assert store.writes == 3


class BusyStore(MemoryCatalogStore):
    """Lets somebody else change the catalog between reading and writing, as often as there are changes."""

    def __init__(self, catalogs, changes):
        super().__init__(catalogs)
        self.changes = list(changes)

    def replace(self, key, catalog, *, expected):
        if self.changes:
            self.catalogs[key] = self.catalogs[key].with_entries({e.key: e for e in self.changes.pop(0)})
        return super().replace(key, catalog, expected=expected)


def test_what_a_person_wrote_meanwhile_is_not_overwritten():
    theirs = Entry("One.").approved("Uno, a mano.")
    store = BusyStore([Catalog("flood", "es", (Entry("One."), Entry("Two.")))], [[theirs]])
    assert run(store, FakeEngine()).drafted == {"fake": 1}
    assert entries(store) == [theirs, Entry("Two.", "ES: Two.", origin="engine=fake")]


def test_a_catalog_that_never_stands_still_is_a_conflict():
    changes = [[Entry("Two.").reviewed(f"dos {n}")] for n in range(100)]
    store = BusyStore([Catalog("flood", "es", (Entry("One."), Entry("Two.")))], changes)
    with pytest.raises(ConflictError):
        run(store, FakeEngine())


def test_a_dry_run_tells_who_would_see_what_and_writes_nothing():
    store = store_of("**Rain** fell.", "Known.")
    engine = FakeEngine(name="far", reach=Reach.REMOTE, host="mt.example")
    memory = Remembers({"Known.": "Sabido."})
    assert run(store, memory, engine, dry_run=True, sensitivity=Sensitivity.PUBLIC) == Drafted(
        "flood",
        "es",
        {"memory": 1},
        empty_left=2,
        plan=(Plan("far", ("⟦0⟧Rain⟦1⟧ fell.",), 16, "mt.example"),),
    )
    assert (engine.seen, store.writes) == ([], 0)


def test_a_dry_run_tells_of_a_pair_that_is_not_there():
    result = run(store_of("One."), FakeEngine(supported=False), dry_run=True)
    assert result.refused == ("fake does not translate from en to es",)


def test_progress_only_grows_to_the_number_of_empty_entries():
    calls = []
    run(store_of(Entry("A").reviewed("a"), "B", "C"), FakeEngine(), progress=lambda *call: calls.append(call))
    assert calls == [(1, 2), (2, 2)]


def test_without_a_catalog_there_is_nothing_to_draft():
    store, engine = MemoryCatalogStore(), FakeEngine()
    assert run(store, engine, sources=["One."]) == Drafted("flood", "es", {})
    assert (engine.seen, store.writes) == ([], 0)


GARBAGE = [
    "",
    "Error 500 (Server Error)!!1500.That’s an error.",
    "MYMEMORY WARNING: YOU USED ALL AVAILABLE FREE TRANSLATIONS FOR TODAY.",
    "<html><body>Bad gateway",
    "😀",
    "⟦7⟧ Llovió en las colinas.",
    "မိုးသည်းထန်စွာ ရွာသွန်းခဲ့သည်။",
    "Llovió.\x00",
]


@given(st.lists(st.sampled_from(GARBAGE), min_size=1))
def test_garbage_is_never_a_draft(answers):
    store = store_of("Rain fell on the **northern** hills.", "It was the third night of rain.")
    turn = iter(answers * 20)
    result = run(store, FakeEngine(lambda text: next(turn)))
    assert (result.drafted, store.writes, result.empty_left, len(result.failures)) == ({}, 0, 2, 2)


def test_an_engine_that_stops_short_or_mixes_up_texts_fails_those():
    def translate(texts, **locales):
        yield Draft(texts[1], "ES: Two.", "engine=fake")

    engine = FakeEngine()
    engine.translate = translate
    store = store_of("One.", "Two.")
    assert [f.reason for f in run(store, engine).failures] == ["the answer belongs to another text", "no answer"]
    assert store.writes == 0


states = st.sampled_from(["empty", "draft", "review", "stale", "approved"])


def entry_in(state, source):
    made = Entry(source)
    return {
        "empty": made,
        "draft": made.drafted("t", origin="engine=x"),
        "review": made.reviewed("t"),
        "stale": made.reviewed("t").outdated("old"),
        "approved": made.approved("t"),
    }[state]


@given(st.lists(states, max_size=8), st.lists(st.one_of(st.text(), st.none()), min_size=1), st.data())
def test_no_engines_output_ever_reaches_an_entry_that_is_not_empty(kinds, answers, data):
    before = [entry_in(state, f"Source number {n}.") for n, state in enumerate(kinds)]
    meanwhile = [e for e in before if data.draw(st.booleans())]
    changed = [replace(e, target="", origin="", confirmed=False).reviewed("by hand") for e in meanwhile]
    store = BusyStore([Catalog("flood", "es", tuple(before))], [changed])
    turn = iter(answers * 100)

    def make(text):
        answer = next(turn)
        return EngineFailure(text, "no") if answer is None else answer

    run(store, FakeEngine(make), sources=["x", *(e.source for e in before)])
    expected = {e.key: e for e in before if e.target}
    if not store.changes:
        expected |= {e.key: e for e in changed}
    after = {e.key: e for e in entries(store)}
    assert {key: after[key] for key in expected} == expected
