"""The site as readers meet it: from a memory card, on a phone or a large screen, by day and by night."""

import os
import subprocess
from pathlib import Path

import pytest
from site_fixture import ONLINE, PLAIN, RETRACTED, pages, released
from tools import needs_tool

AXE = os.environ.get("DIGLOT_AXE", "")
IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}

pytestmark = [pytest.mark.slow, needs_tool("chromium")]


@pytest.fixture(scope="module")
def card(tmp_path_factory):
    """A memory card with the site on it."""
    root = tmp_path_factory.mktemp("card")
    corrected = released(
        "long-" + "name" * 12, number=7, date="2026-04-01T00:00:00Z", record=released("long-" + "name" * 12)
    )
    for path, data in pages(PLAIN, corrected, RETRACTED, site=ONLINE).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    return root


@pytest.fixture(scope="module")
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_every_page_asks_nobody_for_anything_and_fits(card, chromium, width, scheme):
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    requests, said = [], []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    for path in sorted(card.rglob("*.html")):
        requests.clear()
        page.goto(path.as_uri())
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert (requests, said, wide) == ([path.as_uri()], [], False)
    context.close()


def test_a_reader_finds_the_way_from_the_first_page_to_a_file_and_back(card, chromium):
    page = chromium.new_page(java_script_enabled=False)
    page.goto((card / "index.html").as_uri())
    page.click("main a[lang=my]")
    page.click("main h2 a[href*='boat']")
    assert page.locator("h1").inner_text() == "H-boat <b>&"
    assert page.locator(".files a").first.get_attribute("href") == "boat.en-my.html"
    page.click("header nav a[lang=es]")
    assert page.url.endswith("/articles/boat/es.html")
    page.click("header .name")
    assert page.url.endswith("/es/index.html")
    page.close()


@pytest.mark.skipif(not AXE and not IN_CI, reason="DIGLOT_AXE does not name axe-core's axe.min.js")
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_axe_finds_no_fault(card, chromium, width, scheme):
    source = Path(AXE).read_text(encoding="utf-8")
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    for path in sorted(path for path in card.rglob("*.html") if "es" not in (path.stem, path.parent.name)):
        page.goto(path.as_uri())
        page.evaluate(source)
        found = page.evaluate("axe.run()")["violations"]
        assert [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found] == [], path
    context.close()


@needs_tool("xmllint")
def test_feeds_are_well_formed_for_another_reader_of_xml(card):
    feeds = sorted(str(path) for path in card.rglob("*.xml"))
    assert len(feeds) == 5
    subprocess.run(["xmllint", "--noout", *feeds], check=True)
