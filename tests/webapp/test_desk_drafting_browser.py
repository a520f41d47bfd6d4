"""Drafts by machine in Chromium, with scripts and without: what it would mean, the job, what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sample_desk import PASSPHRASE, SLUG, Served, serve_sample
from tools import needs_tool

from l10n.model import CatalogKey, State

pytestmark = [pytest.mark.slow, needs_tool("chromium"), needs_tool("apertium")]

ES = CatalogKey(SLUG, "es")


@pytest.fixture
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serve_sample(tmp_path_factory.mktemp("drafting"), pseudo=False) as served:
        yield served


def enter(browser: Any, served: Served, *, scripts: bool, handle: str = "thiri") -> Any:
    context = browser.new_context(base_url=served.address, java_script_enabled=scripts, locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto("/login")
    page.fill("#handle", handle)
    page.fill("#passphrase", PASSPHRASE)
    page.click("main button.go")
    page.wait_for_url("**/")
    return page


def states(served: Served) -> dict[State, int]:
    found: dict[State, int] = {}
    for entry in served.project.catalogs.read(ES)[0].entries:
        found[entry.state()] = found.get(entry.state(), 0) + 1
    return found


def test_a_translator_has_the_empty_paragraphs_drafted_and_reviews_them(
    browser: Any, served: Served, scripts: bool
) -> None:
    page, before = enter(browser, served, scripts=scripts), states(served)
    page.goto(f"/articles/{SLUG}/es")
    page.click("text=Draft >> nth=0")
    page.wait_for_url(f"**/articles/{SLUG}/es/draft")
    assert f"{before[State.EMPTY]} paragraphs are empty." in page.inner_text("main")
    page.click("button[name=do][value=start]")
    page.wait_for_url("**/draft/*")
    for _ in range(60):
        if page.locator("#job .st.ok").count():
            break
        page.wait_for_timeout(500)
        if not scripts:
            page.reload()
    page.click("text=Review the drafts")
    page.wait_for_url("**state=draft")
    after = states(served)
    assert (after.get(State.DRAFT, 0) + after.get(State.EMPTY, 0), after[State.APPROVED]) == (
        before[State.EMPTY],
        before[State.APPROVED],
    )
    assert after.get(State.DRAFT, 0) > before[State.EMPTY] // 2
    assert page.locator(".seg.draft").count() == min(after[State.DRAFT], 25)


def test_other_drafts_stand_side_by_side_and_save_nothing(browser: Any, served: Served, scripts: bool) -> None:
    page, before = enter(browser, served, scripts=scripts), served.project.catalogs.read(ES)
    number = next(n for n, entry in enumerate(before[0].entries) if not entry.target and len(entry.source) > 60)
    page.goto(f"/articles/{SLUG}/es/p/{served.paragraph('es', number)}")
    page.click("text=Other drafts")
    page.check("input[value=apertium]")
    page.click("button[name=do][value=start]")
    page.wait_for_selector("main >> text=apertium")
    assert served.project.catalogs.read(ES) == before
