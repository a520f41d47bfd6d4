"""Engines by name: made lazily, refused with the nearest name or the reason."""

import subprocess
import sys

import pytest

from l10n.engines import ENGINES, NOT_OFFERED, make_engine
from l10n.errors import EngineUnavailable
from l10n.ports import Reach

KEY = "key"


def test_the_memory_engine_needs_a_memory():
    with pytest.raises(EngineUnavailable, match="no memory"):
        make_engine("memory")
    assert make_engine("memory", memory=object()).name == "memory"


def test_an_unknown_name_is_answered_with_the_nearest():
    with pytest.raises(EngineUnavailable) as raised:
        make_engine("gogle")
    assert raised.value.remedy.startswith("did you mean google?")


@pytest.mark.parametrize("name", sorted(NOT_OFFERED))
def test_services_that_do_not_work_are_refused_with_the_reason(name):
    with pytest.raises(EngineUnavailable) as raised:
        make_engine(name)
    assert raised.value.message == f"{name} is not offered: {NOT_OFFERED[name]}"
    assert name not in ENGINES


def test_libretranslate_never_talks_to_a_server_nobody_named():
    with pytest.raises(EngineUnavailable) as raised:
        make_engine("libretranslate", settings={"url": "", "api_key_file": ""})
    assert "url" in raised.value.remedy


def test_a_missing_key_file_is_named(tmp_path):
    settings = {"url": "http://localhost:5000", "api_key_file": str(tmp_path / "key")}
    with pytest.raises(EngineUnavailable, match="key file"):
        make_engine("libretranslate", settings=settings)


@pytest.mark.parametrize(
    ("name", "settings", "reach", "host"),
    [
        ("google", {}, Reach.REMOTE, "translate.google.com"),
        ("mymemory", {}, Reach.REMOTE, "api.mymemory.translated.net"),
        ("mymemory", {"url": "http://127.0.0.1:2737/get"}, Reach.LOCAL, "127.0.0.1"),
        ("libretranslate", {"url": "http://localhost:5000"}, Reach.LOCAL, "localhost"),
        ("libretranslate", {"url": "https://mt.newsroom.example/"}, Reach.REMOTE, "mt.newsroom.example"),
        ("deepl", {"api_key_file": KEY}, Reach.REMOTE, "api-free.deepl.com"),
        ("microsoft", {"api_key_file": KEY}, Reach.REMOTE, "api.cognitive.microsofttranslator.com"),
        ("baidu", {"api_key_file": KEY, "app_id": "7"}, Reach.REMOTE, "fanyi-api.baidu.com"),
        ("qcri", {"api_key_file": KEY}, Reach.REMOTE, "mt.qcri.org"),
        ("deep-libretranslate", {"url": "http://[::1]:5000"}, Reach.LOCAL, "::1"),
    ],
)
def test_an_engine_says_where_it_sends_texts(name, settings, reach, host, tmp_path):
    (tmp_path / "key").write_text("abc:fx\n")
    settings = {name: str(tmp_path / value) if value == KEY else value for name, value in settings.items()}
    engine = make_engine(name, settings=settings)
    assert (engine.name, engine.reach, engine.host) == (name, reach, host)
    engine.close()


def test_an_address_that_is_none_is_refused():
    with pytest.raises(EngineUnavailable, match="no address"):
        make_engine("libretranslate", settings={"url": "localhost:5000"})


def test_the_registry_loads_no_engine():
    code = (
        "import sys, l10n.engines as e; e.make_engine('memory', memory=object());"
        "print([m for m in ('requests', 'deep_translator', 'rapidfuzz', 'subprocess') if m in sys.modules])"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"


@pytest.mark.parametrize(
    ("name", "settings", "needed"),
    [
        ("deepl", {}, "api_key_file"),
        ("microsoft", {}, "api_key_file"),
        ("baidu", {"api_key_file": "k"}, "app_id"),
        ("qcri", {}, "api_key_file"),
        ("deep-libretranslate", {}, "url"),
    ],
)
def test_what_an_engine_cannot_do_without_is_named(name, settings, needed):
    with pytest.raises(EngineUnavailable) as raised:
        make_engine(name, settings=settings)
    assert raised.value.message == f"{name} needs {needed}"
    assert f"under [engine.{name}] in diglot.toml: {needed} = " in raised.value.remedy


@pytest.mark.parametrize("content", ["", "  \n", "two\nlines", "schlüssel"])
def test_a_key_file_without_a_key_is_refused(tmp_path, content):
    (tmp_path / "key").write_text(content)
    with pytest.raises(EngineUnavailable, match="holds no key"):
        make_engine("deepl", settings={"api_key_file": str(tmp_path / "key")})


@pytest.mark.parametrize(
    "proxy", ["socks5://127.0.0.1:9050", "127.0.0.1:9050", "socks5h://", "http://me:pw@a:1", "ftp://a:1"]
)
def test_a_proxy_that_would_leak_names_or_is_none_is_refused(proxy):
    with pytest.raises(EngineUnavailable) as raised:
        make_engine("google", settings={"proxy": proxy})
    assert "socks5h://127.0.0.1:9050" in raised.value.remedy


@pytest.mark.parametrize(
    "proxy", ["", "socks5h://127.0.0.1:9050", "socks5h://me:pw@[::1]:9050", "http://10.0.0.1:3128"]
)
def test_a_proxy_is_taken(proxy):
    make_engine("google", settings={"proxy": proxy}).close()


def test_every_class_of_deep_translator_is_an_engine_or_refused_with_the_reason():
    from deep_translator import engines

    known = {"libre": "deep-libretranslate"}
    names = {known.get(name, name) for name in engines.__engines__}
    assert names <= set(ENGINES) | set(NOT_OFFERED)
