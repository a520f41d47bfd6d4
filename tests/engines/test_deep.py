"""deep-translator's classes behind one engine: what is sent, what is believed, and when it gives up."""

import hashlib
import json
import threading
import time

import pytest
from adversary import Adversary, put_through, right, says, status

from l10n.engines.deep import DeepEngine
from l10n.engines.services import BAIDU, DEEP_LIBRETRANSLATE, DEEPL, GOOGLE, MICROSOFT, MYMEMORY, QCRI, Account
from l10n.errors import EngineUnavailable, RateLimited, UnsupportedPair
from l10n.model import Draft
from l10n.ports import EngineFailure, FailureKind, Reach

SOURCE = "Heavy rain fell on the northern hills last night."
NOON = 1_750_000_000.0
ADDED = {"google": "/m", "mymemory": "/get", "baidu": "/api/trans/vip/translate"}


@pytest.fixture
def server():
    with Adversary() as server:
        server.now = lambda: NOON
        yield server


@pytest.fixture
def waits():
    return []


@pytest.fixture(params=[GOOGLE, MYMEMORY, DEEP_LIBRETRANSLATE, DEEPL], ids=lambda service: service.name)
def engine(request, server, waits):
    engine = make(request.param, server, waits, key="key-for-tests")
    yield engine
    engine.close()


def make(service, server, waits, *, key="", timeout_s=5.0, **options):
    account = Account(key, app_id="77", region="northeurope", email=options.pop("email", ""))
    return DeepEngine(
        service,
        url=server.base(service.name) + ADDED.get(service.name, "") if server else "http://127.0.0.1:9",
        account=account,
        timeout_s=timeout_s,
        sleep=waits.append,
        jitter=lambda: 0.5,
        now=lambda: NOON,
        **options,
    )


def ask(engine, *texts, target="es"):
    return list(engine.translate(texts, source_locale="en", target_locale=target))


def good(engine, text):
    return Draft(text, right(text), f"engine={engine.name}")


def test_a_translation_is_a_draft(engine):
    assert ask(engine, "One fine day.", "⟦0⟧Two⟦1⟧ days") == [
        good(engine, "One fine day."),
        good(engine, "⟦0⟧Two⟦1⟧ days"),
    ]


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("echo", "echo of the source"),
        ("wrong script", "wrong script"),
        ("padded", "length out of proportion"),
        ("polite quota", "in English"),
        ("mojibake", "unreadable signs"),
    ],
)
def test_what_is_no_translation_twice_fails_alone(engine, server, fault, reason):
    server.script = [fault, fault]
    assert ask(engine, SOURCE, "Two.") == [EngineFailure(SOURCE, reason, FailureKind.BAD_OUTPUT), good(engine, "Two.")]


def test_what_is_no_translation_is_asked_for_once_more(engine, server):
    server.script = ["echo"]
    assert ask(engine, SOURCE) == [good(engine, SOURCE)]


def test_an_error_page_is_asked_again(engine, server, waits):
    server.script = ["error page"] * 2
    assert ask(engine, SOURCE) == [good(engine, SOURCE)]
    assert waits == [0.5, 1.0]


def test_an_error_page_that_stays_is_no_translation(engine, server):
    server.script = ["error page"] * 4
    assert ask(engine, SOURCE, "Two.") == [EngineFailure(SOURCE, "error page"), good(engine, "Two.")]


def test_a_server_that_asks_for_patience_in_seconds_or_until_a_date_is_given_it(engine, server, waits):
    server.script = [status(429, Retry_After="7"), "429 until a date", "429"]
    assert ask(engine, SOURCE) == [good(engine, SOURCE)]
    asked = [wait for wait in waits if wait in (7.0, 3.0, 2.0)]
    assert asked == [7.0, 3.0, 2.0]
    assert all(wait <= 7.0 for wait in waits)


def test_a_server_that_asks_for_patience_is_given_it_by_all_threads(server):
    waits = []
    engine = make(MYMEMORY, server, waits)
    server.script = [status(429, Retry_After="30")]
    ask(engine, "One.")
    other = threading.Thread(target=ask, args=(engine, "Two."))
    other.start()
    other.join()
    engine.close()
    assert waits[0] == 30.0
    assert 29.0 < waits[-1] <= 30.0
    assert len(waits) == 3


def test_a_server_that_asks_for_much_patience_ends_the_run(engine, server, waits):
    server.script = [status(429, Retry_After="3600")]
    with pytest.raises(RateLimited) as raised:
        ask(engine, SOURCE)
    assert raised.value.retry_after_s == 3600.0
    assert waits == []


