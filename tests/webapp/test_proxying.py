"""Whose word is taken for https and the name, in each of the ways that a proxy can be told of."""

import pytest

from l10n.errors import ConfigError
from l10n.newsroom.config import load_config
from l10n.newsroom.serving import trusted_proxies
from l10n.proxies import TrustedProxies
from webapp.proxying import THROWN_AWAY, behind_proxies

SENT = {"HTTP_X_FORWARDED_PROTO": "https", "HTTP_X_FORWARDED_HOST": "desk.example.org", "HTTP_HOST": "127.0.0.1:8000"}


def seen_by_the_desk(text, **environ):
    """Return what the desk sees of a request, behind proxies that were told of as *text*."""
    seen = {}

    def app(environ, start_response):
        seen.update(environ)
        return []

    given = {"wsgi.url_scheme": "http", "SERVER_PORT": "8000", "SERVER_NAME": "127.0.0.1", **SENT, **environ}
    list(behind_proxies(app, TrustedProxies.from_text(text))(given, lambda *_: None))
    return seen


@pytest.mark.parametrize(
    ("told", "address"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("172.28.0.0/24", "172.28.0.9"),
        ("10.0.0.1, ::1", "::1"),
        ("127.0.0.1", "::ffff:127.0.0.1"),
        ("unix", ""),
        ("127.0.0.1,unix", ""),
    ],
)
def test_a_proxy_that_it_was_told_of_is_believed(told, address):
    seen = seen_by_the_desk(told, REMOTE_ADDR=address)
    assert (seen["wsgi.url_scheme"], seen["HTTP_HOST"]) == ("https", "desk.example.org")


@pytest.mark.parametrize(
    ("told", "address"),
    [
        ("", "127.0.0.1"),
        ("", ""),
        ("127.0.0.1", ""),
        ("unix", "127.0.0.1"),
        ("172.28.0.0/24", "172.28.1.9"),
        ("10.0.0.1", "nonsense"),
    ],
)
def test_nobody_else_is(told, address):
    seen = seen_by_the_desk(told, REMOTE_ADDR=address)
    assert (seen["wsgi.url_scheme"], seen["HTTP_HOST"]) == ("http", "127.0.0.1:8000")
    assert not any(name in seen for name in SENT if name.startswith("HTTP_X"))


@pytest.mark.parametrize("scheme", ["javascript", "https://evil", "", "https, ftp"])
def test_a_scheme_that_is_none_is_not_taken(scheme):
    seen = seen_by_the_desk("127.0.0.1", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_PROTO=scheme)
    assert (seen["wsgi.url_scheme"], seen["HTTP_HOST"]) == ("http", "127.0.0.1:8000")


@pytest.mark.parametrize("told", ["", "127.0.0.1"])
def test_addresses_of_readers_reach_the_desk_from_nobody(told):
    seen = seen_by_the_desk(told, REMOTE_ADDR="127.0.0.1", **dict.fromkeys(THROWN_AWAY, "192.0.2.7"))
    assert "192.0.2.7" not in seen.values()


@pytest.mark.parametrize("text", ["localhost", "10.0.0.1/8", "127.0.0.1 10.0.0.1"])
def test_a_slip_is_told_with_what_to_write(tmp_path, text):
    (tmp_path / "diglot.toml").write_text(f'[project]\ntargets = ["my"]\n[desk]\nproxy = "{text}"\n')
    config = load_config(tmp_path, environment={})
    with pytest.raises(ConfigError, match="names no proxy") as raised:
        trusted_proxies(config, {})
    assert "127.0.0.1" in raised.value.remedy
    assert trusted_proxies(config, {"DIGLOT_PROXY": "unix"}).unix
    assert trusted_proxies(config, {"DIGLOT_PROXY": "unix"}, said="10.0.0.1").trusts("10.0.0.1")
