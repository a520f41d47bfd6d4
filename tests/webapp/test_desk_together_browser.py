"""Batches, reading through and the glossary in Chromium, with scripts and without."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from desk_fixture import BASE, CAPTION, FIRST, MY, SECOND, FakeDesk, id_of
from tools import needs_tool

from l10n.glossary import Term
from l10n.model import Entry, State

pytestmark = [pytest.mark.slow, needs_tool("chromium")]

SignIn = Callable[..., Any]


def let_wait(desk: FakeDesk) -> None:
    """Let two paragraphs wait for a reviewer, beside the caption."""
    waiting = (Entry(FIRST).reviewed("၂,၅၀၀"), Entry(SECOND).reviewed("ဒုတိယ"))
    desk.catalogs.catalogs[MY] = desk.catalogs.catalogs[MY].with_entries({entry.key: entry for entry in waiting})


def states(desk: FakeDesk) -> list[State]:
    return [desk.entry(*each).state() for each in ((CAPTION, "caption"), (FIRST,), (SECOND,))]


def test_tick_look_approve_undo(desk: FakeDesk, enter: SignIn, scripts: bool) -> None:
    let_wait(desk)
    page = enter("aung", scripts=scripts)
    page.goto(BASE)
    for source in (FIRST, SECOND):
        page.check(f"#p-{id_of(source)} input[name=p]")
    page.click("#batch >> text=Approve")
    assert page.input_value("main input[type=hidden][name=action]") == "approve"
    page.uncheck(f"#p-{id_of(SECOND)} input[name=p]")
    page.click("text=Approve those ticked")
    page.wait_for_url(f"**{BASE}")
    assert states(desk) == [State.REVIEW, State.APPROVED, State.REVIEW]
    page.click("text=Undo")
    page.wait_for_selector("text=is again as it was")
    assert states(desk) == [State.REVIEW] * 3


def test_choose_all_of_a_filter(desk: FakeDesk, enter: SignIn, scripts: bool) -> None:
    let_wait(desk)
    page = enter("aung", scripts=scripts, width=390)
    page.goto(f"{BASE}?state=review")
    page.click("text=Choose all 3 found")
    page.click("text=Approve those ticked")
    page.wait_for_url(f"**{BASE}?state=review")
    assert states(desk) == [State.APPROVED] * 3


def test_read_through_and_approve_one_after_the_other(desk: FakeDesk, enter: SignIn, scripts: bool) -> None:
    let_wait(desk)
    page = enter("aung", scripts=scripts)
    page.goto(f"{BASE}/read")
    for source, following in (((CAPTION, "caption"), (FIRST,)), ((FIRST,), (SECOND,))):
        page.click(f"#p-{id_of(*source)} >> button >> text=Approve")
        page.wait_for_url(f"**/read#p-{id_of(*following)}")
    assert states(desk) == [State.APPROVED, State.APPROVED, State.REVIEW]


def test_a_term_is_added_from_a_paragraph_and_changed(desk: FakeDesk, enter: SignIn, scripts: bool) -> None:
    page = enter("aung", scripts=scripts)
    page.goto("/glossary")
    page.click("text=Add a term")
    page.fill("#source", "police")
    page.select_option("#locale", "my")
    page.fill("#targets", "ရဲ\nရဲတပ်ဖွဲ့")
    page.click("main button.go")
    page.wait_for_url("**/glossary?q=police")
    page.click("main >> text=Change")
    page.fill("#note", "not soldiers")
    page.click("main button.go")
    page.wait_for_selector("text=is saved")
    assert desk.glossary == [Term("police", ("ရဲ", "ရဲတပ်ဖွဲ့"), "my", "not soldiers")]
