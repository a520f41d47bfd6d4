"""What a PDF costs: bytes and processor time, in a new process and in one at work, beside a browser that prints.

    python bench/pdf.py                     the sample, each segment filled with approved Burmese of its catalog
    python bench/pdf.py ARTICLE.txt         an article of paragraphs with empty lines between them
    python bench/pdf.py --peers PYTHON      WeasyPrint too, of that Python

Programs that are not here are left out, and said to be.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from l10n.edition import Edition, Manner, compose_edition  # noqa: E402
from l10n.editions import writer_for  # noqa: E402
from l10n.model import Catalog, CatalogKey, Entry  # noqa: E402
from l10n.readers.markdown import read_markdown  # noqa: E402
from l10n.stores.po import parse_catalog  # noqa: E402

PRINT_BY_WEASYPRINT = "import sys, weasyprint; weasyprint.HTML(sys.argv[1]).write_pdf(sys.argv[2])"


def edition_of(text: str) -> Edition:
    """Return the article with Burmese of the sample's catalog in every segment, about as long as its English."""
    path = ROOT / "locales/my/LC_MESSAGES/river-school.po"
    sample = parse_catalog(path.read_text(encoding="utf-8"), key=CatalogKey("river-school", "my"), path=str(path))
    pool = [re.sub(r"\[\d+\]|[\[\]*]", "", entry.target) for entry in sample.entries if entry.target]
    article = read_markdown(text, slug="bench", path="articles/bench.md")
    entries, number = {}, 0
    for segment in article.segments:
        target = ""
        while len(target) < len(segment.source):
            target, number = f"{target} {pool[number % len(pool)]}".strip(), number + 1
        entries[segment.key] = Entry(segment.source, context=segment.context).approved(target)
    return compose_edition(
        article, Catalog("bench", "my", tuple(entries.values())), source_locale="en", target_locale="my"
    )


def cpu_of(work: Callable[[], object], *, children: bool = False) -> float:
    """Return the processor time of *work* in seconds, that of programs it starts where *children*."""
    who = resource.RUSAGE_CHILDREN if children else resource.RUSAGE_SELF
    before = resource.getrusage(who)
    work()
    after = resource.getrusage(who)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def cold(name: str, source: Path | None) -> float:
    """Return the processor time of a process that starts, composes the edition and writes it once."""
    command = [sys.executable, __file__, "--once", name, *([str(source)] if source else [])]
    return median(cpu_of(lambda: subprocess.run(command, check=True), children=True) for _ in range(5))


def row(name: str, size: int, cold_s: float, warm_s: float | None) -> None:
    warm = "–" if warm_s is None else f"{warm_s:.2f} s"
    print(f"| {name} | {size / 1000:,.1f} kB | {cold_s:.2f} s | {warm} |")


def ours(edition: Edition, source: Path | None) -> None:
    embedding = replace(edition, manner=Manner(embed=True))
    for label, made, name in (
        ("html", edition, "html"),
        ("html, letters embedded", embedding, "html"),
        ("epub", edition, "epub"),
        ("epub, letters embedded", embedding, "epub"),
        ("pdf (A4, side by side)", edition, "pdf"),
        ("pdf-phone", edition, "pdf-phone"),
    ):
        writer = writer_for(name)
        data = writer.write(made)
        others = [replace(made, facts={**made.facts, "note": f"Run {run}"}) for run in range(5)]
        warm = median(cpu_of(lambda writer=writer, other=other: writer.write(other)) for other in others)
        row(label, len(data), cold(name + ("+" if made is embedding else ""), source), warm)


def run_quietly(command: Sequence[str]) -> None:
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def peers(edition: Edition, folder: Path, weasyprint: str) -> None:
    page = folder / "page.html"
    page.write_bytes(writer_for("html").write(edition))
    chromium = shutil.which("chromium") or ""
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    commands = {
        "Chromium prints the html": [chromium, *flags, f"--print-to-pdf={folder / 'a.pdf'}", page.as_uri()],
        "WeasyPrint prints the html": [weasyprint, "-c", PRINT_BY_WEASYPRINT, str(page), str(folder / "a.pdf")],
    }
    for name, command in commands.items():
        if not command[0]:
            print(f"| {name} | not here | – | – |")
            continue
        runs = [cpu_of(lambda command=command: run_quietly(command), children=True) for _ in range(3)]
        made = folder / "a.pdf"
        row(name, made.stat().st_size if made.exists() else 0, median(runs), None)
        made.unlink(missing_ok=True)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("article", nargs="?", type=Path)
    parser.add_argument("--peers", default="", metavar="PYTHON")
    parser.add_argument("--once", default="", help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    if asked.article:
        title, *paragraphs = asked.article.read_text(encoding="utf-8").split("\n\n")
        text = f"# {title}\n\n" + "\n\n".join(" ".join(p.split()) for p in paragraphs) + "\n"
    else:
        text = (ROOT / "articles/river-school.md").read_text(encoding="utf-8")
    edition = edition_of(text)
    if asked.once:
        embed = asked.once.endswith("+")
        writer_for(asked.once.rstrip("+")).write(replace(edition, manner=Manner(embed=embed)))
        return
    letters = sum(len(pair.source) for pair in edition.pairs), sum(len(pair.target) for pair in edition.pairs)
    print(f"{len(edition.pairs)} pairs, {letters[0]:,} English and {letters[1]:,} Burmese characters")
    print(f"{os.cpu_count()} cores")
    start = time.perf_counter()
    print("\n| what | size | processor time, new process | in a process at work |\n|---|---|---|---|")
    ours(edition, asked.article)
    with tempfile.TemporaryDirectory() as folder:
        peers(edition, Path(folder), asked.peers)
    print(f"\n{time.perf_counter() - start:.0f} s in all")


if __name__ == "__main__":
    main()
