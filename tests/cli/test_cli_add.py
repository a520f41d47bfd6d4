"""`diglot add`: what it took, what it left out, what it updated."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from cli_fixture import diglot

from l10n.errors import NetworkError
from l10n.newsroom.config import load_config
from l10n.newsroom.project import Project
from l10n.readers.fetching import Fetcher

PAGE = """<html><head><title>The ferry is back</title></head><body><nav><a href="/">Home</a><a href="/b">Boats</a></nav>
<article><h1>The ferry is back</h1><p>After eleven months the ferry to the island crosses the bay again, twice a day.</p>
<p>On the first morning four hundred people stood in line with bicycles, hens and one piano.</p></article>
<footer>Imprint</footer></body></html>"""


@pytest.fixture
def newsroom(tmp_path: Path) -> Path:
    diglot(tmp_path, "init", "room", "--source", "en", "--target", "my")
    folder = tmp_path / "room"
    (folder / "ferry.html").write_text(PAGE, encoding="utf-8")
    return folder


def test_a_page_is_taken_in_and_its_cut_is_told(newsroom: Path) -> None:
    ran = diglot(newsroom, "add", "ferry.html")
    assert (ran.code, ran.out.splitlines()) == (
        0,
        [
            "✓ ferry  3 segments, 35 words",
            "  headline 1 · body 2",
            "  left out: menu 1 · footer 1",
            "  Next: diglot update",
        ],
    )


def test_a_dry_run_shows_the_cut_and_writes_nothing(newsroom: Path) -> None:
    ran = diglot(newsroom, "add", "ferry.html", "--dry-run")
    assert ran.out.splitlines()[-5:] == [
        "  left out: menu 1 · footer 1",
        "    menu (1)",
        "      line 1: HomeBoats",
        "    footer (1)",
        "      line 4: Imprint",
    ]
    assert list((newsroom / "articles").glob("*.md")) == []


def test_all_pieces_are_in_the_json(newsroom: Path) -> None:
    told = json.loads(diglot(newsroom, "add", "ferry.html", "--json").out)
    assert [(piece["text"][:9], piece["skipped"]) for piece in told["coverage"]] == [
        ("HomeBoats", "menu"),
        ("The ferry", ""),
        ("After ele", ""),
        ("On the fi", ""),
        ("Imprint", "footer"),
    ]


def test_a_changed_file_updates_the_article_unless_it_was_edited(newsroom: Path) -> None:
    diglot(newsroom, "add", "ferry.html")
    assert "ferry  3 segments, 35 words: as it was" in diglot(newsroom, "add", "ferry.html").out
    (newsroom / "ferry.html").write_text(PAGE.replace("one piano", "two pianos"), encoding="utf-8")
    ran = diglot(newsroom, "add", "ferry.html")
    assert "updated" in ran.out
    assert ran.out.endswith("  Next: diglot update, to see what the changes touch\n")
    article = newsroom / "articles" / "ferry.md"
    article.write_text(article.read_text(encoding="utf-8").replace("hens", "chickens"), encoding="utf-8")
    (newsroom / "ferry.html").write_text(PAGE.replace("one piano", "three pianos"), encoding="utf-8")
    refused = diglot(newsroom, "add", "ferry.html")
    assert (refused.code, "was edited by hand" in refused.err, "chickens" in article.read_text()) == (1, True, True)
    assert diglot(newsroom, "add", "ferry.html", "--replace").code == 0
    assert "three pianos" in article.read_text(encoding="utf-8")


def test_a_private_address_is_refused_and_an_offline_project_fetches_nothing(newsroom: Path) -> None:
    ran = diglot(newsroom, "add", "http://127.0.0.1/a")
    assert (ran.code, "nothing was fetched" in ran.err) == (4, True)
    config = newsroom / "diglot.toml"
    config.write_text(config.read_text().replace('"internal" ', '"offline" '), encoding="utf-8")
    ran = diglot(newsroom, "add", "https://news.example/a")
    assert (ran.code, "this project is offline" in ran.err) == (5, True)


class Near(Project):
    """A project that may fetch from this computer, for a server of the test's own."""

    port = 0

    def fetcher(self, tell: object) -> Fetcher:
        return Fetcher(
            max_bytes=10_000,
            allow_loopback=True,
            ports=frozenset({self.port}),
            resolve=lambda host, port: ["127.0.0.1"],
        )


@pytest.fixture
def site() -> Iterator[dict[str, str]]:
    pages: dict[str, str] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path in pages else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(pages.get(self.path, "").encode())

        def log_message(self, *args: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Near.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield pages
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_page_of_the_web_is_added_and_updated_by_its_address(newsroom: Path, site: dict[str, str]) -> None:
    project = Near(load_config(newsroom))
    url = f"http://news.example:{Near.port}/2024/ferry-back.html"
    site["/2024/ferry-back.html"] = PAGE
    added = project.add_url(url)
    assert (added.slug, added.updated, added.document.facts["original"]) == ("ferry-back", False, url)
    site["/2024/ferry-back.html"] = PAGE.replace("Imprint", "Imprint, 17 readers now")
    assert not project.add_url(url).written
    site["/2024/ferry-back.html"] = PAGE.replace("one piano", "two pianos")
    again = project.add_url(url, dry_run=True)
    assert (again.slug, again.updated, again.written) == ("ferry-back", True, False)
    assert project.add_url(url).updated
    with pytest.raises(NetworkError, match="has no such page"):
        project.add_url(f"http://news.example:{Near.port}/gone")
