"""The engines that send many texts in one request, against a server that misbehaves: as for the others, in batches."""

import threading

import pytest
from adversary import FAULTS, LIE, Adversary, put_through, right, sources
from engine_doubles import DIALECTS

from l10n.engines.batching import Batches, items_of
from l10n.engines.chat import ChatEngine
from l10n.engines.http import Waiting
from l10n.engines.libretranslate import LibreTranslateEngine
from l10n.errors import EngineError, EngineUnavailable
from l10n.model import Draft
from l10n.ports import EngineFailure, FailureKind


def make(dialect, server, *, timeout_s=0.3, waits=None):
    waits = [] if waits is None else waits
    url, waiting = server.base(dialect), Waiting(sleep=waits.append)
    if dialect == "chat":
        return ChatEngine(url, model="tiny", timeout_s=timeout_s, waiting=waiting)
    return LibreTranslateEngine(url, timeout_s=timeout_s, waiting=waiting)


BATCHING = [name for name in DIALECTS if name in ("libretranslate", "chat")]
each = pytest.mark.parametrize("dialect", BATCHING)


def mixed(dialect, count, *, seed):
    """Put *count* texts through 30 % faults with 8 threads, then what is left, until nothing is."""
    texts = sources(count)
    with Adversary(seed=seed, share=0.3) as server:
        engine = make(dialect, server)
        rounds = [put_through(engine, texts, batch=engine.batch)]
        while rounds[-1].left and len(rounds) < 6:
            rounds.append(put_through(engine, rounds[-1].left, batch=engine.batch))
        engine.close()
    first = rounds[0]
    assert [report.wrong for report in rounds] == [report.strange for report in rounds] == [[]] * len(rounds)
    assert set(first.drafts) | set(first.failures) | set(first.refused) == set(texts)
    assert len(first.drafts) + len(first.failures) + len(first.refused) == len(texts)
    assert {type(failure.kind) for failure in first.failures.values()} <= {FailureKind}
    assert all(isinstance(error, EngineError) for error in first.refused.values())
    assert server.elsewhere == []
    assert {text: target for report in rounds for text, target in report.drafts.items()} == {t: right(t) for t in texts}
    return first, server


@each
def test_some_batches_under_mixed_faults(dialect):
    first, _ = mixed(dialect, 160, seed=1)
    assert len(first.drafts) > 120


@pytest.mark.slow
@each
def test_two_thousand_texts_in_batches_under_mixed_faults_with_eight_threads(dialect):
    first, server = mixed(dialect, 2000, seed=2)
    assert len(first.drafts) > 0.95 * 2000
    assert len(set(server.given) - {"right"}) > 0.7 * len(FAULTS)


@pytest.mark.parametrize("dialect", [pytest.param("libretranslate", marks=pytest.mark.slow), "chat"])
@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_alone_and_always_gives_no_draft_of_the_text_it_struck(dialect, fault):
    texts = [
        "Report 1: The ⟦0⟧government⟦1⟧ said that 300 villagers had left their homes. Soldiers burned many houses.",
        "Report 2: Heavy ⟦0⟧rain⟦1⟧ fell on the northern hills, and the road to the capital is closed. Nobody was hurt.",
    ]
    with Adversary(share=1.0, faults=[fault]) as server:
        engine = make(dialect, server, timeout_s=0.05)
        report = put_through(engine, texts, batch=2, workers=1)
        engine.close()
    assert report.wrong == report.strange == []
    assert len(report.drafts) + len(report.left) == 2
    assert len(report.drafts) <= 1
    assert server.elsewhere == []


@each
def test_what_the_oracle_knows_and_no_rule_can_is_found_here_too(dialect):
    with Adversary(seed=3, share=1.0, faults=list(LIE)) as server:
        engine = make(dialect, server, timeout_s=10)
        report = put_through(engine, sources(40), batch=engine.batch)
        engine.close()
    assert report.wrong != []


@each
def test_patience_that_one_request_was_asked_for_is_shown_by_all(dialect):
    waits, lock = [], threading.Lock()
    with Adversary() as server:
        server.script = ["right"] * (dialect == "libretranslate") + ["429 for 2 s"]
        engine = make(dialect, server, timeout_s=10, waits=waits)
        report = put_through(engine, sources(8), batch=4, workers=1)
        engine.close()
    with lock:
        assert waits[0] == 2.0
        assert len(waits) > 1  # the next request, too, asks how long is left
    assert len(report.drafts) == 8


def test_good_answers_stay_where_the_doubtful_may_not_be_asked_for_again():
    def ask(items):
        if len(items) == 1:
            raise EngineUnavailable("no budget")
        return ["Los soldados salieron del pueblo.", items[1].text]

    items = items_of(["The soldiers left the village.", "People came home after the flood."], ())
    batches = Batches(most_items=2, most_bytes=9999)
    first, second = batches.translate(items, ask, target_locale="es", origin="engine=x")
    assert first == Draft("The soldiers left the village.", "Los soldados salieron del pueblo.", "engine=x")
    assert isinstance(second, EngineFailure)
