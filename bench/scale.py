"""How the program grows with the newsroom: the same work on projects of 1,000, 10,000 and 30,000 catalogs.

    python bench/scale.py                         1,000 and 10,000 articles of about 35 segments, one locale
    python bench/scale.py --articles 1000 30000
    python bench/scale.py --database URL          the same with a shared PostgreSQL (each size needs an empty one)

Each project is made once, in `build/bench`, half of its paragraphs approved. Commands run in processes of their own;
pages are asked of the real server on loopback by one person. The least of several tries is printed, and by which power
of the size it grows: 0 not at all, 1 as the size does.
"""

from __future__ import annotations

import argparse
import http.client
import math
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import desk
import prose

PROGRAM = [sys.executable, "-m", "l10n"]
CONFIG = '[project]\nname = "Scale"\nsource = "en"\ntargets = ["es"]\nlicence = "CC0-1.0"\n'
TRIES = 5

Figures = dict[str, float]


def run(root: Path, *words: str, environment: dict[str, str]) -> tuple[float, float]:
    """Run a command; return its wall and its processor time in seconds."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run([*PROGRAM, "-C", str(root), *words], env=environment, capture_output=True, text=True)
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):
        sys.exit(f"diglot {' '.join(words)}: {done.stderr.strip()}")
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def make_project(articles: int, environment: dict[str, str], name: str) -> tuple[Path, Figures]:
    """Return a project of so many articles, and how long its making took, where it was made now."""
    root, figures = desk.WORK / f"scale-{name}{articles}", Figures()
    if (root / "made").exists():
        return root, figures
    shutil.rmtree(root, ignore_errors=True)
    prose.write_articles(root / "articles", articles)
    (root / "diglot.toml").write_text(CONFIG, encoding="utf-8")
    figures["first update"] = run(root, "update", environment=environment)[0]
    fill = [sys.executable, __file__, "--fill", str(root)]
    subprocess.run(fill, env=environment, check=True)
    figures["memory made anew"] = run(root, "memory", "rebuild", environment=environment)[0]
    (root / "made").touch()
    return root, figures


def fill(root: Path) -> None:
    """Approve half of all paragraphs, and have one person who can sign in."""
    import random

    from l10n.newsroom.project import open_project, utc_now
    from l10n.stores.people import SqlPeople

    project, draw = open_project(root), random.Random(1)  # noqa: S311
    for key in list(project.catalogs.keys()):
        catalog, revision = project.catalogs.read(key)
        filled = {e.key: e.approved("¡" + e.source) for e in catalog.entries if draw.random() < 0.5}
        project.catalogs.replace(key, catalog.with_entries(filled), expected=revision)
    people = SqlPeople(project.database, hashing=desk.CHEAP)
    token = people.invite(handle="p0", role="reviewer", now=utc_now())
    people.accept(token, passphrase=desk.PASSPHRASE, now=utc_now())


def least(work: Callable[[], float], tries: int = TRIES) -> float:
    return min(work() for _ in range(tries))


def ask_commands(root: Path, environment: dict[str, str]) -> Figures:
    run(root, "update", environment=environment)
    commands = {
        "update, nothing new": ["update"],
        "status": ["status"],
        "build of one article": ["build", "article-0007", "--draft", "--format", "html,epub,markdown,text"],
    }
    return {
        name: least(lambda words=words: run(root, *words, environment=environment)[0], 3)  # type: ignore[misc]
        for name, words in commands.items()
    }


def ask_pages(root: Path, articles: int, environment: dict[str, str]) -> Figures:
    server = subprocess.Popen(
        [sys.executable, "-u", "-m", "l10n", "-C", str(root), "serve", "--port", "0"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    address = re.search(r"http://[\d.:]+", server.stdout.readline() if server.stdout else "")
    if address is None:
        sys.exit("the desk did not start")
    person = desk.Person(address[0], "p0", ["article-0003"], 0, 0, bare=False)
    person.connection = http.client.HTTPConnection(person.host, timeout=600)
    _, page = person.ask("sign in", "/login")
    token = desk.field(page, "csrf_token")
    person.ask("sign in", "/login", {"handle": "p0", "passphrase": desk.PASSPHRASE, "next": "/", "csrf_token": token})

    def timed(path: str) -> float:
        began = time.perf_counter()
        person.ask("page", path)
        return time.perf_counter() - began

    figures = {"front page, the first": timed("/")}
    timed("/articles/article-0003/es")
    time.sleep(5)  # what is counted beside is counted
    figures["front page"] = least(lambda: timed("/"))
    figures["search: a word"] = least(lambda: timed("/search?q=interpreter"), 2)
    figures["search: a state"] = least(lambda: timed("/search?q=state%3Aempty"), 2)
    chosen = [f"/articles/article-{number:04}/es" for number in range(10, articles, articles // 20)][:20]
    ids = {base: re.findall(r'id="p-([0-9a-f]{12})"', person.ask("article", base)[1]) for base in chosen}
    paths = [f"{base}/p/{ids[base][3]}" for base in chosen]
    figures["paragraph with suggestions"] = sorted(timed(path) for path in paths)[len(paths) // 2]
    figures["approve"] = sorted(approve(person, path) for path in paths)[len(paths) // 2]
    if person.errors:
        sys.exit(f"the desk answered: {sorted(set(person.errors))}")
    server.send_signal(signal.SIGTERM)
    server.wait(60)
    return figures


def approve(person: desk.Person, path: str) -> float:
    _, page = person.ask("paragraph", path)
    fields = {name: desk.field(page, name) for name in ("base", "csrf_token")}
    fields |= {"action": "approve-anyway", "target": desk.text_in_box(page) + "!" * (time.time_ns() // 1000 % 2 + 1)}
    fields["warned"] = desk.hashlib.sha256(fields["target"].encode()).hexdigest()[:16]
    began = time.perf_counter()
    person.ask("approve", path, fields)
    return time.perf_counter() - began


def print_table(sizes: list[int], found: list[Figures]) -> None:
    print("| what, seconds | " + " | ".join(f"{size:,}" for size in sizes) + " | grows with the power |")
    print("|---|" + "---|" * (len(sizes) + 1))
    for name in dict.fromkeys(name for figures in found for name in figures):
        values = [figures.get(name) for figures in found]
        ends = [(size, value) for size, value in zip(sizes, values, strict=True) if value]
        (low, first), (high, last) = ends[0], ends[-1]
        power = f"{math.log(last / first) / math.log(high / low):.2f}" if len(ends) > 1 else "–"
        told = " | ".join(f"{value:.3f}" if value else "–" for value in values)
        print(f"| {name} | {told} | {power} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--database", default="", help="a PostgreSQL URL; {size} in it becomes the number of articles")
    parser.add_argument("--fill", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.fill:
        fill(args.fill)
        return
    found = []
    for size in args.articles:
        environment = dict(os.environ)
        if args.database:
            environment["DIGLOT_DATABASE_URL"] = args.database.replace("{size}", str(size))
        root, figures = make_project(size, environment, "shared-" if args.database else "")
        figures |= ask_commands(root, environment)
        figures |= ask_pages(root, size, environment)
        found.append(figures)
        print(size, {name: round(value, 3) for name, value in figures.items()}, file=sys.stderr)
    print_table(args.articles, found)


if __name__ == "__main__":
    main()
