"""The power is cut at every call by which a command changes its disk, or has it keep something.

As in `faults`, every file is the old one or the new one afterwards, whole, and `recover` and the same command again get to
where an undisturbed run gets. What lasts of the rest is left to chance, or, every second time, nothing of it does.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path

from .faults import Ordeal, different, neither, run, settled, state_of, undisturbed, whole
from .powerdisk import powered, until
from .report import losses, tell
from .shift import Shift, is_enough
from .tracing import Runner

_MADE_AGAIN = "editions/"
"""Editions are not synced: their list has the digest of each, and the next run makes those anew that differ."""


@dataclass(slots=True)
class Interrupted:
    """What came of one command."""

    name: str
    calls: int = 0
    trials: int = 0
    faults: list[str] = field(default_factory=list)


def torture_commands_by_power(
    root: Path, ordeals: list[Ordeal], *, every: int = 1, offset: int = 0
) -> list[Interrupted]:
    """Cut the power at each call of each command; with *every*, at one of so many, beginning at *offset*."""
    runner = Runner(root)
    try:
        return [_interrupt(root, runner, ordeal, every=every, offset=offset) for ordeal in ordeals if not is_enough()]
    finally:
        runner.close()


def _interrupt(root: Path, runner: Runner, ordeal: Ordeal, *, every: int, offset: int) -> Interrupted:
    found = Interrupted(ordeal.name)
    prepared, room, left = root / "prepared", root / "room", root / "left"
    usual = undisturbed(prepared, room, runner, ordeal, found.faults)
    if not usual:
        return found
    shutil.rmtree(room)
    with powered(room, prepared) as disk:
        run(runner, ordeal, room)
        found.calls = disk.changes()
    trials = range(1 + offset % every, found.calls + 2, every)
    for call in Shift(f"power cuts of {ordeal.name}", len(trials)).over(trials, found.faults):
        seed = None if call % 2 else call
        shutil.rmtree(room, ignore_errors=True)
        with powered(room, prepared, until=until(call, seed, left)) as disk:
            ran = run(runner, ordeal, room)
            disk.cut(left, seed)
        room.rmdir()
        left.rename(room)
        found.trials += 1
        place = f"{ordeal.name}: the power is cut {'strictly' if seed is None else 'by chance'} at call {call}: "
        present = state_of(room)
        patterns = [pattern for pattern in ordeal.stepwise if not pattern.startswith(_MADE_AGAIN)]
        stepwise = {name for pattern in patterns for name in whole(room, pattern)}
        strange = sorted(set(neither(usual.old[0], usual.new[0], present[0])) - stepwise)
        wrong = [f"{name} is neither old nor new" for name in strange if not name.startswith(_MADE_AGAIN)]
        if "told: applied" in ran.said and present[0] != usual.new[0]:
            wrong.append("told done, and is not")
        wrong += ordeal.wrong(room)
        after = settled(runner, ordeal, room)
        wrong += ["the next run: " + words for words in (*after.said, *ordeal.wrong(room))]
        wrong += [f"the next run leaves {words}" for words in different(after.state, usual.goal)]
        found.faults += [place + words for words in wrong]
    return found


def tell_of(found: list[Interrupted]) -> None:
    for one in found:
        figures: dict[str, object] = {
            "calls that change or sync": one.calls,
            "power cuts": one.trials,
            "neither old nor new, untold or not mended by the next run": losses(len(one.faults), one.trials),
        }
        tell(f"a power cut at every call of: {one.name}", 0, figures, one.faults)
