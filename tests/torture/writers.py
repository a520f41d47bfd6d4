"""Eight processes decide about the same few paragraphs at once, and all that each was told is checked for one order.

Four work through `Project` (two of them as the desk does, with four threads, what they read kept, pooled connections),
two are three people each in browsers at two desks that serve the same project, two run commands: `recover`, which
replays decisions that others are in the middle of, `update`, and `import` of a text for a paragraph. Every operation is
recorded with the times of its call and its answer, which is one clock for all processes, and what it saw and did.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from l10n.newsroom.project import Project

from .desk import ENVIRONMENT, REPOSITORY, free_port, kill_group, start_cold, wait_answer
from .history import READ, SET, Operation, faults_of, lost_updates
from .newsroom import catalogs_of, make_newsroom
from .report import losses, tell
from .shift import ENDS_SHIFT, Shift
from .witness import Witness
from .writing import name_in_history, note_tally, tallied

WRITERS = ("project", "project", "desk", "desk", "web", "web", "command", "command")
ENOUGH = 10**9
"""So many operations that every writer ends."""
END_S = 120.0
"""How long after its time a writer may need to come to its end."""


@dataclass(slots=True)
class Raced:
    """What came of it."""

    seed: int
    seconds: float = 0.0
    operations: Counter[str] = field(default_factory=Counter)
    """How many of each kind: `project read`, `web set`, `command recover` …"""
    done: int = 0
    declined: int = 0
    unanswered: int = 0
    lost: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(self.operations.values())


def race(root: Path, *, operations: int, seconds: float, seed: int, reads: int = 4) -> Raced:
    """Let the writers do so many operations together, or what *seconds* allow; each change after so many *reads*."""
    project = make_newsroom(root / "newsroom")
    found, witness = Raced(seed), Witness(project)
    initial = {
        name_in_history(key, e): e.revision
        for key in catalogs_of(project)
        for e in project.catalogs.read(key)[0].entries
    }
    ports, began = [free_port(), free_port()], time.monotonic()
    log = root / "desk.log"
    desks = [start_cold(log, "-C", str(project.root), "serve", "--port", str(port)) for port in ports]
    try:
        for port in ports:
            wait_answer(port)
        told = _run_writers(root, project, ports, operations=operations, seconds=seconds, seed=seed, reads=reads)
    finally:
        for desk in desks:
            kill_group(desk.pid, desk)
    found.seconds = time.monotonic() - began
    project.recover()
    history = [Operation(*values) for one in told for values in one["history"]]
    for one in told:
        found.operations.update(one["counts"])
        found.faults += one["faults"]
        witness.told.update(one["told"])
    _judge(found, history, project, witness, initial)
    return found


def _judge(found: Raced, history: list[Operation], project: Project, witness: Witness, initial: dict[str, str]) -> None:
    changes = [o for o in history if o.kind == SET]
    found.done = sum(o.done is True for o in changes)
    found.declined = sum(o.done is False for o in changes)
    found.unanswered = sum(o.done is None for o in changes)
    last = time.monotonic_ns()
    for key in catalogs_of(project):
        for entry in project.catalogs.read(key)[0].entries:
            history.append(Operation(name_in_history(key, entry), READ, last, last + 1, entry.revision))
    witness.examine()
    witness.check_database()
    found.lost = lost_updates(history) + witness.lost
    found.faults += witness.faults
    found.faults += [f"not linearizable: {fault}" for fault in faults_of(history, initial=initial).values()]


def _run_writers(
    root: Path, project: Project, ports: list[int], *, operations: int, seconds: float, seed: int, reads: int
) -> list[dict[str, list[str]]]:
    goal, told = {"operations": operations, "end": time.monotonic() + seconds}, []
    tally = root / "tally"
    tally.mkdir()
    orders = [
        {
            "root": str(project.root),
            "kind": kind,
            "number": number,
            "seed": f"{seed}/{number}",
            "port": ports[number % 2],
            "reads": reads,
            "tally": str(tally),
            "out": str(root / f"told-{number}.json"),
            **goal,
        }
        for number, kind in enumerate(WRITERS)
    ]
    running = [(order, _start(order)) for order in orders]
    try:
        _await([process for _, process in running], tally, Shift("operations", operations, seconds), seconds)
    finally:
        for _, process in running:
            process.kill()  # nothing where it has ended, as all have but after a second Ctrl-C
            process.wait()
    for order, process in running:
        assert process.returncode == 0, f"writer {order['number']} failed"
        told.append(json.loads(Path(str(order["out"])).read_text(encoding="utf-8")))
    return told


def _start(order: dict[str, object]) -> subprocess.Popen[bytes]:
    """Run a writer, deaf from its first moment to what ends a shift: it is told to end by the tally."""
    command = [sys.executable, "-m", "torture.writing", json.dumps(order)]
    environment = {**ENVIRONMENT, "PYTHONPATH": f"{REPOSITORY}:{REPOSITORY / 'tests'}"}
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDS_SHIFT)
    try:
        return subprocess.Popen(command, env=environment)  # what is blocked stays so in the child
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDS_SHIFT)


def _await(running: list[subprocess.Popen[bytes]], tally: Path, shift: Shift, seconds: float) -> None:
    """Return when all have ended; they are told to where somebody has had enough."""
    end = time.monotonic() + seconds + END_S
    while any(process.poll() is None for process in running):
        if not shift.goes_on(tallied(tally)):
            note_tally(tally, "enough", ENOUGH)
        assert time.monotonic() < end, "a writer does not end"
        time.sleep(0.2)


def tell_of(found: Raced) -> None:
    changes = found.done + found.declined + found.unanswered
    rate = found.total / found.seconds if found.seconds else 0.0
    each = ", ".join(f"{count:,} {kind}" for kind, count in sorted(found.operations.items()))
    figures = {
        "operations": f"{found.total:,} in {found.seconds:.0f} s ({rate:,.0f} a second)",
        "of which": each,
        "changes": f"{found.done:,} done, {found.declined:,} refused for another was faster, {found.unanswered} unanswered",
        "lost updates": losses(found.lost, changes),
    }
    tell("8 processes of writers at once", found.seed, figures, found.faults)
