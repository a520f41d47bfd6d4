"""What every engine has to do: one result for each text, in order, of that very text, and names for what it cannot."""

import re
import threading

import pytest
import tiny_model
from adversary import Adversary, right, sources
from engine_doubles import DIALECTS
from fakes import ListMemory
from tools import needs_tool

from l10n.engines import ENGINES
from l10n.engines.apertium import ApertiumEngine
from l10n.engines.chat import ChatEngine
from l10n.engines.deep import DeepEngine
from l10n.engines.libretranslate import LibreTranslateEngine
from l10n.engines.local import LocalEngine
from l10n.engines.memory import MemoryEngine
from l10n.engines.services import SERVICES, Account
from l10n.errors import UnsupportedPair
from l10n.glossary import Term
from l10n.model import Draft
from l10n.ports import EngineFailure, Hints, Reach, Remembered
from l10n.sensitivity import is_loopback

TEXTS = sources(9)
ACCOUNT = Account(key="key-for-tests", app_id="123", region="northeurope", email="desk@newsroom.example")
ADDED = {"google": "/m", "mymemory": "/get", "baidu": "/api/trans/vip/translate"}
KNOWS_ANY_PAIR = ("memory", "chat")
REAL = [needs_tool("apertium"), pytest.mark.slow]
NAMES = [pytest.param(name, marks=REAL) if name == "apertium" else name for name in ENGINES]


@pytest.fixture(scope="module")
def server():
    with Adversary() as server:
        yield server


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    words = {word: right(word) for text in (*TEXTS, "⟦0⟧ ⟦1⟧") for word in text.split()}
    return tiny_model.build(tmp_path_factory.mktemp("model"), words)


@pytest.fixture(params=NAMES)
def engine(request, server, folder):
    engine = make(request.param, server, folder)
    yield engine
    engine.close()


def make(name, server, folder):
    if name == "memory":
        return MemoryEngine(ListMemory([Remembered(text, right(text), "en", "es", "flood") for text in TEXTS]))
    if name == "apertium":
        return ApertiumEngine()
    if name == "local":
        return LocalEngine(folder)
    if name == "chat":
        return ChatEngine(server.base(name), model="tiny")
    if name == "libretranslate":
        return LibreTranslateEngine(server.base(name))
    return DeepEngine(
        SERVICES[name], url=server.base(name) + ADDED.get(name, ""), account=ACCOUNT, sleep=lambda s: None
    )


def ask(engine, texts, *, target="es", **options):
    return list(engine.translate(texts, source_locale="en", target_locale=target, **options))


def is_of(result, text, engine):
    """Whether a result is a draft of *text*, and of no other; of Apertium's Spanish only that it has its numbers."""
    if not isinstance(result, Draft) or result.source != text:
        return False
    if engine.name == "apertium":
        return re.findall(r"\d+", result.target) == re.findall(r"\d+", text)
    return result.target == right(text)


def test_there_is_one_result_for_each_text_in_order(engine):
    results = ask(engine, TEXTS)
    assert [is_of(result, text, engine) for result, text in zip(results, TEXTS, strict=True)] == [True] * len(TEXTS)


def test_the_same_text_twice_gets_the_same_twice(engine):
    first, second, third = ask(engine, [TEXTS[0], TEXTS[1], TEXTS[0]])
    assert first == third != second


def test_no_texts_give_no_results(engine):
    assert ask(engine, []) == []


def test_results_come_while_others_are_still_waited_for(engine):
    results = engine.translate(TEXTS, source_locale="en", target_locale="es")
    assert iter(results) is results
    assert is_of(next(results), TEXTS[0], engine)


def test_an_empty_text_gets_a_failure_and_its_neighbours_their_drafts(engine):
    first, empty, last = ask(engine, [TEXTS[0], " ", TEXTS[1]])
    assert is_of(first, TEXTS[0], engine)
    assert isinstance(empty, EngineFailure)
    assert empty.source == " "
    assert is_of(last, TEXTS[1], engine)


def test_hints_change_nothing_about_whose_results_they_are(engine):
    hints = [Hints(before="Before.", after="After.", terms=(Term("rain", targets=("lluvia",)),))] * 3
    results = ask(engine, TEXTS[:3], hints=hints)
    assert all(is_of(result, text, engine) for result, text in zip(results, TEXTS[:3], strict=True))


def test_a_pair_it_does_not_know_is_refused_by_its_name(engine):
    known = engine.name in KNOWS_ANY_PAIR
    assert engine.supports("en", "es")
    assert engine.supports("en", "tlh") == known
    if not known:
        with pytest.raises(UnsupportedPair) as raised:
            ask(engine, TEXTS[:1], target="tlh")
        assert raised.value.engine == engine.name


def test_it_may_be_closed_twice(engine):
    ask(engine, TEXTS[:1])
    engine.close()
    engine.close()


def test_threads_that_share_it_get_their_own_texts(engine):
    found = {}
    parts = 1 if engine.name == "apertium" else 3  # its pipes are for one call at a time, as `parallel` says

    def work(part):
        found[part] = ask(engine, TEXTS[part::parts])

    threads = [threading.Thread(target=work, args=(part,)) for part in range(parts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for part, results in found.items():
        assert [is_of(r, t, engine) for r, t in zip(results, TEXTS[part::parts], strict=True)] == [True] * len(results)
    assert len(found) == parts


def test_it_says_what_it_is(engine):
    assert engine.name in ENGINES
    assert engine.fingerprint
    assert engine.batch >= 1
    assert engine.parallel >= 1
    assert engine.wants_markup == (engine.name == "memory")
    assert (engine.reach is Reach.OFFLINE) == (engine.host == "")
    assert (engine.reach is Reach.LOCAL) == is_loopback(engine.host)


def test_every_engine_stands_in_this_suite():
    assert {"memory", "apertium", "local", *DIALECTS} == set(ENGINES)
