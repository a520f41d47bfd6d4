"""What leaves when an article is drafted: asked for, recorded before, paced, counted, remembered, and ended at will."""

import itertools
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from drafting_fakes import MemoryCache, MemoryLedger
from fakes import MemoryCatalogStore

from l10n.allowance import Allowance, Price
from l10n.errors import EngineUnavailable, StorageError
from l10n.glossary import Term
from l10n.model import Block, BlockKind, Catalog, CatalogKey, Document, Draft, Entry, Kind, Segment
from l10n.ports import EngineFailure, Hints, Reach
from l10n.ports.ledger import Send, SendOutcome
from l10n.ports.outgoing import about_to_send
from l10n.redaction import Redact
from l10n.sensitivity import Sensitivity
from l10n.workflow.draft import Conditions, Means, Plan, draft_article
from l10n.workflow.drafting.sending import digest_of

KEY = CatalogKey("flood", "es")
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class Server:
    """An engine on another computer that translates by a function; keeps what it was given, call by call."""

    wants_markup = False
    fingerprint = "1"
    reach = Reach.REMOTE

    def __init__(
        self, make=lambda text: "ES " + text, *, name="far", host="mt.example", batch=2, parallel=1, hints=False
    ):
        self.make, self.name, self.host, self.batch, self.parallel = make, name, host, batch, parallel
        self.wants_hints = hints
        self.calls, self.hints = [], []
        self.before = lambda texts: None

    @property
    def seen(self):
        return [text for call in self.calls for text in call]

    def supports(self, source_locale, target_locale):
        return True

    def translate(self, texts, *, source_locale, target_locale, hints=()):
        self.calls.append(tuple(texts))
        self.hints.extend(hints)
        self.before(texts)
        for text in texts:
            made = self.make(text)
            yield Draft(text, made, f"engine={self.name}") if isinstance(made, str) else made

    def close(self):
        pass


def document(*sources):
    segments = [Segment(source, Kind.BODY, number=n) for n, source in enumerate(sources, 1)]
    return Document("flood", "", blocks=tuple(Block(BlockKind.PARAGRAPH, segments=(s,)) for s in segments))


class Bench:
    """A catalog of empty entries with ledger and cache, drafted as often as is wished."""

    def __init__(self, *sources, ledger=None):
        self.sources = sources
        self.store = MemoryCatalogStore([Catalog("flood", "es", tuple(map(Entry, dict.fromkeys(sources))))])
        self.ledger = MemoryLedger() if ledger is None else ledger
        self.means = Means(ledger=self.ledger, cache=MemoryCache(), now=lambda: NOW, grace_s=0.3)

    def run(self, *engines, means=None, limit=None, dry_run=False, **conditions):
        public = {"sensitivity": Sensitivity.PUBLIC, "agreed": ["mt.example"], "run": "run1", "by": "lucia"}
        return draft_article(
            document(*self.sources),
            "es",
            store=self.store,
            engines=engines,
            conditions=Conditions("en", **{**public, **conditions}),
            means=means or self.means,
            limit=limit,
            dry_run=dry_run,
        )

    def empty_again(self):
        self.store = MemoryCatalogStore([Catalog("flood", "es", tuple(map(Entry, dict.fromkeys(self.sources))))])

    @property
    def targets(self):
        return [entry.target for entry in self.store.read(KEY)[0].entries]


def send(id, *texts, **changes):
    made = Send(
        "run1", NOW, "far", "mt.example", "flood", "en", "es", sum(map(len, texts)), tuple(map(digest_of, texts))
    )
    done = {"id": id, "by": "lucia", "outcome": SendOutcome.ANSWERED, "answered": len(texts), "finished_at": NOW}
    return replace(made, **{**done, **changes})


def test_every_call_is_in_the_ledger_with_counts_and_digests_but_no_text():
    bench = Bench("One.", "Two.", "Three.")
    assert bench.run(Server()).sent == {"far": 14}
    assert bench.ledger.kept == [send(1, "One.", "Two."), send(2, "Three.")]


def test_the_ledger_keeps_texts_where_the_project_wants_it():
    bench = Bench("One.")
    bench.run(Server(), keep_texts=True)
    assert bench.ledger.kept == [send(1, "One.", texts=("One.",))]


def test_the_ledger_keeps_no_text_that_a_server_quotes():
    said = EngineFailure("Soldiers left the village.", "HTTP 400: cannot read 'Soldiers left the village.'")
    bench = Bench("Soldiers left the village.")
    bench.run(Server(lambda text: said))
    assert [kept.reason for kept in bench.ledger.kept] == ["HTTP 400: cannot read '…"]
    bench.run(Server(lambda text: said), keep_texts=True)
    assert bench.ledger.kept[-1].reason == said.reason


