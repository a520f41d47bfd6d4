"""Workers on several machines: a job is done once, by whoever lives, and only for who is allowed still."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from adversary import right
from cli_fixture import diglot
from engine_doubles import LibreTranslate
from postgres import needs_postgres, postgres_url
from shared_fixture import REPOSITORY, SLUG, add_people, open_machine

from l10n.labels import paragraph_id
from l10n.model import CatalogKey
from l10n.newsroom.project import Project, utc_now
from l10n.ports.jobs import Job, JobState, Order

pytestmark = [pytest.mark.slow, needs_postgres]

ES = CatalogKey(SLUG, "es")


@pytest.fixture
def server() -> Iterator[LibreTranslate]:
    def slowly(text: str) -> str:
        time.sleep(0.12)
        return right(text)

    with LibreTranslate(translate=slowly) as server:
        yield server


@pytest.fixture
def machines(tmp_path: Path, server: LibreTranslate) -> Iterator[tuple[Project, Project]]:
    with postgres_url() as url:
        both = tuple(open_machine(tmp_path / name, url) for name in "ab")
        for project in both:
            with (project.root / "diglot.toml").open("a") as file:
                file.write(f'\n[engine.libretranslate]\nurl = "{server.url}"\n')
        list(both[0].update())
        add_people(both[0])
        yield both[0], both[1]


@contextmanager
def worker(project: Project, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    paths = os.pathsep.join([str(REPOSITORY), os.environ.get("PYTHONPATH", "")])
    command = [sys.executable, "-m", "l10n", "-C", str(project.root), "worker", *options]
    process = subprocess.Popen(command, env=os.environ | {"PYTHONPATH": paths}, stdout=subprocess.DEVNULL)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def order(project: Project, *, by: str = "thiri") -> Job:
    todo = tuple(paragraph_id(entry.key) for entry in project.catalogs.read(ES)[0].entries if not entry.target)
    wanted = Order(ES, ("libretranslate",), by, (), project.new_run(), todo)
    job = project.jobs.add(wanted, now=utc_now())
    assert project.hand_over(job)
    return job


def wait_for(what: Callable[[], bool], *, s: float = 90) -> None:
    end = time.monotonic() + s
    while not what():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.2)


def state(project: Project, job: Job) -> JobState:
    found = project.jobs.job(job.id)
    assert found
    return found.state


def drafts(project: Project) -> list[str]:
    return [entry.target for entry in project.catalogs.read(ES)[0].entries if entry.target]


def test_a_job_whose_worker_is_killed_is_finished_by_another_and_each_segment_drafted_once(
    machines: tuple[Project, Project], server: LibreTranslate
) -> None:
    one, other = machines
    job = order(one)
    total = len(one.catalogs.read(ES)[0].entries)
    with worker(one) as first:
        wait_for(lambda: len(drafts(one)) >= 2)
        first.kill()
        first.wait()
    assert len(drafts(one)) < total
    saved = drafts(one)
    with worker(other):
        wait_for(lambda: state(one, job) is JobState.DONE)
    assert len(drafts(one)) == total
    assert set(saved) <= set(drafts(one))
    done = one.jobs.job(job.id)
    assert done
    assert done.attempts == 2
    assert sum(done.result.drafted.values()) == total
    asked = Counter(text for _, path, told in server.asked if path == "/translate" for text in told["q"])
    again = [text for text, times in asked.items() if times > 1]
    assert len(again) <= total - len(saved), "what was saved is not asked again"


def test_of_two_workers_one_does_a_job_and_what_was_put_in_twice_is_done_once(
    machines: tuple[Project, Project], server: LibreTranslate
) -> None:
    one, other = machines
    job = order(one)
    assert one.hand_over(job)
    with worker(one), worker(other):
        wait_for(lambda: state(one, job) is JobState.DONE)
    done = one.jobs.job(job.id)
    assert done
    assert done.attempts == 1
    asked = Counter(text for _, path, told in server.asked if path == "/translate" for text in told["q"])
    assert set(asked.values()) == {1}


def test_who_left_meanwhile_has_nothing_drafted_or_built(
    machines: tuple[Project, Project], server: LibreTranslate
) -> None:
    one, other = machines
    job = order(one)
    one.people.change("thiri", disabled=True)
    one.people.change("aung", role="maintainer")
    assert one.ask_workers("build", [SLUG], [], by="nilar")
    assert not one.ask_workers("build", [SLUG], [], by="nilar")
    one.people.change("nilar", role="reviewer")
    with worker(other, "--once") as process:
        process.wait(60)
    assert state(one, job) is JobState.FAILED
    found = one.jobs.job(job.id)
    assert found
    assert found.result.problem == "not allowed"
    assert drafts(one) == []
    assert not (other.root / "editions").exists()
    assert [path for _, path, _ in server.asked if path == "/translate"] == []


def test_a_job_that_a_desk_never_handed_over_is_found(machines: tuple[Project, Project]) -> None:
    one, other = machines
    job = one.jobs.add(Order(ES, ("memory",), "thiri", (), one.new_run(), ()), now=utc_now())
    with worker(other):
        wait_for(lambda: state(one, job) is JobState.DONE)


def test_a_worker_builds_what_a_maintainer_asked_for(machines: tuple[Project, Project]) -> None:
    one, other = machines
    assert diglot(one.root, "worker", "--ask", "build", "--article", SLUG, "--as", "thiri").code == 1
    assert diglot(one.root, "worker", "--ask", "build", "--article", SLUG, "--as", "nilar").code == 0
    ran = diglot(other.root, "worker", "--once", "--only", "build")
    assert ran.code == 0, ran.err
    assert "segments are not approved" in ran.out


def test_without_a_shared_database_there_is_no_work(tmp_path: Path) -> None:
    (tmp_path / "diglot.toml").write_text('[project]\ntargets = ["my"]\n')
    ran = diglot(tmp_path, "worker")
    assert ran.code == 3
    assert "no database is shared" in ran.err
