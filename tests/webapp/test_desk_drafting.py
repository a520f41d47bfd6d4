"""Machine drafts at the desk: told before anything is sent, done by jobs, shown side by side."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from desk_fixture import BASE, FIRST, LAST, MY, MY_FIRST, FakeDesk, address_of, id_of
from drafting_fakes import Translating

from l10n.allowance import Allowance, parse_price
from l10n.clock import utc_now
from l10n.glossary import Term
from l10n.model import Entry, State
from l10n.newsroom.working import MAX_ATTEMPTS, NOT_ALLOWED, TOO_OFTEN, Worker
from l10n.ports import EngineFailure
from l10n.ports.jobs import LEASE, RESUME_WITHIN, Failure, JobState, Order, Result
from l10n.sensitivity import Sensitivity
from webapp.opinions import marked

DRAFT = f"{BASE}/draft"
MT = "mt.example"
SIZE = len(LAST)
HERE, FAR = "သူတို့၏ အရေအတွက် တိုးလာနေသည်ဟု ဆိုသည်။", "အရေအတွက် တိုးလာကြောင်း နှစ်ဖွဲ့စလုံးက ပြောသည်။"


@pytest.fixture
def desk() -> FakeDesk:
    desk = FakeDesk()
    desk.machines[0].make = lambda text: HERE
    return desk


@pytest.fixture
def remote(desk: FakeDesk) -> Translating:
    """The desk's second engine, on another computer."""
    desk.machines.append(Translating("far", lambda text: FAR, host=MT))
    return desk.machines[-1]