def test_a_send_is_recorded_before_it_happens():
    bench, engine, seen = Bench("One.", "Two."), Server(), []
    engine.before = lambda texts: seen.append([s.outcome for s in bench.ledger.kept])
    bench.run(engine)
    assert seen == [[SendOutcome.BEGUN]]


def test_nothing_is_sent_that_cannot_be_recorded():
    class Full(MemoryLedger):
        def begin(self, send, *, budgets=()):
            raise StorageError("the disk is full")

    bench, engine = Bench("One.", ledger=Full()), Server()
    with pytest.raises(StorageError):
        bench.run(engine)
    assert engine.calls == []
    assert "no ledger" in bench.run(engine, means=Means()).refused[0]
    assert engine.calls == []


@pytest.mark.parametrize(
    ("host", "options", "sent"),
    [
        ("mt.example", {"agreed": []}, False),
        ("mt.example", {"agreed": ["other.example"]}, False),
        ("mt.example", {"agreed": ["mt.example"]}, True),
        ("mt.example", {"agreed": [], "asks": False}, True),
        ("mt.example", {"agreed": [], "own_hosts": ["mt.example"]}, True),
        ("127.0.0.1", {"agreed": []}, True),
    ],
)
def test_other_peoples_hosts_are_sent_nothing_that_nobody_agreed_to(host, options, sent):
    bench, engine = Bench("One."), Server(host=host)
    result = bench.run(engine, **options)
    assert bool(engine.calls) is bool(bench.ledger.kept) is sent
    assert result.refused == (() if sent else (result.refused[0],))
    assert sent or "nobody has agreed to send texts to mt.example" in result.refused[0]


def test_who_has_nothing_to_be_sent_need_not_be_agreed_to():
    bench = Bench("One.")
    bench.run(Server())
    assert bench.run(Server(), agreed=[]).refused == ()


def test_a_plan_tells_who_would_get_what_at_which_cost_and_asks_nobody():
    bench, engine = Bench("**One** day.", "Two.", "Two."), Server()
    limits = Allowance(price=Price(Decimal(20), "USD"), proxy="127.0.0.1:9050")
    result = bench.run(engine, agreed=[], allowances={"far": limits}, dry_run=True)
    assert result.plan == (
        Plan("far", ("⟦0⟧One⟦1⟧ day.", "Two."), 18, "mt.example", "127.0.0.1:9050", price=limits.price, asks=True),
    )
    assert result.plan[0].cost == "0.01 USD"
    assert (engine.calls, bench.ledger.kept) == ([], [])


def test_a_plan_does_not_count_what_the_cache_knows():
    bench, engine = Bench("One.", "Two."), Server()
    bench.run(engine, limit=1)
    bench.empty_again()
    plan = bench.run(engine, dry_run=True).plan[0]
    assert (plan.texts, plan.cached, engine.calls) == (("Two.",), 1, [("One.",)])


def test_a_budget_of_the_run_ends_it_before_it_is_overrun():
    bench, engine = Bench("12345678", "abcdefgh", "ABCDEFGH"), Server(lambda text: "ES " + text, batch=1)
    result = bench.run(engine, allowances={"far": Allowance(characters_per_run=20, characters_per_month=99)})
    assert (engine.calls, result.drafted, result.empty_left) == ([("12345678",), ("abcdefgh",)], {"far": 2}, 1)
    assert result.refused == (
        "far was sent no more: characters_per_run = 20 would be exceeded (16 sent); "
        "raise the limit under [engine.far], or use another engine",
    )


def test_a_budget_of_the_month_counts_what_was_sent_before():
    bench, engine = Bench("One."), Server()
    bench.ledger.kept.append(send(1, "x" * 90, run="old", at=datetime(2026, 11, 1, tzinfo=UTC)))
    bench.ledger.kept.append(send(2, "x" * 500, run="old", at=datetime(2026, 10, 31, tzinfo=UTC)))
    assert bench.run(engine, allowances={"far": Allowance(characters_per_month=93)}).drafted == {}
    assert bench.run(engine, allowances={"far": Allowance(characters_per_month=94)}).drafted == {"far": 1}


