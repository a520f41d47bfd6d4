"""The desk's jobs: put on a list, worked on by one program at a time, taken over from one that died; in SQL and in memory."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from drafting_fakes import MemoryJobs
from journals import put_journal

from l10n.model import CatalogKey
from l10n.ports.jobs import LEASE, RESUME_WITHIN, Beat, Failure, Job, JobState, Order, Result
from l10n.stores.database import open_database
from l10n.stores.jobs import SqlJobs

NOW = datetime(2026, 11, 22, 12, 30, 15, 123456, tzinfo=UTC)
A_MOMENT = timedelta(seconds=1)
ORDER = Order(CatalogKey("flood", "es"), ("memory", "google"), "lucia", ("mt.example",), "run1", ("ab12", "cd34"))
ELSEWHERE = replace(ORDER, catalog=CatalogKey("ferry", "es"), run="run2")
RESULT = Result({"google": 1}, {"google": 1}, {"google": 40}, (Failure("google", "cd34", "empty"),), ("no",), "why")


@pytest.fixture(params=["sql", "memory"])
def jobs(request, tmp_path):
    if request.param == "memory":
        return MemoryJobs()
    return SqlJobs(put_journal(tmp_path / ".diglot" / "journal.sqlite"))


def test_a_job_is_kept_as_it_was_ordered(jobs):
    job = jobs.add(ORDER, now=NOW)
    assert job == Job(1, ORDER, NOW, seen_at=NOW)
    assert (jobs.job(1), jobs.job(2)) == (job, None)
    assert (jobs.latest(ORDER.catalog), jobs.latest(ELSEWHERE.catalog)) == (job, None)


def test_a_catalog_has_one_active_job(jobs):
    first = jobs.add(ORDER, now=NOW)
    assert jobs.add(replace(ORDER, by="aung"), now=NOW) == first
    assert jobs.add(ELSEWHERE, now=NOW).id == 2


def test_jobs_are_given_out_once_the_oldest_first(jobs):
    jobs.add(ORDER, now=NOW)
    jobs.add(ELSEWHERE, now=NOW)
    claimed = [jobs.claim(owner, now=NOW) for owner in "abc"]
    assert [(job.id, job.state, job.attempts) for job in claimed if job] == [
        (1, JobState.RUNNING, 1),
        (2, JobState.RUNNING, 1),
    ]
    assert claimed[2] is None


def test_a_lease_that_is_renewed_is_kept_and_one_that_is_not_is_lost_to_another(jobs):
    jobs.add(ORDER, now=NOW)
    jobs.claim("a", now=NOW)
    assert jobs.beat(1, "a", now=NOW + LEASE) is Beat.GO_ON
    assert jobs.claim("b", now=NOW + LEASE + LEASE) is None
    taken = jobs.claim("b", now=NOW + LEASE + LEASE + A_MOMENT)
    assert (taken.id, taken.attempts) == (1, 2)
    assert jobs.beat(1, "a", now=NOW + 2 * LEASE) is Beat.LOST
    assert jobs.finish(1, "a", state=JobState.DONE, result=RESULT, now=NOW) is False
    assert jobs.job(1).state is JobState.RUNNING


def test_what_came_of_a_job_is_kept(jobs):
    jobs.add(ORDER, now=NOW)
    jobs.claim("a", now=NOW)
    assert jobs.finish(1, "a", state=JobState.DONE, result=RESULT, now=NOW + A_MOMENT) is True
    done = jobs.job(1)
    assert done == Job(1, ORDER, NOW, JobState.DONE, False, 1, NOW + A_MOMENT, NOW + A_MOMENT, RESULT)
    assert jobs.claim("b", now=NOW + LEASE + LEASE) is None


def test_a_job_that_waits_is_cancelled_at_once_and_one_under_way_is_asked_to_stop(jobs):
    jobs.add(ORDER, now=NOW)
    jobs.cancel(1, now=NOW)
    assert (jobs.job(1).state, jobs.claim("a", now=NOW)) == (JobState.STOPPED, None)
    jobs.add(ELSEWHERE, now=NOW)
    jobs.claim("a", now=NOW)
    jobs.cancel(2, now=NOW)
    assert (jobs.job(2).state, jobs.beat(2, "a", now=NOW)) == (JobState.RUNNING, Beat.STOP)


def test_a_cancelled_job_whose_program_died_is_not_taken_up(jobs):
    jobs.add(ORDER, now=NOW)
    jobs.claim("a", now=NOW)
    jobs.cancel(1, now=NOW)
    assert jobs.claim("b", now=NOW + LEASE + A_MOMENT) is None
    assert jobs.job(1).state is JobState.STOPPED


def test_a_job_put_back_is_taken_up_by_the_next(jobs):
    jobs.add(ORDER, now=NOW)
    jobs.claim("a", now=NOW)
    jobs.finish(1, "a", state=JobState.WAITING, result=RESULT, now=NOW)
    taken = jobs.claim("b", now=NOW + A_MOMENT)
    assert (taken.result, taken.attempts, taken.finished_at) == (RESULT, 2, None)


def test_nobody_takes_up_a_job_of_long_ago_but_whoever_asks_again(jobs):
    jobs.add(ORDER, now=NOW)
    jobs.claim("a", now=NOW)
    later = NOW + RESUME_WITHIN + A_MOMENT
    assert jobs.claim("b", now=later) is None
    assert jobs.job(1).state_at(later) is JobState.INTERRUPTED
    again = jobs.add(replace(ORDER, by="aung", run="other", todo=("cd34", "ef56")), now=later, again=1)
    assert again == Job(1, replace(ORDER, by="aung", todo=("ab12", "cd34", "ef56")), NOW, seen_at=later)
    assert jobs.beat(1, "a", now=later) is Beat.LOST
    assert jobs.claim("b", now=later).id == 1


def test_an_ended_job_goes_on_with_what_came_of_it(jobs):
    jobs.add(ORDER, now=NOW)
    jobs.claim("a", now=NOW)
    jobs.finish(1, "a", state=JobState.STOPPED, result=RESULT, now=NOW)
    again = jobs.add(replace(ORDER, run="other"), now=NOW, again=1)
    assert (again.id, again.order, again.state, again.result, again.attempts) == (1, ORDER, JobState.WAITING, RESULT, 0)


def test_a_job_of_another_catalog_is_not_taken_up(jobs):
    jobs.add(ORDER, now=NOW)
    jobs.cancel(1, now=NOW)
    assert jobs.add(ELSEWHERE, now=NOW, again=1).id == 2


def test_programs_that_ask_at_once_get_each_job_once(tmp_path):
    path, taken = tmp_path / ".diglot" / "journal.sqlite", []
    place = put_journal(path).url
    jobs = SqlJobs(open_database(place.render_as_string()))
    for number in range(6):
        jobs.add(replace(ORDER, catalog=CatalogKey(f"a{number}", "es")), now=NOW)

    def work(owner):
        own = SqlJobs(open_database(place.render_as_string()))
        while job := own.claim(owner, now=NOW):
            taken.append(job.id)

    threads = [threading.Thread(target=work, args=[f"owner {number}"]) for number in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(taken) == [1, 2, 3, 4, 5, 6]
