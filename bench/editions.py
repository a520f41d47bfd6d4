"""Editions: Diglot's HTML, EPUB, Markdown and text together, beside what po4a and pandoc take for one format each.

    python bench/editions.py                     200 articles in one locale, CPU seconds of whole processes
    python bench/editions.py --articles 1000     the size that the goals are for

All in one run, in turns, the least of `--runs`. po4a writes one language into Markdown; pandoc reads the bilingual
Markdown that Diglot wrote, once for each format and article, which is how it is used. Both are left out where they
are not installed.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import time
from pathlib import Path

import prose
from catalogs import DIGLOT, FILL_DIGLOT, OLD_S, WORK, cpu_s, fill_command
from peers import present_peers

FORMATS = "html,epub,markdown,text"
PREPARE = '[project]\nname = "bench"\nsource = "en"\ntargets = ["my"]\nlicence = "CC0-1.0"\n'
SAMPLE = 20
"""How many articles pandoc is given: a process for each file takes the same time each."""


def prepare(articles: Path, folder: Path) -> None:
    """Make a project of approved articles."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(articles, folder / "articles")
    (folder / "diglot.toml").write_text(PREPARE, encoding="utf-8")
    cpu_s([[*DIGLOT, "update"]], folder)
    subprocess.run([sys.executable, "-c", FILL_DIGLOT], cwd=folder, check=True, capture_output=True)


def build_s(folder: Path, *options: str) -> float:
    return cpu_s([[*DIGLOT, "build", "-j", "1", *options]], folder) or 0.0


def pandoc_s(folder: Path, suffix: str) -> float:
    """Return the CPU seconds for SAMPLE articles."""
    files = sorted((folder / "editions").glob("*/*.en-my.md"))[:SAMPLE]
    commands = [["pandoc", "--standalone", "-o", f"{file}.{suffix}", str(file)] for file in files]
    return cpu_s(commands, folder) or 0.0


def po4a_s(articles: Path, folder: Path) -> float | None:
    """Return the CPU seconds of po4a for all articles, None where it is not installed."""
    tool = next((tool for tool in present_peers()[0] if tool.name.startswith("po4a")), None)
    if tool is None:
        return None
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(articles, folder / "articles")
    tool.prepare(folder)
    cpu_s(tool.steps("extract"), folder)
    subprocess.run(fill_command(sorted(folder.glob(tool.catalogs))), cwd=folder, check=True, capture_output=True)
    return cpu_s(tool.steps("build markdown"), folder)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--runs", type=int, default=3)
    args = parser.parse_args()
    articles, folder = WORK / f"articles-{args.articles}", WORK / "editions"
    prose.write_articles(articles, args.articles)
    times: dict[str, float] = {}

    def note(name: str, seconds: float | None, count: int) -> None:
        if seconds is not None:
            times[name] = min(times.get(name, 1e9), 1000 * seconds / count)

    prepare(articles, folder)
    start_s = min(cpu_s([[*DIGLOT, "--version"]], folder) or 0.0 for _ in range(3))
    for _ in range(args.runs):
        shutil.rmtree(folder / "editions", ignore_errors=True)
        note(f"Diglot {FORMATS}", build_s(folder, "--rebuild"), args.articles)
        note(
            "Diglot markdown, one language",
            build_s(folder, "--rebuild", "--single", "--format", "markdown"),
            args.articles,
        )
        if shutil.which("pandoc"):
            note("pandoc epub", pandoc_s(folder, "epub"), SAMPLE)
            note("pandoc docx", pandoc_s(folder, "docx"), SAMPLE)
        note("po4a markdown, one language", po4a_s(articles, WORK / "editions-po4a"), args.articles)
    build_s(folder)
    time.sleep(OLD_S)
    build_s(folder)  # the run after a write looks at what was written
    began = time.perf_counter()
    unchanged = build_s(folder)
    took = time.perf_counter() - began
    print(f"{args.articles:,} articles of about 35 segments, one locale, one process; start alone {start_s:.2f} s\n")
    print("| what | ms CPU an article | of Diglot's four |\n|---|---|---|")
    base = times[f"Diglot {FORMATS}"]
    for name, ms in times.items():
        print(f"| {name} | {ms:.1f} | {ms / base:.2f} |")
    print(f"\nNothing changed: {unchanged:.2f} s CPU, {took:.2f} s in all for {args.articles:,} articles.")


if __name__ == "__main__":
    main()
