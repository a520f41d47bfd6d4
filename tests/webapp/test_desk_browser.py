"""The desk in Chromium, with scripts and without: people open, edit, approve, undo and meet each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from desk_fixture import BASE, CHANGED, FIRST, LAST, MY_FIRST, OFFERED, SECOND, FakeDesk, address_of, id_of
from tools import needs_tool

from l10n.model import State

pytestmark = [pytest.mark.slow, needs_tool("chromium")]

NEW = "စစ်သားနှင့် ရဲ ၂,၅၀၀ နီးပါး ခွဲထွက်ခဲ့ကြသည်။"

SignIn = Callable[..., Any]


def test_open_edit_approve_undo(desk: FakeDesk, enter: SignIn, scripts: bool) -> None:
    page, before = enter("aung", scripts=scripts), desk.entry(FIRST)
    page.click("main a.btn >> text=Review")
    page.click(f"#p-{id_of(FIRST)} >> a.edit")
    page.fill("#box", NEW)
    page.click("text=Approve and next")
    page.wait_for_url(f"**edit={id_of(SECOND)}**")
    assert desk.entry(FIRST).target == NEW
    assert desk.entry(FIRST).state() is State.APPROVED
    page.click("text=Undo")
    page.wait_for_url(f"**{address_of(FIRST)}")
    assert desk.entry(FIRST) == before
    assert page.input_value("#box") == MY_FIRST


def test_two_people_meet(desk: FakeDesk, enter: SignIn, scripts: bool) -> None:
    aung, thiri = enter("aung", scripts=scripts), enter("thiri", scripts=scripts)
    for page in (aung, thiri):
        page.goto(address_of(FIRST))
    aung.fill("#box", "အောင်၏ စာ")
    aung.click("button[value=approve]")
    aung.wait_for_url(f"**{address_of(SECOND)}")
    thiri.fill("#box", "သီရိ၏ စာ")
    thiri.click("button[value=save]")
    assert thiri.inner_text("h1") == "aung saved ¶1 while you were writing"
    assert desk.entry(FIRST).target == "အောင်၏ စာ"
    assert thiri.input_value("#box") == "သီရိ၏ စာ"
    thiri.fill("#box", "သီရိ၏ စာအသစ်")
    thiri.click("text=Keep what is in the box")
    thiri.wait_for_selector("text=Undo")
    assert desk.entry(FIRST).target == "သီရိ၏ စာအသစ်"


def test_a_suggestion_fills_the_box(desk: FakeDesk, enter: SignIn, scripts: bool) -> None:
    page = enter("thiri", scripts=scripts)
    page.goto(address_of(CHANGED))
    page.click("button[value=use-1]")
    page.wait_for_function("document.querySelector('#box').value.includes('၁,၀၀၀')") if scripts else None
    assert page.input_value("#box") == OFFERED


def test_a_refused_approval_keeps_the_text(desk: FakeDesk, enter: SignIn, scripts: bool) -> None:
    page = enter("aung", scripts=scripts)
    page.goto(address_of(FIRST))
    page.fill("#box", "ရဲ ၉၉၉")
    page.click("button[value=approve]")
    page.wait_for_selector("[role=alert]")
    assert page.input_value("#box") == "ရဲ ၉၉၉"
    assert desk.entry(FIRST).target == MY_FIRST


def test_keys_do_what_the_buttons_do(desk: FakeDesk, enter: SignIn) -> None:
    page = enter("aung")
    page.goto(f"{address_of(FIRST)}?state=draft")
    page.fill("#box", NEW)
    page.press("#box", "Control+Enter")
    page.wait_for_url(f"**{address_of(SECOND)}?state=draft")
    assert desk.entry(FIRST).state() is State.APPROVED
    page.goto(address_of(LAST))
    page.press("#box", "Alt+o")
    assert page.input_value("#box") == LAST
    page.press("#box", "Alt+1")
    assert page.input_value("#box") == OFFERED
    page.press("#box", "Control+z")
    assert page.input_value("#box") == LAST
    page.press("#box", "Control+s")
    page.wait_for_selector("text=Undo")
    assert (page.url.endswith(address_of(LAST)), desk.entry(LAST).target) == (True, LAST)


def test_keys_move_from_paragraph_to_paragraph(enter: SignIn) -> None:
    page = enter("aung")
    page.goto(address_of(SECOND))
    page.press("#box", "Alt+ArrowDown")
    page.wait_for_url(f"**{address_of(CHANGED)}")
    page.press("body", "k")
    page.wait_for_url(f"**{address_of(SECOND)}")
    page.press("body", "?")
    page.wait_for_url("**/help#keys")


def test_a_translators_ctrl_enter_saves_for_review(desk: FakeDesk, enter: SignIn) -> None:
    page = enter("thiri")
    page.goto(address_of(FIRST))
    page.press("#box", "Control+Enter")
    page.wait_for_url(f"**{address_of(SECOND)}")
    assert desk.entry(FIRST).state() is State.REVIEW


def test_keys_switched_off_do_nothing(desk: FakeDesk, enter: SignIn) -> None:
    page = enter("aung")
    page.goto("/help")
    page.click("text=Switch the shortcuts off")
    page.goto(address_of(FIRST))
    page.press("#box", "Control+Enter")
    page.press("body", "?")
    page.goto("/help")
    assert desk.journal.decisions == []


def test_unsaved_text_is_kept_when_the_page_is_left(desk: FakeDesk, enter: SignIn, scripts: bool) -> None:
    page = enter("thiri", scripts=scripts)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(address_of(FIRST))
    page.fill("#box", "half a sen")
    if scripts:
        page.click("a.name")
        page.wait_for_url("**/")
        for _ in range(100):  # the browser sends the text on its own, beside the next page
            if desk.unsaved.kept:
                break
            page.wait_for_timeout(100)
    else:
        page.click("button[data-rel=next]")
        page.wait_for_url(f"**{address_of(SECOND)}")
    page.goto(address_of(FIRST))
    assert page.inner_text(".note .sug-t").endswith("half a sen")
    assert desk.entry(FIRST).target == MY_FIRST
    page.click("text=Take it")
    page.wait_for_selector("text=It is not saved yet")
    assert page.input_value("#box") == "half a sen"
    page.click("button[value=save]")
    page.wait_for_selector("text=Undo")
    assert (desk.entry(FIRST).target, desk.unsaved.kept, asked) == ("half a sen", {}, [])


def test_a_server_that_is_away_is_not_left_without_a_word(enter: SignIn) -> None:
    page = enter("thiri")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(address_of(FIRST))
    page.context.set_offline(True)
    page.fill("#box", "half a sen")
    page.goto("about:blank")
    assert asked == ["beforeunload"]


def test_what_is_typed_is_checked_and_kept_meanwhile(desk: FakeDesk, enter: SignIn) -> None:
    page = enter("thiri")
    page.goto(address_of(FIRST))
    page.fill("#box", "ရဲ ၉၉၉")
    page.wait_for_selector("[data-checks] >> text=Numbers differ")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.fill("#box", "ရဲ ၂,၅၀၀")
    page.wait_for_selector("[data-checks] >> text=Numbers differ", state="detached")
    page.wait_for_function("document.querySelector('#box').value.length > 0")


def test_a_paragraph_is_saved_in_place(desk: FakeDesk, enter: SignIn) -> None:
    page = enter("aung")
    page.goto(f"{BASE}?edit={id_of(FIRST)}")
    page.evaluate("window.same = true")
    page.fill("#box", NEW)
    page.press("#box", "Control+Enter")
    page.wait_for_selector(f"#p-{id_of(SECOND)} #box")
    assert page.evaluate("window.same && document.activeElement.id") == "box"
    assert page.inner_text(f"#p-{id_of(FIRST)} .tgt .text") == NEW
    assert page.url.endswith(f"?edit={id_of(SECOND)}")
    page.click("text=Undo")
    page.wait_for_url(f"**{address_of(FIRST)}")
    assert desk.entry(FIRST).target == MY_FIRST


def test_a_refused_approval_in_place_shows_why(desk: FakeDesk, enter: SignIn) -> None:
    page = enter("aung")
    page.goto(f"{BASE}?edit={id_of(FIRST)}")
    page.fill("#box", "ရဲ ၉၉၉")
    page.click("button[value=approve].go")
    page.wait_for_selector("[role=alert]")
    assert (page.input_value("#box"), desk.entry(FIRST).target) == ("ရဲ ၉၉၉", MY_FIRST)


@pytest.mark.parametrize("locale", ["en-GB", "my", "es"])
def test_no_page_scrolls_sideways(enter: SignIn, locale: str) -> None:
    page, wide = enter("owner", locale=locale), []
    for path in ("/", f"{BASE}?edit={id_of(FIRST)}", address_of(CHANGED), "/people", "/help", "/login", "/nowhere"):
        page.goto(path)
        for width in (1280, 390, 320):
            page.set_viewport_size({"width": width, "height": 800})
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                wide.append((path, width))
    assert wide == []


def test_the_bar_of_a_phone_leaves_the_box_free_while_somebody_writes(enter: SignIn) -> None:
    page = enter("aung", width=390)
    page.goto(address_of(FIRST))
    position = "getComputedStyle(document.querySelector('.acts')).position"
    assert page.evaluate(position) == "sticky"
    page.focus("#box")
    assert page.evaluate(position) == "static"


@pytest.mark.parametrize("width", [1280, 390, 320])
@pytest.mark.parametrize("language", ["en-GB", "my"])
def test_the_memory_is_searched_without_sideways_scrolling(enter: SignIn, width: int, language: str) -> None:
    page = enter("moe", width=width, locale=language)
    page.goto("/memory")
    page.fill("#phrase", "police")
    page.click("form.ask button")
    page.wait_for_url("**/memory?q=police&in=")
    assert page.locator("mark").count() == 2
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto(address_of(CHANGED))
    assert page.locator(".sug ins").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= width
