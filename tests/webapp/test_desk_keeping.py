"""Never lose a word, and approve with care: what is kept, warned of, read twice and told about."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from desk_fixture import BASE, CHANGED, FIRST, LAST, MY, MY_FIRST, OFFERED, SECOND, FakeDesk, FakePerson, address_of

from l10n.approving import Rules
from l10n.model import Action, State
from webapp.access import utc_now
from webapp.unsaved import unsaved_of

PAGE = address_of(FIRST)
WARNED = "စစ်သား  ၂,၅၀၀"
LED = "ရဲ ၂,၅၀၀ evil.onion"


def texts(desk: FakeDesk, handle: str = "thiri") -> list[str]:
    return [each.text for each in desk.unsaved.of_person(handle)]


def write(desk, visitor, action, text, **fields):
    """Send the form of the first paragraph as its page gave it."""
    given = {name: visitor.field(PAGE, name) for name in ("base", "since")}
    return visitor.post(PAGE, action=action, target=text, **{**given, **fields})


@pytest.mark.parametrize("action", ["keep", "go-x"])
def test_leaving_keeps_what_was_typed_and_changes_nothing(desk, visit, action):
    thiri = visit("thiri")
    assert write(desk, thiri, action, "half a sen").status_code == 303
    assert (texts(desk), desk.entry(FIRST).target, desk.journal.decisions) == (["half a sen"], MY_FIRST, [])
    assert "half a sen" not in visit("aung").get(PAGE).text
    assert "You had unsaved text from" in thiri.get(PAGE).text


def test_going_on_leads_to_the_paragraph_of_the_button(desk, visit):
    second = address_of(SECOND)
    answer = write(desk, visit("thiri"), f"go-{second.rpartition('/')[2]}", "half a sen")
    assert answer.location == second


def test_what_is_typed_again_and_again_is_kept_once(desk, visit):
    thiri = visit("thiri")
    given = {name: thiri.field(PAGE, name) for name in ("base", "since")}
    for text in ("h", "half", "half a sen"):
        assert thiri.post(f"{PAGE}/live", target=text, keep="1", **given).status_code == 200
    assert texts(desk) == ["half a sen"]


def test_what_is_typed_later_does_not_push_out_what_is_offered(desk, visit):
    thiri = visit("thiri")
    write(desk, thiri, "keep", "yesterday's")
    write(desk, thiri, "keep", "today's")
    write(desk, thiri, "keep", MY_FIRST)
    assert texts(desk) == ["today's", "yesterday's"]


def test_a_kept_text_is_taken_upon_the_revision_it_was_written_for(desk, visit):
    thiri, aung = visit("thiri"), visit("aung")
    base = thiri.field(PAGE, "base")
    write(desk, thiri, "keep", "half a sen")
    write(desk, aung, "save", "အောင်၏ စာ")
    assert "The paragraph was changed since then." in thiri.get(PAGE).text
    taken = thiri.post(PAGE, action="kept-1", target="အောင်၏ စာ").text
    assert (">\nhalf a sen</textarea>" in taken, f'name="base" value="{base}"' in taken) == (True, True)
    assert thiri.post(PAGE, action="save", target="half a sen", base=base).status_code == 409
    assert texts(desk) == ["half a sen"]


def test_a_kept_text_is_thrown_away_by_its_writer_alone(desk, visit):
    thiri = visit("thiri")
    write(desk, thiri, "keep", "half a sen")
    visit("aung").post(PAGE, action="drop-1")
    visit("aung").post("/unsaved/1/drop")
    assert texts(desk) == ["half a sen"]
    thiri.post(PAGE, action="drop-1")
    assert texts(desk) == []


def test_deciding_throws_away_what_was_kept(desk, visit):
    thiri = visit("thiri")
    write(desk, thiri, "keep", "half a sen")
    write(desk, thiri, "save", "a whole one")
    assert (texts(desk), desk.entry(FIRST).target) == ([], "a whole one")


def test_an_offer_in_the_box_keeps_what_was_typed(desk, visit):
    thiri, page = visit("thiri"), address_of(CHANGED)
    answer = thiri.post(page, action="use-1", target="typed", since=thiri.field(page, "since"))
    assert (f">\n{OFFERED}</textarea>" in answer.text, texts(desk)) == (True, ["typed"])


@pytest.mark.parametrize(("text", "action"), [("ရဲ ၉၉၉", "approve"), (WARNED, "approve")])
def test_what_is_refused_is_kept(desk, visit, text, action):
    assert write(desk, visit("aung"), action, text).status_code == 422
    assert texts(desk, "aung") == [text]


def test_a_form_sent_after_the_session_ended_is_offered_after_sign_in(desk, visit):
    thiri = visit("thiri")
    base = thiri.field(PAGE, "base")
    desk.people.sessions.clear()
    answer = thiri.post(PAGE, action="save", target="a long text", base=base)
    assert (answer.status_code, ">\na long text</textarea>" in answer.text) == (401, True)
    thiri.token = ""
    fields = {"target": "a long text", "path": PAGE, "base": base}
    answer = thiri.post("/login", handle="thiri", passphrase="boats carry rice and letters", **fields)
    assert (answer.location, texts(desk), desk.entry(FIRST).target) == (PAGE, ["a long text"], MY_FIRST)


def test_what_waits_is_told_with_its_place_even_where_the_paragraph_has_gone(app, desk, visit):
    thiri = visit("thiri")
    write(desk, thiri, "keep", "half a sen")
    catalog = desk.catalogs.catalogs[MY]
    with app.test_request_context():
        [told] = unsaved_of("thiri")
        assert (told.unsaved.text, told.row.number, told.address) == ("half a sen", 1, PAGE)
        kept = tuple(entry for entry in catalog.entries if entry.source != FIRST)
        desk.catalogs.catalogs[MY] = replace(catalog, entries=kept)
        assert [(each.unsaved.text, each.row, each.address) for each in unsaved_of("thiri")] == [
            ("half a sen", None, "")
        ]
        assert unsaved_of("aung") == []


def test_two_changes_in_different_places_are_put_together(desk, visit):
    aung, thiri = visit("aung"), visit("thiri")
    for visitor in (aung,):
        write(desk, visitor, "save", "one two three four five")
    base = thiri.field(PAGE, "base")
    write(desk, aung, "save", "ONE two three four five")
    answer = thiri.post(PAGE, action="save", target="one two three four FIVE", base=base)
    assert (answer.status_code, ">\nONE two three four FIVE</textarea>" in answer.text) == (409, True)
    assert "one two three four five" in answer.text
    fields = {"keep": "both", "target": "ONE two three four FIVE", "action": "save", "mine": "x"}
    assert thiri.post(f"{PAGE}/resolve", base=desk.entry(FIRST).revision, **fields).status_code == 303
    assert (desk.entry(FIRST).target, texts(desk)) == ("ONE two three four FIVE", [])


def test_two_forms_with_the_same_base_do_not_both_come_true(desk, visit):
    aung, thiri = visit("aung"), visit("thiri")
    base = thiri.field(PAGE, "base")
    answers = [v.post(PAGE, action="save", target=t, base=base).status_code for v, t in ((aung, "a"), (thiri, "b"))]
    assert (answers, desk.entry(FIRST).target, texts(desk)) == ([303, 409], "a", ["b"])


def test_a_warning_asks_once_more_and_is_recorded(desk, visit):
    aung = visit("aung")
    asked = write(desk, aung, "approve", WARNED)
    assert (asked.status_code, "Approve all the same" in asked.text, desk.journal.decisions) == (422, True, [])
    words = asked.text.split('name="warned" value="')[1].split('"')[0]
    assert write(desk, aung, "approve-anyway", WARNED + "  x", warned=words).status_code == 422
    assert write(desk, aung, "approve-anyway", WARNED, warned=words).status_code == 303
    assert desk.journal.decisions[0].remarks[-1] == "warning:spaces"
    assert "in spite of: Spaces" in aung.get(PAGE).text


def test_an_error_is_not_approved_all_the_same(desk, visit):
    answer = write(desk, visit("aung"), "approve-anyway", "ရဲ ၉၉၉  x", warned="x")
    assert (answer.status_code, "Approve all the same" in answer.text) == (422, False)


def test_a_finding_is_mended_in_the_box(desk, visit):
    thiri = visit("thiri")
    live = thiri.post(f"{PAGE}/live", target=WARNED).text
    assert 'value="fix-spaces"' in live
    assert ">\nစစ်သား ၂,၅၀၀</textarea>" in write(desk, thiri, "fix-spaces", WARNED).text


def test_a_text_that_leads_elsewhere_waits_for_a_second_person(desk, visit):
    desk.people.people["nu"] = FakePerson("nu", "reviewer")
    aung, nu = visit("aung"), visit("nu")
    for _ in range(2):
        write(desk, aung, "approve", LED)
        assert desk.entry(FIRST).state() is State.REVIEW
    write(desk, nu, "approve", LED)
    assert desk.entry(FIRST).state() is State.APPROVED
    assert desk.journal.history(MY)[0].remarks == ("links",)


@pytest.mark.parametrize(
    ("first", "second", "state"),
    [
        (("thiri", "save"), ("aung", "approve"), State.APPROVED),
        (("aung", "save"), ("aung", "approve"), State.REVIEW),
        (("aung", "approve"), ("aung", "approve"), State.REVIEW),
        (("aung", "approve"), ("owner", "approve"), State.APPROVED),
        (("owner", "approve"), ("owner", "approve-alone"), State.APPROVED),
        (("aung", "approve"), ("aung", "approve-alone"), State.REVIEW),
    ],
)
def test_where_two_read_nobody_approves_their_own_text(desk, visit, first, second, state):
    desk.rules = Rules(two_readers=True)
    for who, action in (first, second):
        write(desk, visit(who), action, "ရဲ ၂,၅၀၀")
    assert desk.entry(FIRST).state() is state
    alone = second[1] == "approve-alone" and state is State.APPROVED
    assert ("one-reader" in desk.journal.history(MY)[0].remarks) is alone


def test_a_reading_that_was_undone_counts_no_more(desk, visit):
    desk.rules = Rules(two_readers=True)
    aung, owner = visit("aung"), visit("owner")
    write(desk, aung, "save", "ရဲ ၂,၅၀၀")
    aung.post(f"{PAGE}/undo?decision=1")
    write(desk, owner, "approve", "ရဲ ၂,၅၀၀")
    assert desk.entry(FIRST).state() is State.REVIEW


def test_a_draft_approved_at_once_is_remarked_on(desk, visit):
    aung = visit("aung")
    base = desk.entry(FIRST).revision
    aung.post(PAGE, action="approve", base=base)
    assert desk.journal.decisions[0].remarks == ("unopened",)
    page = address_of(SECOND)
    aung.post(page, action="approve", base=aung.field(page, "base"))
    assert desk.journal.decisions[1].remarks == ("fast",)


@pytest.mark.parametrize("action", ["needs-work", "reject", "save", "approve"])
def test_every_decision_is_undone_and_undoing_too(desk, visit, action):
    aung, before = visit("aung"), desk.entry(FIRST)
    write(desk, aung, action, "ရဲ ၂,၅၀၀")
    after, flagged = desk.entry(FIRST), desk.journal.flagged(MY)
    aung.post(f"{PAGE}/undo?decision=1")
    assert (desk.entry(FIRST), desk.journal.flagged(MY)) == (before, set())
    assert f'action="{PAGE}/undo?decision=2"' in aung.get("/").text
    aung.post(f"{PAGE}/undo?decision=2")
    assert (desk.entry(FIRST), desk.journal.flagged(MY)) == (after, flagged)


def test_undoing_an_approval_brings_the_mark_back(desk, visit):
    aung = visit("aung")
    write(desk, aung, "needs-work", MY_FIRST)
    write(desk, aung, "approve", MY_FIRST)
    aung.post(f"{PAGE}/undo?decision=2")
    assert desk.journal.flagged(MY) == {("", FIRST)}
    assert desk.journal.decisions[-1].action is Action.NEEDS_WORK
    assert aung.post(f"{PAGE}/undo?decision=2").status_code == 303
    assert len(desk.journal.decisions) == 3


def test_others_who_are_there_are_told_of_for_five_minutes(desk, visit):
    words = "aung has ¶4 open."
    visit("aung").get(address_of(LAST))
    visit("moe").get(PAGE)
    thiri = visit("thiri")
    assert (words in thiri.get(BASE).text, words in thiri.get(PAGE).text) == (True, True)
    assert words not in visit("aung").get(BASE).text
    assert "moe has" not in thiri.get(BASE).text
    for who, (revision, first, _) in desk.openings.seen.items():
        desk.openings.seen[who] = (revision, first, utc_now() - timedelta(minutes=6))
    assert words not in thiri.get(BASE).text


def test_a_reader_is_given_no_form(visit):
    moe = visit("moe")
    assert "data-decide" not in moe.get(PAGE).text
    assert moe.post(f"{PAGE}/live", target="x", keep="1").status_code == 403