@pytest.mark.parametrize("fault", ["hang", "slow drip"])
def test_a_server_that_never_ends_costs_one_text(server, waits, fault):
    engine = make(MYMEMORY, server, waits, timeout_s=0.15)
    server.script = [fault] * 4
    began = time.monotonic()
    first, second = ask(engine, "One.", "Two.")
    engine.close()
    assert time.monotonic() - began < 30
    assert first == EngineFailure("One.", "127.0.0.1 does not answer: no answer in time", FailureKind.UNREACHABLE)
    assert second == good(engine, "Two.")


def test_a_server_that_fails_three_texts_running_is_given_up(engine, server):
    server.script = ["500"] * 12
    results = engine.translate(["One.", "Two.", "Three.", "Four."], source_locale="en", target_locale="es")
    assert [next(results).reason for _ in range(2)] == ["127.0.0.1 does not answer: HTTP 500"] * 2
    with pytest.raises(EngineUnavailable) as raised:
        next(results)
    assert raised.value.remedy
    assert len(server.asked) == 12


@pytest.mark.parametrize("service", [DEEP_LIBRETRANSLATE, DEEPL, MICROSOFT, QCRI], ids=lambda service: service.name)
@pytest.mark.parametrize("code", [401, 403])
def test_a_refused_key_ends_the_run_and_is_not_shown(server, waits, service, code):
    engine = make(service, server, waits, key="secret-key")
    server.script = [status(code, b'{"error": "Invalid API key secret-key"}')]
    with pytest.raises(EngineUnavailable, match="refused access") as raised:
        ask(engine, SOURCE)
    assert "secret-key" not in str(raised.value) + raised.value.remedy
    assert raised.value.__cause__ is None
    assert raised.value.__suppress_context__ or raised.value.__context__ is None
    engine.close()


def test_libretranslate_is_sent_a_form_and_a_key_only_where_there_is_one(server, waits):
    for key in ("secret-key", ""):
        engine = make(DEEP_LIBRETRANSLATE, server, waits, key=key)
        ask(engine, "One.")
        engine.close()
    fields = {"q": "One.", "source": "en", "target": "es", "format": "text"}
    assert [(request.method, request.path, request.fields) for request in server.asked] == [
        ("POST", "/deep-libretranslate/translate", {**fields, "api_key": "secret-key"}),
        ("POST", "/deep-libretranslate/translate", fields),
    ]


def test_deepl_is_sent_its_key_in_a_header_and_the_text_in_a_form(server, waits):
    engine = make(DEEPL, server, waits, key="secret-key")
    ask(engine, "One.", target="pt-BR")
    engine.close()
    (request,) = server.asked
    assert (request.method, request.path) == ("POST", "/deepl/v2/translate")
    assert request.headers["authorization"] == "DeepL-Auth-Key secret-key"
    assert request.fields == {"source_lang": "EN", "target_lang": "PT-BR", "text": "One."}


def test_deepls_quota_ends_the_run(server, waits):
    engine = make(DEEPL, server, waits, key="secret-key")
    server.script = [status(456, b'{"message":"Quota exceeded"}')]
    with pytest.raises(EngineUnavailable, match="plan are used up"):
        ask(engine, "One.")
    engine.close()


@pytest.mark.parametrize(("key", "host"), [("abc:fx", "api-free.deepl.com"), ("abc", "api.deepl.com")])
def test_deepls_free_keys_have_a_host_of_their_own(key, host):
    assert DeepEngine(DEEPL, account=Account(key)).host == host


def test_microsoft_is_sent_json_and_never_asked_for_its_languages(server, waits):
    engine = make(MICROSOFT, server, waits, key="secret-key")
    ask(engine, "One.", target="pt-PT")
    engine.close()
    (request,) = server.asked
    assert (request.method, request.path) == ("POST", "/microsoft/translate?api-version=3.0&from=en&to=pt-PT")
    assert request.json == [{"text": "One."}]
    assert request.headers["ocp-apim-subscription-key"] == "secret-key"
    assert request.headers["ocp-apim-subscription-region"] == "northeurope"
    assert request.headers["content-type"] == "application/json; charset=UTF-8"


def test_microsofts_errors_are_told_by_their_status(server, waits):
    engine = make(MICROSOFT, server, waits, key="secret-key")
    error = json.dumps({"error": {"code": 429001, "message": "The client has exceeded request limits."}}).encode()
    server.script = [status(429, error, Retry_After="90")]
    with pytest.raises(RateLimited) as raised:
        ask(engine, "One.")
    engine.close()
    assert raised.value.retry_after_s == 90.0


