"""Words a second: Apertium through the warm pipe, beside one process for each segment, on the same texts in one run.

The texts are paragraphs of Python's own manual (see prose.py). `--write` puts the table into docs/performance.md.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "performance.md"
SEGMENTS = 200
SINGLE = 20
PAIR, SOURCE, TARGET = "eng-spa", "en", "es"
MARK = "<!-- make bench: engines -->"


def segments(count: int) -> list[str]:
    """Return *count* paragraphs of 15 to 60 words."""
    sys.path.insert(0, str(ROOT / "bench"))
    from prose import sentences

    found: list[str] = []
    pool = [s for s in sentences() if 8 <= len(s.split()) <= 30]
    for start in range(0, len(pool) - 1, 2):
        found.append(" ".join(pool[start : start + 2]))
    return found[:count]


def by_process(texts: Sequence[str]) -> list[str]:
    """Return what `apertium` gives, started for each text."""
    return [
        subprocess.run(["apertium", "-u", PAIR], input=text, capture_output=True, text=True, check=True).stdout.strip()
        for text in texts
    ]


def by_pipe(texts: Sequence[str]) -> list[str]:
    """Return what the engine gives, started and warm."""
    results = ENGINE.translate(texts, source_locale=SOURCE, target_locale=TARGET)
    return [getattr(result, "target", "") for result in results]


def timed(work: Callable[[Sequence[str]], list[str]], texts: Sequence[str]) -> tuple[float, list[str]]:
    began = time.perf_counter()
    answers = work(texts)
    return time.perf_counter() - began, answers


def words(texts: Sequence[str]) -> int:
    return sum(len(text.split()) for text in texts)


def main() -> None:
    if shutil.which("apertium") is None or not ENGINE.supports(SOURCE, TARGET):
        print(f"apertium or its pair {PAIR} is not here; nothing was measured")
        return
    texts = segments(SEGMENTS)
    start, _ = timed(by_pipe, ["Good morning."])
    rows, best = [], 0.0
    for _ in range(3):
        single_s, alone = timed(by_process, texts[:SINGLE])
        pipe_s, together = timed(by_pipe, texts)
        rows.append((words(texts[:SINGLE]) / single_s, words(texts) / pipe_s))
        best = max(best, rows[-1][1] / rows[-1][0])
    same = sum(a.split() == b.split() for a, b in zip(alone, together, strict=False))
    ENGINE.close()
    single, pipe = (sorted(column)[1] for column in zip(*rows, strict=True))
    load = f"{os.cpu_count()} cores shared with other work (load {os.getloadavg()[0]:.1f})"
    what = f"{PAIR}, {len(texts)} segments of {words(texts) // len(texts)} words"
    lines = [
        f"Measured on {datetime.now(UTC):%-d %B %Y}, {load}, Python {platform.python_version()}:",
        f"{what}, median of three rounds in turns.",
        "",
        "| way | words/s |",
        "|---|---|",
        f"| one process for each segment ({SINGLE} of them) | {single:,.0f} |",
        f"| Diglot's warm pipe, 16 texts in flight | {pipe:,.0f} ({pipe / single:.0f}×) |",
        "",
        f"Starting the pipe took {start:.1f} s, once. {same} of {SINGLE} translations are the same. Where not,",
        "Apertium chose another reading of a word: its tagger remembers something of the texts that went before.",
    ]
    print("\n".join(lines))
    if "--write" in sys.argv:
        page = PAGE.read_text(encoding="utf-8")
        made = f"{MARK}\n\n" + "\n".join(lines) + "\n<!-- end -->"
        page = re.sub(re.escape(MARK) + r".*?<!-- end -->", lambda _: made, page, flags=re.DOTALL)
        PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    from l10n.engines.apertium import ApertiumEngine

    ENGINE = ApertiumEngine()
    main()
