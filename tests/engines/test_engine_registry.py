"""Engines by name: made lazily, refused with the nearest name or the reason."""

import subprocess
import sys

import pytest

from l10n.engines import ENGINES, NOT_OFFERED, make_engine
from l10n.errors import EngineUnavailable
from l10n.model import Draft
from l10n.ports import Reach


def test_the_memory_engine_takes_pairs():
    engine = make_engine("memory", memory_pairs=[("Hello.", "Hola.")], settings={})
    assert list(engine.translate(["Hello."], source_locale="en", target_locale="es")) == [
        Draft("Hello.", "Hola.", "memory 1.00")
    ]


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
        ("memory", {}, Reach.OFFLINE, ""),
    ],
)
def test_an_engine_says_where_it_sends_texts(name, settings, reach, host):
    engine = make_engine(name, settings=settings)
    assert (engine.name, engine.reach, engine.host) == (name, reach, host)
    engine.close()


def test_an_address_that_is_none_is_refused():
    with pytest.raises(EngineUnavailable, match="no address"):
        make_engine("libretranslate", settings={"url": "localhost:5000"})


def test_the_registry_loads_no_engine():
    code = (
        "import sys, l10n.engines as e; e.make_engine('memory');"
        "print([m for m in ('requests', 'deep_translator', 'rapidfuzz', 'subprocess') if m in sys.modules])"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"
