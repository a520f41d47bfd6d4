"""Torture the program, and print trials and losses: `python -m torture kills --kills 10000`, or `make torture`.

kills     kill -9 of the desk while six people approve
writers   eight processes decide at once; all they were told is checked for one order
faults    commands are killed, and their disk fills up or fails, at every call that writes
editors   other programs rewrite catalogs while people approve
power     the power is cut while six people approve, on a disk that loses what was not synced
cuts      the power is cut at every call by which a command changes that disk

How far a part is, is said every minute. Ctrl-C ends it after the trial under way, and what was found is printed. The
exit code is 1 where something was lost or wrong, 130 where nothing was until Ctrl-C, else 0.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from . import cuts, editors, faults, kills, power, writers
from .ordeals import ORDEALS
from .powerdisk import why_not
from .shift import is_enough, until_enough

STOPPED = 130
"""The exit code after Ctrl-C, where nothing wrong was found until then."""

PARTS = ("kills", "writers", "faults", "editors", "power", "cuts")


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="torture", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help="all, where none is named")
    parser.add_argument("--kills", type=int, default=10_000)
    parser.add_argument("--cuts", type=int, default=500, help="power cuts, with each of two SQLites half of them")
    parser.add_argument("--operations", type=int, default=1_000_000)
    parser.add_argument("--reads", type=int, default=200, help="how often a writer reads before it changes")
    parser.add_argument("--edits", type=int, default=1000)
    parser.add_argument("--every", type=int, default=1, help="disturb only one of so many calls")
    parser.add_argument("--only", action="append", metavar="COMMAND", help="disturb this command; may be repeated")
    parser.add_argument("--seconds", type=float, default=4 * 3600, help="the longest time of each part")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", help="where to work; in memory, where there is room, a kill loses no less")
    args = parser.parse_args()
    wanted = [part for part in PARTS if part in (args.parts or PARTS)]
    if unknown := sorted(set(args.parts) - set(PARTS)):
        parser.error(f"there is no part {', '.join(unknown)}; the parts are {', '.join(PARTS)}")
    code = 0
    if args.folder:
        Path(args.folder).mkdir(parents=True, exist_ok=True)
    with until_enough():
        for part in wanted:
            print(f"{part} (seed {args.seed})", file=sys.stderr, flush=True)
            code = max(code, _run(part, args))
            if is_enough():
                return code or STOPPED
    return code


def _run(part: str, args: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory(dir=args.folder) as folder:
        root = Path(folder)
        if part == "kills":
            killed = kills.torture_by_kills(root, kills=args.kills, seed=args.seed, seconds=args.seconds)
            kills.tell_of(killed)
            return bool(killed.faults)
        if part == "editors":
            edited = editors.torture_by_editors(root, edits=args.edits, seconds=args.seconds, seed=args.seed)
            editors.tell_of(edited)
            return bool(edited.faults)
        if part in ("power", "cuts") and (reason := why_not()):
            print(f"{part}: skipped, {reason}")
            return 0
        if part == "power":
            return _cut_power(root, args)
        wanted = [ordeal for ordeal in ORDEALS if not args.only or ordeal.name in args.only]
        if part == "cuts":
            interrupted = cuts.torture_commands_by_power(root, wanted, every=args.every)
            cuts.tell_of(interrupted)
            return any(one.faults for one in interrupted)
        if part == "faults":
            disturbed = faults.torture_by_faults(root, wanted, every=args.every)
            faults.tell_of(disturbed)
            return any(one.faults for one in disturbed)
        raced = writers.race(root, operations=args.operations, seconds=args.seconds, seed=args.seed, reads=args.reads)
        writers.tell_of(raced)
        return bool(raced.faults)


def _cut_power(root: Path, args: argparse.Namespace) -> int:
    faults = 0
    for how in power.MODES:
        if is_enough():
            break
        room = root / str(len(how))
        room.mkdir()
        cuts, seconds = args.cuts // len(power.MODES), args.seconds / len(power.MODES)
        found = power.torture_by_power(room, cuts=cuts, seed=args.seed, how=how, seconds=seconds)
        power.tell_of(found, how)
        faults += len(found.faults)
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
