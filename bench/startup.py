"""Start-up costs: `diglot --help` and an update with nothing to do, beside their peers, in one run.

Prints CPU seconds of whole processes (minimum and median of RUNS) and the ratio of the minima. Peers: pybabel, which is
installed with Diglot, and GNU msgmerge where the machine has it.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

RUNS = 9
ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent


def cpu_s(command: list[str], folder: Path) -> float:
    """Return the CPU seconds, user and system, that *command* and its children take."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(pairs: dict[str, tuple[list[str], list[str]]], folder: Path) -> None:
    """Print one row for each pair, the two commands run in turns."""
    print(f"{'what':<28}{'diglot min':>12}{'median':>9}{'peer min':>10}{'median':>9}{'ratio':>7}  peer")
    for what, (ours, peer) in pairs.items():
        times: tuple[list[float], list[float]] = ([], [])
        for _ in range(RUNS):
            for command, row in zip((ours, peer), times, strict=True):
                row.append(cpu_s(command, folder))
        (a, b), (c, d) = [(min(row), statistics.median(row)) for row in times]
        print(f"{what:<28}{a:>12.3f}{b:>9.3f}{c:>10.3f}{d:>9.3f}{a / c:>7.2f}  {Path(peer[0]).name} {peer[1]}")


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("articles", "locales"):
            shutil.copytree(ROOT / part, folder / part)
        shutil.copy(ROOT / "diglot.toml", folder)
        if article := os.environ.get("DIGLOT_REAL_ARTICLE"):
            subprocess.run([BIN / "diglot", "-q", "add", article], cwd=folder, check=True)
            subprocess.run([BIN / "diglot", "-q", "update"], cwd=folder, check=True)
        diglot, pybabel = str(BIN / "diglot"), str(BIN / "pybabel")
        template, catalog = "locales/river-school.pot", "locales/my/LC_MESSAGES/river-school.po"
        update = [diglot, "-q", "update"]
        pairs = {
            "help": ([diglot, "--help"], [pybabel, "--help"]),
            "nothing to update": (update, [pybabel, "update", "-i", template, "-o", catalog, "-l", "my", "--check"]),
        }
        if msgmerge := shutil.which("msgmerge"):
            pairs["nothing to update (GNU)"] = (
                update,
                [msgmerge, "--quiet", "--output-file=/dev/null", catalog, template],
            )
        for what, (_, peer) in list(pairs.items()):
            if subprocess.run(peer, cwd=folder, capture_output=True).returncode:
                print(f"{what}: the peer refuses our catalog; left out", file=sys.stderr)
                del pairs[what]
        measure(pairs, folder)


if __name__ == "__main__":
    main()
