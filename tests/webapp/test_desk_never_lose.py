"""In Chromium, the same with scripts and without: what somebody types is there again, whatever happens meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from desk_fixture import FIRST, MY_FIRST, PASSPHRASE, SECOND, FakeDesk, address_of, id_of
from flask import Flask
from tools import needs_tool

from l10n.model import State

pytestmark = [pytest.mark.slow, needs_tool("chromium")]

PAGE = address_of(FIRST)
TYPED = "half a sen"

SignIn = Callable[..., Any]


def typed(page: Any, text: str = TYPED) -> None:
    page.goto(PAGE)
    page.fill("#box", text)


def take(page: Any) -> None:
    page.goto(PAGE)
    page.click("text=Take it")
    page.wait_for_selector("text=It is not saved yet")
    assert page.input_value("#box") == TYPED


@pytest.mark.parametrize("way", ["Next", "Skip", "Keep for later"])
def test_type_leave_come_back(desk: FakeDesk, enter: SignIn, scripts: bool, way: str) -> None:
    page = enter("thiri", scripts=scripts)
    typed(page)
    page.click(f"main button >> text={way}")
    page.wait_for_url(f"**{PAGE if way == 'Keep for later' else address_of(SECOND)}")
    take(page)
    page.click("button[value=save]")
    page.wait_for_selector("text=Undo")
    assert (desk.entry(FIRST).target, desk.unsaved.kept) == (TYPED, {})


def test_signed_out_in_the_middle(desk: FakeDesk, enter: SignIn, scripts: bool) -> None:
    page = enter("thiri", scripts=scripts)
    typed(page)
    desk.people.sessions.clear()
    page.click("button[value=save]")
    assert page.input_value("#kept") == TYPED
    page.fill("#handle", "thiri")
    page.fill("#passphrase", PASSPHRASE)
    page.click("main button.go")
    page.wait_for_url(f"**{PAGE}")
    take(page)


def test_a_desk_that_was_started_anew(app: Flask, desk: FakeDesk, enter: SignIn, scripts: bool) -> None:
    page = enter("thiri", scripts=scripts)
    typed(page)
    again = FakeDesk(people=desk.people, journal=desk.journal, catalogs=desk.catalogs, unsaved=desk.unsaved)
    app.extensions["desk"] = again  # the files and the database are the same; nothing else is
    page.click("button[value=save]")
    page.wait_for_selector("text=Undo")
    assert again.entry(FIRST).target == TYPED


def test_somebody_was_faster(desk: FakeDesk, enter: SignIn, scripts: bool) -> None:
    aung, thiri = enter("aung", scripts=scripts), enter("thiri", scripts=scripts)
    typed(aung, "one two three four five")
    aung.click("button[value=save]")
    aung.wait_for_selector("text=Undo")
    typed(thiri, "one two three four FIVE")
    typed(aung, "ONE two three four five")
    aung.click("button[value=save]")
    aung.wait_for_selector("text=Undo")
    thiri.click("button[value=save]")
    assert thiri.input_value("#box") == "ONE two three four FIVE"
    thiri.click("text=Keep what is in the box")
    thiri.wait_for_selector("text=Undo")
    assert desk.entry(FIRST).target == "ONE two three four FIVE"
    thiri.click("text=Undo")
    thiri.wait_for_selector("text=again as it was before")
    assert desk.entry(FIRST).target == "ONE two three four five"


def test_an_error_and_then_away(desk: FakeDesk, enter: SignIn, scripts: bool) -> None:
    page = enter("aung", scripts=scripts)
    typed(page, "ရဲ ၉၉၉")
    page.click("button[value=approve]")
    page.wait_for_selector("[role=alert]")
    assert page.input_value("#box") == "ရဲ ၉၉၉"
    page.goto("/")
    page.goto(PAGE)
    assert "၉၉၉" in page.inner_text(".note .sug-t ins")
    assert desk.entry(FIRST).target == MY_FIRST


def test_a_warning_asks_once_more(desk: FakeDesk, enter: SignIn, scripts: bool) -> None:
    page = enter("aung", scripts=scripts)
    typed(page, "ရဲ  ၂,၅၀၀")
    page.click("button[value=approve]")
    page.click("button >> text=Approve all the same")
    page.wait_for_url(f"**{address_of(SECOND)}")
    assert desk.entry(FIRST).state() is State.APPROVED
    assert "warning:spaces" in desk.journal.decisions[0].remarks


def test_a_row_of_the_article_is_kept_too(desk: FakeDesk, enter: SignIn, scripts: bool) -> None:
    page = enter("thiri", scripts=scripts)
    page.goto(f"/articles/defectors/my?edit={id_of(FIRST)}")
    page.fill("#box", TYPED)
    page.click("form[data-decide] >> text=Open alone")
    page.wait_for_url(f"**{PAGE}")
    take(page)
