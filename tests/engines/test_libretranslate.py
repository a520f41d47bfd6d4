"""The JSON client against a double of LibreTranslate's server, with its limits, keys, languages and faults."""

import json
import threading

import pytest
from adversary import right, sources
from engine_doubles import LibreTranslate

from l10n.engines.http import Waiting
from l10n.engines.libretranslate import LibreTranslateEngine
from l10n.errors import EngineUnavailable, RateLimited, UnsupportedPair
from l10n.model import Draft
from l10n.ports import EngineFailure, FailureKind, Reach

TEXTS = sources(40)


@pytest.fixture
def waits():
    return []


@pytest.fixture
def make(waits):
    """Make an engine for a server; all are closed."""
    made = []

    def make(server, **options):
        waiting = Waiting(sleep=waits.append, jitter=lambda: 0.5, now=lambda: 1_000_000_000.0)
        made.append(LibreTranslateEngine(server.url, timeout_s=5, waiting=waiting, **options))
        return made[-1]

    yield make
    for engine in made:
        engine.close()


def ask(engine, *texts, source="en", target="es"):
    return list(engine.translate(texts, source_locale=source, target_locale=target))


def good(text):
    return Draft(text, right(text), "engine=libretranslate")


def sizes(server):
    return [len(told["q"]) for method, _, told in server.asked if method == "POST"]


def test_texts_go_in_batches_of_sixteen_as_json(make):
    with LibreTranslate() as server:
        assert ask(make(server), *TEXTS) == [good(text) for text in TEXTS]
    assert sizes(server) == [16, 16, 8]
    assert server.asked[1] == (
        "POST",
        "/translate",
        {"q": TEXTS[:16], "source": "en", "target": "es", "format": "text"},
    )


def test_the_languages_are_asked_for_once(make):
    with LibreTranslate() as server:
        engine = make(server)
        known = {(s, t): engine.supports(s, t) for s in ("en", "my") for t in ("es", "my", "fr", "es-419")}
        ask(engine, TEXTS[0])
    assert known == {
        **{("en", "es"): True, ("en", "my"): True, ("en", "fr"): False, ("en", "es-419"): True},
        **{("my", "es"): False, ("my", "my"): False, ("my", "fr"): False, ("my", "es-419"): False},
    }
    assert [path for method, path, _ in server.asked if method == "GET"] == ["/languages"]


@pytest.mark.parametrize(
    ("locale", "codes", "asked"),
    [
        ("pt-BR", ["pt", "pb"], "pb"),
        ("pt-BR", ["pt", "pt-BR"], "pt-BR"),
        ("pt-BR", ["pt"], "pt"),
        ("zh", ["zh-Hans", "zh-Hant"], "zh-Hans"),
        ("zh-TW", ["zh", "zt"], "zt"),
        ("zh-Hant", ["zh-Hans", "zh-Hant"], "zh-Hant"),
        ("zh-CN", ["zh"], "zh"),
        ("nb", ["nb"], "nb"),
        ("nb", ["no"], "no"),
        ("he", ["he"], "he"),
        ("es-MX", ["es"], "es"),
    ],
)
def test_a_locale_is_asked_for_by_the_name_the_server_has(make, locale, codes, asked):
    with LibreTranslate(languages={"en": codes, **{code: [] for code in codes}}, translate=lambda text: "7") as server:
        ask(make(server), "7", target=locale)
    assert server.asked[-1][2]["target"] == asked


@pytest.mark.parametrize("locale", ["zh-TW", "zh-Hant"])
def test_traditional_chinese_is_never_asked_for_as_simplified(make, locale):
    with LibreTranslate(languages={"en": ["zh", "zh-Hans"], "zh": []}) as server:
        assert not make(server).supports("en", locale)


def test_a_pair_that_the_server_lacks_is_refused_with_what_it_has(make):
    with LibreTranslate() as server, pytest.raises(UnsupportedPair, match="from es to my") as raised:
        ask(make(server), "Una frase.", source="es", target="my")
    assert raised.value.remedy == "it knows en, es, my; more are installed on the server"
    assert sizes(server) == []


@pytest.mark.parametrize(
    ("limits", "most"),
    [({"char_limit": 500}, 500), ({"batch_limit": 3}, 10**9), ({"char_limit": 600, "batch_limit": 2}, 600)],
)
def test_a_server_with_limits_gets_smaller_requests(make, limits, most):
    with LibreTranslate(**limits) as server:
        assert ask(make(server), *TEXTS[:20]) == [good(text) for text in TEXTS[:20]]
    taken = [told for method, _, told in server.asked if method == "POST" and not server.over_limit(told["q"])]
    assert sum(len(told["q"]) for told in taken) == 20
    assert max(sum(map(len, told["q"])) for told in taken) <= most


