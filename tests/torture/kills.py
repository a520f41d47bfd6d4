"""kill -9 of the desk while six people approve: what they were told is done is in the journal and in the catalog.

A trial: a desk is started, six people open paragraphs and approve texts that nobody else types, and at a random moment
the whole process group is killed; in one of eight trials already while it starts. The next desk must answer within two
seconds, and then every approval that was answered with 303 stands in the journal as applied, each catalog is read whole
by the strict guard and holds for each paragraph exactly the text of the newest applied decision, what was answered with
409 is kept as a suggestion, and no decision was made upon a text that another had replaced meanwhile.
"""

from __future__ import annotations

import http.client
import itertools
import random
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from webapp.rows import paragraph_id

from .desk import NOTHING, Browser, Nursery, free_port, kill_group, start_cold, wait_answer
from .newsroom import catalogs_of, make_newsroom, name_of
from .report import losses, spread, tell
from .witness import Witness

PEOPLE = 6
ANSWERS = 12
"""A desk lives for fewer answers than these, then up to LATER_S; and never longer than LONGEST_S."""
LATER_S = 0.04
LONGEST_S = 3.0

Start = Callable[..., int]


@dataclass(slots=True)
class Killed:
    """What came of the trials."""

    seed: int
    kills: int = 0
    told: int = 0
    declined: int = 0
    lost: int = 0
    faults: list[str] = field(default_factory=list)
    recovered: int = 0
    """After how many kills the next desk had something to finish: an approval between journal and catalog."""
    restarts_s: list[float] = field(default_factory=list)
    cold_s: list[float] = field(default_factory=list)


def torture_by_kills(root: Path, *, kills: int, seed: int, seconds: float = float("inf"), cold: int = 25) -> Killed:
    """Kill the desk so many times, or as often as *seconds* allow; every *cold*-th is started by the real command."""
    project = make_newsroom(root / "newsroom")
    found, witness, chance = Killed(seed), Witness(project), random.Random(seed)
    port, end = free_port(), time.monotonic() + seconds
    args = ("-C", str(project.root), "-q", "serve", "--port", str(port))
    paths = [
        f"/articles/{key.slug}/{key.locale}/p/{paragraph_id(entry.key)}"
        for key in catalogs_of(project)
        for entry in project.catalogs.read(key)[0].entries
    ]
    browsers = [Browser(port, f"p{number}") for number in range(PEOPLE)]
    texts = map(name_of, itertools.count(10_000))
    log = root / "desk.log"
    with nursery(log) as start:
        while found.kills < kills and time.monotonic() < end and not found.lost:
            number = found.kills + 1
            if chance.random() < 0.125:
                pid = start(*args)
                time.sleep(chance.uniform(0.0, 0.4))
                kill_group(pid)
                found.kills += 1
            began = time.monotonic()
            is_cold = number % cold == 0
            command = start_cold(log, *args) if is_cold else None
            pid = command.pid if command else start(*args)
            try:
                wait_answer(port)
                (found.cold_s if is_cold else found.restarts_s).append(time.monotonic() - began)
                _count(found, witness)
                people = [Person(b, chance.random(), paths, texts, witness) for b in browsers]
                for person in people:
                    person.start()
                let_work(witness, chance)
            finally:
                kill_group(pid, command)
            found.kills += 1
            for person in people:
                person.join()
                found.faults += person.faults
        pid = start(*args)
        wait_answer(port)
        kill_group(pid)
        _count(found, witness)
        witness.check_database()
    found.recovered = log.read_text(encoding="utf-8").count("After a crash: ")
    found.faults += witness.faults
    return found


def let_work(witness: Witness, chance: random.Random) -> None:
    """Return when a few have been answered, and a moment has gone by."""
    answers, end = chance.randrange(ANSWERS), time.monotonic() + LONGEST_S
    while len(witness.told) + len(witness.declined) < answers and time.monotonic() < end:
        time.sleep(0.001)
    time.sleep(chance.uniform(0.0, LATER_S))


def _count(found: Killed, witness: Witness) -> None:
    found.told += len(witness.told)
    found.declined += len(witness.declined)
    witness.examine()
    found.lost = witness.lost


@contextmanager
def nursery(log: Path, environment: Mapping[str, str] = NOTHING) -> Iterator[Start]:
    nurse = Nursery(log, environment)
    try:
        yield nurse.start
    finally:
        nurse.close()


class Person(threading.Thread):
    """Somebody who approves one paragraph after another until the desk is gone."""

    def __init__(self, browser: Browser, seed: float, paths: list[str], texts: Iterator[str], witness: Witness) -> None:
        super().__init__(daemon=True)
        self.browser, self.chance, self.paths, self.texts = browser, random.Random(seed), paths, texts
        self.witness, self.faults = witness, list[str]()

    def run(self) -> None:
        try:
            if not self.browser.is_signed_in:
                self.browser.sign_in()
            while True:
                path = self.chance.choice(self.paths)
                status, page = self.browser.ask(path)
                if status != 200:
                    self.faults.append(f"{path} answered {status}")
                    return
                text = f"Texto {next(self.texts)}."
                status, answer = self.browser.decide(path, page, "approve-anyway", text)
                if status == 303 or (status == 409 and 'name="mine"' in answer):
                    self.witness.heard(status, text)
                else:
                    self.faults.append(f"an approval was answered with {status}: {answer[:2000]}")
                    return
        except (OSError, http.client.HTTPException):
            return


def tell_of(found: Killed) -> None:
    figures = {
        "kills": f"{found.kills:,}; after {found.recovered:,} the next desk finished what was begun",
        "approvals that people were told are done": f"{found.told:,}; lost: {losses(found.lost, found.told)}",
        "answers that another was faster, the text kept": f"{found.declined:,}",
        "restart until the first page, libraries loaded": spread(found.restarts_s),
        "restart until the first page, by the command": spread(found.cold_s),
    }
    tell("kill -9 of the desk while 6 people approve", found.seed, figures, found.faults)
