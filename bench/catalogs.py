"""Extract, build, nothing to do, update: Diglot beside po4a, translate-toolkit and mdpo, in one run.

CPU seconds of whole processes and their children, and as multiples of the time that markdown-it-py takes to parse the
same texts. `--full` adds 1,000 articles and 30,000 catalogs (half an hour), `--write` puts the tables into
docs/performance.md.
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

import prose
from peers import STEPS, Commands, Tool, fill_command, present_peers

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "build" / "bench"
PAGE = ROOT / "docs" / "performance.md"
MARKS = ("<!-- make bench: catalogs -->", "<!-- end -->")
DIGLOT = [sys.executable, "-m", "l10n", "-q"]
LIMIT_S = 900
OLD_S = 2.2
"""After so many seconds a file is old enough for the index to trust its times."""

PARSE = """
import sys, time
from pathlib import Path
from markdown_it import MarkdownIt
texts = [p.read_text(encoding="utf-8") for p in sorted(Path("articles").glob("*.md"))]
parser = MarkdownIt("commonmark")
parser.parse(texts[0])
start = time.process_time()
for text in texts:
    parser.parse(text)
print(time.process_time() - start)
"""

FILL_DIGLOT = """
from l10n import open_project
project = open_project(".")
for key in project.catalogs.keys():
    catalog, revision = project.catalogs.read(key)
    filled = {e.key: e.approved("¡" + e.source) for e in catalog.entries}
    project.catalogs.replace(key, catalog.with_entries(filled), expected=revision)
"""

Times = dict[str, float | None]


def cpu_s(commands: Commands, folder: Path) -> float | None:
    """Return the CPU seconds that *commands* and their children take; None where one takes too long."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for command in commands:
        try:
            subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=LIMIT_S)
        except subprocess.TimeoutExpired:
            return None
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def bare_parse_s(folder: Path) -> float:
    done = subprocess.run([sys.executable, "-c", PARSE], cwd=folder, check=True, capture_output=True, text=True)
    return float(done.stdout)


def diglot() -> Tool:
    commands: dict[str, list[str]] = {"build markdown": ["build", "--format", "markdown", "--single"]}
    return Tool("Diglot", lambda step: [[*DIGLOT, *commands.get(step, ["update"])]], "", _prepare_diglot)


def _prepare_diglot(folder: Path, locales: tuple[str, ...] = ("my",)) -> None:
    targets = ", ".join(f'"{locale}"' for locale in locales)
    text = f'[project]\nname = "bench"\nsource = "en"\ntargets = [{targets}]\nlicence = "CC0-1.0"\n'
    (folder / "diglot.toml").write_text(text, encoding="utf-8")


def measure(tool: Tool, articles: Path, *, folder: Path) -> Times:
    """Return the seconds of each step, on a fresh copy of *articles*."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(articles, folder / "articles")
    tool.prepare(folder)
    times: Times = {}
    for step in STEPS:
        if step == "update":
            prose.change_articles(folder / "articles")
        if step == "nothing changed":
            time.sleep(OLD_S)
            cpu_s(tool.steps(step), folder)  # the run after a write looks at what was written
        times[step] = cpu_s(tool.steps(step), folder)
        if times[step] is None:
            break
        if step == "extract":
            catalogs = sorted(folder.glob(tool.catalogs)) if tool.catalogs else []
            fill = fill_command(catalogs) if catalogs else [sys.executable, "-c", FILL_DIGLOT]
            subprocess.run(fill, cwd=folder, check=True, capture_output=True)
    return times


def compare(count: int, *, runs: int) -> list[str]:
    """Return the table for *count* articles: the least time of *runs* runs, all tools in turns."""
    articles = WORK / f"articles-{count}"
    prose.write_articles(articles, count)
    peers, missing = present_peers()
    tools = [diglot(), *(tool for tool in peers if count <= tool.limit)]
    best: dict[str, Times] = {}
    parse_s = []
    for run in range(runs):
        parse_s.append(bare_parse_s(_only(articles)))
        for tool in tools:
            if run and tool.limit < 10**9:
                continue
            times = measure(tool, articles, folder=WORK / "now")
            known = best.setdefault(tool.name, times)
            best[tool.name] = {step: _least(known.get(step), times.get(step)) for step in STEPS}
            print(count, tool.name, {s: t and round(t, 2) for s, t in times.items()}, file=sys.stderr)
    base = min(parse_s)
    lines = [f"{count:,} articles, bare parse {base:.2f} s:", "", f"| tool | {' | '.join(STEPS)} |", "|---" * 5 + "|"]
    lines += [f"| {name} | {' | '.join(_cell(times.get(s), base) for s in STEPS)} |" for name, times in best.items()]
    lines += ["", *(f"Left out: {reason}." for reason in missing)]
    lines += [f"Left out: {t.name}, too slow for {count:,} articles." for t in peers if count > t.limit]
    return [*lines, ""]


def _only(articles: Path) -> Path:
    folder = WORK / "bare"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(articles, folder / "articles")
    return folder


def _least(one: float | None, other: float | None) -> float | None:
    return min((t for t in (one, other) if t is not None), default=None)


def _cell(seconds: float | None, base: float) -> str:
    return f"> {LIMIT_S} s" if seconds is None else f"{seconds:.2f} s · {seconds / base:.1f}×"


def idle(count: int) -> list[str]:
    """Return the line about an update with nothing to do, for *count* articles in two locales."""
    folder = WORK / "idle"
    shutil.rmtree(folder, ignore_errors=True)
    prose.write_articles(folder / "articles", count)
    _prepare_diglot(folder, ("my", "es"))
    first = cpu_s([[*DIGLOT, "update"]], folder)
    time.sleep(OLD_S)
    second, *later = (cpu_s([[*DIGLOT, "update"]], folder) for _ in range(6))
    status = min(cpu_s([[*DIGLOT, "status"]], folder) or 0 for _ in range(3))
    return [
        f"{count:,} articles in two locales: first update {first:.2f} s; nothing to do {second:.2f} s the first time"
        f" (what was just written is compared), then {min(t or 0 for t in later):.2f} s; `status` {status:.2f} s.",
        "",
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--full", action="store_true", help="1,000 articles and 30,000 catalogs as well")
    parser.add_argument("--write", action="store_true", help="write the tables into docs/performance.md")
    options = parser.parse_args()
    from stores import measure_stores

    lines = compare(options.articles, runs=options.runs)
    if options.full:
        lines += compare(1000, runs=1)
    lines += idle(1000 if options.full else options.articles)
    lines += measure_stores(WORK, catalogs=30_000 if options.full else 3_000, cpu_s=cpu_s, diglot=DIGLOT)
    day = datetime.datetime.now(datetime.UTC).strftime("%-d %B %Y")
    machine = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    text = "\n".join([f"Measured on {day}, {machine}, with `python bench/catalogs.py`.", "", *lines])
    print(text)
    if options.write:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(MARKS[0])
        _, _, after = rest.partition(MARKS[1])
        PAGE.write_text(f"{before}{MARKS[0]}\n\n{text}\n{MARKS[1]}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