def test_calls_keep_the_pace_that_the_project_sets():
    ticks = itertools.count(0.0, 20.0)
    bench, engine, times = Bench("One.", "Two.", "Three."), Server(batch=1), []
    means = replace(bench.means, clock=lambda: next(ticks))
    engine.before = lambda texts: times.append(next(ticks))
    bench.run(engine, means=means, allowances={"far": Allowance(requests_per_minute=1)})
    assert len(times) == 3
    assert min(b - a for a, b in itertools.pairwise(times)) >= 60


def test_a_batch_is_no_larger_than_the_texts_of_a_minute():
    bench, engine = Bench("One.", "Two.", "Three."), Server(batch=50)
    bench.run(engine, allowances={"far": Allowance(texts_per_minute=3)})
    assert [len(call) for call in engine.calls] == [3]


@pytest.mark.parametrize(("parallel", "most", "at_once"), [(1, 0, 1), (3, 0, 3), (8, 2, 2)])
def test_as_many_calls_run_at_once_as_the_engine_and_the_project_allow(parallel, most, at_once):
    bench, engine = Bench(*(f"Text {n}." for n in range(12))), Server(batch=1, parallel=parallel)
    lock, running, peak = threading.Lock(), [0], [0]
    meet = threading.Barrier(at_once)

    def before(texts):
        with lock:
            running[0] += 1
            peak[0] = max(peak[0], running[0])
        meet.wait(timeout=5)
        with lock:
            running[0] -= 1

    engine.before = before
    assert bench.run(engine, allowances={"far": Allowance(parallel=most)}).drafted == {"far": 12}
    assert peak[0] == at_once
    assert bench.targets == [f"ES Text {n}." for n in range(12)]


def test_equal_texts_are_sent_once_for_all_their_entries():
    bench, engine = Bench("One."), Server()
    bench.store = MemoryCatalogStore([Catalog("flood", "es", (Entry("One."), Entry("One.", context="headline")))])
    segments = (Segment("One.", Kind.HEADLINE, context="headline"), Segment("One.", Kind.BODY))
    article = Document("flood", "", head=segments)
    conditions = Conditions("en", sensitivity=Sensitivity.PUBLIC, asks=False)
    result = draft_article(article, "es", store=bench.store, engines=[engine], conditions=conditions, means=bench.means)
    assert (result.drafted, engine.seen, bench.targets) == ({"far": 2}, ["One."], ["ES One.", "ES One."])


def test_a_good_answer_is_not_asked_for_again_unless_fresh_ones_are_wanted():
    bench, engine = Bench("**One** day.", "Two."), Server()
    bench.run(engine)
    bench.empty_again()
    again = bench.run(engine, agreed=[])
    assert (again.drafted, again.cached, again.sent, again.refused) == ({"far": 2}, {"far": 2}, {}, ())
    assert bench.targets == ["ES **One** day.", "ES Two."]
    assert len(engine.calls) == 1
    bench.empty_again()
    assert bench.run(engine, means=replace(bench.means, fresh=True)).cached == {}
    assert len(engine.calls) == 2


@pytest.mark.parametrize("changed", ["fingerprint", "name"])
def test_answers_of_other_settings_do_not_count(changed):
    bench, engine = Bench("One."), Server()
    bench.run(engine)
    bench.empty_again()
    setattr(engine, changed, "2")
    assert bench.run(engine).cached == {}


def test_a_term_that_occurs_makes_another_answer_for_engines_that_are_told_terms():
    bench, engine = Bench("The river.", "The sea."), Server(hints=True)
    bench.run(engine)
    bench.empty_again()
    assert bench.run(engine, terms=(Term("river", ("río",)),)).cached == {"far": 1}
    assert engine.calls[1:] == [("The river.",)]


@pytest.mark.parametrize("bad", ["", "Error 500 (Server Error)!!1500.", "⟦7⟧ x", EngineFailure("One.", "no")])
def test_what_is_no_translation_is_not_kept_for_the_next_time(bad):
    bench = Bench("One.")
    bench.run(Server(lambda text: bad))
    assert bench.means.cache.kept == {}


def test_neighbours_and_terms_reach_engines_that_read_them():
    river = Term("river", ("río",), locale="es")
    bench, engine = Bench("**One** day.", "The river rose.", "Three."), Server(batch=3, hints=True)
    bench.run(engine, terms=(river, Term("sea", ("mar",)), Term("river", ("fleuve",), locale="fr")))
    assert engine.hints == [
        Hints("", "The river rose."),
        Hints("One day.", "Three.", (river,)),
        Hints("The river rose.", ""),
    ]
    assert bench.ledger.kept[0].characters > sum(map(len, engine.seen)) + 40