def test_a_text_that_is_longer_than_the_server_takes_goes_in_sentences(make):
    text = "The rain fell on ⟦0⟧the hills⟦1⟧. Two villages lost all. Nobody was hurt. The road is closed."
    with LibreTranslate(char_limit=60) as server:
        assert ask(make(server), text, "The road is closed.") == [good(text), good("The road is closed.")]


def test_a_word_that_is_longer_than_the_server_takes_fails_alone(make):
    with LibreTranslate(char_limit=60) as server:
        found = ask(make(server), "x" * 200, "The road is closed.")
    assert found == [EngineFailure("x" * 200, "empty"), good("The road is closed.")]


def test_the_key_is_in_the_body_and_nowhere_else(make):
    with LibreTranslate(keys=["s3cret"], key_required=True) as server:
        assert ask(make(server, api_key="s3cret"), TEXTS[0]) == [good(TEXTS[0])]
    assert server.asked[-1][2]["api_key"] == "s3cret"
    assert "s3cret" not in json.dumps([server.headers, [path for _, path, _ in server.asked]])


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ("", "127.0.0.1 wants a key: Please contact the server operator to get an API key"),
        ("wrong", "127.0.0.1 refused access: Invalid API key"),
    ],
)
def test_a_missing_or_wrong_key_ends_the_run_at_once(make, waits, key, message):
    with LibreTranslate(keys=["s3cret"], key_required=True) as server, pytest.raises(EngineUnavailable) as raised:
        ask(make(server, api_key=key), *TEXTS)
    assert raised.value.message == message
    assert "api_key_file" in raised.value.remedy
    assert sizes(server) == [16]
    assert waits == []


def test_a_server_that_asks_for_patience_gets_it(make, waits):
    slow = {"error": "Slowdown: 20 per 1 minute"}
    with LibreTranslate() as server:
        engine = make(server)
        server.script = [
            (429, slow, {"Retry-After": "7"}),
            (429, slow, {"Retry-After": "Sun, 09 Sep 2001 01:46:49 GMT"}),
            (429, slow, {}),
        ]
        assert ask(engine, TEXTS[0]) == [good(TEXTS[0])]
    assert [wait for wait in waits if wait in (7.0, 9.0, 2.0)] == [7.0, 9.0, 2.0]


def test_one_that_asks_for_hours_ends_the_run_and_says_so(make, waits):
    with LibreTranslate() as server:
        server.script = [(429, {"error": "Slowdown: 5 per 1 day"}, {"Retry-After": "86400"})]
        with pytest.raises(RateLimited) as raised:
            ask(make(server), *TEXTS)
    assert (raised.value.message, raised.value.retry_after_s) == (
        "127.0.0.1 asks for patience: Slowdown: 5 per 1 day",
        86400.0,
    )
    assert waits == []


def test_a_text_that_the_server_fails_on_fails_alone(make):
    with LibreTranslate(broken=[TEXTS[3]]) as server:
        found = ask(make(server), *TEXTS[:6])
    assert found == [
        EngineFailure(text, "HTTP 500: Cannot translate text: list index out of range") if n == 3 else good(text)
        for n, text in enumerate(TEXTS[:6])
    ]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("🎉🎉🎉", "no words"),  # what a server with a secret gives to those who do not have it
        (TEXTS[1], "echo of the source"),
        ("", "empty"),
        (None, "empty"),
        (17, "empty"),
        ("Error 500 (Server Error)!!1500.That’s an error.", "error page"),
    ],
)
def test_what_is_no_translation_fails_alone(make, answer, reason):
    with LibreTranslate(translate=lambda text: answer if text == TEXTS[1] else right(text)) as server:
        found = ask(make(server), *TEXTS[:5])
    assert found == [EngineFailure(t, reason) if n == 1 else good(t) for n, t in enumerate(TEXTS[:5])]


@pytest.mark.parametrize(
    "body",
    [
        "<!doctype html><title>Sign in</title>",
        {"translatedText": ["one", "two"]},
        {"translatedText": "one text for many"},
        {"error": "gone"},
        ["a list"],
        {},
    ],
)
def test_an_answer_of_another_shape_is_asked_for_again_text_by_text(make, body):
    with LibreTranslate() as server:
        engine = make(server)
        engine.supports("en", "es")
        server.script = [(200, body, {})]
        assert ask(engine, *TEXTS[:4]) == [good(text) for text in TEXTS[:4]]


