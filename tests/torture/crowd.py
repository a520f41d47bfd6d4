"""Six people who approve at a desk until it is gone, and what they were told: `kills` and `power` disturb them.

Each opens paragraphs and approves texts that nobody else types. Whenever a desk is started again, all that was answered
until then is compared with what it finds.
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

from l10n.newsroom.project import Project
from webapp.rows import paragraph_id

from .desk import NOTHING, Browser, Nursery, free_port, kill_group, start_cold, wait_answer
from .newsroom import catalogs_of, name_of
from .report import losses, spread
from .witness import Witness

PEOPLE = 6
ANSWERS = 12
"""A desk lives for fewer answers than these, then up to LATER_S; and never longer than LONGEST_S."""
LATER_S = 0.04
LONGEST_S = 3.0

Start = Callable[..., int]


@dataclass(slots=True)
class Endured:
    """What came of the trials."""

    seed: int
    trials: int = 0
    told: int = 0
    declined: int = 0
    lost: int = 0
    faults: list[str] = field(default_factory=list)
    recovered: int = 0
    """After how many trials the next desk had something to finish: an approval between journal and catalog."""
    restarts_s: list[float] = field(default_factory=list)
    cold_s: list[float] = field(default_factory=list)

    def figures(self, trials: str) -> dict[str, object]:
        """Return what to print, with the number of *trials* in words first."""
        return {
            trials: f"{self.trials:,}; after {self.recovered:,} the next desk finished what was begun",
            "approvals that people were told are done": f"{self.told:,}; lost: {losses(self.lost, self.told)}",
            "answers that another was faster, the text kept": f"{self.declined:,}",
            "restart until the first page, libraries loaded": spread(self.restarts_s),
        }


class Crowd:
    """Six people, and the desk of *project* where they work."""

    def __init__(self, project: Project, found: Endured, chance: random.Random) -> None:
        self.found, self.chance, self.witness = found, chance, Witness(project)
        self.port = free_port()
        self.args = ("-C", str(project.root), "-q", "serve", "--port", str(self.port))
        self._browsers = [Browser(self.port, f"p{number}") for number in range(PEOPLE)]
        self._texts = map(name_of, itertools.count(10_000))
        self._paths = [
            f"/articles/{key.slug}/{key.locale}/p/{paragraph_id(entry.key)}"
            for key in catalogs_of(project)
            for entry in project.catalogs.read(key)[0].entries
        ]

    @contextmanager
    def desk(self, start: Start, *, cold: Path | None = None) -> Iterator[None]:
        """Run a desk, by the command where *cold* names its log, which is killed at the end of the block.

        What it found when it started is compared with all that people were told until then.
        """
        began = time.monotonic()
        command = start_cold(cold, *self.args) if cold else None
        pid = command.pid if command else start(*self.args)
        try:
            wait_answer(self.port)
            (self.found.cold_s if cold else self.found.restarts_s).append(time.monotonic() - began)
            self._compare()
            yield
        finally:
            kill_group(pid, command)

    def _compare(self) -> None:
        self.found.told += len(self.witness.told)
        self.found.declined += len(self.witness.declined)
        self.witness.examine()
        self.found.lost = self.witness.lost

    def set_to_work(self) -> list[Person]:
        """Let them work, and return when a few have been answered and a moment has gone by; they go on."""
        people = [Person(b, self.chance.random(), self._paths, self._texts, self.witness) for b in self._browsers]
        for person in people:
            person.start()
        answers, end = self.chance.randrange(ANSWERS), time.monotonic() + LONGEST_S
        while len(self.witness.told) + len(self.witness.declined) < answers and time.monotonic() < end:
            time.sleep(0.001)
        time.sleep(self.chance.uniform(0.0, LATER_S))
        return people

    def conclude(self, log: Path) -> Endured:
        """Return what came of it all, of which the desks' log tells how much was finished after a crash."""
        for browser in self._browsers:
            browser.connection.close()
        self.found.recovered = log.read_text(encoding="utf-8").count("After a crash: ")
        self.found.faults += self.witness.faults
        return self.found


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
