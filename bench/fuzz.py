"""Readers, catalogs, inline marks, merges and searches against bytes that a fuzzer makes up, led by coverage.

    fuzz.py [--seconds N] [TARGET ...]    all targets where none is named; `make fuzz TARGET=po SECONDS=600`

Needs atheris (libFuzzer for Python). A finding does not stop the run: the shortest bytes of each kind are kept in
build/fuzz/TARGET.found, and what is printed says how often each came. The corpus grows in build/fuzz/TARGET and is
used again by the next run. A finding that is mended becomes a test beside its part.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "build" / "fuzz"
MOST_BYTES = 12_288
SLOW_S = 2.0
"""More CPU than this for so short an input is a finding, too."""
RSS_MB = 1500


def fuzz(name: str, seconds: int) -> None:
    """Run one target in this process, which libFuzzer ends."""
    import atheris

    sys.path.insert(0, str(ROOT))
    with atheris.instrument_imports(include=["l10n"]):
        from fuzz_rules import finding_of
        from fuzz_targets import TARGETS

        target, found = TARGETS[name], WORK / f"{name}.found"
        seeds = [seed[:MOST_BYTES] for seed in target.seeds()]
        for seed in (b"", *seeds):  # what is imported late is imported here, where its edges are counted
            finding_of(target.run, seed)
    corpus = WORK / name
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds):
        (corpus / f"seed{number}").write_bytes(seed)
    kept: dict[str, list[int | str]] = {}

    def one(data: bytes) -> None:
        begun = time.process_time()
        wrong = finding_of(target.run, data)
        if not wrong and time.process_time() - begun > SLOW_S:
            wrong = f"slow: more than {SLOW_S:g} s"
        if wrong:
            count, shortest = kept.get(wrong, [0, ""])
            is_shorter = not count or len(data) * 2 < len(str(shortest))
            kept[wrong] = [int(count) + 1, data.hex() if is_shorter else shortest]
            if is_shorter:
                found.write_text(json.dumps(kept, indent=1), encoding="utf-8")

    more: dict[str, Any] = {}
    if target.mutate is not None:
        mutate = target.mutate
        more["custom_mutator"] = lambda data, most, seed: mutate(data, most, seed, atheris.Mutate)
    options = [f"-max_total_time={seconds}", f"-max_len={MOST_BYTES}", f"-rss_limit_mb={RSS_MB}", "-timeout=60"]
    options += ["-print_final_stats=1", f"-artifact_prefix={WORK}/{name}.", str(corpus)]
    atheris.Setup([sys.argv[0], *options], one, **more)
    atheris.Fuzz()


def report(name: str, seconds: int) -> tuple[str, bool]:
    """Run one target in a child; return its line of the table, and whether anything was found."""
    found = WORK / f"{name}.found"
    found.unlink(missing_ok=True)
    command = [sys.executable, __file__, "--child", "--seconds", str(seconds), name]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": str(ROOT)})
    runs = re.findall(r"stat::number_of_executed_units:\s*(\d+)", done.stderr)
    edges = re.findall(r"cov: (\d+)", done.stderr)
    kinds = json.loads(found.read_text(encoding="utf-8")) if found.exists() else {}
    if done.returncode:
        kinds["the process ended"] = [1, done.stderr[-600:]]
    line = f"| {name} | {int((runs or ['0'])[0]):,} | {(edges or ['0'])[-1]} | {len(kinds)} |"
    told = [f"  {what}: {count} times, e.g. {_shown(str(shortest))}" for what, (count, shortest) in kinds.items()]
    return "\n".join([line, *told]), bool(kinds)


def _shown(text: str) -> str:
    try:
        return repr(bytes.fromhex(text)[:200])
    except ValueError:
        return text


def main() -> int:
    """Fuzz what was asked for; 1 where something was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*")
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.child:
        fuzz(args.targets[0], args.seconds)
    sys.path.insert(0, str(ROOT))
    from fuzz_targets import TARGETS

    WORK.mkdir(parents=True, exist_ok=True)
    print("| target | executions | edges | kinds of finding |\n|---|---:|---:|---:|", flush=True)
    any_found = False
    for name in args.targets or TARGETS:
        line, found = report(name, args.seconds)
        any_found = any_found or found
        print(line, flush=True)
    return int(any_found)


if __name__ == "__main__":
    sys.exit(main())
