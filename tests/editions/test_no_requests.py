"""No edition of any format asks anybody for anything, whatever its article holds."""

import json
import socket
import threading
import zipfile
from contextlib import suppress

import pytest
from edition_fixture import STATES, edition
from hypothesis import given, settings
from hypothesis import strategies as st
from thorough import examples
from tools import needs_tool

from l10n.editions import FORMATS, writer_for
from l10n.errors import EditionError
from l10n.inspecting import inspect_file
from l10n.inspecting.trace import Kind

ASKING = {Kind.OUTSIDE, Kind.ACTIVE, Kind.BESIDE}
ADDRESSES = (
    "https://t.example/x.png",
    "//t.example/x.png",
    "http://t.example/x",
    "file:///etc/x",
    "ftp://t.example/x",
    "x.png",
)
SHAPES = (
    "![x]({})",
    "![x][r]\n\n[r]: {}",
    "[x]({})",
    "<{}>",
    "<img src={}>",
    "<img src=x onerror=go()>",
    "<script src={}></script>",
    '<link rel="stylesheet" href="{}">',
    "<style>@import '{}';</style>",
    '<p style="background:url({})">words</p>',
    "<iframe src={}></iframe>",
    '"><svg onload=go()><image href={}/></svg>',
    "</style><img src={}>",
    "</title><img src={}>",
    "<!--[if IE]><img src={}><![endif]-->",
    "[x](javascript:go)",
    "<form action={}><button>x</button></form>",
    "<meta http-equiv=refresh content=0;url={}>",
    "<?xml-stylesheet href='{}'?>",
    "`{}`",
    "https://t.example/{}",
)
VARIANTS = [("", False), ("", True), ("my", False), ("en", False)]


def article(shape, address):
    """An article with the same hostile text in its facts, its headline and its body."""
    text = shape.format(address)
    head = json.dumps(text)
    facts = "".join(
        f"{name}: {head}\n" for name in ("title", "author", "original", "licence", "credits", "summary", "publisher")
    )
    return f"---\n{facts}---\n\n{text}\n\nSay {text} twice.\n\n## {text}\n\n> - {text}\n\n| {text} |\n|---|\n| {text} |\n\n    {text}\n"


def asked(name, made):
    """What the file of a format would fetch or run."""
    writer = writer_for(name)
    report = inspect_file(writer.write(made), name=f"boat{writer.suffix}")
    return [(trace.kind.value, trace.where, trace.text) for trace in report.traces if trace.kind in ASKING]


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(("only", "draft"), VARIANTS)
def test_no_edition_asks_for_anything(name, only, draft):
    made = edition(list(STATES) if draft else STATES[-1], draft=draft, only=only)
    assert asked(name, made) == []


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=examples(30), deadline=None)
@given(shape=st.sampled_from(SHAPES), address=st.sampled_from(ADDRESSES), only=st.sampled_from(["", "my"]))
def test_no_edition_of_a_hostile_article_asks_for_anything(name, shape, address, only):
    made = edition(list(STATES), draft=True, text=article(shape, address), only=only)
    with suppress(EditionError):  # a PDF has no heading without words: what is refused asks nobody
        assert asked(name, made) == []


class Ear:
    """A proxy that answers nobody and remembers who asked it."""

    def __init__(self):
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._socket.getsockname()[1]}"
        self.heard = []
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self):
        while True:
            try:
                asking, _ = self._socket.accept()
            except OSError:
                return
            with asking:
                self.heard.append(asking.recv(4096).split(b"\r\n")[0].decode("latin-1"))

    def close(self):
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()


@pytest.fixture
def ear():
    made = Ear()
    yield made
    made.close()


def opened(paths, ear):
    """Open each file in Chromium, scripts on and every way out through the ear; the addresses that pages asked for."""
    from playwright.sync_api import sync_playwright

    requests = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                f"--proxy-server={ear.address}",
                "--proxy-bypass-list=<-loopback>",
            ],
        )
        page = browser.new_page()
        page.on("request", lambda request: requests.append(request.url))
        for path in paths:
            page.goto(path.as_uri(), wait_until="load")
            page.mouse.wheel(0, 20_000)
        browser.close()
    return requests


@pytest.mark.slow
@needs_tool("chromium")
def test_chromium_asks_nobody_when_it_opens_pages_and_chapters(tmp_path, ear):
    made = [edition(list(STATES), draft=True)]
    made += [edition(STATES[-1], text=article(shape, ADDRESSES[0])) for shape in SHAPES]
    opening = []
    for number, one in enumerate(made):
        page = tmp_path / f"{number}.html"
        page.write_bytes(writer_for("html").write(one))
        book, folder = tmp_path / f"{number}.epub", tmp_path / f"book{number}"
        book.write_bytes(writer_for("epub").write(one))
        with zipfile.ZipFile(book) as archive:
            archive.extractall(folder)
        opening += [page, *sorted(folder.rglob("*.xhtml"))]
    requests = opened(opening, ear)
    styles = [path.parent / "style.css" for path in opening if path.name == "article.xhtml"]
    assert set(requests) == {path.as_uri() for path in (*opening, *styles)}
    assert [line for line in ear.heard if "t.example" in line] == []


@pytest.mark.slow
@needs_tool("chromium")
def test_the_ear_would_hear_a_request(tmp_path, ear):
    page = tmp_path / "page.html"
    page.write_text('<!DOCTYPE html><img src="http://t.example/x.png"><img src="http://127.0.0.1:18181/y.png">')
    opened([page], ear)
    assert any("t.example/x.png" in line for line in ear.heard)
    assert any("127.0.0.1:18181" in line for line in ear.heard)
