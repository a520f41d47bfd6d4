"""Eight processes decide about the same few paragraphs at once, and all that each was told is checked for one order.

Four work through `Project` (two of them as the desk does, with four threads, what they read kept, pooled connections),
two are three people each in browsers at two desks that serve the same project, two run commands: `recover`, which
replays decisions that others are in the middle of, `update`, and `import` of a text for a paragraph. Every operation is
recorded with the times of its call and its answer, which is one clock for all processes, and what it saw and did.
"""

from __future__ import annotations

import csv
import http.client
import itertools
import json
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import astuple, dataclass, field
from pathlib import Path

from l10n.errors import DiglotError
from l10n.model import Action, CatalogKey, Entry, Outcome
from l10n.newsroom.project import Project, open_project, utc_now
from l10n.returning import mark_of
from webapp.rows import paragraph_id

from .desk import ENVIRONMENT, REPOSITORY, Browser, free_port, kill_group, start_cold, wait_answer
from .desk import field as field_of
from .history import READ, SET, Operation, faults_of, lost_updates
from .newsroom import catalogs_of, make_newsroom, name_of
from .report import losses, tell
from .witness import Witness

WRITERS = ("project", "project", "desk", "desk", "web", "web", "command", "command")
ENOUGH = 10**9


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
    initial = {_key(key, e): e.revision for key in catalogs_of(project) for e in project.catalogs.read(key)[0].entries}
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
            history.append(Operation(_key(key, entry), READ, last, last + 1, entry.revision))
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
    running = []
    for number, kind in enumerate(WRITERS):
        order = {
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
        command = [sys.executable, "-m", "torture.writers", json.dumps(order)]
        environment = {**ENVIRONMENT, "PYTHONPATH": f"{REPOSITORY}:{REPOSITORY / 'tests'}"}
        running.append((order, subprocess.Popen(command, env=environment)))
    for order, process in running:
        assert process.wait(seconds + 120) == 0, f"writer {order['number']} failed"
        told.append(json.loads(Path(str(order["out"])).read_text(encoding="utf-8")))
    return told


def _key(catalog: CatalogKey, entry: Entry) -> str:
    return f"{catalog.slug}/{catalog.locale}/{paragraph_id(entry.key)}"


class Writer:
    """One process of writers: what it is to do, and what it was told."""

    def __init__(self, order: dict[str, object]) -> None:
        self.root, self.number, self.port = Path(str(order["root"])), int(str(order["number"])), int(str(order["port"]))
        self.seed, self.reads, self.end = str(order["seed"]), int(str(order["reads"])), float(str(order["end"]))
        self.goal, self.tally = int(str(order["operations"])), Path(str(order["tally"]))
        self.history: list[Operation] = []
        self.counts: Counter[str] = Counter()
        self.told: list[str] = []
        self.faults: list[str] = []
        self._lock = threading.Lock()
        self._stopped = False
        self._next_look = 0

    @property
    def over(self) -> bool:
        """Whether enough was done by all writers together; looked up now and then."""
        mine = self.counts.total()
        if not self._stopped and mine >= self._next_look:
            self._next_look = mine + 50
            (self.tally / str(self.number)).write_text(str(mine), encoding="ascii")
            others = sum(int(path.read_text(encoding="ascii") or 0) for path in self.tally.iterdir())
            self._stopped = others >= self.goal
        return self._stopped or time.monotonic() > self.end

    def note(self, count: str, operation: Operation | None, text: str = "") -> None:
        with self._lock:
            self.counts[count] += 1
            if operation:
                self.history.append(operation)
                if text and operation.done:
                    self.told.append(text)

    def places(self) -> list[tuple[CatalogKey, Entry]]:
        project = open_project(self.root)
        keys = catalogs_of(project)
        return [(key, entry) for key in keys for entry in project.catalogs.read(key)[0].entries]

    def texts(self) -> Iterator[str]:
        """Return texts that no other writer types."""
        return map(_text, itertools.count(10**6 + self.number, 8))  # no generator: threads share it

    def save(self, path: str) -> None:
        told = {
            "history": [astuple(o) for o in self.history],
            "counts": self.counts,
            "told": self.told,
            "faults": self.faults,
        }
        Path(path).write_text(json.dumps(told), encoding="utf-8")


def _text(number: int) -> str:
    return f"Texto {name_of(number)}."


def _decide(writer: Writer, project: Project, kind: str, texts: Iterator[str], seed: str) -> None:
    """Read paragraphs through the project, and now and then decide upon what was read."""
    chance, places = random.Random(seed), writer.places()
    while not writer.over:
        key, entry = chance.choice(places)
        name = _key(key, entry)
        for _ in range(writer.reads):
            called = time.monotonic_ns()
            base = project.catalogs.read(key)[0].by_key()[entry.key].revision
            writer.note(f"{kind} read", Operation(name, READ, called, time.monotonic_ns(), base))
        text, action = next(texts), chance.choice((Action.APPROVE, Action.REVIEW))
        new = (entry.approved(text) if action is Action.APPROVE else entry.reviewed(text)).revision
        done: bool | None = None
        called = time.monotonic_ns()
        try:
            decided = project.decide(
                catalog=key, key=entry.key, action=action, target=text, base=base, by="p1", now=utc_now()
            )
            done = decided.outcome is Outcome.APPLIED
            if decided.refused:
                writer.faults.append(f"refused: {decided.refused[0].message}")
        except DiglotError as error:
            writer.note(f"{kind} {type(error).__name__}", None)
        writer.note(f"{kind} set", Operation(name, SET, called, time.monotonic_ns(), new, base, done), text)


def _browse(writer: Writer, texts: Iterator[str], handle: str, seed: str) -> None:
    """Do the same in a browser."""
    chance, places, browser = random.Random(seed), writer.places(), Browser(writer.port, handle)
    browser.sign_in()
    while not writer.over:
        key, entry = chance.choice(places)
        name, path = _key(key, entry), f"/articles/{key.slug}/{key.locale}/p/{paragraph_id(entry.key)}"
        called = time.monotonic_ns()
        status, page = browser.ask(path)
        base = field_of(page, "base")
        writer.note("web read", Operation(name, READ, called, time.monotonic_ns(), base))
        text, action = next(texts), chance.choice(("approve-anyway", "save"))
        new = (entry.approved(text) if action != "save" else entry.reviewed(text)).revision
        done: bool | None = None
        called = time.monotonic_ns()
        try:
            status, answer = browser.decide(path, page, action, text)
            done = {303: True, 409: False}.get(status)
            if done is None:
                writer.note(f"web {status}", None)
                if status < 500:
                    writer.faults.append(f"answered with {status}: {answer[:500]}")
        except (OSError, http.client.HTTPException) as error:
            writer.note(f"web {type(error).__name__}", None)
        writer.note("web set", Operation(name, SET, called, time.monotonic_ns(), new, base, done), text)


def _command(writer: Writer, texts: Iterator[str], seed: str) -> None:
    """Run commands: what they change is what `import` says that it has changed."""
    chance, places = random.Random(seed), writer.places()
    file = writer.tally.parent / f"import-{writer.number}.csv"
    while not writer.over:
        name = chance.choice(("recover", "update", "import", "import"))
        if name != "import":
            code, said = _run(writer.root, name)
            if code:
                writer.faults.append(f"diglot {name}: {code} {said}")
            writer.note(f"command {name}", None)
            continue
        key, entry = chance.choice(places)
        _import(writer, key, entry, next(texts), file)


def _import(writer: Writer, key: CatalogKey, entry: Entry, text: str, file: Path) -> None:
    project, key_name = open_project(writer.root), _key(key, entry)
    called = time.monotonic_ns()
    base = project.catalogs.read(key)[0].by_key()[entry.key]
    writer.note("command read", Operation(key_name, READ, called, time.monotonic_ns(), base.revision))
    with file.open("w", encoding="utf-8", newline="") as written:
        table = csv.writer(written)
        table.writerow(("id", "context", "source", "target"))
        table.writerow((mark_of(base), entry.context, entry.source, text))
    called = time.monotonic_ns()
    place = (key.slug, "-l", key.locale)
    code, said = _run(writer.root, "--json", "import", str(file), "--article", *place, "--as", "p2")
    answered = time.monotonic_ns()
    if code:
        writer.faults.append(f"diglot import: {code} {said}")
        return
    [row] = json.loads(said)["files"][0]["segments"]
    decision = project.journal.decision(row["decision"]) if row["decision"] else None
    if row["verdict"] == "suggestion":  # beside an approved text, or one that has changed
        writer.note("command import", None)
        return
    done = decision is not None and decision.outcome is Outcome.APPLIED
    new = entry.reviewed(text).revision
    writer.note("command set", Operation(key_name, SET, called, answered, new, base.revision, done), text)


def _run(root: Path, *args: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "l10n", "-C", str(root), "-q", *args]
    done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, timeout=120, check=False)
    return done.returncode, done.stdout if done.returncode == 0 else done.stderr


