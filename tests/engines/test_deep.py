"""deep-translator's classes against a loopback server that misbehaves: nothing wrong gets through, the rest does."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

import pytest

from l10n.engines.deep import DeepEngine
from l10n.engines.services import GOOGLE, LIBRETRANSLATE, MYMEMORY
from l10n.errors import EngineUnavailable, RateLimited, UnsupportedPair
from l10n.model import Draft
from l10n.ports import EngineFailure, Reach

SOURCE = "Heavy rain fell on the northern hills last night"


def spanish(text):
    return "Así: " + text[::-1] if "⟦" not in text else "Así: " + text


class Server(ThreadingHTTPServer):
    """Answers like MyMemory, Google or LibreTranslate, by path; `script` holds misbehaviours for coming requests."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.script, self.asked, self.released = [], [], threading.Event()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self):
        self.respond(dict(parse_qsl(urlsplit(self.path).query)))

    def do_POST(self):
        self.respond(dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode())))

    def respond(self, fields):
        self.server.asked.append((self.command, self.path, fields))
        step = self.server.script.pop(0) if self.server.script else "right"
        text = fields.get("q", "")
        if step == "hang":
            self.server.released.wait(5)
            self.close_connection = True
        elif isinstance(step, tuple):
            self.send(*step)
        else:
            self.send(200, self.shape(spanish(text) if step == "right" else step(text)))

    def shape(self, target):
        path = urlsplit(self.path).path
        if path == "/m":
            return f'<html><div class="result-container">{target}</div></html>'
        if path == "/translate":
            return json.dumps({"translatedText": target})
        return json.dumps({"responseData": {"translatedText": target}, "matches": []})

    def send(self, status, body, headers=()):
        data = body.encode()
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args):
        pass


@pytest.fixture
def server():
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.released.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def waits():
    return []


@pytest.fixture(params=[(GOOGLE, "/m"), (MYMEMORY, "/get"), (LIBRETRANSLATE, "")], ids=lambda p: p[0].name)
def engine(request, server, waits):
    service, path = request.param
    engine = make(service, server.url + path, waits)
    yield engine
    engine.close()


def make(service, url, waits, *, timeout_s=5.0, **options):
    return DeepEngine(service, url=url, timeout_s=(5.0, timeout_s), sleep=waits.append, jitter=lambda: 0.5, **options)


def ask(engine, *texts, target="es"):
    return list(engine.translate(texts, source_locale="en", target_locale=target))


def good(engine, text):
    return Draft(text, spanish(text), f"engine={engine.name}")


def test_a_translation_is_a_draft(engine):
    assert ask(engine, "One fine day.", "⟦0⟧Two⟦1⟧ days") == [
        good(engine, "One fine day."),
        good(engine, "⟦0⟧Two⟦1⟧ days"),
    ]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (lambda text: text, "echo of the source"),
        (lambda text: "ဤစာသည် မြန်မာဘာသာ ဖြစ်နေသည်။", "wrong script"),
        (lambda text: "", "empty"),
        (lambda text: "palabra " * 60, "length out of proportion"),
        (lambda text: "⟦0⟧ Una frase de más.", "marks lost"),
    ],
)
def test_what_is_no_translation_fails_alone(engine, server, answer, reason):
    server.script = [answer]
    first, second = ask(engine, SOURCE, "Two.")
    assert isinstance(first, EngineFailure)
    assert first.source == SOURCE
    assert first.reason == reason or reason == "empty"  # for an empty answer some classes raise
    assert second == good(engine, "Two.")


def test_an_error_page_is_asked_again(engine, server, waits):
    server.script = [lambda text: "Error 500 (Server Error)!!1500.That’s an error."] * 2
    assert ask(engine, SOURCE) == [good(engine, SOURCE)]
    assert waits == [0.5, 1.0]


def test_an_error_page_that_stays_is_no_translation(engine, server):
    server.script = [lambda text: "Error 500 (Server Error)!!1500.That’s an error."] * 4
    assert ask(engine, SOURCE, "Two.") == [EngineFailure(SOURCE, "error page"), good(engine, "Two.")]


