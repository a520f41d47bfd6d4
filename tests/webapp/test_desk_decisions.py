"""Approve, save, reject, mark, undo, meet somebody else's text: what the paragraph page does with a decision."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from desk_fixture import (
    BASE,
    CAPTION,
    CHANGED,
    FIRST,
    HEADLINE,
    LAST,
    MY,
    MY_CHANGED,
    MY_FIRST,
    OFFERED,
    SECOND,
    FakeDesk,
    address_of,
    id_of,
)

from l10n.errors import LockedError, StorageError
from l10n.model import Action, Catalog, Entry, State
from l10n.suggestions import with_suggestion

Visitor = Callable[[str], "object"]
NEW = "စစ်သားနှင့် ရဲ ၂,၅၀၀ နီးပါး ခွဲထွက်ခဲ့ကြသည်။"


def state(desk: FakeDesk, source: str, context: str = "") -> State:
    return desk.entry(source, context).state()


def test_approving_applies_and_goes_to_the_next_of_the_filter(desk, visit):
    aung, page = visit("aung"), address_of(FIRST)
    answer = aung.post(f"{page}?state=draft", action="approve", target=NEW, base=aung.field(page, "base"))
    assert (answer.status_code, answer.location) == (303, f"{address_of(SECOND)}?state=draft")
    assert desk.entry(FIRST) == Entry(FIRST).approved(NEW)
    decided = desk.journal.history(MY)[0]
    assert (decided.by, decided.action, decided.after.target) == ("aung", Action.APPROVE, NEW)


def test_saving_keeps_the_text_for_review_and_stays(desk, visit):
    thiri, page = visit("thiri"), address_of(LAST)
    answer = thiri.post(page, action="save", target="အရေအတွက် တိုးလာနေသည်။", base=thiri.field(page, "base"))
    assert (answer.status_code, answer.location) == (303, page)
    assert state(desk, LAST) is State.REVIEW


def test_line_ends_of_a_browser_and_blanks_around_are_not_kept(desk, visit):
    thiri, page = visit("thiri"), address_of(LAST)
    thiri.post(page, action="save", target="  one\r\ntwo \r\n", base=thiri.field(page, "base"))
    assert desk.entry(LAST).target == "one\ntwo"


def test_rejecting_empties_the_entry(desk, visit):
    thiri, page = visit("thiri"), address_of(FIRST)
    thiri.post(page, action="reject", target=MY_FIRST, base=thiri.field(page, "base"))
    assert desk.entry(FIRST) == Entry(FIRST)


def test_marking_shows_the_paragraph_as_needing_work(desk, visit):
    thiri, page = visit("thiri"), address_of(CAPTION, "caption")
    base = thiri.field(page, "base")
    thiri.post(page, action="needs-work", target=desk.entry(CAPTION, "caption").target, base=base)
    assert "Somebody marked this as needing work." in thiri.get(page).text
    assert f'id="p-{id_of(CAPTION, "caption")}"' in thiri.get(f"{BASE}?state=stale").text


def test_the_last_of_a_filter_leads_back_to_the_article(visit):
    aung, page = visit("aung"), address_of(CHANGED)
    base = aung.field(page, "base")
    answer = aung.post(f"{page}?state=stale", action="approve", target=MY_CHANGED, base=base)
    assert answer.location == f"{BASE}?state=stale"


def test_deciding_in_the_article_opens_the_next_paragraph_there(visit):
    aung, page = visit("aung"), address_of(FIRST)
    fields = {"view": "article", "open": "1", "base": aung.field(page, "base")}
    answer = aung.post(f"{page}?state=draft", action="approve", target=NEW, **fields)
    assert answer.location == f"{BASE}?state=draft&edit={id_of(SECOND)}#p-{id_of(SECOND)}"


def test_approving_from_the_list_needs_no_text(desk, visit):
    aung, page = visit("aung"), address_of(FIRST)
    answer = aung.post(page, action="approve", view="article", base=aung.field(page, "base"))
    assert answer.location == f"{BASE}#p-{id_of(FIRST)}"
    assert desk.entry(FIRST).target == MY_FIRST
    assert state(desk, FIRST) is State.APPROVED


def test_undo_puts_back_what_was(desk, visit):
    aung, page, before = visit("aung"), address_of(FIRST), desk.entry(FIRST)
    aung.post(page, action="approve", target=NEW, base=aung.field(page, "base"))
    assert f'action="{page}/undo?decision=1"' in aung.get("/").text
    answer = aung.post(f"{page}/undo?decision=1")
    assert (answer.status_code, answer.location) == (303, page)
    assert desk.entry(FIRST) == before


def test_undo_leaves_alone_what_was_changed_since(desk, visit):
    aung, page = visit("aung"), address_of(FIRST)
    aung.post(page, action="save", target="first text", base=aung.field(page, "base"))
    aung.post(page, action="save", target="second text", base=aung.field(page, "base"))
    answer = aung.post(f"{page}/undo?decision=1")
    assert (answer.status_code, desk.entry(FIRST).target) == (409, "second text")


@pytest.mark.parametrize(("who", "status"), [("thiri", 403), ("owner", 303)])
def test_only_a_reviewer_takes_back_what_somebody_else_decided(visit, who, status):
    aung, page = visit("aung"), address_of(FIRST)
    aung.post(page, action="save", target="a text", base=aung.field(page, "base"))
    assert visit(who).post(f"{page}/undo?decision=1").status_code == status


@pytest.mark.parametrize("decision", ["0", "9", "x", "", "-1", "99999999999999999999"])
def test_undo_of_what_was_never_decided_is_not_found(visit, decision):
    assert visit("aung").post(f"{address_of(FIRST)}/undo?decision={decision}").status_code == 404


def test_undo_through_another_paragraph_is_not_found(visit):
    aung, page = visit("aung"), address_of(FIRST)
    aung.post(page, action="save", target="a text", base=aung.field(page, "base"))
    assert aung.post(f"{address_of(SECOND)}/undo?decision=1").status_code == 404


def test_second_of_two_meets_both_texts_and_nothing_is_lost(desk, visit):
    aung, thiri, page = visit("aung"), visit("thiri"), address_of(FIRST)
    base = thiri.field(page, "base")
    aung.post(page, action="save", target="အောင်၏ စာ", base=base)
    answer = thiri.post(page, action="save", target="သီရိ၏ စာ", base=base)
    assert answer.status_code == 409
    assert "aung saved ¶1 while you were writing" in answer.text
    assert 'name="mine" value="သီရိ၏ စာ"' in answer.text
    assert "အောင်" in answer.text
    assert desk.entry(FIRST).target == "အောင်၏ စာ"
    assert [d.after.target for d in desk.journal.suggestions(MY, ("", FIRST))] == ["သီရိ၏ စာ"]


def test_keeping_mine_overwrites_knowingly(desk, visit):
    thiri, page = visit("thiri"), address_of(FIRST)
    answer = thiri.post(f"{page}/resolve", keep="mine", mine="mine", action="save", base=desk.entry(FIRST).revision)
    assert (answer.status_code, desk.entry(FIRST).target) == (303, "mine")


def test_keeping_theirs_changes_nothing(desk, visit):
    before = desk.entry(FIRST)
    answer = visit("thiri").post(f"{address_of(FIRST)}/resolve", keep="theirs", mine="mine", action="save")
    assert (answer.status_code, desk.entry(FIRST)) == (303, before)


def test_editing_mine_again_gives_my_text_on_their_revision(desk, visit):
    revision = desk.entry(FIRST).revision
    page = visit("thiri").post(f"{address_of(FIRST)}/resolve", keep="edit", target="my own text", base=revision).text
    assert ">\nmy own text</textarea>" in page
    assert f'name="base" value="{revision}"' in page


def test_a_second_conflict_while_resolving_is_shown_again(visit):
    answer = visit("thiri").post(f"{address_of(FIRST)}/resolve", keep="mine", mine="mine", action="save", base="older")
    assert answer.status_code == 409


def test_an_error_forbids_approval_and_keeps_the_text(desk, visit):
    aung, page, before = visit("aung"), address_of(FIRST), desk.entry(FIRST)
    answer = aung.post(page, action="approve", target="ရဲ ၉၉၉", base=aung.field(page, "base"))
    assert answer.status_code == 422
    assert ">\nရဲ ၉၉၉</textarea>" in answer.text
    assert "Numbers differ" in answer.text
    assert desk.entry(FIRST) == before


def test_the_same_text_may_be_saved_without_approval(desk, visit):
    aung, page = visit("aung"), address_of(FIRST)
    answer = aung.post(page, action="save", target="ရဲ ၉၉၉", base=aung.field(page, "base"))
    assert (answer.status_code, desk.entry(FIRST).target) == (303, "ရဲ ၉၉၉")


def test_nothing_cannot_be_approved(visit):
    aung, page = visit("aung"), address_of(LAST)
    assert aung.post(page, action="approve", target="", base=aung.field(page, "base")).status_code == 422


def test_using_a_suggestion_fills_the_box_and_saves_nothing(desk, visit):
    thiri, page, before = visit("thiri"), address_of(CHANGED), desk.entry(CHANGED)
    answer = thiri.post(page, action="use-1", target=MY_CHANGED, base=before.revision)
    assert answer.status_code == 200
    assert f">\n{OFFERED}</textarea>" in answer.text
    assert f'name="base" value="{before.revision}"' in answer.text
    assert desk.entry(CHANGED) == before


def test_an_earlier_text_comes_back_into_the_box(visit):
    thiri, page = visit("thiri"), address_of(LAST)
    thiri.post(page, action="save", target="earlier text", base=thiri.field(page, "base"))
    thiri.post(page, action="save", target="later text", base=thiri.field(page, "base"))
    answer = thiri.post(page, action="take-1", target="later text")
    assert ">\nearlier text</textarea>" in answer.text


@pytest.mark.parametrize("action", ["use-0", "use-2", "use-x", "take-1", "take-", "use-²"])
def test_a_suggestion_that_is_none_is_not_found(visit, action):
    assert visit("thiri").post(address_of(LAST), action=action).status_code == 404


@pytest.mark.parametrize("action", ["", "revert", "APPROVE"])
def test_an_action_that_is_none_is_refused(visit, action):
    assert visit("aung").post(address_of(LAST), action=action, target="x").status_code == 400


@pytest.mark.parametrize(("failure", "status"), [(StorageError("the disk is full"), 503), (LockedError("held"), 503)])
def test_a_failing_store_gives_plain_words_and_the_text_back(desk, visit, failure, status):
    thiri, page = visit("thiri"), address_of(LAST)
    desk.catalogs.fails_with = failure
    answer = thiri.post(page, action="save", target="a long text", base=thiri.field(page, "base"))
    assert answer.status_code == status
    assert failure.message in answer.text
    assert ">\na long text</textarea>" in answer.text
    assert "Traceback" not in answer.text


def test_a_paragraph_that_has_gone_is_not_found_and_the_text_comes_back(desk, visit):
    thiri, page = visit("thiri"), address_of(LAST)
    base = thiri.field(page, "base")
    kept = tuple(e for e in desk.catalogs.read(MY)[0].entries if e.source != LAST)
    desk.catalogs.catalogs[MY] = Catalog(MY.slug, MY.locale, kept)
    answer = thiri.post(page, action="save", target="a long text", base=base)
    assert answer.status_code == 404
    assert ">\na long text</textarea>" in answer.text


def test_a_form_sent_after_the_session_ended_keeps_its_text(desk, visit):
    thiri, page = visit("thiri"), address_of(LAST)
    base = thiri.field(page, "base")
    desk.people.sessions.clear()
    answer = thiri.post(page, action="save", target="a long text", base=base)
    assert (answer.status_code, desk.entry(LAST).target) == (401, "")
    assert ">\na long text</textarea>" in answer.text


def test_the_changed_source_is_shown_as_a_difference(visit):
    page = visit("thiri").get(f"{address_of(CHANGED)}?state=stale").text
    assert "<del>900</del><ins>1,000</ins>" in page
    assert "The English was changed after this was written." in page


def test_history_tells_who_when_and_what(visit):
    thiri, page = visit("thiri"), address_of(LAST)
    thiri.post(page, action="save", target="a text", base=thiri.field(page, "base"))
    shown = thiri.get(page).text
    assert "thiri · Saved for review" in shown
    assert "<ins>a text</ins>" in shown


def test_good_news_is_told(visit):
    assert "All numbers agree: 2,500." in visit("thiri").get(address_of(FIRST)).text


def test_a_headline_that_also_is_a_paragraph_is_told_apart(desk, visit):
    catalog = desk.catalogs.read(MY)[0]
    twin = Entry(HEADLINE).reviewed("စာပိုဒ်")
    desk.catalogs.catalogs[MY] = replace(catalog, entries=(*catalog.entries, twin))
    thiri = visit("thiri")
    assert "စာပိုဒ်</textarea>" in thiri.get(address_of(HEADLINE)).text
    assert "စာပိုဒ်</textarea>" not in thiri.get(address_of(HEADLINE, "headline")).text


def test_a_text_that_a_merge_kept_is_offered_and_gone_once_one_is_approved(desk, visit):
    [catalog] = desk.catalogs.catalogs.values()
    entry = desk.entry(SECOND)
    desk.catalogs.catalogs[MY] = catalog.with_entries({entry.key: with_suggestion(entry, "အခြားဘာသာပြန်")})
    aung, page = visit("aung"), address_of(SECOND)
    shown = aung.get(page).text
    assert ("Kept beside this text" in shown, "diglot: also" in shown) == (True, False)
    taken = aung.post(page, action="also-1", target="", base=aung.field(page, "base"))
    assert ">\nအခြားဘာသာပြန်</textarea>" in taken.text
    assert aung.post(page, action="also-2", target="", base=aung.field(page, "base")).status_code == 404


def test_a_decision_that_came_too_late_is_offered_until_somebody_decides(desk, visit):
    thiri, aung, page = visit("thiri"), visit("aung"), address_of(FIRST)
    base = thiri.field(page, "base")
    aung.post(page, action="save", target="တစ်", base=base)
    assert thiri.post(page, action="save", target="နှစ်", base=base).status_code == 409
    assert "Kept beside this text" in aung.get(page).text
    aung.post(page, action="save", target="သုံး", base=aung.field(page, "base"))
    assert "Kept beside this text" not in aung.get(page).text


def test_a_text_with_control_characters_is_shown_again_and_nothing_is_kept(desk, visit):
    thiri, page, before = visit("thiri"), address_of(FIRST), desk.entry(FIRST)
    answer = thiri.post(page, action="save", target="pasted\x0bfrom a PDF", base=thiri.field(page, "base"))
    assert (answer.status_code, "U+000B" in answer.text, "from a PDF" in answer.text) == (422, True, True)
    assert (desk.entry(FIRST), desk.journal.pending()) == (before, [])
