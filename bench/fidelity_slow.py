"""Patterns repeated without end, through Diglot: does the time grow faster than the text?

    fidelity_slow.py [--seconds N] [--seed N]

Prints each pattern whose CPU time grows more than sevenfold for four times the text, with both times.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from fidelity_fuzz import PIECES

from l10n.errors import ArticleError
from l10n.readers.markdown import coverage, read_markdown, splice

REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
PARTS = (
    *(piece for piece in PIECES if not REFUSED.search(piece)),
    "a",
    "b c",
    "é",
    "[x](y)",
    "**b**",
    "`c`",
)
SIZES = (4_000, 16_000)
GROWTH = 7
WORTH_A_LOOK_S = (0.06, 0.35)


def cost_s(text: str) -> float:
    """Return the CPU seconds of reading, of writing back as it was and anew, and of the coverage listing."""
    started = time.process_time()
    try:
        document = read_markdown(text, slug="x")
        splice(document, {segment.key: segment.source for segment in document.segments})
        splice(document, {}, keep_equal=False)
        coverage(document)
    except ArticleError:
        return 0.0
    return time.process_time() - started


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)  # noqa: S311
    tried, deadline = 0, time.monotonic() + options.seconds
    while time.monotonic() < deadline:
        before, unit, after = (
            "".join(chance.choices(PARTS, k=chance.choice(ks))) for ks in ([0, 0, 1], [1, 2, 3, 4], [0, 1])
        )
        tried += 1
        short = cost_s(before + unit * (SIZES[0] // len(unit)) + after)
        if short < WORTH_A_LOOK_S[0]:
            continue
        long = cost_s(before + unit * (SIZES[1] // len(unit)) + after)
        if long > max(WORTH_A_LOOK_S[1], GROWTH * short):
            print(f"{short:.2f} s, then {long:.2f} s: {before!r} {unit!r} {after!r}", flush=True)
    print(f"{tried} patterns tried")


if __name__ == "__main__":
    main()
