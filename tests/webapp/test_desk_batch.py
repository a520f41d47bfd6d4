"""Many paragraphs at once: ticked, shown, decided together, undone together."""

import html
import re

import pytest
from desk_fixture import BASE, CAPTION, CHANGED, FIRST, HEADLINE, LAST, MY, NOW, SECOND, id_of

from l10n.model import Action, Catalog, Entry, Finding, Severity, State

BATCH = f"{BASE}/batch"

ONE, TWO, THREE = (Entry(s).reviewed(t) for s, t in ((FIRST, "၂,၅၀၀"), (SECOND, "ဒုတိယ"), (LAST, "တတိယ")))


@pytest.fixture
def waiting(desk):
    """A desk where three paragraphs wait for a reviewer, one is a draft, one is out of date, one is empty."""
    entries = [ONE, TWO, THREE, Entry(HEADLINE, context="headline").drafted("စစ်သား", origin="engine=apertium")]
    entries += [desk.entry(CHANGED), Entry(CAPTION, context="caption")]
    desk.catalogs.catalogs[MY] = Catalog("defectors", "my", tuple(entries))
    return desk


def ticked(*entries):
    from webapp.rows import paragraph_id

    return [f"{paragraph_id(entry.key)}.{entry.revision}" for entry in entries]


def post(visitor, entries=(), path=BATCH, **fields):
    return visitor.post(path, p=ticked(*entries), **fields)


def states(desk):
    return [entry.state() for entry in desk.catalogs.catalogs[MY].entries]


def boxes(page):
    return re.findall(r'<input type="checkbox" name="p" value="(\w+)\.', page)


def test_each_translated_paragraph_has_a_box_and_readers_have_none(waiting, visit):
    page = visit("thiri").get(BASE).text
    assert boxes(page) == [id_of(FIRST), id_of(SECOND), id_of(LAST), id_of(HEADLINE, "headline"), id_of(CHANGED)]
    assert 'form="batch"' in page
    assert boxes(visit("moe").get(BASE).text) == []


def test_a_page_shows_what_will_be_decided_and_changes_nothing(waiting, visit):
    answer = post(visit("aung"), [ONE, TWO], action="approve")
    assert answer.status_code == 200
    assert boxes(answer.text) == [id_of(FIRST), id_of(SECOND)]
    assert "၂,၅၀၀" in answer.text
    assert waiting.journal.decisions == []


def test_it_names_what_was_never_opened_what_was_opened_just_now_and_warnings(waiting, visit):
    from l10n.clock import utc_now

    for entry, at in ((ONE, NOW), (TWO, utc_now())):
        waiting.openings.note("aung", MY, entry.key, revision=entry.revision, now=at)
    waiting.findings = lambda entry, locale: (
        [Finding("quotes", Severity.WARN, "A quotation is open.")] if entry.source == FIRST else []
    )
    page = html.unescape(post(visit("aung"), [ONE, TWO, THREE], action="approve").text)
    named = re.findall(r'<li class="draft">([^<:]+): ((?:<a[^>]*>[^<]*</a>[, \n]*)+)', page)
    assert [(words, re.findall(r">([^<]+)</a>", links)) for words, links in named] == [
        ("You never opened", ["¶4"]),
        ("Open to you for seconds only", ["¶2"]),
        ("The checks warn of", ["¶1"]),
    ]
    assert page.count("A quotation is open.") == 1


def test_machine_drafts_stale_and_empty_paragraphs_are_never_approved_together(waiting, visit):
    every = waiting.catalogs.catalogs[MY].entries
    page = html.unescape(post(visit("aung"), every, action="approve").text)
    assert "A machine wrote it." in page
    assert "It needs work. Open it alone." in page
    assert "It is not translated yet." in page
    post(visit("aung"), every, action="approve", do="it")
    approved, draft, stale, empty = State.APPROVED, State.DRAFT, State.STALE, State.EMPTY
    assert states(waiting) == [approved, approved, approved, draft, stale, empty]


def test_all_of_a_filter_are_chosen_without_a_script(waiting, visit):
    answer = post(visit("aung"), all="1", state="review", q="shadow")
    assert boxes(answer.text) == [id_of(SECOND)]
    assert boxes(post(visit("aung"), all="1", state="review").text) == [id_of(FIRST), id_of(SECOND), id_of(LAST)]


def test_one_undo_takes_all_back(waiting, visit):
    before = waiting.catalogs.catalogs[MY]
    aung = visit("aung")
    answer = post(aung, [ONE, TWO], action="approve", do="it", state="review")
    assert (answer.status_code, answer.location) == (303, f"{BASE}?state=review")
    page = html.unescape(aung.get(answer.location).text)
    assert "2 paragraphs approved." in page
    undo = re.search(r'action="(/[^"]+/batch/undo[^"]*)"', page)[1]
    assert aung.post(undo).status_code == 303
    assert waiting.catalogs.catalogs[MY] == before
    assert "2 paragraphs are again as they were." in aung.get(BASE).text


def test_a_text_changed_meanwhile_is_left_alone_and_named(waiting, visit):
    newer = TWO.reviewed("အသစ်")
    waiting.catalogs.catalogs[MY] = waiting.catalogs.catalogs[MY].with_entries({TWO.key: newer})
    aung = visit("aung")
    answer = post(aung, [ONE, TWO], action="approve", do="it")
    page = html.unescape(aung.get(answer.location).text)
    assert "1 paragraph approved. ¶2: Somebody changed it meanwhile." in page
    assert waiting.entry(SECOND) == newer


def test_what_the_checks_forbid_is_left_alone_and_shown(waiting, visit):
    wrong = TWO.reviewed("၉၉၉")
    waiting.catalogs.catalogs[MY] = waiting.catalogs.catalogs[MY].with_entries({TWO.key: wrong})
    page = post(visit("aung"), [wrong], action="approve").text
    assert "The checks found mistakes." in page
    assert "Numbers differ" in page
    assert boxes(page) == []


def test_paragraphs_are_marked_as_needing_work_and_sent_to_review(waiting, visit):
    approved = THREE.approved("တတိယ")
    waiting.catalogs.catalogs[MY] = waiting.catalogs.catalogs[MY].with_entries({THREE.key: approved})
    thiri = visit("thiri")
    post(thiri, [ONE, TWO], action="needs-work", do="it")
    assert waiting.journal.flagged(MY) == {ONE.key, TWO.key}
    post(thiri, [approved], action="review", do="it")
    assert [(d.action, d.remarks) for d in waiting.journal.decisions] == [
        (Action.NEEDS_WORK, ("batch:b1",)),
        (Action.NEEDS_WORK, ("batch:b1",)),
        (Action.REVIEW, ("batch:b1",)),
    ]


def test_only_a_reviewer_approves_and_undoes_what_others_decided(waiting, visit):
    assert post(visit("thiri"), [ONE], action="approve").status_code == 403
    assert post(visit("moe"), [ONE], action="review").status_code == 403
    post(visit("aung"), [ONE], action="approve", do="it")
    assert visit("thiri").post(f"{BATCH}/undo?batch=b1").status_code == 403
    assert visit("aung").post(f"{BATCH}/undo?batch=b9").status_code == 404


def test_nothing_ticked_leads_back_with_a_word(waiting, visit):
    aung = visit("aung")
    answer = post(aung, action="approve", state="draft")
    assert (answer.status_code, answer.location) == (303, f"{BASE}?state=draft")
    assert "No paragraph was chosen." in aung.get(BASE).text
    assert post(aung, [ONE], action="publish").status_code == 400
