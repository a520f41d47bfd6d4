"""No word is lost: what was typed and not saved is kept for its writer, through errors, sign-out and conflicts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from desk_fixture import CHANGED, FIRST, LAST, MY, MY_FIRST, NOW, PASSPHRASE, SECOND, address_of, id_of

from l10n.approving import Rules
from l10n.model import Action, State
from webapp.texts import seen_words

TYPED = "စစ်သား ၂,၅၀၀"
PAGE = address_of(FIRST)


def kept(desk, handle="thiri"):
    return [(unsaved.key[1], unsaved.text) for unsaved in desk.unsaved.of_person(handle)]


def only(desk, handle="thiri"):
    [unsaved] = desk.unsaved.of_person(handle)
    return unsaved.id


def test_leaving_for_the_next_paragraph_keeps_what_was_typed(desk, visit):
    thiri = visit("thiri")
    answer = thiri.post(PAGE, action=f"go-{id_of(SECOND)}", target=TYPED, base=thiri.field(PAGE, "base"))
    assert (answer.status_code, answer.location) == (303, address_of(SECOND))
    assert (kept(desk), desk.entry(FIRST).target) == ([(FIRST, TYPED)], MY_FIRST)
    assert "You had unsaved text" in thiri.get(PAGE).text
    assert "You had unsaved text" not in visit("aung").get(PAGE).text


def test_what_was_not_changed_is_not_kept(desk, visit):
    thiri = visit("thiri")
    thiri.post(PAGE, action="keep", target=MY_FIRST)
    assert kept(desk) == []


def test_kept_text_is_taken_saved_and_gone(desk, visit):
    thiri = visit("thiri")
    thiri.post(PAGE, action="keep", target=TYPED)
    taken = thiri.post(PAGE, action=f"kept-{only(desk)}")
    assert TYPED in taken.text.split("<textarea", 1)[1]
    assert thiri.post(PAGE, action="save", target=TYPED, base=thiri.field(PAGE, "base")).status_code == 303
    assert (kept(desk), desk.entry(FIRST).target) == ([], TYPED)


def test_kept_text_is_thrown_away(desk, visit):
    thiri = visit("thiri")
    thiri.post(PAGE, action="keep", target=TYPED)
    assert thiri.post(PAGE, action=f"drop-{only(desk)}").status_code == 303
    assert (kept(desk), "unsaved text" in thiri.get(PAGE).text) == ([], False)


def test_kept_text_that_was_overtaken_meets_the_other_when_it_is_saved(desk, visit):
    thiri, aung = visit("thiri"), visit("aung")
    thiri.post(PAGE, action="keep", target=TYPED, base=thiri.field(PAGE, "base"))
    aung.post(PAGE, action="save", target="အောင်၏ စာ", base=aung.field(PAGE, "base"))
    taken = thiri.post(PAGE, action=f"kept-{only(desk)}").text
    base = taken.split('name="base" value="', 1)[1].split('"', 1)[0]
    answer = thiri.post(PAGE, action="save", target=TYPED, base=base)
    assert (answer.status_code, desk.entry(FIRST).target) == (409, "အောင်၏ စာ")
    assert TYPED in answer.text


def test_typing_is_kept_and_checked_meanwhile(desk, visit):
    thiri = visit("thiri")
    assert "Numbers differ" in thiri.post(f"{PAGE}/live", target="ရဲ ၉၉၉").text
    assert kept(desk) == []
    assert "Numbers differ" not in thiri.post(f"{PAGE}/live", target=TYPED, keep="1").text
    assert kept(desk) == [(FIRST, TYPED)]
    assert visit("moe").post(f"{PAGE}/live", target="x", keep="1").status_code == 403


def test_a_refused_text_is_kept(desk, visit):
    aung = visit("aung")
    assert aung.post(PAGE, action="approve", target="ရဲ ၉၉၉", base=aung.field(PAGE, "base")).status_code == 422
    assert kept(desk, "aung") == [(FIRST, "ရဲ ၉၉၉")]


def test_a_text_sent_after_the_session_ended_waits_behind_the_sign_in(desk, visit):
    thiri = visit("thiri")
    base = thiri.field(PAGE, "base")
    for token in desk.people.tokens_of("thiri"):
        desk.people.end_session(token)
    refused = thiri.post(PAGE, action="save", target=TYPED, base=base)
    assert (refused.status_code, TYPED in refused.text) == (401, True)
    entered = thiri.post("/login", handle="thiri", passphrase=PASSPHRASE, path=PAGE, target=TYPED, base=base)
    assert (entered.status_code, entered.location) == (303, PAGE)
    assert (kept(desk), desk.entry(FIRST).target) == ([(FIRST, TYPED)], MY_FIRST)


def test_a_wrong_passphrase_does_not_lose_it(desk, visit):
    nobody = visit()
    answer = nobody.post("/login", handle="thiri", passphrase="wrong", path=PAGE, target=TYPED, base="b")
    assert (answer.status_code, TYPED in answer.text, f'value="{PAGE}"' in answer.text) == (422, True, True)


@pytest.mark.parametrize(
    "path", ["", "/people", "https://evil.example/", "//evil.example", f"{PAGE}/nothing", "/articles/x/my/p/1"]
)
def test_a_text_for_no_paragraph_is_kept_nowhere_and_leads_nowhere(desk, visit, path):
    answer = visit().post("/login", handle="thiri", passphrase=PASSPHRASE, path=path, target=TYPED)
    assert (answer.location, kept(desk)) == ("/", [])


def test_signing_out_in_another_window_asks_to_sign_in_again(desk, visit):
    thiri = visit("thiri")
    token, base = (
        thiri.get(PAGE).text.split('name="csrf_token" value="', 1)[1].split('"', 1)[0],
        thiri.field(PAGE, "base"),
    )
    thiri.post("/logout")
    answer = thiri.client.post(PAGE, data={"csrf_token": token, "action": "save", "target": TYPED, "base": base})
    assert (answer.status_code, TYPED in answer.text, "Sign in" in answer.text) == (401, True, True)


def test_two_versions_that_touch_different_words_are_put_together(desk, visit):
    thiri, aung = visit("thiri"), visit("aung")
    page, mine, theirs = address_of(LAST), "Their numbers are rising, both say.", "Their numbers are growing, all say."
    first = "Their numbers are growing, both say."
    aung.post(page, action="save", target=first, base=aung.field(page, "base"))
    base = thiri.field(page, "base")
    aung.post(page, action="save", target=theirs, base=aung.field(page, "base"))
    met = thiri.post(page, action="save", target=mine, base=base)
    assert (met.status_code, "Their numbers are rising, all say." in met.text) == (409, True)
    fields = {"target": "Their numbers are rising, all say.", "mine": mine, "keep": "both", "action": "save"}
    assert thiri.post(f"{page}/resolve", **fields, base=desk.entry(LAST).revision, do="keep").status_code == 303
    assert desk.entry(LAST).target == "Their numbers are rising, all say."


def test_a_warning_is_accepted_with_a_second_click_and_recorded(desk, visit):
    aung, doubled = visit("aung"), "ရဲ  ၂,၅၀၀"
    base = aung.field(PAGE, "base")
    shown = aung.post(PAGE, action="approve", target=doubled, base=base)
    assert (shown.status_code, "Approve all the same" in shown.text) == (422, True)
    other = aung.post(PAGE, action="approve-anyway", target="ရဲ  ၂,၆၀၀", base=base, warned=seen_words(doubled))
    assert other.status_code == 422
    assert (
        aung.post(PAGE, action="approve-anyway", target=doubled, base=base, warned=seen_words(doubled)).status_code
        == 303
    )
    assert (desk.entry(FIRST).state(), desk.journal.decisions[-1].remarks) == (State.APPROVED, ("warning:spaces",))


def test_a_warning_is_mended_in_the_box(visit):
    page = visit("aung").post(PAGE, action="fix-spaces", target="ရဲ  ၂,၅၀၀").text
    assert "ရဲ ၂,၅၀၀" in page.split("<textarea", 1)[1]


def test_two_readers_are_two_people(desk, visit):
    desk.rules = Rules(two_readers=True)
    aung, owner = visit("aung"), visit("owner")
    aung.post(PAGE, action="approve", target=TYPED, base=aung.field(PAGE, "base"))
    assert (desk.entry(FIRST).state(), desk.journal.decisions[-1].remarks) == (State.REVIEW, ("first-reader",))
    assert "approve-alone" not in aung.get(PAGE).text
    aung.post(PAGE, action="approve", target=TYPED, base=aung.field(PAGE, "base"))
    assert desk.entry(FIRST).state() is State.REVIEW
    owner.post(PAGE, action="approve", target=TYPED, base=owner.field(PAGE, "base"))
    assert desk.entry(FIRST).state() is State.APPROVED


def test_a_maintainer_who_is_alone_approves_alone_and_that_is_recorded(desk, visit):
    desk.rules = Rules(two_readers=True)
    owner = visit("owner")
    owner.post(PAGE, action="approve-alone", target=TYPED, base=owner.field(PAGE, "base"))
    assert desk.entry(FIRST).state() is State.REVIEW
    assert "approve-alone" in owner.get(PAGE).text
    owner.post(PAGE, action="approve-alone", target=TYPED, base=owner.field(PAGE, "base"))
    assert (desk.entry(FIRST).state(), desk.journal.decisions[-1].remarks) == (State.APPROVED, ("one-reader",))


def test_a_text_that_leads_elsewhere_waits_for_a_second_person(desk, visit):
    owner, led = visit("owner"), "ရဲ ၂,၅၀၀ https://evil.example/x"
    for action in ("approve", "approve-alone"):
        owner.post(PAGE, action=action, target=led, base=owner.field(PAGE, "base"))
        assert desk.entry(FIRST).state() is State.REVIEW
    aung = visit("aung")
    aung.post(PAGE, action="approve", target=led, base=aung.field(PAGE, "base"))
    assert (desk.entry(FIRST).state(), desk.journal.decisions[-1].remarks) == (State.APPROVED, ("links",))


def test_a_draft_approved_sooner_than_it_can_be_read_is_remarked_on(desk, visit):
    aung = visit("aung")
    base = aung.field(PAGE, "base")
    aung.post(PAGE, action="approve", target=MY_FIRST, base=base)
    assert desk.journal.decisions[-1].remarks == ("fast",)


def test_who_else_is_here_is_told(desk, visit):
    from webapp.access import utc_now

    now = utc_now()
    desk.openings.note("aung", MY, ("", FIRST), revision="r", now=now)
    desk.openings.note("owner", MY, ("", CHANGED), revision="r", now=now - timedelta(minutes=6))
    page = visit("thiri").get("/articles/defectors/my").text
    assert ("aung has ¶1 open. You can both work" in page, "owner has" in page) == (True, False)
    assert "aung has" not in visit("aung").get(PAGE).text


def test_a_reader_who_looks_is_not_noted(desk, visit):
    visit("moe").get(PAGE)
    visit("thiri").get(PAGE)
    assert [who for who, _, _ in desk.openings.seen] == ["thiri"]


def test_needing_work_is_taken_back(desk, visit):
    thiri = visit("thiri")
    thiri.post(PAGE, action="needs-work", target=MY_FIRST, base=thiri.field(PAGE, "base"))
    assert desk.journal.flagged(MY) == {("", FIRST)}
    undone = thiri.post(f"{PAGE}/undo", decision="1")
    assert (undone.status_code, desk.journal.flagged(MY)) == (303, set())
    assert desk.journal.decisions[-1].action is Action.REVERT
    assert NOW