def test_baidu_is_sent_a_signature_and_not_the_key(server, waits):
    engine = make(BAIDU, server, waits, key="secret-key")
    ask(engine, "One.")
    engine.close()
    (request,) = server.asked
    fields = dict(request.fields)
    signed = hashlib.md5(f"77One.{fields['salt']}secret-key".encode()).hexdigest()
    assert fields == {**{"appid": "77", "q": "One.", "from": "en", "to": "spa", "salt": fields["salt"], "sign": signed}}
    assert request.method == "POST"
    assert "?" not in request.path


@pytest.mark.parametrize(
    ("code", "error"),
    [("54003", RateLimited), ("52003", EngineUnavailable), ("54001", EngineUnavailable), ("52002", EngineUnavailable)],
)
def test_baidus_errors_are_told_by_their_code(server, waits, code, error):
    engine = make(BAIDU, server, waits, key="secret-key")
    server.script = [says(json.dumps({"error_code": code, "error_msg": "x"}))] * 12
    with pytest.raises(error):
        ask(engine, "One.", "Two.", "Three.")
    engine.close()


def test_mymemory_is_told_the_address_that_raises_its_quota(server, waits):
    engine = make(MYMEMORY, server, waits, email="desk@newsroom.example")
    ask(engine, "One.")
    engine.close()
    assert server.asked[0].fields == {"langpair": "en-GB|es-ES", "q": "One.", "de": "desk@newsroom.example"}


def test_mymemorys_used_up_quota_ends_the_run_and_says_for_how_long(server, waits):
    engine = make(MYMEMORY, server, waits)
    said = "MYMEMORY WARNING: YOU USED ALL AVAILABLE FREE TRANSLATIONS FOR TODAY. NEXT AVAILABLE IN 10 HOURS 11 MINUTES"
    body = {"responseData": {"translatedText": said}, "quotaFinished": True, "responseStatus": 429, "matches": []}
    server.script = [says(json.dumps(body))]
    with pytest.raises(RateLimited) as raised:
        ask(engine, "One.", "Two.")
    engine.close()
    assert raised.value.retry_after_s == 10 * 3600 + 11 * 60
    assert len(server.asked) == 1


def test_the_text_is_not_sent_on_to_another_host(engine, server):
    server.script = ["redirect elsewhere"] * 4
    assert ask(engine, SOURCE, "Two.") == [
        EngineFailure(
            SOURCE,
            f"127.0.0.1 does not answer: the server sent the request on to {server.elsewhere_url.split('/')[2]}",
            FailureKind.UNREACHABLE,
        ),
        good(engine, "Two."),
    ]
    assert server.elsewhere == []


@pytest.mark.parametrize("fault", ["endless", "gzip bomb"])
def test_an_answer_without_end_is_not_read(engine, server, fault):
    server.script = [fault] * 4
    first, second = ask(engine, SOURCE, "Two.")
    assert first.reason == "127.0.0.1 does not answer: the answer is longer than 1 MB"
    assert second == good(engine, "Two.")


@pytest.mark.parametrize("body", ["", "not json <", "[]", "{}", "null", '{"responseData": null}', "[" * 9999])
def test_an_unreadable_answer_fails_alone(engine, server, body):
    server.script = [says(body)] * 2
    first, second = ask(engine, SOURCE, "Two.")
    assert isinstance(first, EngineFailure)
    assert first.kind is FailureKind.BAD_OUTPUT
    assert second == good(engine, "Two.")


def test_a_charset_that_the_answer_names_is_read(server, waits):
    engine = make(MYMEMORY, server, waits)
    body = '{"responseData": {"translatedText": "Llovió en España."}}'.encode("latin-1")
    server.script = [lambda handler, answer, kind: handler.send(200, body, "application/json; charset=iso-8859-1")]
    assert ask(engine, "It rained in Spain.") == [Draft("It rained in Spain.", "Llovió en España.", "engine=mymemory")]
    engine.close()


def test_line_breaks_are_never_sent(server, waits):
    engine = make(MYMEMORY, server, waits)
    ask(engine, "One \n two.")
    engine.close()
    assert server.asked[0].fields["q"] == "One two."