def test_a_server_that_asks_for_patience_is_given_it(engine, server, waits):
    server.script = [(429, "slow down", [("Retry-After", "7")]), (429, "slow down")]
    assert ask(engine, SOURCE) == [good(engine, SOURCE)]
    assert waits == [7.0, 1.0]


def test_a_server_that_asks_for_much_patience_ends_the_run(engine, server, waits):
    server.script = [(429, "tomorrow", [("Retry-After", "3600")])]
    with pytest.raises(RateLimited) as raised:
        ask(engine, SOURCE)
    assert raised.value.retry_after_s == 3600.0
    assert waits == []


def test_a_server_that_hangs_costs_one_text(server, waits):
    engine = make(MYMEMORY, server.url + "/get", waits, timeout_s=0.1)
    server.script = ["hang"] * 4
    began = time.monotonic()
    first, second = ask(engine, "One.", "Two.")
    engine.close()
    assert time.monotonic() - began < 4
    assert first == EngineFailure("One.", "127.0.0.1 does not answer: ReadTimeout")
    assert second == good(engine, "Two.")


def test_a_server_that_fails_three_texts_running_is_given_up(engine, server):
    server.script = [(500, "broken")] * 12
    results = engine.translate(["One.", "Two.", "Three.", "Four."], source_locale="en", target_locale="es")
    assert [next(results).reason for _ in range(2)] == ["127.0.0.1 does not answer: HTTP 500"] * 2
    with pytest.raises(EngineUnavailable) as raised:
        next(results)
    assert raised.value.remedy
    assert len(server.asked) == 12


def test_a_refused_key_ends_the_run_and_is_not_shown(server, waits):
    engine = make(LIBRETRANSLATE, server.url, waits, api_key="secret-key")
    server.script = [(403, '{"error": "Invalid API key"}')]
    with pytest.raises(EngineUnavailable) as raised:
        ask(engine, SOURCE)
    assert "secret-key" not in str(raised.value) + repr(raised.value.__cause__)
    engine.close()


def test_texts_and_keys_do_not_stand_in_libretranslates_address(server, waits):
    engine = make(LIBRETRANSLATE, server.url, waits, api_key="secret-key")
    ask(engine, "One.")
    engine.close()
    assert server.asked == [
        (
            "POST",
            "/translate",
            {"q": "One.", "source": "en", "target": "es", "format": "text", "api_key": "secret-key"},
        )
    ]


def test_no_key_is_made_up(server, waits):
    engine = make(LIBRETRANSLATE, server.url, waits)
    ask(engine, "One.")
    engine.close()
    assert "api_key" not in server.asked[0][2]


def test_the_text_is_not_sent_on_to_another_host(engine, server):
    server.script = [(302, "", [("Location", "http://localhost:9/steal")])]
    with pytest.raises(EngineUnavailable, match="sent the request on to localhost:9"):
        ask(engine, SOURCE)
    assert len(server.asked) == 1


def test_an_answer_without_end_is_not_read(engine, server):
    server.script = [(200, "x" * 1_100_000)]
    with pytest.raises(EngineUnavailable, match="longer than 1 MB"):
        ask(engine, SOURCE)


@pytest.mark.parametrize("body", ["", "not json <", "[]", "{}", "null", '{"responseData": null}'])
def test_an_unreadable_answer_fails_alone(engine, server, body):
    server.script = [(200, body)]
    first, second = ask(engine, SOURCE, "Two.")
    assert isinstance(first, EngineFailure)
    assert second == good(engine, "Two.")


def test_line_breaks_are_never_sent(engine, server):
    ask(engine, "One \n two.")
    assert server.asked[0][2]["q"] == "One two."


def test_long_texts_are_sent_in_sentences_and_joined(server, waits):
    engine = make(MYMEMORY, server.url + "/get", waits)
    sentences = [f"Sentence number {n} has some words in it to fill the line up." for n in range(20)]
    (result,) = ask(engine, " ".join(sentences))
    engine.close()
    sent = [fields["q"] for _, _, fields in server.asked]
    assert " ".join(sent) == " ".join(sentences)
    assert max(map(len, sent)) <= 499
    assert result.target == " ".join(spanish(piece) for piece in sent)


