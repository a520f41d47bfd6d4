"""One process of those that `writers` runs: it reads paragraphs and decides upon them, and writes down what it was told."""

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
from dataclasses import astuple
from pathlib import Path

from l10n.errors import DiglotError
from l10n.model import Action, CatalogKey, Entry, Outcome
from l10n.newsroom.project import Project, open_project, utc_now
from l10n.returning import mark_of
from webapp.rows import paragraph_id

from .desk import ENVIRONMENT, Browser
from .desk import field as field_of
from .history import READ, SET, Operation
from .newsroom import catalogs_of, name_of


def name_in_history(catalog: CatalogKey, entry: Entry) -> str:
    """Return how the history calls an entry."""
    return f"{catalog.slug}/{catalog.locale}/{paragraph_id(entry.key)}"


def note_tally(tally: Path, who: str, count: int) -> None:
    """Say how many operations somebody did; a count that nobody can reach ends all writers."""
    (tally / who).write_text(f"{count:012}", encoding="ascii")  # of one width, whoever writes last


def tallied(tally: Path) -> int:
    """Return how many operations all did together."""
    return sum(int(path.read_text(encoding="ascii") or 0) for path in tally.iterdir())


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
            note_tally(self.tally, str(self.number), mine)
            self._stopped = tallied(self.tally) >= self.goal
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
        name = name_in_history(key, entry)
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
        name, path = name_in_history(key, entry), f"/articles/{key.slug}/{key.locale}/p/{paragraph_id(entry.key)}"
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
    project, key_name = open_project(writer.root), name_in_history(key, entry)
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
