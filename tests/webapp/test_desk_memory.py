"""What was approved before: beside a paragraph with how it differs, and found by a phrase in both directions."""

from __future__ import annotations

import html
import re

import pytest
from desk_fixture import BASE, CAPTION, CHANGED, FIRST, HEADLINE, LAST, MY_FIRST, OFFERED, SECOND, address_of
from fakes import ListMemory

from l10n.errors import LockedError
from l10n.ports import Remembered

BEFORE_LAST = "Police have joined the movement too. Their numbers are growing, both groups say. More will come."


def pair(source, target, slug="agency.tmx", context="", before="", after=""):
    return Remembered(source, target, "en", "my", slug, context, before, after)


def words(page):
    """The page as a reader sees it: tags gone, blanks in one."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", page)).split())


class BusyMemory(ListMemory):
    """A memory that somebody else holds."""

    def recall(self, text, **options):
        raise LockedError("the memory is in use by somebody else")

    def search(self, phrase, **options):
        raise LockedError("the memory is in use by somebody else")


def test_a_suggestion_says_how_near_it_is_what_differs_and_where_it_comes_from(desk, visit):
    old = CHANGED.replace("movement", "ranks")
    desk.memory = ListMemory([pair(old, OFFERED, "defectors")])
    page = visit("thiri").get(address_of(CHANGED)).text
    assert "<del>ranks</del><ins>movement</ins>" in page
    assert re.search(r"<b>\d\d%</b> · A similar text", page)
    assert f'href="{BASE}"><span lang="en" dir="ltr">{HEADLINE}' in page  # that paragraph is gone from the article


def test_a_suggestion_leads_to_its_paragraph(desk, visit):
    desk.memory = ListMemory([pair(FIRST, MY_FIRST, "defectors"), pair(FIRST, OFFERED, "agency.tmx")])
    page = visit("thiri").get(address_of(FIRST)).text
    assert f'<a href="{address_of(FIRST)}">¶1 · <span lang="en"' in page
    assert "100%</b> · The same text<" in page
    assert '<span dir="auto">agency.tmx</span>' in page


def test_the_same_text_in_the_same_place_is_told_from_the_same_text(desk, visit):
    desk.memory = ListMemory(
        [
            pair(LAST, "တူ", before="another"),
            pair(LAST, "တူညီ", before=CHANGED),
        ]
    )
    page = visit("thiri").get(address_of(LAST)).text
    assert [m[1] for m in re.finditer(r'value="use-(\d)"', page)] == ["1", "2"]
    assert page.index("The same text in the same place") < page.index("တူညီ") < page.index("The same text<")


def test_a_sentence_that_is_known_is_shown_and_not_put_in_the_box(desk, visit):
    desk.memory = ListMemory([pair(BEFORE_LAST, OFFERED)])
    page = visit("thiri").get(address_of(LAST)).text
    assert "A sentence of this" in page
    assert OFFERED in page
    assert 'value="use-1"' not in page


def test_while_the_memory_is_made_anew_people_can_work(desk, visit):
    desk.memory = BusyMemory()
    thiri = visit("thiri")
    assert "The memory is being made anew" in thiri.get(address_of(LAST)).text
    assert "The memory is being made anew" in thiri.get("/memory?q=police").text


@pytest.mark.parametrize(("side", "found"), [("", 2), ("en", 1), ("my", 1), ("fr", 2)])
def test_a_phrase_is_found_in_both_directions(desk, visit, side, found):
    desk.memory = ListMemory([pair("The NUG spoke.", "ပြောသည်"), pair("It spoke.", "NUG က ပြောသည်")])
    page = visit("moe").get(f"/memory?q=nug&in={side}").text
    assert page.count("<mark>NUG</mark>") == found
    assert f"{found} text" in words(page)


def test_what_is_found_leads_to_its_paragraph(desk, visit):
    desk.memory = ListMemory([pair(SECOND, "က", "defectors"), pair("No shadow.", "ခ", "gone")])
    page = visit("moe").get("/memory?q=shadow").text
    assert f'<a href="{address_of(SECOND)}">¶2 · <span lang="en" dir="ltr">{HEADLINE}' in page
    assert '<span dir="auto">gone</span>' in page


def test_a_phrase_in_a_role_leads_to_the_paragraph_of_that_role(desk, visit):
    desk.memory = ListMemory([pair(CAPTION, "က", "defectors", context="caption")])
    assert f'href="{address_of(CAPTION, "caption")}"' in visit("moe").get("/memory?q=yangon").text


def test_nothing_found_is_said(visit):
    assert "Nothing that was approved has these words." in visit("moe").get("/memory?q=zebra").text
    assert "Nothing that was approved" not in visit("moe").get("/memory?q=%20").text


def test_many_texts_are_cut_and_that_is_said(desk, visit):
    desk.memory = ListMemory([pair(f"police {n}", f"{n}") for n in range(30)])
    page = visit("moe").get("/memory?q=police").text
    assert page.count("<mark>") == 20
    assert "The shortest are shown." in page


def test_the_memory_speaks_burmese(desk, visit):
    moe = visit("moe")
    page = moe.get("/memory?q=police", **{"Accept-Language": "my"}).text
    paragraph = moe.get(address_of(CHANGED), **{"Accept-Language": "my"}).text
    for english in ("Memory", "Look in", "All languages", "text found", "A similar text", "Search earlier"):
        assert english not in words(page + paragraph)
