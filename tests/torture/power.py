"""The power is cut while six people approve: what they were told is done is there when it is back.

A trial: the project lies on a disk that can lose what was not synced (`losing`, mounted by `powerdisk`). A desk is started
on it, a crowd works there, and at a random moment the power goes: every second time strictly, so that only what is durable
survives, else by chance. The desk that is started on what survived must find all that was answered with 303.

FUSE's library knows files by their names: a catalog that is replaced while it is being opened is not found, which no
other disk does. Who is told for that reason that the paragraph is gone (404, 409 without a second text) was told nothing.
"""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

from l10n.newsroom.project import open_project

from .crowd import PEOPLE, Crowd, Endured, Start, nursery
from .newsroom import make_newsroom
from .powerdisk import powered
from .report import tell
from .shift import Shift

MODES = {"with a write-ahead log, where one is safe": {}, "without": {"DIGLOT_SQLITE": "system"}}
"""Which SQLite the desk works with."""

_NOT_FOUND = re.compile(r"answered (?:with )?40[49]\b")


def torture_by_power(
    root: Path,
    *,
    cuts: int,
    seed: int,
    how: str = next(iter(MODES)),
    seconds: float = float("inf"),
    options: tuple[str, ...] = (),
) -> Endured:
    """Cut the power so many times, or as often as *seconds* allow; *options* are the disk's."""
    found, log, shift = Endured(seed), root / "desk.log", Shift("power cuts", cuts, seconds)
    mount, disk = root / "newsroom", root / "disk-0"
    make_newsroom(disk)
    with nursery(log, MODES[how]) as start:
        with powered(mount, disk, *options):
            crowd = Crowd(open_project(mount), found, random.Random(seed))
        while not found.lost and shift.goes_on(found.trials, lost=found.lost):
            after = root / f"disk-{found.trials + 1}"
            with powered(mount, disk, *options) as power:
                _work_until_the_cut(crowd, start, lambda seed, after=after: power.cut(after, seed))
            shutil.rmtree(disk)
            disk = after
        with powered(mount, disk):
            with crowd.desk(start):
                pass
            crowd.witness.check_database()
    return crowd.conclude(log)


def _work_until_the_cut(crowd: Crowd, start: Start, cut: Callable[[int | None], None]) -> None:
    with crowd.desk(start):
        people = crowd.set_to_work()
        said = [fault for person in people for fault in person.faults]
        crowd.found.faults += [fault for fault in said if not _NOT_FOUND.search(fault)]
        cut(crowd.chance.randrange(1 << 30) if crowd.found.trials % 2 else None)
    crowd.found.trials += 1
    for person in people:
        person.join()


def tell_of(found: Endured, how: str) -> None:
    figures = found.figures("cuts, every second one strict")
    tell(f"power cuts while {PEOPLE} people approve, {how}", found.seed, figures, found.faults)
