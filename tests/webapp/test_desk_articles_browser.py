"""An article's whole way in Chromium, with scripts and without: pasted, put right, exchanged, published, corrected."""

from __future__ import annotations

import csv
import hashlib
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sample_desk import PASSPHRASE, Served, serve_sample
from tools import needs_tool

from l10n.model import CatalogKey, State

pytestmark = [pytest.mark.slow, needs_tool("chromium")]

TEXT = """Ferry sinks near the old pier

By Ana Li

The boat left at noon. It carried rice.

Nobody was hurt.

The owner will pay.
"""
KEY = CatalogKey("ferry", "es")
BASE = "/articles/ferry/es"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serve_sample(tmp_path_factory.mktemp("articles"), pseudo=False) as served:
        yield served


@pytest.fixture
def page(browser: Any, served: Served, scripts: bool) -> Iterator[Any]:
    """A maintainer's page; it begins without the article of the run before."""
    for path in served.project.root.rglob("*ferry*"):
        if path.is_file():
            path.unlink()
    context = browser.new_context(base_url=served.address, java_script_enabled=scripts, locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(8000)
    page.goto("/login")
    page.fill("#handle", "nilar")
    page.fill("#passphrase", PASSPHRASE)
    page.click("main button.go")
    page.wait_for_url("**/")
    yield page
    context.close()


def paste(page: Any, text: str) -> None:
    page.goto("/articles/new")
    page.fill("#paste", text)
    page.click("main button.go")
    page.wait_for_selector(".cuts")


def add(page: Any) -> None:
    paste(page, TEXT)
    page.fill("#slug", "ferry")
    page.click("button[value=add]")
    page.wait_for_url("**/articles/ferry/*")


def blocks(page: Any) -> list[str]:
    return [box.input_value() for box in page.locator("textarea[name=block]").all()]


def approve_all(served: Served) -> None:
    catalog, revision = served.project.catalogs.read(KEY)
    filled = {entry.key: entry.approved(f"ES {entry.source}") for entry in catalog.entries}
    served.project.catalogs.replace(KEY, catalog.with_entries(filled), expected=revision)


def test_an_article_is_pasted_and_put_right(served: Served, page: Any) -> None:
    paste(page, TEXT)
    first = blocks(page)
    at = first.index("The boat left at noon. It carried rice.")
    page.click(f"button[value=split-{at}]")
    page.wait_for_selector(f"#b-{len(first)}")
    assert blocks(page) == [*first[:at], "The boat left at noon.", "It carried rice.", *first[at + 1 :]]
    page.click(f"button[value=merge-{at + 1}]")
    page.wait_for_selector(f"#b-{len(first)}", state="detached")
    assert blocks(page) == first
    page.select_option(f"#k-{len(first) - 1}", "quote")
    page.fill("#slug", "ferry")
    page.fill("#f-licence", "CC-BY-4.0")
    page.click("button[value=add]")
    page.wait_for_url("**/articles/ferry/*")
    document = served.project.document("ferry")
    assert document.text.endswith("\n\nNobody was hurt.\n\n> The owner will pay.\n")
    assert document.facts["licence"] == "CC-BY-4.0"


@needs_tool("pandoc")
def test_a_word_file_is_cut_like_a_text(page: Any, tmp_path: Path) -> None:
    made = tmp_path / "ferry.docx"
    text = "# Ferry sinks\n\nThe boat left at noon.\n\nNobody was hurt.\n"
    subprocess.run(["pandoc", "--from", "markdown", "--output", str(made)], input=text, text=True, check=True)
    page.goto("/articles/new")
    page.set_input_files("#file", str(made))
    page.click("main button.go")
    page.wait_for_selector(".cuts")
    assert blocks(page) == ["Ferry sinks", "The boat left at noon.", "Nobody was hurt."]
    assert page.input_value("#k-0") == "headline"


def test_a_table_goes_out_and_comes_back(served: Served, page: Any, tmp_path: Path) -> None:
    add(page)
    page.goto(f"{BASE}/files")
    with page.expect_download() as waiting:
        page.click("text=Table (CSV)")
    out = tmp_path / "ferry.es.csv"
    waiting.value.save_as(out)
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    next(row for row in rows if row["source"] == "Nobody was hurt.")["target"] = "Nadie resultó herido."
    with out.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    page.set_input_files("#file", str(out))
    page.click("text=Look at what it brings")
    page.wait_for_selector("text=What the file brings")
    assert not any(entry.target for entry in served.project.catalogs.read(KEY)[0].entries)
    page.click("button[value=it]")
    page.wait_for_url(f"**{BASE}")
    [entry] = [e for e in served.project.catalogs.read(KEY)[0].entries if e.target]
    assert (entry.source, entry.target, entry.state()) == ("Nobody was hurt.", "Nadie resultó herido.", State.REVIEW)


def test_published_when_approved_then_corrected(served: Served, page: Any, tmp_path: Path) -> None:
    add(page)
    page.goto(f"{BASE}/publish")
    assert "are not approved" in page.inner_text(".chk.lead")
    assert page.locator("button[value=edition]").count() == 0
    approve_all(served)
    page.goto(f"{BASE}/read")
    page.click("section.ending >> text=Publish")
    page.click("button[value=edition]")
    page.wait_for_url("**/publish#files")
    file = next(file for file in served.project.edition_files("ferry") if file.format == "html")
    with page.expect_download() as waiting:
        page.click(f"text={file.name}")
    waiting.value.save_as(tmp_path / file.name)
    assert hashlib.sha256((tmp_path / file.name).read_bytes()).hexdigest() == file.sha256

    page.goto("/articles/ferry/update")
    page.fill("#paste", TEXT.replace("noon", "nine"))
    page.click("text=Look at what it changes")
    page.wait_for_selector(".corrections")
    assert [each.inner_text() for each in page.locator(".corrections :is(del, ins)").all()] == ["noon", "nine"]
    assert "Undoes the approval" in page.inner_text(".corrections")
    assert "noon" in served.project.document("ferry").text
    page.click("button[value=it]")
    page.wait_for_url("**?state=stale")
    assert "nine" in served.project.document("ferry").text
    states = [entry.state() for entry in served.project.catalogs.read(KEY)[0].entries]
    assert states.count(State.STALE) == 1
    page.goto(f"{BASE}/publish")
    assert "Earlier editions carry other text" in page.inner_text(".chk.lead")


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_no_page_of_whole_articles_scrolls_sideways(page: Any, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    paste(page, TEXT)
    wide = ["cut"] if page.evaluate("document.documentElement.scrollWidth > innerWidth") else []
    add(page)
    for path in ("/", "/articles/new", "/articles/ferry/update", f"{BASE}/files", f"{BASE}/publish", f"{BASE}/read"):
        page.goto(path)
        wide += [path] if page.evaluate("document.documentElement.scrollWidth > innerWidth") else []
    assert wide == []