def words_of(page: str) -> str:
    """Return what a person reads on a page."""
    main = page.split("<main", 1)[1].split("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def seen_on(page: str) -> str:
    found = re.search(r'name="seen" value="([^"]*)"', page)
    assert found
    return html.unescape(found[1])


def start(visitor, **fields):
    """Press the button of the page that tells what leaves."""
    page = visitor.get(DRAFT)
    return visitor.post(DRAFT, **{"engine": ["here", "far"], "seen": seen_on(page.text), "do": "start", **fields})


def order(*engines: str, by: str = "aung", agreed: tuple[str, ...] = (), todo: tuple[str, ...] = ()) -> Order:
    return Order(MY, engines, by, agreed, "run1", todo or (id_of(LAST),))


def test_before_anything_is_sent_the_page_tells_who_receives_how_much_at_what_cost(desk, visit, remote):
    desk.allowances["far"] = Allowance(price=parse_price("20000 USD"), characters_per_month=1000, proxy="tor.example")
    desk.machines.append(Translating("loop", host="127.0.0.1"))
    page = visit("aung").get(DRAFT).text
    words = words_of(page)
    assert "1 paragraph is empty." in words
    assert "here → stays on this computer" in words
    assert f"far → {MT} · through tor.example 1 text, {SIZE} characters · about 0.86 USD · budget left: 1,000" in words
    assert "loop → stays on this computer" in words
    assert f"Send {SIZE} characters to {MT}" in words
    assert seen_on(page) == f"here@=0 far@{MT}={SIZE} loop@127.0.0.1=0"
    assert [machine.seen for machine in desk.machines] == [[], [], []]


def test_without_a_recipient_the_button_says_that_it_stays_here(visit):
    page = words_of(visit("thiri").get(DRAFT).text)
    assert "Draft 1 paragraph on this computer" in page
    assert "Send" not in page


@pytest.mark.parametrize(
    ("sensitivity", "reason"),
    [
        (Sensitivity.INTERNAL, "This article is internal: its text may go only to this computer"),
        (Sensitivity.OFFLINE, "This article is offline: its text may not leave this computer."),
    ],
)
def test_an_engine_that_may_not_see_the_article_cannot_be_chosen_and_it_is_said_why(
    desk, visit, remote, sensitivity, reason
):
    desk.sensitivity = sensitivity
    owner = visit("owner")
    page = owner.get(DRAFT).text
    assert reason in words_of(page)
    assert re.search(r'value="far"[^>]* disabled', page)
    answer = owner.post(DRAFT, engine="far", seen=f"far@{MT}=9999", do="start")
    assert (answer.status_code, desk.jobs.kept) == (409, {})


def test_what_is_hidden_from_an_engine_is_told(desk, visit, remote):
    assert "Names are sent as they are." in words_of(visit("aung").get(DRAFT).text)
    desk.glossary.append(Term("Their", redact=True))
    words = words_of(visit("aung").get(DRAFT).text)
    assert "Words that the glossary marks are hidden from it; other names are sent. 1 is hidden here." in words


def test_a_translator_may_draft_here_but_not_agree_that_texts_leave(desk, visit, remote):
    page = visit("thiri").get(DRAFT).text
    assert "Only those who may approve can agree to send texts there." in words_of(page)
    assert re.search(r'value="far"[^>]* disabled', page)
    refused = start(visit("thiri"))
    assert (refused.status_code, desk.jobs.kept) == (409, {})
    assert start(visit("thiri"), engine="here", seen="here@=0").status_code == 303
    assert desk.jobs.kept[1].order == order("here", by="thiri")


def test_a_job_fills_what_is_empty_in_the_name_of_who_pressed_the_button(desk, visit, remote):
    desk.machines[0].make = lambda text: EngineFailure(text, "marks lost")
    answer = start(visit("aung"))
    assert (answer.status_code, answer.location) == (303, f"{DRAFT}/1")
    assert desk.jobs.kept[1].order == order("here", "far", agreed=(MT,))
    assert desk.machines[1].seen == []
    assert Worker(desk).run_one() is True
    assert desk.entry(LAST) == Entry(LAST).drafted(FAR, origin="engine=far")
    assert [(s.by, s.host, s.characters, s.run) for s in desk.ledger.kept] == [("aung", MT, SIZE, "run1")]
    page = words_of(visit("moe").get(f"{DRAFT}/1").text)
    assert "Done 1 of 1 paragraphs have a text now" in page
    assert f"here 0 0 0 far 1 0 {SIZE}" in page
    assert "1 other failure was made good by another engine or a person." in page
    assert Worker(desk).run_one() is False


def test_what_has_grown_since_the_page_was_made_is_not_sent(desk, visit, remote):
    answer = start(visit("aung"), seen=f"here@=0 far@{MT}={SIZE - 1}")
    assert answer.status_code == 409
    assert "Nothing was sent: what would leave is not what the page said." in words_of(answer.text)
    assert start(visit("aung"), seen=f"here@=0 far@other.example={SIZE}").status_code == 409
    assert start(visit("aung"), seen="").status_code == 409
    assert desk.jobs.kept == {}
    assert start(visit("aung"), seen=seen_on(answer.text)).status_code == 303


def test_without_an_engine_the_page_asks_for_one(desk, visit):
    answer = visit("aung").post(DRAFT, do="start", seen="")
    assert (answer.status_code, "Choose at least one engine." in answer.text) == (409, True)


def test_counting_again_sends_nothing_and_tells_of_the_engines_ticked(desk, visit, remote):
    aung = visit("aung")
    counted = aung.post(DRAFT, engine="far", do="look")
    assert (counted.status_code, counted.location) == (303, f"{DRAFT}?engine=far")
    page = aung.get(counted.location).text
    assert seen_on(page) == f"far@{MT}={SIZE}"
    assert re.findall(r'value="(\w+)" id="e-\w+" checked', page) == ["far"]
    nothing = aung.get(aung.post(DRAFT, do="look").location).text
    assert 'value="start"' not in nothing
    assert (desk.jobs.kept, remote.seen) == ({}, [])


def test_a_catalog_has_one_job_at_a_time_to_which_its_pages_lead(desk, visit):
    aung = visit("aung")
    first = start(aung, engine="here").location
    assert start_again(aung) == first
    assert all(f'href="{first}"' in aung.get(path).text for path in ("/", BASE, DRAFT))
    Worker(desk).run_one()
    assert not any(f'href="{first}"' in aung.get(path).text for path in ("/", BASE, DRAFT))


def start_again(visitor) -> str:
    return visitor.post(DRAFT, engine="here", seen="here@=0", do="start").location


def test_reasons_are_told_for_each_paragraph_that_is_still_empty(desk, visit):
    desk.machines[0].make = lambda text: EngineFailure(text, "marks lost")
    start(visit("aung"), engine="here")
    Worker(desk).run_one()
    assert desk.jobs.kept[1].result == Result(failures=(Failure("here", id_of(LAST), "marks lost"),))
    page = visit("aung").get(f"{DRAFT}/1").text
    assert "here : it lost marks of links or emphasis" in words_of(page)
    assert f'<a href="{address_of(LAST)}">¶4</a>' in page
    assert "Try again: Draft 1 paragraph on this computer" in words_of(page)


def test_a_job_that_waits_is_cancelled_and_goes_on_when_asked_again(desk, visit):
    aung = visit("aung")
    start(aung, engine="here")
    aung.post(f"{DRAFT}/1/cancel")
    assert (desk.jobs.kept[1].state, Worker(desk).run_one()) == (JobState.STOPPED, False)
    page = aung.get(f"{DRAFT}/1").text
    assert "Go on: Draft 1 paragraph on this computer" in words_of(page)
    again = visit("thiri").post(DRAFT, engine="here", seen=seen_on(page), again="1", do="start")
    assert again.location == f"{DRAFT}/1"
    assert (desk.jobs.kept[1].order.by, desk.jobs.kept[1].order.run) == ("thiri", "run1")
    Worker(desk).run_one()
    assert desk.entry(LAST).state() is State.DRAFT


def test_cancelling_ends_the_work_and_keeps_what_is_done(desk):
    def translate(text: str) -> str:
        desk.jobs.cancel(1, now=utc_now())
        worker.lease.renew()
        return HERE

    empty_two(desk)
    desk.machines[0].make = translate
    desk.jobs.add(order("here"), now=utc_now())
    worker = Watched(desk)
    worker.run_one()
    job = desk.jobs.kept[1]
    assert (job.state, job.result.drafted) == (JobState.STOPPED, {"here": 1})
    assert [desk.entry(source).target for source in (FIRST, LAST)] == [HERE, ""]


def test_only_who_started_it_or_may_approve_cancels(desk, visit):
    desk.jobs.add(order("here", by="aung"), now=utc_now())
    assert visit("thiri").post(f"{DRAFT}/1/cancel").status_code == 403
    desk.jobs.add(order("here", by="aung"), now=utc_now())
    assert visit("owner").post(f"{DRAFT}/1/cancel").status_code == 303


def test_a_job_whose_program_was_killed_is_taken_up_and_nothing_is_drafted_twice(desk):
    class Killed(BaseException):
        pass

    def die(text: str) -> str:
        if desk.machines[0].seen[1:]:
            raise Killed
        return HERE

    empty_two(desk)
    desk.machines[0].make = die
    now = utc_now()
    desk.jobs.add(order("here", todo=(id_of(FIRST), id_of(LAST))), now=now)
    with pytest.raises(Killed):
        Worker(desk, now=lambda: now).run_one()
    assert desk.entry(FIRST).target == HERE
    desk.machines[0].make = lambda text: HERE
    assert Worker(desk, now=lambda: now + LEASE / 2).run_one() is False
    assert Worker(desk, now=lambda: now + 2 * LEASE).run_one() is True
    assert desk.machines[0].seen == [FIRST, LAST, LAST]
    job = desk.jobs.kept[1]
    assert (job.state, job.attempts, job.result.drafted) == (JobState.DONE, 2, {"here": 2})


def test_a_job_of_long_ago_is_offered_and_not_taken_up(desk, visit):
    desk.jobs.add(order("here"), now=utc_now() - RESUME_WITHIN - timedelta(seconds=1))
    assert Worker(desk).run_one() is False
    page = words_of(visit("aung").get(f"{DRAFT}/1").text)
    assert "Interrupted" in page
    assert "nothing more is sent until somebody goes on" in page
    assert "Go on: Draft 1 paragraph on this computer" in page


def test_a_worker_that_lost_its_lease_ends_and_says_nothing(desk):
    def translate(text: str) -> str:
        desk.jobs.kept[1] = replace(desk.jobs.kept[1], seen_at=utc_now() - 2 * LEASE)
        assert desk.jobs.claim("another", now=utc_now())
        worker.lease.renew()
        return HERE

    empty_two(desk)
    desk.machines[0].make = translate
    desk.jobs.add(order("here"), now=utc_now())
    worker = Watched(desk)
    worker.run_one()
    assert (desk.jobs.kept[1].state, desk.jobs.owners) == (JobState.RUNNING, {1: "another"})
    assert desk.entry(LAST).target == ""


def test_a_worker_that_cannot_renew_its_lease_ends_when_that_has_run_out(desk):
    times = iter([0.0, 0.0, *([LEASE.total_seconds()] * 20)])
    desk.jobs.add(order("here"), now=utc_now())
    Worker(desk, clock=lambda: next(times)).run_one()
    assert (desk.jobs.kept[1].state, desk.entry(LAST).target) == (JobState.STOPPED, "")


def test_a_server_that_closes_puts_its_job_back(desk):
    def translate(text: str) -> str:
        worker.close()
        return HERE

    empty_two(desk)
    desk.machines[0].make = translate
    desk.jobs.add(order("here"), now=utc_now())
    worker = Worker(desk)
    worker.run_one()
    assert (desk.jobs.kept[1].state, desk.jobs.kept[1].result.drafted) == (JobState.WAITING, {"here": 1})


def test_who_has_left_or_may_no_longer_has_nothing_sent(desk, remote):
    for by, agreed in (("gone", ()), ("moe", ()), ("thiri", (MT,))):
        desk.jobs = type(desk.jobs)()
        desk.jobs.add(order("here", "far", by=by, agreed=agreed), now=utc_now())
        Worker(desk).run_one()
        assert (desk.jobs.kept[1].state, desk.jobs.kept[1].result.problem) == (JobState.FAILED, NOT_ALLOWED)
    assert (remote.seen, desk.entry(LAST).target) == ([], "")


def test_a_job_that_kills_each_server_is_given_up(desk, visit):
    desk.jobs.add(order("here"), now=utc_now())
    desk.jobs.kept[1] = replace(desk.jobs.kept[1], attempts=MAX_ATTEMPTS)
    Worker(desk).run_one()
    assert (desk.jobs.kept[1].state, desk.jobs.kept[1].result.problem) == (JobState.FAILED, TOO_OFTEN)
    assert "It was interrupted again and again." in words_of(visit("aung").get(f"{DRAFT}/1").text)


def test_what_ends_a_job_is_told(desk, visit):
    desk.jobs.add(order("nowhere"), now=utc_now())
    Worker(desk).run_one()
    assert desk.jobs.kept[1].state is JobState.FAILED
    assert "there is no engine called 'nowhere'" in words_of(visit("aung").get(f"{DRAFT}/1").text)


def test_a_running_job_tells_how_far_it_is_and_reloads_itself_without_scripts(desk, visit):
    empty_two(desk)
    desk.jobs.add(order("here", todo=(id_of(FIRST), id_of(LAST))), now=utc_now())
    desk.jobs.claim("somebody", now=utc_now())
    catalog, _ = desk.catalogs.read(MY)
    drafted = Entry(FIRST).drafted(MY_FIRST, origin="engine=here")
    desk.catalogs.catalogs[MY] = catalog.with_entries({("", FIRST): drafted})
    page = visit("aung").get(f"{DRAFT}/1").text
    assert "Drafting 1 of 2 paragraphs have a text now" in words_of(page)
    assert "here 1 0 0" in words_of(page)
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in page
    assert "data-job" in page
    desk.jobs.cancel(1, now=utc_now())
    assert "It stops when what is under way has ended." in words_of(visit("aung").get(f"{DRAFT}/1").text)


def test_a_job_is_found_under_its_own_article_alone(desk, visit):
    desk.jobs.add(replace(order("here"), catalog=replace(MY, slug="other")), now=utc_now())
    assert visit("owner").get(f"{DRAFT}/1").status_code == 404
    assert visit("owner").post(f"{DRAFT}/1/cancel").status_code == 404


def test_an_article_without_empty_paragraphs_offers_no_draft(desk, visit):
    catalog, _ = desk.catalogs.read(MY)
    desk.catalogs.catalogs[MY] = catalog.with_entries({("", LAST): Entry(LAST).reviewed("x")})
    assert "There is nothing to draft." in words_of(visit("aung").get(DRAFT).text)
    assert not any(f'href="{DRAFT}"' in visit("aung").get(path).text for path in ("/", BASE))


def test_the_way_to_drafts_is_shown_to_those_who_may(visit):
    offered = {
        who: [f'href="{DRAFT}"' in visit(who).get("/").text, f'{address_of(FIRST)}/drafts"' in page_of(visit, who)]
        for who in ("moe", "thiri")
    }
    assert offered == {"moe": [False, False], "thiri": [True, True]}


def page_of(visit, who: str) -> str:
    return visit(who).get(address_of(FIRST)).text


def test_drafts_of_one_paragraph_stand_side_by_side_with_what_differs_marked(desk, visit, remote):
    desk.machines[0].make = lambda text: "စစ်သားနှင့် ရဲ ၂,၅၀၀ နီးပါး ခွဲထွက်ခဲ့ကြသည်။"
    remote.make = lambda text: "စစ်သားနှင့် ရဲ ၂,၆၀၀ နီးပါး ခွဲထွက်ခဲ့ကြသည်။"
    aung, path = visit("aung"), f"{address_of(FIRST)}/drafts"
    page = aung.get(path).text
    assert f"Send {len(FIRST)} characters to {MT}" in words_of(page)
    assert remote.seen == []
    answer = aung.post(path, engine=["here", "far"], seen=seen_on(page), do="start")
    assert answer.status_code == 200
    assert re.findall("<mark>(.*?)</mark>", answer.text) == ["၂,၅၀၀", "၂,၅၀၀", "၂,၆၀၀"]
    assert "As it is now" in words_of(answer.text)
    assert desk.entry(FIRST).target == MY_FIRST
    assert [(send.by, send.host) for send in desk.ledger.kept] == [("aung", MT)]


def test_a_draft_that_is_used_fills_the_box_and_is_not_saved(desk, visit):
    answer = visit("thiri").post(address_of(LAST), action="fill", target="here: one", base="")
    assert (answer.status_code, desk.entry(LAST).target) == (200, "")
    assert "here: one</textarea>" in answer.text
    assert "Put in the box. It is not saved yet." in answer.text


def test_one_paragraph_is_sent_only_as_its_page_told(desk, visit, remote):
    path = f"{address_of(FIRST)}/drafts"
    for who, seen in (("aung", f"far@{MT}={len(FIRST) - 1}"), ("aung", ""), ("thiri", f"far@{MT}={len(FIRST)}")):
        assert visit(who).post(path, engine="far", seen=seen, do="start").status_code == 409
    assert (remote.seen, desk.ledger.kept) == ([], [])
    assert visit("aung").post(path, engine="far", do="look").location == f"{path}?engine=far"


def test_an_engine_that_gives_no_draft_says_why(desk, visit):
    desk.machines[0].make = lambda text: EngineFailure(text, "cut off")
    answer = visit("thiri").post(f"{address_of(LAST)}/drafts", engine="here", seen="here@=0", do="start")
    assert "the end is missing" in words_of(answer.text)


def test_pieces_of_a_text_are_the_text():
    from l10n.contrasting import Contrast

    contrasts = (Contrast("number", 0, 2), Contrast("name", 1, 4), Contrast("name", 5, 9))
    assert list(marked("12 and Ana", contrasts)) == [("number", "12"), ("", " an"), ("name", "d An"), ("", "a")]


def test_the_pages_speak_the_languages_of_the_desk(desk, visit, remote):
    for language, word in (("my", "မူကြမ်း"), ("es", "borrador")):
        page = visit("aung").get(DRAFT, **{"Accept-Language": language}).text
        assert word in words_of(page).lower()
        assert "paragraph is empty" not in page


def empty_two(desk: FakeDesk) -> None:
    catalog, _ = desk.catalogs.read(MY)
    desk.catalogs.catalogs[MY] = catalog.with_entries({("", FIRST): Entry(FIRST)})


class Watched(Worker):
    """A worker whose lease can be renewed by hand."""

    def _draft(self, job, lease):
        self.lease = lease
        return super()._draft(job, lease)