def tell_of(found: Raced) -> None:
    changes = found.done + found.declined + found.unanswered
    rate = found.total / found.seconds if found.seconds else 0.0
    each = ", ".join(f"{count:,} {kind}" for kind, count in sorted(found.operations.items()))
    figures = {
        "operations": f"{found.total:,} in {found.seconds:.0f} s ({rate:,.0f} a second; a million: {1e6 / rate / 60:.0f} min)",
        "of which": each,
        "changes": f"{found.done:,} done, {found.declined:,} refused for another was faster, {found.unanswered} unanswered",
        "lost updates": losses(found.lost, changes),
    }
    tell("8 processes of writers at once", found.seed, figures, found.faults)


def main(order: dict[str, object]) -> None:
    writer, kind = Writer(order), str(order["kind"])
    texts, seed = writer.texts(), writer.seed
    threads: list[threading.Thread] = []
    if kind == "project":
        _decide(writer, open_project(writer.root), kind, texts, seed)
    elif kind == "desk":
        project = open_project(writer.root)
        project.kept = 512
        project.journal  # noqa: B018 (opened once, as the desk does before its threads begin)
        arguments = [(writer, project, kind, texts, f"{seed}/{n}") for n in range(4)]
        threads = [threading.Thread(target=_decide, args=args) for args in arguments]
    elif kind == "web":
        handles = [f"p{n}" for n in range(6) if n % 2 == writer.number % 2]
        threads = [threading.Thread(target=_browse, args=(writer, texts, h, f"{seed}/{h}")) for h in handles]
    else:
        _command(writer, texts, seed)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    writer.save(str(order["out"]))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
