"""An article that is offline is drafted without one socket, whichever engine does it. The system is the witness."""

import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from l10n.engines import ENGINES
from l10n.model import CatalogKey, Entry
from l10n.newsroom.config import DEFAULTS
from l10n.newsroom.project import open_project

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed"),
]

ARTICLE = "# The ferry\n\nThe ferry came back with 12 people.\n\nNobody was hurt.\n"


@pytest.fixture
def newsroom(tmp_path):
    folder = tmp_path / "newsroom"
    (folder / "articles").mkdir(parents=True)
    (folder / "articles" / "ferry.md").write_text(ARTICLE, encoding="utf-8")
    configure(folder)
    list(open_project(folder).update())
    return folder


def configure(folder, more=""):
    (folder / "diglot.toml").write_text(
        f"""[project]
source = "en"
targets = ["es"]
[draft]
sensitivity = "offline"
ask = false
[engine.libretranslate]
url = "http://127.0.0.1:5000"
{more}
""",
        encoding="utf-8",
    )


_CALL = re.compile(r"^\d+ +(?!getpeername\(0, .* ENOTSOCK)\w+\(")
"""A call of the network's kind. That a shell asks whether its input is a socket, which it is not, opens none."""


_IPV6 = re.compile(r"socket\(AF_INET6|bind\(\d+, \{sa_family=AF_INET6, sin6_port=htons\(0\), .*\"::1\"")


def sockets(folder: Path, trace: Path, *args: str) -> list[str]:
    """Run the command, with its children, under the eyes of strace; return what they did with sockets.

    Home folder and shell are named, as on every desktop: without them, Python and bash ask the system's table
    of accounts, and libc does that over a local socket.
    """
    known = {"HOME": str(folder), "SHELL": "/bin/sh", "USER": "reader", "LOGNAME": "reader"}
    command = ["strace", "-f", "-qq", "-e", "trace=%network", "-o", str(trace)]
    command += [sys.executable, "-m", "l10n", "-C", str(folder), *args]
    subprocess.run(command, capture_output=True, timeout=300, check=False, env=os.environ | known)
    lines = trace.read_text(encoding="utf-8", errors="replace").splitlines()
    return [line for line in lines if _CALL.search(line)]


def drafted(folder: Path) -> list[Entry]:
    catalog, _ = open_project(folder).catalogs.read(CatalogKey("ferry", "es"))
    return [entry for entry in catalog.entries if entry.target]


def test_the_witness_sees_a_socket(tmp_path):
    trace = tmp_path / "trace"
    code = "import socket; socket.socket().close()"
    subprocess.run(["strace", "-f", "-e", "trace=%network", "-o", str(trace), sys.executable, "-c", code], check=True)
    assert "socket(" in trace.read_text(encoding="utf-8")


def test_the_memory_opens_none(newsroom, tmp_path):
    project = open_project(newsroom)
    catalog, revision = project.catalogs.read(CatalogKey("ferry", "es"))
    approved = {e.key: e.approved("Nadie resultó herido.") for e in catalog.entries if e.source == "Nobody was hurt."}
    project.catalogs.replace(catalog.key, catalog.with_entries(approved), expected=revision)
    (newsroom / "articles" / "boat.md").write_text("# A boat\n\nNobody was hurt.\n", encoding="utf-8")
    list(open_project(newsroom).update())
    assert sockets(newsroom, tmp_path / "trace", "draft", "--engine", "memory") == []
    entries = open_project(newsroom).catalogs.read(CatalogKey("boat", "es"))[0].entries
    assert [e.target for e in entries] == ["", "Nadie resultó herido."]


@pytest.mark.skipif(shutil.which("apertium") is None, reason="Apertium is not installed")
def test_apertium_opens_none(newsroom, tmp_path):
    assert sockets(newsroom, tmp_path / "trace", "draft", "--engine", "apertium") == []
    assert len(drafted(newsroom)) == 3


def test_a_model_on_this_computer_opens_none(newsroom, tmp_path):
    pytest.importorskip("ctranslate2")
    from tiny_model import build

    words = {"came": "volvió", "back": "atrás", "was": "fue", "hurt": "herido", "Nobody": "Nadie", "The": "El"}
    build(tmp_path / "model", words)
    configure(newsroom, f'[engine.local]\nmodel_folder = "{tmp_path / "model"}"')
    assert sockets(newsroom, tmp_path / "trace", "draft", "--engine", "local") == []


KEYS = {"api_key_file": "key", "app_id": "1", "region": "x", "model": "tiny", "model_folder": "model"}


def configure_every_engine(folder: Path, port: int) -> None:
    """Configure each engine there is, so that all of them could work: those with an address have one here."""
    pytest.importorskip("ctranslate2")
    from tiny_model import build

    build(folder / "model", {"ferry": "barca"})
    (folder / "key").write_text("secret", encoding="utf-8")
    known = {engine: DEFAULTS[f"engine.{engine}"] for engine in ENGINES if f"engine.{engine}" in DEFAULTS}
    sections = []
    for engine, keys in known.items():
        lines = [f'{key} = "{value}"' for key, value in KEYS.items() if key in keys]
        lines += [f'url = "http://127.0.0.1:{port}"'] if "url" in keys else []
        sections += [f"[engine.{engine}]", *lines] if engine != "libretranslate" else []
    configure(folder, "\n".join(sections))
    settings = (
        (folder / "diglot.toml")
        .read_text(encoding="utf-8")
        .replace("http://127.0.0.1:5000", f"http://127.0.0.1:{port}")
    )
    names = ", ".join(f'"{engine}"' for engine in ENGINES)
    (folder / "diglot.toml").write_text(settings.replace("[draft]", f"[draft]\nengines = [{names}]"), encoding="utf-8")


_CONNECTED = re.compile(r"\b(?:connect|sendto|sendmsg|sendmmsg)\(\d+, .*(?:AF_INET|\d)")


@pytest.mark.parametrize(
    "args",
    [
        ("draft", "--yes"),
        ("draft", "-n"),
        *(("draft", "--engine", name, "--yes") for name in sorted(ENGINES)),
        ("draft", "--compare", ",".join(ENGINES), "--yes"),
        ("update",),
        ("check",),
        ("build", "--draft", "--format", "html,text"),
        ("doctor",),
    ],
    ids=lambda args: " ".join(args)[:40],
)
def test_with_every_engine_configured_an_offline_article_meets_no_network(newsroom, tmp_path, args):
    """A server that would answer stands ready on this computer; whatever is asked for, nothing connects to it."""
    with socket.create_server(("127.0.0.1", 0)) as heard:
        heard.settimeout(0)
        configure_every_engine(newsroom, heard.getsockname()[1])
        calls = sockets(newsroom, tmp_path / "trace", *args)
        with pytest.raises(BlockingIOError):
            heard.accept()
    assert [line for line in calls if _CONNECTED.search(line)] == []


@pytest.mark.parametrize("name", ["libretranslate", "google", "mymemory", "chat"])
def test_an_engine_with_a_host_is_refused_before_it_reaches_out(newsroom, tmp_path, name):
    configure(newsroom, '[engine.chat]\nurl = "http://127.0.0.1:11434/v1"\nmodel = "tiny"')
    for args in (("--engine", name, "--yes"), ("--engine", name, "-n"), ("--compare", f"memory,{name}", "--yes")):
        calls = sockets(newsroom, tmp_path / "trace", "draft", *args)
        # A library may look whether this computer has IPv6: it takes a port of its own and reaches out to nobody.
        assert [line for line in calls if not _IPV6.search(line)] == []
    assert drafted(newsroom) == []