def test_other_engines_are_told_nothing():
    engine = Server()
    Bench("One.", "Two.").run(engine)
    assert engine.hints == []


SECRET = Term("Ma Hnin", ("Doña Hnin",), locale="es", redact=True)


def test_marked_names_never_reach_another_computer_and_come_back():
    bench, engine = Bench("**Ma** Hnin and Ma Hnin left.", "The boat of Ma Hnin."), Server(hints=True)
    bench.run(engine, terms=(SECRET,), keep_texts=True)
    assert engine.seen == ["⟦0⟧⟦100⟧⟦1⟧ ⟦101⟧ and ⟦102⟧ left.", "The boat of ⟦102⟧."]
    assert "Hnin" not in str((engine.calls, engine.hints, bench.ledger.kept))
    assert bench.targets == ["ES **Ma** Hnin and Doña Hnin left.", "ES The boat of Doña Hnin."]
    assert sum(kept.hidden for kept in bench.ledger.kept) == 4


def test_an_engine_that_reads_markup_is_told_no_more_than_others_on_its_computer():
    bench, engine = Bench("**Ma** Hnin and Ma Hnin left.", "The boat of Ma Hnin."), Server(hints=True)
    engine.wants_markup = True
    bench.run(engine, terms=(SECRET,), keep_texts=True)
    assert engine.calls
    assert "Hnin" not in str((engine.calls, engine.hints, bench.ledger.kept))


def test_this_computer_may_read_all_names():
    bench, engine = Bench("Ma Hnin left."), Server(host="localhost")
    bench.run(engine, terms=(SECRET,), redact=Redact.ALWAYS)
    assert engine.seen == ["Ma Hnin left."]


def test_names_that_the_glossary_does_not_have_are_hidden_where_the_project_wants_it():
    text = "The teacher Daw Nilar Soe of Pathein said: call +95 9 123 456 789."
    bench, engine = Bench(text, "Later Daw Nilar Soe left."), Server()
    bench.run(engine, redact=Redact.OTHERS)
    assert not {"Nilar", "Soe", "456"} & set(" ".join(engine.seen).replace(".", " ").split())
    assert bench.targets == ["ES " + text, "ES Later Daw Nilar Soe left."]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace("⟦100⟧", "she"),
        lambda text: text + " ⟦100⟧",
        lambda text: text.replace("⟦100⟧", "⟦101⟧"),
        lambda text: text.replace("⟦100⟧", "[100]"),
    ],
)
def test_a_draft_whose_hidden_names_did_not_all_come_back_once_is_refused(spoil):
    bench = Bench("Then Ma Hnin left.")
    result = bench.run(Server(lambda text: "ES " + spoil(text)), terms=(SECRET,))
    assert (result.drafted, bench.targets) == ({}, [""])
    assert [failed.reason for failed in result.failures] == ["a hidden name did not come back"]


def test_a_text_of_nothing_but_hidden_names_is_not_sent():
    bench, engine = Bench("**Ma Hnin**"), Server()
    result = bench.run(engine, terms=(SECRET,))
    assert (engine.calls, [f.reason for f in result.failures]) == (
        [],
        ["nothing is left to translate when what is marked is hidden"],
    )


def test_when_told_to_stop_what_is_under_way_is_kept_and_the_rest_left():
    bench, engine = Bench(*(f"Text {n}." for n in range(9))), Server(batch=1)
    means = replace(bench.means, stop=lambda: len(engine.calls) >= 3)
    result = bench.run(engine, means=means)
    assert (result.drafted, result.empty_left, result.stopped) == ({"far": 3}, 6, True)
    assert [kept.outcome for kept in bench.ledger.kept] == [SendOutcome.ANSWERED] * 3
    assert bench.run(engine).drafted == {"far": 6}
    assert len(set(engine.seen)) == len(engine.seen) == 9


def test_a_call_that_does_not_end_is_left_behind_and_stands_in_the_ledger_as_begun():
    bench, engine, release = Bench("One.", "Two."), Server(batch=1), threading.Event()
    engine.before = lambda texts: texts[0] == "Two." and release.wait(timeout=60)
    means = replace(bench.means, stop=lambda: len(engine.calls) == 2)
    began = time.monotonic()
    result = bench.run(engine, means=means)
    release.set()
    assert time.monotonic() - began < 30
    assert (result.drafted, result.stopped) == ({"far": 1}, True)
    assert [kept.outcome for kept in bench.ledger.kept] == [SendOutcome.ANSWERED, SendOutcome.BEGUN]


