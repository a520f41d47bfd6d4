"""kill -9 of the desk while six people approve: what they were told is done is in the journal and in the catalog.

A trial: a desk is started, a crowd works at it, and at a random moment the whole process group is killed; in one of
eight trials already while it starts. The next desk must answer within two seconds, and then every approval that was
answered with 303 stands in the journal as applied, each catalog is read whole by the strict guard and holds for each
paragraph exactly the text of the newest applied decision, what was answered with 409 is kept as a suggestion, and no
decision was made upon a text that another had replaced meanwhile.
"""

from __future__ import annotations

import random
import time
from pathlib import Path

from .crowd import PEOPLE, Crowd, Endured, Start, nursery
from .desk import kill_group
from .newsroom import make_newsroom
from .report import spread, tell
from .shift import Shift

WHILE_IT_STARTS = 0.125


def torture_by_kills(root: Path, *, kills: int, seed: int, seconds: float = float("inf"), cold: int = 25) -> Endured:
    """Kill the desk so many times, or as often as *seconds* allow; every *cold*-th is started by the real command."""
    found, log, shift = Endured(seed), root / "desk.log", Shift("kills", kills, seconds)
    crowd = Crowd(make_newsroom(root / "newsroom"), found, random.Random(seed))
    with nursery(log) as start:
        while not found.lost and shift.goes_on(found.trials, lost=found.lost):
            is_cold = (found.trials + 1) % cold == 0
            if crowd.chance.random() < WHILE_IT_STARTS:
                _kill_while_it_starts(crowd, start)
            with crowd.desk(start, cold=log if is_cold else None):
                people = crowd.set_to_work()
            found.trials += 1
            for person in people:
                person.join()
                found.faults += person.faults
        with crowd.desk(start):
            pass
    crowd.witness.check_database()
    return crowd.conclude(log)


def _kill_while_it_starts(crowd: Crowd, start: Start) -> None:
    pid = start(*crowd.args)
    time.sleep(crowd.chance.uniform(0.0, 0.4))
    kill_group(pid)
    crowd.found.trials += 1


def tell_of(found: Endured) -> None:
    figures = found.figures("kills") | {"restart until the first page, by the command": spread(found.cold_s)}
    tell(f"kill -9 of the desk while {PEOPLE} people approve", found.seed, figures, found.faults)