def test_long_texts_are_sent_in_sentences_and_joined(server, waits):
    engine = make(MYMEMORY, server, waits)
    text = " ".join(f"Sentence number {n} has some words in it to fill the line up." for n in range(20))
    (result,) = ask(engine, text)
    engine.close()
    sent = [request.fields["q"] for request in server.asked]
    assert " ".join(sent) == text
    assert max(map(len, sent)) <= 499
    assert result == good(engine, text)


def test_a_burmese_address_stays_short(server, waits):
    engine = make(GOOGLE, server, waits)
    list(engine.translate(["မိုးသည်းထန်စွာ ရွာသွန်းခဲ့သည်။ " * 40], source_locale="my", target_locale="es"))
    engine.close()
    assert len(server.asked) > 1
    assert max(len(request.path) for request in server.asked) < 6200


def test_html_entities_of_the_answer_are_read(server, waits):
    engine = make(MYMEMORY, server, waits)
    server.script = [says('{"responseData": {"translatedText": "L&#39;eau &amp; le feu"}}')]
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
        (MICROSOFT, "my", "my"),
        (MICROSOFT, "zh-TW", "zh-Hant"),
        (MICROSOFT, "es-MX", "es"),
        (MICROSOFT, "pt-BR", "pt"),
        (DEEPL, "es", "ES"),
        (DEEPL, "en-AU", "EN"),
        (DEEPL, "zh-Hant", "ZH-HANT"),
        (DEEPL, "my", ""),
        (BAIDU, "es", "spa"),
        (BAIDU, "zh", "zh"),
        (BAIDU, "my", ""),
        (QCRI, "ar", "ar"),
        (QCRI, "fr", ""),
        (DEEP_LIBRETRANSLATE, "pt-BR", "pt"),
        (DEEP_LIBRETRANSLATE, "my", ""),
    ],
)
def test_locales_are_called_what_the_service_calls_them(service, locale, code):
    engine = make(service, None, [], key="k")
    assert engine._codes(locale, "en")[0] == code
    assert engine.supports(locale, "en") is bool(code)


def test_a_pair_that_the_class_does_not_know_is_refused():
    engine = make(DEEP_LIBRETRANSLATE, None, [])
    with pytest.raises(UnsupportedPair, match="deep-libretranslate does not translate from en to my"):
        ask(engine, "One.", target="my")


def test_nobody_at_the_address_is_told(waits):
    engine = DeepEngine(MYMEMORY, url="http://127.0.0.1:1/get", sleep=waits.append)
    assert engine.reach is Reach.LOCAL
    results = engine.translate(["a", "b"], source_locale="en", target_locale="es")
    assert [next(results).reason for _ in range(2)] == ["127.0.0.1 does not answer: nobody listens there"] * 2
    engine.close()


def test_the_environment_names_no_proxy(server, waits, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    engine = make(MYMEMORY, server, waits)
    assert ask(engine, "One.") == [good(engine, "One.")]
    engine.close()


def test_closing_ends_a_wait_and_a_request_that_is_under_way(server):
    engine = DeepEngine(MYMEMORY, url=server.base("mymemory") + "/get", timeout_s=60)
    server.script = [status(429, Retry_After="50"), "hang", "hang"]
    failed = []

    def work(text):
        try:
            failed.extend(ask(engine, text))
        except EngineUnavailable as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(text,)) for text in ("One.", "Two.")]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    assert server.heard.wait(10)
    engine.close()
    for thread in threads:
        thread.join()
    assert time.monotonic() - began < 30
    assert len(failed) == 2


def test_a_setting_that_changes_answers_changes_the_fingerprint():
    prints = {
        DeepEngine(MYMEMORY).fingerprint,
        DeepEngine(MYMEMORY, url="http://127.0.0.1:1/get").fingerprint,
        DeepEngine(GOOGLE).fingerprint,
    }
    assert len(prints) == 3


def test_other_users_of_the_library_keep_plain_requests(server, waits):
    from deep_translator import MyMemoryTranslator

    engine = make(MYMEMORY, server, waits)
    ask(engine, "One.")
    engine.close()
    theirs = MyMemoryTranslator(source="en-GB", target="es-ES")
    theirs._base_url = server.base("mymemory") + "/get"
    assert theirs.translate("Two.") == right("Two.")


def test_threads_that_share_an_engine_do_not_mix_up_their_texts(server, waits):
    engine = make(GOOGLE, server, waits)
    texts = [f"Text of news number {n}" for n in range(60)]
    report = put_through(engine, texts, batch=3)
    engine.close()
    assert report.drafts == {text: right(text) for text in texts}
