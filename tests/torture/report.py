"""What a torture prints: one line for each figure, and the faults, so that nobody has to read a log to see a loss."""

from __future__ import annotations

import os
from collections.abc import Sequence
from statistics import median


def bound(trials: int) -> str:
    """Return what 0 of so many trials says: the greatest rate that it leaves likely (95 %: about 3 of N)."""
    return f"0 of {trials:,} (with 95 % less than {100 * (1 - 0.05 ** (1 / trials)):.3g} %)" if trials else "no trial"


def losses(lost: int, trials: int) -> str:
    return f"{lost:,} of {trials:,}" if lost else bound(trials)


def spread(times_s: Sequence[float]) -> str:
    """Return the median and the longest of times, "none" where there is none."""
    return f"median {median(times_s):.2f} s, longest {max(times_s):.2f} s" if times_s else "none"


def tell(name: str, seed: int, figures: dict[str, object], faults: Sequence[str]) -> None:
    """Print what came of a torture."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    print(f"\n{name} (seed {seed}, load of the machine {load:.1f})")
    for what, figure in figures.items():
        print(f"  {what}: {figure}")
    for fault in faults[:20]:
        print(f"  FAULT: {fault}")
    if len(faults) > 20:
        print(f"  … and {len(faults) - 20} more")
