"""Every remote engine against a server that misbehaves: nothing wrong is accepted, nothing gets lost."""

import contextlib
import threading
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from adversary import BENDS, FAULTS, LIE, WIRES, Adversary, put_through, right, sources

from l10n.engines.deep import DeepEngine
from l10n.engines.services import SERVICES, Account
from l10n.errors import EngineError
from l10n.ports import FailureKind

ACCOUNT = Account(key="key-for-tests", app_id="123", region="northeurope", email="desk@newsroom.example")
ADDED = {"google": "/m", "mymemory": "/get", "baidu": "/api/trans/vip/translate"}


@dataclass(frozen=True)
class Case:
    """An engine: *make* takes the address of its dialect's server, a time limit in seconds and a sleep."""

    dialect: str
    make: Callable
    batch: int = 1


def make_deep(name):
    def make(url, timeout_s, sleep):
        return DeepEngine(
            SERVICES[name], url=url + ADDED.get(name, ""), account=ACCOUNT, timeout_s=timeout_s, sleep=sleep
        )

    return make


CASES = [Case(name, make_deep(name)) for name in SERVICES]
each = pytest.mark.parametrize("case", CASES, ids=lambda case: case.dialect)
one = pytest.mark.parametrize("case", [case for case in CASES if case.dialect == "mymemory"], ids=lambda c: c.dialect)


class Sleeper:
    """Counts what is waited for, and waits for none of it."""

    def __init__(self):
        self.waits, self._lock = [], threading.Lock()

    def __call__(self, seconds):
        with self._lock:
            self.waits.append(seconds)


def engine_of(case, server, *, timeout_s=0.3, sleep=None):
    return case.make(server.base(case.dialect), timeout_s, sleep or Sleeper())


def mixed(case, count, *, seed=1):
    """Put *count* texts through 30 % faults with 8 threads, then what is left, until nothing is."""
    texts = sources(count)
    with Adversary(seed=seed, share=0.3) as server:
        engine = engine_of(case, server)
        try:
            rounds = [put_through(engine, texts, batch=case.batch)]
            while rounds[-1].left and len(rounds) < 6:
                rounds.append(put_through(engine, rounds[-1].left, batch=case.batch))
        finally:
            engine.close()
        return texts, rounds, server


def judge_rounds(texts, rounds, server):
    first = rounds[0]
    assert [report.wrong for report in rounds] == [[]] * len(rounds)
    assert [report.strange for report in rounds] == [[]] * len(rounds)
    assert set(first.drafts) | set(first.failures) | set(first.refused) == set(texts)
    assert len(first.drafts) + len(first.failures) + len(first.refused) == len(texts)
    assert {type(failure.kind) for failure in first.failures.values()} <= {FailureKind}
    assert all(isinstance(error, EngineError) for error in first.refused.values())
    assert server.elsewhere == []
    assert sum(server.given.values()) - server.given["right"] > 0.2 * sum(server.given.values())
    assert {text: target for report in rounds for text, target in report.drafts.items()} == {
        text: right(text) for text in texts
    }


@each
def test_a_server_without_faults_is_understood(case):
    texts = sources(20)
    with Adversary() as server:
        engine = engine_of(case, server, timeout_s=10)
        report = put_through(engine, texts, batch=case.batch)
        engine.close()
    assert report.drafts == {text: right(text) for text in texts}


@one
@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_alone_and_always_gives_nothing_wrong(case, fault):
    always(case, fault)


@pytest.mark.slow
@each
def test_each_fault_with_each_engine_gives_nothing_wrong(case):
    for fault in FAULTS:
        always(case, fault)


def always(case, fault):
    text = "Report 1: The ⟦0⟧government⟦1⟧ said that 300 villagers had left their homes. Soldiers burned many houses."
    with Adversary(share=1.0, faults=[fault]) as server:
        engine = engine_of(case, server, timeout_s=0.05)
        report = put_through(engine, [text], workers=1)
        engine.close()
    assert report.wrong == report.strange == []
    assert report.drafts == {}
    assert report.left == [text]
    assert server.elsewhere == []


@one
def test_some_texts_under_mixed_faults(case):
    judge_rounds(*mixed(case, 60))


@pytest.mark.slow
@each
def test_two_thousand_texts_under_mixed_faults_with_eight_threads(case):
    texts, rounds, server = mixed(case, 2000, seed=2)
    judge_rounds(texts, rounds, server)
    assert len(rounds[0].drafts) > 0.95 * len(texts)
    assert set(server.given) == {"right", *FAULTS}


@each
def test_the_oracle_finds_a_wrong_text_that_was_accepted(case):
    texts = sources(30)
    with Adversary(seed=3, share=0.5, faults=list(LIE)) as server:
        engine = engine_of(case, server, timeout_s=10)
        report = put_through(engine, texts, batch=case.batch)
        engine.close()
    assert len(report.wrong) > 0.2 * len(texts)
    assert len(report.wrong) + sum(right(t) == report.drafts[t] for t in report.drafts) == len(report.drafts)


def test_the_classes_bare_fail_the_same_suite():
    """What the wrapper is for: without it, wrong texts are taken by the dozen."""
    from deep_translator import MyMemoryTranslator

    wrong = 0
    with Adversary(seed=1, share=0.3, faults=list(BENDS)) as server:
        for text in sources(60):
            bare = MyMemoryTranslator(source="en-GB", target="es-ES")
            bare._base_url = server.base("mymemory") + "/get"
            with contextlib.suppress(Exception):
                wrong += bare.translate(text) != right(text)
    assert wrong > 5


def test_every_fault_is_one_of_the_text_or_of_the_wire():
    assert len(FAULTS) == len(set(FAULTS)) == len(BENDS) + len(WIRES)