def test_a_burmese_address_stays_short(server, waits):
    engine = make(GOOGLE, server.url + "/m", waits)
    text = "မိုးသည်းထန်စွာ ရွာသွန်းခဲ့သည်။ " * 40
    server.script = [lambda text: "Llovió con mucha fuerza. " * (len(text) // 30)] * 9
    list(engine.translate([text], source_locale="my", target_locale="es"))
    engine.close()
    assert len(server.asked) > 1
    assert max(len(path) for _, path, _ in server.asked) < 6200


def test_html_entities_of_the_answer_are_read(server, waits):
    engine = make(MYMEMORY, server.url + "/get", waits)
    server.script = [lambda text: "L&#39;eau &amp; le feu"]
    assert ask(engine, "Water, fire", target="fr") == [Draft("Water, fire", "L'eau & le feu", "engine=mymemory")]
    engine.close()


@pytest.mark.parametrize(
    ("service", "locale", "code"),
    [
        (GOOGLE, "my", "my"),
        (GOOGLE, "es-MX", "es"),
        (GOOGLE, "he", "iw"),
        (GOOGLE, "zh-Hant", "zh-TW"),
        (GOOGLE, "zh", "zh-CN"),
        (GOOGLE, "nb", "no"),
        (GOOGLE, "shn", ""),
        (MYMEMORY, "my", "my-MM"),
        (MYMEMORY, "en", "en-GB"),
        (MYMEMORY, "en-US", "en-US"),
        (MYMEMORY, "es", "es-ES"),
        (MYMEMORY, "pt-BR", "pt-BR"),
        (MYMEMORY, "pt", "pt-PT"),
        (MYMEMORY, "zh-Hans", "zh-CN"),
        (MYMEMORY, "sr-Latn", "sr-Latn-RS"),
        (MYMEMORY, "xx", ""),
        (LIBRETRANSLATE, "pt-BR", "pt"),
        (LIBRETRANSLATE, "my", ""),
    ],
)
def test_locales_are_called_what_the_service_calls_them(service, locale, code):
    engine = make(service, "http://127.0.0.1:9", [])
    assert engine._codes(locale, "en")[0] == code
    assert engine.supports(locale, "en") is bool(code)


def test_libretranslate_has_no_burmese_here():
    engine = make(LIBRETRANSLATE, "http://127.0.0.1:9", [])
    with pytest.raises(UnsupportedPair, match="libretranslate does not translate from en to my"):
        ask(engine, "One.", target="my")


def test_nobody_at_the_address_is_told(waits):
    engine = make(MYMEMORY, "http://127.0.0.1:1/get", waits)
    assert engine.reach is Reach.LOCAL
    first, second = (
        r for _, r in zip(range(2), engine.translate(["a", "b"], source_locale="en", target_locale="es"), strict=False)
    )
    assert (first.reason, second.reason) == ("127.0.0.1 does not answer: ConnectionError",) * 2
    engine.close()


def test_a_local_engine_leaves_the_environments_proxies_aside():
    assert make(MYMEMORY, "http://127.0.0.1:9/get", [])._transport._session.trust_env is False
    assert DeepEngine(MYMEMORY)._transport._session.trust_env is True


def test_other_users_of_the_library_keep_plain_requests(server):
    from deep_translator import MyMemoryTranslator

    engine = make(MYMEMORY, server.url + "/get", [])
    ask(engine, "One.")
    engine.close()
    theirs = MyMemoryTranslator(source="en-GB", target="es-ES")
    theirs._base_url = server.url + "/get"
    assert theirs.translate("Two.") == spanish("Two.")


def test_threads_do_not_mix_up_their_texts(server):
    texts = [f"Text of thread {n // 5} number {n}" for n in range(20)]
    engines = [make(GOOGLE, server.url + "/m", []) for _ in range(4)]
    results = {}

    def work(n):
        for text in texts[n * 5 : n * 5 + 5]:
            results[text] = ask(engines[n], text)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for engine in engines:
        engine.close()
    assert results == {text: [good(engines[0], text)] for text in texts}
