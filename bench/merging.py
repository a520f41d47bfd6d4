"""Matching of edited paragraphs: right, wrong and missed joins, and the time, for Diglot and msgmerge in one run.

    python bench/merging.py [--edits 3000] [--sizes 1000 10000 50000] [--timeout 900] [--prose FOLDER] [--write]

Paragraphs are real prose: the standard library's language reference and docstrings, this project's articles, and the
Markdown files below each FOLDER. Edits are drawn with a fixed seed, so the truth is known. Both tools see the same old
catalog and the same new template. `--write` puts the tables into docs/merging.md; with SHOW=1 in the environment each
wrong and each missed join is printed.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHOW = bool(os.environ.get("SHOW"))
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]

from merging_edits import SEED, Case, Change, draw_cases, draw_catalog  # noqa: E402
from merging_prose import read_prose  # noqa: E402

from l10n.merging import Fate, merge_catalog  # noqa: E402
from l10n.model import Block, BlockKind, Catalog, Document, Entry, Kind, Segment  # noqa: E402

Joins = set[tuple[str, str]]
"""Which new source was given the target of which old one."""


def document_of(sources: Sequence[str]) -> Document:
    segments = [Segment(source, Kind.BODY, number=n) for n, source in enumerate(sources, 1)]
    return Document("bench", "", blocks=tuple(Block(BlockKind.PARAGRAPH, (segment,)) for segment in segments))


def catalog_of(sources: Sequence[str]) -> Catalog:
    return Catalog("bench", "xx", tuple(Entry(source).approved(f"T {n}") for n, source in enumerate(sources)))


def join_with_diglot(old: Sequence[str], new: Sequence[str]) -> Joins:
    changes = merge_catalog(document_of(new), catalog_of(old)).changes
    joined = [change for change in changes if change.fate in (Fate.EDITED, Fate.SPLIT, Fate.MERGED)]
    return {(a.source, b.source) for change in joined for a in change.old for b in change.new}


def quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def write_po(path: Path, sources: Sequence[str], *, translated: bool) -> None:
    blocks = [f'msgid {quoted(s)}\nmsgstr "{f"T {n}" if translated else ""}"\n' for n, s in enumerate(sources)]
    path.write_text(HEADER + "\n".join(blocks), encoding="utf-8")


def run_msgmerge(folder: Path, old: Sequence[str], new: Sequence[str], *, timeout: float) -> Path:
    """Return where msgmerge has written its result. subprocess.TimeoutExpired."""
    write_po(folder / "old.po", old, translated=True)
    write_po(folder / "new.pot", new, translated=False)
    command = ["msgmerge", "--no-wrap", "-q", "old.po", "new.pot", "-o", "merged.po"]
    subprocess.run(command, cwd=folder, check=True, timeout=timeout)
    return folder / "merged.po"


def joins_of(path: Path, old: Sequence[str]) -> Joins:
    """Return what msgmerge has joined, told by the targets that it marked as fuzzy."""
    import polib

    return {(old[int(entry.msgstr[2:])], entry.msgid) for entry in polib.pofile(str(path)) if entry.fuzzy}


def join_with_msgmerge(old: Sequence[str], new: Sequence[str]) -> Joins:
    with tempfile.TemporaryDirectory() as name:
        return joins_of(run_msgmerge(Path(name), old, new, timeout=600), old)


@dataclass
class Tally:
    """Counts for one kind of edit: joins that should be, right ones, wrong ones."""

    edits: int = 0
    wanted: int = 0
    right: int = 0
    wrong: int = 0

    def cells(self) -> str:
        missed = self.wanted - self.right
        return f"{self.right} | {self.wrong} | {missed}"


def judge(case: Case, found: Joins, tallies: dict[str, Tally]) -> None:
    """Count each join that should be found, and each found one that should not, under the kind of its edit."""
    truth: dict[tuple[str, str], Change] = {}
    by_new: dict[str, Change] = {}
    for change in case.changes:
        tallies[change.kind].edits += 1
        truth |= {(a, b): change for a in change.old for b in change.new if not change.unrelated}
        by_new |= dict.fromkeys(change.new, change) | {a: change for a in change.old if a not in by_new}
    for pair, change in truth.items():
        tallies[change.kind].wanted += 1
        tallies[change.kind].right += pair in found
    for pair in found - set(truth):
        if SHOW:
            print("WRONG", by_new[pair[1]].kind, *pair, sep="\n   ")
        tallies[by_new[pair[1]].kind].wrong += 1
    if SHOW:
        for pair in set(truth) - found:
            print("MISSED", truth[pair].kind, *pair, sep="\n   ")


def measure_quality(cases: Sequence[Case], *, peer: bool) -> tuple[dict[str, Tally], dict[str, Tally]]:
    ours: dict[str, Tally] = defaultdict(Tally)
    theirs: dict[str, Tally] = defaultdict(Tally)
    for case in cases:
        judge(case, join_with_diglot(case.old, case.new), ours)
        if peer:
            judge(case, join_with_msgmerge(case.old, case.new), theirs)
    return ours, theirs


def quality_table(ours: dict[str, Tally], theirs: dict[str, Tally]) -> list[str]:
    rows = [
        "| edit | edits | joins | Diglot right | wrong | missed | msgmerge right | wrong | missed |",
        "|---|" + "---:|" * 8,
    ]
    total = Tally(), Tally()
    for kind, tally in ours.items():
        peer = theirs.get(kind, Tally())
        rows.append(f"| {kind} | {tally.edits} | {tally.wanted} | {tally.cells()} | {peer.cells()} |")
        for whole, part in zip(total, (tally, peer), strict=True):
            for name in ("edits", "wanted", "right", "wrong"):
                setattr(whole, name, getattr(whole, name) + getattr(part, name))
    a, b = total
    rows.append(f"| **all** | {a.edits} | {a.wanted} | {a.cells()} | {b.cells()} |")
    rows.append("")
    for name, tally in (("Diglot", a), ("msgmerge", b)):
        if tally.wanted and tally.right + tally.wrong:
            recall, precision = tally.right / tally.wanted, tally.right / (tally.right + tally.wrong)
            rows.append(f"{name}: recall {recall:.4f}, precision {precision:.4f}.  ")
    return rows


def child_cpu_s() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def time_diglot(case: Case) -> tuple[float, Tally]:
    document, catalog = document_of(case.new), catalog_of(case.old)
    start = time.process_time()
    merge_catalog(document, catalog)
    spent = time.process_time() - start
    tallies: dict[str, Tally] = defaultdict(Tally)
    judge(case, join_with_diglot(case.old, case.new), tallies)
    return spent, sum_tallies(tallies)


def sum_tallies(tallies: dict[str, Tally]) -> Tally:
    counts: Counter[str] = Counter()
    for tally in tallies.values():
        counts.update(vars(tally))
    return Tally(**counts)


def time_msgmerge(case: Case, *, timeout: float) -> tuple[str, str]:
    with tempfile.TemporaryDirectory() as name:
        before = child_cpu_s()
        try:
            path = run_msgmerge(Path(name), case.old, case.new, timeout=timeout)
        except subprocess.TimeoutExpired:
            return f"> {child_cpu_s() - before:.0f}, stopped", ""
        spent = child_cpu_s() - before
        tallies: dict[str, Tally] = defaultdict(Tally)
        judge(case, joins_of(path, case.old), tallies)
    tally = sum_tallies(tallies)
    return f"{spent:.2f}", f"{tally.right / tally.wanted:.3f} / {tally.wrong}"


def time_table(prose: Sequence[str], sizes: Sequence[int], *, peer: bool, timeout: float) -> list[str]:
    rows = [
        "| entries, 5 % changed | Diglot CPU s | recall / wrong joins | msgmerge CPU s | recall / wrong joins |",
        "|---:|---:|---:|---:|---:|",
    ]
    for size in sizes:
        case = draw_catalog(prose, size)
        spent, tally = time_diglot(case)
        cells = time_msgmerge(case, timeout=timeout) if peer else ("", "")
        rows.append(
            f"| {size:,} | {spent:.2f} | {tally.right / tally.wanted:.3f} / {tally.wrong} | {cells[0]} | {cells[1]} |"
        )
        print(rows[-1], flush=True)
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--edits", type=int, default=3000)
    parser.add_argument("--sizes", type=int, nargs="*", default=[1000, 10_000, 50_000])
    parser.add_argument("--timeout", type=float, default=900, help="seconds for one run of msgmerge")
    parser.add_argument("--prose", type=Path, nargs="*", default=[], help="folders with more Markdown")
    parser.add_argument("--no-peer", action="store_true")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    peer = bool(shutil.which("msgmerge")) and not options.no_peer
    prose = read_prose([ROOT / "articles", *options.prose])
    tables = quality_table(*measure_quality(draw_cases(prose, options.edits), peer=peer))
    tables += ["", f"{len(prose):,} paragraphs of prose; seed {SEED}."]
    print(*tables, "", sep="\n", flush=True)
    times = time_table(prose, options.sizes, peer=peer, timeout=options.timeout)
    if options.write:
        write_tables(ROOT / "docs" / "merging.md", {"quality": tables, "time": times})


def write_tables(path: Path, tables: dict[str, list[str]]) -> None:
    """Replace what stands between `<!-- name -->` and `<!-- /name -->`."""
    text = path.read_text(encoding="utf-8")
    for name, lines in tables.items():
        start, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
        before, after = text.split(start)[0], text.split(end)[1]
        text = before + start + "\n".join(lines) + "\n" + end + after
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
