"""SIGKILL, ENOSPC and EIO at every call by which a command changes the project, one trial for each.

A command is run once undisturbed, which gives what was there before, what is there afterwards and the calls that write.
Then, for each call and each mishap, it is run on the same project anew. Afterwards every file is the old one or the new
one, whole; what a person was told is done is done; a command that could not do its work says so and why, with an exit
code. Then `recover` runs, which the desk does whenever it starts, and the same command again, without a mishap, and both must
get to where the undisturbed run got.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from l10n.stores.sqlite import driver

from .newsroom import digests, strays
from .report import losses, tell
from .shift import Shift, is_enough
from .tracing import Call, Ran, Runner, met_others, writes

MISHAPS = ("SIGKILL", "ENOSPC", "EIO")
_CREATING = frozenset({"write", "pwrite64", "writev", "pwritev", "ftruncate", "fallocate", "openat", "mkdir", "rename"})
"""The calls that a full disk refuses."""

_JOURNAL = tuple(f".diglot/journal.sqlite{ending}" for ending in ("", "-journal", "-shm", "-wal"))
_UNSTABLE = (".site.diglot-new", ".diglot/cache", ".diglot/locks", *_JOURNAL)
"""What is made again when it is missing, and the new site while it is built beside the old one; the journal is compared by its rows."""

_APART = (".diglot-tmp", *(f".diglot-tmp-{ending}" for ending in ("journal", "wal", "shm")), ".backup")
"""What a crash may leave until the next `recover`; and backups, of which a restore tells whether they are whole."""

_TIME = re.compile(rb"\d{4}-?\d\d-?\d\d[T ]\d\d:?\d\d(?::?\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?")
_SUM = re.compile(rb"\b[0-9a-f]{64}\b")
_UNOPENED = "unable to open database file"
"""All that SQLite says of a file that it may not make."""
_UNWRITABLE = "attempt to write a readonly database"
"""And of one that it could open to read alone."""
_INDEX = "disk I/O error"
"""And of the index of its log, which lies in memory that a file lends."""
_CAUSES = {
    "ENOSPC": ("No space left", "full", _UNOPENED, _UNWRITABLE, _INDEX),
    "EIO": ("Input/output error", "I/O error", _UNOPENED, _UNWRITABLE),
}

State = tuple[dict[str, str], list[tuple[str, ...]]]
"""The digest of each file, times taken out, and the rows of the journal."""


@dataclass(frozen=True, slots=True)
class Ordeal:
    """A command to be disturbed: how the project is prepared for it, and its arguments after `-C ROOT`."""

    name: str
    args: tuple[str, ...]
    prepare: Callable[[Path], None]
    stepwise: tuple[str, ...] = ()
    """Patterns of JSON files that are written more than once, whole each time."""
    wrong: Callable[[Path], list[str]] = lambda room: []
    """Says what else is wrong with a project, after the mishap and after the next run."""
    again: tuple[str, ...] = ()
    """The next run, where the same command would rightly refuse to do its work twice."""


@dataclass(slots=True)
class Disturbed:
    """What came of one ordeal."""

    name: str
    calls: int = 0
    trials: int = 0
    hit: int = 0
    """In how many trials the call was reached, which a command that took another way may not do."""
    done_all_the_same: int = 0
    """Errors that a command rightly did not care about: the work was done."""
    faults: list[str] = field(default_factory=list)


def torture_by_faults(root: Path, ordeals: list[Ordeal], *, every: int = 1, offset: int = 0) -> list[Disturbed]:
    """Disturb each command at each call that writes; with *every*, at one of so many calls, beginning at *offset*."""
    runner = Runner(root)
    try:
        return [_disturb(root, runner, ordeal, every=every, offset=offset) for ordeal in ordeals if not is_enough()]
    finally:
        runner.close()


def _disturb(root: Path, runner: Runner, ordeal: Ordeal, *, every: int, offset: int) -> Disturbed:
    found = Disturbed(ordeal.name)
    prepared, room = root / "prepared", root / "room"
    usual = undisturbed(prepared, room, runner, ordeal, found.faults)
    if not usual:
        return found
    calls = writes(usual.ran.trace, room)
    found.calls = len(calls)
    trials = list(_trials(calls))[offset % every :: every]
    for call, mishap in Shift(f"mishaps of {ordeal.name}", len(trials)).over(trials, found.faults):
        lay_out(prepared, room)
        ran = run(runner, ordeal, room, call, mishap)
        if met_others(ran.trace, room):
            continue
        found.trials += 1
        place = f"{ordeal.name}: {mishap} at {call.name} {call.number} ({call.about}): "
        found.hit += "INJECTED" in ran.trace or ran.code < 0
        present = state_of(room)
        found.faults += [place + words for words in ordeal.wrong(room)]
        stepwise = {name for pattern in ordeal.stepwise for name in whole(room, pattern)}
        found.faults += [place + words for words in _wrong(ran, mishap, usual.old, usual.new, present, stepwise)]
        found.done_all_the_same += mishap != "SIGKILL" and ran.code == 0 and "INJECTED" in ran.trace
        if "told: applied" in ran.said:
            found.faults += [place + "told done, and is not" for _ in range(present[0] != usual.new[0])]
        after = settled(runner, ordeal, room)
        found.faults += [place + "the next run: " + words for words in (*after.said, *ordeal.wrong(room))]
        found.faults += [place + f"the next run leaves {words}" for words in different(after.state, usual.goal)]
    return found


@dataclass(frozen=True, slots=True)
class Undisturbed:
    """What there was before a command and after it, where nothing happens to it, and after the next run: the goal."""

    ran: Ran
    old: State
    new: State
    goal: State


def undisturbed(prepared: Path, room: Path, runner: Runner, ordeal: Ordeal, faults: list[str]) -> Undisturbed | None:
    """Prepare the project anew, and run the command on a copy of it in *room*; None, and a fault, where it fails."""
    shutil.rmtree(prepared, ignore_errors=True)
    ordeal.prepare(prepared)
    lay_out(prepared, room)
    old, ran = state_of(room), run(runner, ordeal, room)
    if ran.code:
        faults.append(f"undisturbed: exit code {ran.code}: {ran.said}")
        return None
    return Undisturbed(ran, old, state_of(room), settled(runner, ordeal, room).state)


def _trials(calls: list[Call]) -> Iterator[tuple[Call, str]]:
    for call in calls:
        for mishap in MISHAPS:
            if mishap != "ENOSPC" or call.name in _CREATING:
                yield call, mishap


def lay_out(prepared: Path, room: Path) -> None:
    shutil.rmtree(room, ignore_errors=True)
    shutil.copytree(prepared, room)


def run(runner: Runner, ordeal: Ordeal, room: Path, call: Call | None = None, mishap: str = "") -> Ran:
    inject = ""
    if call:
        what = "signal=SIGKILL" if mishap == "SIGKILL" else f"error={mishap}"
        inject = f"{call.name}:{what}:when={call.number}"
    return runner.run(*arguments(ordeal.args, room), inject=inject)


def arguments(args: tuple[str, ...], room: Path) -> list[str]:
    args = tuple(arg.replace("{room}", str(room)) for arg in args)
    return ["decide", str(room), *args[1:]] if args[0] == "decide" else ["-C", str(room), *args]


@dataclass(frozen=True, slots=True)
class _Settled:
    state: State
    said: list[str]


def settled(runner: Runner, ordeal: Ordeal, room: Path) -> _Settled:
    """Return the state after the next run, which mends what was begun, and what was wrong with that run."""
    said = []
    for args in (("recover",), ordeal.again or ordeal.args):  # the desk recovers by itself when it starts
        ran = runner.run(*arguments(args, room))
        if ran.code:
            said.append(f"diglot {' '.join(args)}: exit code {ran.code}: {ran.said}")
    state = state_of(room)
    said += [f"left lying about: {stray}" for stray in strays(room)]
    said += [f"still pending: {row}" for row in state[1] if "pending" in row]
    return _Settled(state, said)


def whole(room: Path, pattern: str) -> Iterator[str]:
    for path in room.glob(pattern):
        json.loads(path.read_bytes())
        yield path.relative_to(room).as_posix()


def _wrong(ran: Ran, mishap: str, old: State, new: State, present: State, stepwise: set[str]) -> list[str]:
    strange = sorted(set(neither(old[0], new[0], present[0])) - stepwise)
    wrong = [f"{name} is neither old nor new" for name in strange]
    if "Traceback" in ran.said or "something unforeseen" in ran.said:
        wrong.append(f"exit code {ran.code}, a defect: {ran.said}")
    if mishap == "SIGKILL" or "INJECTED" not in ran.trace:
        return wrong
    if ran.code == 0 and present[0] != new[0] and not _in_cache(ran):
        wrong.append("exit code 0, and the work is not done: " + ", ".join(different(present, new)))
    if ran.code and ran.code != 7:
        wrong.append(f"exit code {ran.code}, not 7: {ran.said}")
    if ran.code and not any(cause in ran.said for cause in _CAUSES[mishap]):
        wrong.append(f"exit code {ran.code}, and the cause is not named: {ran.said}")
    return wrong


def _in_cache(ran: Ran) -> bool:
    """Whether it was something in a cache: what could be done without it was done, and the next run does the rest."""
    return any("/.diglot/cache/" in line for line in ran.trace.splitlines() if line.endswith("(INJECTED)"))


def neither(old: dict[str, str], new: dict[str, str], present: dict[str, str]) -> Iterator[str]:
    for name in old.keys() | new.keys() | present.keys():
        if present.get(name) not in (old.get(name), new.get(name)):
            yield name


def different(one: State, other: State) -> list[str]:
    files = [name for name in sorted(one[0].keys() | other[0].keys()) if one[0].get(name) != other[0].get(name)]
    rows = [f"other rows in the journal: {one[1]} and not {other[1]}"] if set(one[1]) != set(other[1]) else []
    return [f"another {name}" for name in files] + rows


def state_of(room: Path) -> State:
    """Return what the project holds: each file by its digest and each decision, without the times."""
    names = digests(room, but=_UNSTABLE)
    names = {name: digest for name, digest in names.items() if not name.endswith(_APART)}
    return {_TIME.sub(b"T", name.encode()).decode(): _digest(room / name) for name in names}, _rows(room)


def _digest(path: Path) -> str:
    data = path.read_bytes()
    if path.name == "SHA256SUMS":  # of files that say when they were written
        data = _SUM.sub(b"sum", data)
    return hashlib.sha256(_TIME.sub(b"T", data)).hexdigest()


def _rows(room: Path) -> list[tuple[str, ...]]:
    """Return the decisions, from a copy of the journal, so that looking mends nothing."""
    journal = room / ".diglot" / "journal.sqlite"
    if not journal.exists() or not journal.stat().st_size:
        return []
    with tempfile.TemporaryDirectory() as folder:
        for part in journal.parent.glob("journal.sqlite*"):
            shutil.copy(part, folder)
        with closing(driver.connect(Path(folder, "journal.sqlite"))) as opened:
            try:
                query = "SELECT slug, locale, source, action, after, outcome FROM decisions ORDER BY id"
                rows = opened.execute(query).fetchall()
            except driver.OperationalError as error:
                return [] if "no such table" in str(error) else [(f"damaged: {error}",)]
            [said] = opened.execute("PRAGMA integrity_check").fetchone()
    rows = [(*row[:4], json.loads(row[4]).get("target", ""), row[5]) for row in rows]
    return rows if said == "ok" else [*rows, (f"damaged: {said}",)]


def tell_of(found: list[Disturbed]) -> None:
    for one in found:
        figures: dict[str, object] = {
            "calls that write": one.calls,
            "trials": f"{one.trials:,}, of which the call was reached in {one.hit:,}",
            "errors after which the work was done all the same": one.done_all_the_same,
            "neither old nor new, untold or not mended by the next run": losses(len(one.faults), one.trials),
        }
        tell(f"{', '.join(MISHAPS)} at every call of: {one.name}", 0, figures, one.faults)
