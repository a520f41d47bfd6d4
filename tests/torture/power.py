"""The power is cut while six people approve: what they were told is done is there when it is back.

A trial: the project lies on a disk that can lose what was not synced (`losing`, mounted by `powerdisk`). A desk is started
on it, six people approve, and at a random moment the power goes: every second time strictly, so that only what is durable
survives, else by chance. The desk that is started on what survived must find all that was answered with 303.

FUSE's library knows files by their names: a catalog that is replaced while it is being opened is not found, which no
other disk does. Who is told for that reason that the paragraph is gone (404, 409 without a second text) was told nothing.
"""

from __future__ import annotations

import random
import re
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from webapp.rows import paragraph_id

from .desk import Browser, free_port, kill_group, wait_answer
from .kills import PEOPLE, Person, Start, let_work, nursery
from .newsroom import catalogs_of, make_newsroom, name_of
from .powerdisk import powered
from .report import losses, spread, tell
from .witness import Witness

MODES = {"with a write-ahead log, where one is safe": {}, "without": {"DIGLOT_SQLITE": "system"}}
"""Which SQLite the desk works with."""

_NOT_FOUND = re.compile(r"answered (?:with )?40[49]\b")


@dataclass(slots=True)
class Cut:
    """What came of the trials."""

    seed: int
    how: str
    cuts: int = 0
    told: int = 0
    declined: int = 0
    lost: int = 0
    faults: list[str] = field(default_factory=list)
    recovered: int = 0
    """After how many cuts the next desk had something to finish: an approval between journal and catalog."""
    restarts_s: list[float] = field(default_factory=list)


def torture_by_power(
    root: Path,
    *,
    cuts: int,
    seed: int,
    how: str = next(iter(MODES)),
    seconds: float = float("inf"),
    options: tuple[str, ...] = (),
) -> Cut:
    """Cut the power so many times, or as often as *seconds* allow; *options* are the disk's."""
    found, log = Cut(seed, how), root / "desk.log"
    mount, disk = root / "newsroom", root / "disk-0"
    make_newsroom(disk)
    end = time.monotonic() + seconds
    with nursery(log, MODES[how]) as start:
        with powered(mount, disk, *options):
            work = _Work(mount, found, random.Random(seed))
        while found.cuts < cuts and time.monotonic() < end and not found.lost:
            after = root / f"disk-{found.cuts + 1}"
            with powered(mount, disk, *options) as power:
                work.until_the_cut(start, lambda seed, after=after: power.cut(after, seed))
            shutil.rmtree(disk)
            disk = after
        with powered(mount, disk):
            work.look(start)
            work.witness.check_database()
    for browser in work.browsers:
        browser.connection.close()
    found.recovered = log.read_text(encoding="utf-8").count("After a crash: ")
    found.faults += work.witness.faults
    return found


class _Work:
    """Six people at a desk whose project lies at *mount*."""

    def __init__(self, mount: Path, found: Cut, chance: random.Random) -> None:
        from l10n.newsroom.project import open_project

        project = open_project(mount)
        self.found, self.chance, self.witness = found, chance, Witness(project)
        self.port = free_port()
        self.args = ("-C", str(mount), "-q", "serve", "--port", str(self.port))
        self.browsers = [Browser(self.port, f"p{number}") for number in range(PEOPLE)]
        self.texts = map(name_of, range(10_000, 10_000_000))
        self.paths = [
            f"/articles/{key.slug}/{key.locale}/p/{paragraph_id(entry.key)}"
            for key in catalogs_of(project)
            for entry in project.catalogs.read(key)[0].entries
        ]

    def until_the_cut(self, start: Start, cut: Callable[[int | None], None]) -> None:
        pid = self._begin(start)
        people = [Person(b, self.chance.random(), self.paths, self.texts, self.witness) for b in self.browsers]
        try:
            for person in people:
                person.start()
            let_work(self.witness, self.chance)
            said = [fault for person in people for fault in person.faults]
            self.found.faults += [fault for fault in said if not _NOT_FOUND.search(fault)]
            cut(self.chance.randrange(1 << 30) if self.found.cuts % 2 else None)
        finally:
            kill_group(pid)
        self.found.cuts += 1
        for person in people:
            person.join()

    def look(self, start: Start) -> None:
        """Start a desk on what survived, and compare it with what people were told."""
        kill_group(self._begin(start))

    def _begin(self, start: Start) -> int:
        began = time.monotonic()
        pid = start(*self.args)
        try:
            wait_answer(self.port)
            self.found.restarts_s.append(time.monotonic() - began)
            self.found.told += len(self.witness.told)
            self.found.declined += len(self.witness.declined)
            self.witness.examine()
        except BaseException:
            kill_group(pid)
            raise
        self.found.lost = self.witness.lost
        return pid


def tell_of(found: Cut) -> None:
    figures = {
        "cuts": f"{found.cuts:,}, every second one strict; after {found.recovered:,} the next desk finished what was begun",
        "approvals that people were told are done": f"{found.told:,}; lost: {losses(found.lost, found.told)}",
        "answers that another was faster, the text kept": f"{found.declined:,}",
        "restart until the first page, libraries loaded": spread(found.restarts_s),
    }
    tell(f"power cuts while {PEOPLE} people approve, {found.how}", found.seed, figures, found.faults)
