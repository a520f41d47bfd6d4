"""The clock of the machine steps back, and a year ahead, while people work: libfaketime is its hand."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from torture.desk import ENVIRONMENT, Browser, free_port, kill_group, start_cold, wait_answer
from torture.newsroom import catalogs_of, make_newsroom

from l10n.model import Outcome
from l10n.newsroom.project import Project
from webapp.rows import paragraph_id

LIBRARIES = [Path(f"/usr/lib/{machine}-linux-gnu/faketime/libfaketime.so.1") for machine in ("x86_64", "aarch64")]
FAKETIME = next((path for path in LIBRARIES if path.exists()), None)
IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}

pytestmark = [pytest.mark.slow, pytest.mark.skipif(FAKETIME is None and not IN_CI, reason="libfaketime is missing")]

SetClock = Callable[[str], None]


@pytest.fixture
def desk(tmp_path) -> Iterator[tuple[Project, Browser, SetClock]]:
    """A desk whose clock is as far from ours as was set last: `-2d`, `+400d`."""
    project, port, clock = make_newsroom(tmp_path / "newsroom"), free_port(), tmp_path / "clock"

    def set_clock(offset: str) -> None:
        clock.write_text(f"{offset}\n", encoding="ascii")

    set_clock("+0")
    faked = {
        "LD_PRELOAD": str(FAKETIME),
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }
    serve = ("-C", str(project.root), "serve", "--port", str(port))
    process = start_cold(tmp_path / "desk.log", *serve, environment=faked)
    try:
        wait_answer(port)
        browser = Browser(port, "p1")
        with closing(browser.connection):

            def set_between_requests(offset: str) -> None:
                set_clock(offset)
                browser.connection.close()  # the server ends connections that seem to have been silent for 400 days

            yield project, browser, set_between_requests
    finally:
        kill_group(process.pid, process)


def test_the_hand_moves_the_clock():
    env = {**ENVIRONMENT, "LD_PRELOAD": str(FAKETIME), "FAKETIME": "+400d"}
    assert shutil.which("date")
    year = subprocess.run(["date", "+%Y"], env=env, capture_output=True, text=True, check=True).stdout
    assert int(year) > int(subprocess.run(["date", "+%Y"], capture_output=True, text=True, check=True).stdout)


def test_decisions_stand_in_their_order_and_sessions_end_safely_whatever_the_clock_does(desk):
    project, browser, set_clock = desk
    [key, *_] = catalogs_of(project)
    entry = project.catalogs.read(key)[0].entries[0]
    path = f"/articles/{key.slug}/{key.locale}/p/{paragraph_id(entry.key)}"

    def target() -> str:
        return project.catalogs.read(key)[0].by_key()[entry.key].target

    browser.sign_in()
    assert browser.decide(path, browser.ask(path)[1], "approve-anyway", "Texto uno.")[0] == 303
    _, page = browser.ask(path)
    set_clock("-2d")
    status, answer = browser.decide(path, page, "approve-anyway", "Texto perdido.")
    assert (status, "Texto perdido." in answer) == (401, True)  # a session of the day after tomorrow is none
    browser.sign_in()
    status, page = browser.ask(path)
    assert status == 200
    assert browser.decide(path, page, "approve-anyway", "Texto dos.")[0] == 303
    history = project.journal.history(key, entry.key)
    assert [(d.after.target, d.outcome) for d in history] == [
        ("Texto dos.", Outcome.APPLIED),
        ("Texto uno.", Outcome.APPLIED),
    ]
    assert history[0].at < history[1].at  # though the clock says otherwise, the newest is the newest
    assert target() == "Texto dos."

    _, page = browser.ask(path)
    set_clock("+400d")
    status, answer = browser.decide(path, page, "approve-anyway", "Texto tres.")
    assert (status, "Texto tres." in answer) == (401, True)  # signed out, and what was typed is kept in the form
    assert target() == "Texto dos."
    assert browser.ask(path)[0] == 303

    browser.sign_in()
    assert browser.decide(path, browser.ask(path)[1], "approve-anyway", "Texto cuatro.")[0] == 303
    set_clock("+0")
    status, page = browser.ask(path)
    assert status in (200, 303)  # in or out, but no error
    browser.sign_in()
    assert browser.decide(path, browser.ask(path)[1], "approve-anyway", "Texto cinco.")[0] == 303
    newest = [d.after.target for d in project.journal.history(key, entry.key)]
    assert newest == ["Texto cinco.", "Texto cuatro.", "Texto dos.", "Texto uno."]
    assert target() == "Texto cinco."