def test_answers_in_the_wrong_order_are_noticed_by_their_numbers(make):
    numbered = [f"On that day {n} people came to the market and bought rice." for n in (12, 345, 6789)]
    with LibreTranslate() as server:
        engine = make(server)
        engine.supports("en", "es")
        server.script = [(200, {"translatedText": [right(t) for t in reversed(numbered)]}, {})]
        assert ask(engine, *numbered) == [good(text) for text in numbered]


def test_a_server_that_is_not_there_fails_three_requests_and_is_given_up(make, waits):
    with LibreTranslate() as server:
        engine = make(server)
        engine.supports("en", "es")
    got = []
    with pytest.raises(EngineUnavailable) as raised:
        got.extend(engine.translate(TEXTS, source_locale="en", target_locale="es"))
    assert raised.value.message == "127.0.0.1 does not answer: nobody listens there"
    assert raised.value.remedy == "check that it runs, and the url"
    assert {result.kind for result in got} == {FailureKind.UNREACHABLE}
    assert len(got) == 32
    assert waits == [0.5, 1.0, 2.0] * 3


def test_what_is_no_libretranslate_is_called_so(make):
    class Other(LibreTranslate):
        def answer(self, method, path, told):
            return 200, {"hello": "world"}

    with Other() as server, pytest.raises(EngineUnavailable, match="does not speak like a LibreTranslate server"):
        ask(make(server), TEXTS[0])


def test_threads_share_an_engine(make):
    with LibreTranslate() as server:
        engine, found = make(server), {}

        def work(part):
            found[part] = ask(engine, *TEXTS[part::8])

        threads = [threading.Thread(target=work, args=(part,)) for part in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == {part: [good(text) for text in TEXTS[part::8]] for part in range(8)}


def test_closing_ends_a_wait(make):
    with LibreTranslate() as server:
        engine = LibreTranslateEngine(server.url, timeout_s=5)
        engine.supports("en", "es")
        server.script = [(429, {"error": "Slowdown"}, {"Retry-After": "50"})] * 9
        raised = []

        def work():
            try:
                ask(engine, TEXTS[0])
            except EngineUnavailable as error:
                raised.append(error.message)

        thread = threading.Thread(target=work)
        thread.start()
        while len(server.asked) < 2:
            thread.join(0.01)
        engine.close()
        thread.join(5)
    assert raised == ["libretranslate was stopped"]


def test_the_clients_of_deep_translator_find_the_double_right_too():
    from deep_translator import LibreTranslator

    class Form(LibreTranslate):
        def answer(self, method, path, told):
            from urllib.parse import parse_qsl, urlsplit

            return super().answer(method, "/translate", dict(parse_qsl(urlsplit(path).query)))

    with Form(languages={"en": ["es"], "es": ["en"]}) as server:
        made = LibreTranslator(source="en", target="es", api_key="none", custom_url=server.url + "/")
        assert made.translate("The road is closed.") == right("The road is closed.")


@pytest.mark.parametrize(
    ("url", "reach", "host"),
    [
        ("http://localhost:5000/", Reach.LOCAL, "localhost"),
        ("http://[::1]:5000", Reach.LOCAL, "::1"),
        ("https://mt.newsroom.example/lt", Reach.REMOTE, "mt.newsroom.example"),
    ],
)
def test_it_says_where_texts_go(url, reach, host):
    engine = LibreTranslateEngine(url)
    assert (engine.reach, engine.host) == (reach, host)
    engine.close()


@pytest.mark.parametrize(
    "url", ["localhost:5000", "ftp://x", "http://", "http://a:b@host", "http://host/?q=1", "http://x:99999"]
)
def test_what_is_no_address_is_refused(url):
    with pytest.raises(EngineUnavailable, match="no address"):
        LibreTranslateEngine(url)


def test_a_server_elsewhere_is_asked_through_the_proxy_which_alone_looks_up_its_name():
    class Proxy(LibreTranslate):
        def answer(self, method, path, told):
            return super().answer(method, path.removeprefix("http://mt.newsroom.example/lt"), told)

    with Proxy() as proxy:
        engine = LibreTranslateEngine("http://mt.newsroom.example/lt", proxy=proxy.url, timeout_s=5)
        assert ask(engine, TEXTS[0]) == [good(TEXTS[0])]
        engine.close()
    assert [path for _, path, _ in proxy.asked] == [
        "http://mt.newsroom.example/lt/languages",
        "http://mt.newsroom.example/lt/translate",
    ]