def test_a_stop_ends_an_engine_of_this_computer_too():
    bench, engine = Bench("One.", "Two.", "Three."), Server(host="", batch=1)
    engine.reach, done = Reach.OFFLINE, []
    engine.make = lambda text: done.append(text) or "ES " + text
    result = bench.run(engine, means=replace(bench.means, stop=lambda: len(done) >= 2))
    assert (len(done) <= 3, result.stopped, bench.targets[-1]) == (True, True, "")


def test_an_engine_that_fails_five_times_for_the_same_reason_is_asked_no_more():
    bench = Bench(*(f"Text {n}." for n in range(30)))
    engine = Server(lambda text: EngineFailure(text, "mt.example does not answer"), batch=1)
    result = bench.run(engine)
    assert len(engine.calls) == len(result.failures) == 5
    assert "far failed 5 times in a row: mt.example does not answer" in result.refused[0]


def test_reasons_that_tell_of_a_text_end_nothing():
    bench = Bench(*(f"Rain fell on the hills all night, number {n}." for n in range(12)))
    engine = Server(lambda text: text, batch=1)
    result = bench.run(engine)
    assert (len(engine.calls), {f.reason for f in result.failures}) == (12, {"echo of the source"})


def nothing(texts, **options):
    return None


def nones(texts, **options):
    yield from [None] * len(texts)


def defect(texts, **options):
    raise KeyError("api_key=secret")
    yield


def half(texts, **options):
    yield Draft(texts[0], "ES " + texts[0], "engine=far")
    raise EngineUnavailable("mt.example is gone", remedy="try later")


@pytest.mark.parametrize("host", ["mt.example", ""])
@pytest.mark.parametrize(
    ("translate", "drafted", "reasons", "refused"),
    [
        (nothing, {"next": 2}, ["no answer"] * 2, ()),
        (nones, {"next": 2}, ["no answer"] * 2, ()),
        (defect, {"next": 2}, [], ("far failed with KeyError; this is a defect in the engine; use another",)),
        (half, {"far": 1, "next": 1}, [], ("mt.example is gone; try later",)),
    ],
)
def test_whatever_an_engine_does_the_next_one_goes_on(host, translate, drafted, reasons, refused):
    bench, engine = Bench("One.", "Two."), Server(host=host)
    engine.translate = translate
    result = bench.run(engine, Server(name="next"))
    assert (result.drafted, [f.reason for f in result.failures], result.refused) == (drafted, reasons, refused)
    assert bench.targets == ["ES One.", "ES Two."]


def test_what_came_of_a_failed_call_is_in_the_ledger():
    bench, engine = Bench("One.", "Two."), Server()
    engine.translate = half
    bench.run(engine)
    assert bench.ledger.kept == [send(1, "One.", "Two.", answered=1, reason="mt.example is gone")]


def test_failures_are_told_in_the_order_of_the_article():
    bench, engine = Bench(*(f"Text {n}." for n in range(8))), Server(batch=1, parallel=4)
    last = threading.Event()  # the first text is answered after all others
    engine.before = lambda texts: last.set() if "7" in texts[0] else "0" in texts[0] and last.wait(timeout=5)
    engine.make = lambda text: EngineFailure(text, f"no {text}")
    assert [f.source for f in bench.run(engine).failures] == [f"Text {n}." for n in range(8)]


def test_memories_go_first_whatever_the_list_says():
    class Remembers(Server):
        wants_markup, reach = True, Reach.OFFLINE

    bench = Bench("One.")
    memory = Remembers(lambda text: "Uno.", name="memory", host="")
    assert bench.run(Server(), memory).drafted == {"memory": 1}


class Doubter(Server):
    """Sends the first text of each call again."""

    def translate(self, texts, **options):
        for text in texts:
            about_to_send(len(text))
        about_to_send(len(texts[0]))
        yield from super().translate(texts, **options)


def test_what_an_engine_sends_again_is_in_the_ledger_and_counted():
    bench = Bench("One.", "Two!!", "Three.")
    assert bench.run(Doubter()).sent == {"far": 15 + 4 + 6}
    again = replace(send(2), characters=4, reason="asked again")
    assert bench.ledger.kept[:2] == [send(1, "One.", "Two!!"), again]
    assert bench.ledger.spent("far") == 25


def test_what_no_budget_has_room_for_is_not_sent_again():
    bench = Bench("One.", "Two!!")
    done = bench.run(Doubter(), allowances={"far": Allowance(characters_per_run=12)})
    assert bench.ledger.spent("far") == 9
    assert done.refused
