"""How the program grows with the newsroom: the same work on projects of 1,000, 10,000 and 30,000 catalogs.

    python bench/scale.py                         1,000 and 10,000 articles of about 35 segments, one locale
    python bench/scale.py --articles 1000 30000
    python bench/scale.py --database URL          the same with a shared PostgreSQL (each size needs an empty one)
    python bench/scale.py --long                  the same with a journal that tells of each approved paragraph

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
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import desk
from scale_projects import PROGRAM, Figures, in_its_own, make_project, run

TRIES = 5


def least(work: Callable[[], float], tries: int = TRIES) -> float:
    return min(work() for _ in range(tries))


def ask_commands(root: Path, environment: dict[str, str]) -> Figures:
    run(root, "update", environment=environment)
    commands = {
        "update, nothing new": ["update"],
        "status": ["status"],
        "build of one article": ["build", "article-0007", "--draft", "--format", "html,epub,markdown,text"],
    }
    figures = Figures()
    for name, words in commands.items():
        tries = [run(root, *words, environment=environment) for _ in range(3)]
        figures[name] = min(wall for wall, _ in tries)
        figures[name + ", MB"] = max(memory for _, memory in tries)
    return figures


def ask_once(root: Path, environment: dict[str, str]) -> Figures:
    """What one does once a day: look through all, and take a backup."""
    figures = Figures()
    figures["doctor"], figures["doctor, MB"] = run(root, "doctor", environment=environment)
    with tempfile.TemporaryDirectory(dir=root.parent) as folder:
        file = Path(folder, "newsroom.backup")
        figures["backup"], figures["backup, MB"] = run(root, "backup", str(file), environment=environment)
        figures["backup, size in MB"] = file.stat().st_size / 1e6
    return figures


class Desk:
    """The real server on loopback, with one person who is signed in; `end` stops it."""

    def __init__(self, root: Path, environment: dict[str, str]) -> None:
        self._server = subprocess.Popen(
            [*PROGRAM, "-C", str(root), "serve", "--port", "0"],
            env={**environment, "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        address = re.search(r"http://[\d.:]+", self._server.stdout.readline() if self._server.stdout else "")
        if address is None:
            sys.exit("the desk did not start")
        self.person = desk.Person(address[0], "p0", ["article-0003"], 0, 0, bare=False)
        self.person.connection = http.client.HTTPConnection(self.person.host, timeout=600)
        _, page = self.person.ask("sign in", "/login")
        fields = {
            "handle": "p0",
            "passphrase": desk.PASSPHRASE,
            "next": "/",
            "csrf_token": desk.field(page, "csrf_token"),
        }
        self.person.ask("sign in", "/login", fields)

    def timed(self, path: str) -> float:
        began = time.perf_counter()
        self.person.ask("page", path)
        return time.perf_counter() - began

    def end(self) -> float:
        """Stop it and return its largest memory in megabytes."""
        if self.person.errors:
            sys.exit(f"the desk answered: {sorted(set(self.person.errors))}")
        told = Path(f"/proc/{self._server.pid}/status").read_text(encoding="ascii")
        largest = re.search(r"VmHWM:\s+(\d+)", told)
        self._server.send_signal(signal.SIGTERM)
        self._server.wait(60)
        return int(largest[1]) / 1024 if largest else 0.0


def ask_pages(root: Path, articles: int, environment: dict[str, str]) -> Figures:
    server = Desk(root, environment)
    timed, person = server.timed, server.person
    figures = {"front page, the first": timed("/")}
    timed("/articles/article-0003/es")
    time.sleep(5)  # what is counted beside is counted
    figures["front page"] = least(lambda: timed("/"))
    figures["search: a word"] = least(lambda: timed("/search?q=interpreter"), 2)
    figures["search: a state"] = least(lambda: timed("/search?q=state%3Aempty"), 2)
    figures["memory: a look-up"] = least(lambda: timed("/memory?q=the+interpreter+is+started&locale=es"), 3)
    figures["activity"] = least(lambda: timed("/activity"), 3)
    chosen = [f"/articles/article-{number:04}/es" for number in range(10, articles, articles // 20)][:20]
    ids = {base: re.findall(r'id="p-([0-9a-f]{12})"', person.ask("article", base)[1]) for base in chosen}
    paths = [f"{base}/p/{ids[base][3]}" for base in chosen]
    figures["paragraph with suggestions"] = sorted(timed(path) for path in paths)[len(paths) // 2]
    figures["approve"] = sorted(approve(person, path) for path in paths)[len(paths) // 2]
    figures["desk, MB"] = server.end()
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
    print("| what, in seconds or MB | " + " | ".join(f"{size:,}" for size in sizes) + " | grows with the power |")
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
    parser.add_argument("--long", action="store_true", help="with the decisions that led to each approved paragraph")
    args = parser.parse_args()
    found = []
    for size in args.articles:
        environment = dict(os.environ)
        if args.database:
            environment["DIGLOT_DATABASE_URL"] = args.database.replace("{size}", str(size))
        root, figures = make_project(size, environment, "shared-" if args.database else "")
        if args.long:
            in_its_own(root, "--lengthen", environment)
        figures |= ask_commands(root, environment) | ask_once(root, environment)
        figures |= ask_pages(root, size, environment)
        found.append(figures)
        print(size, {name: round(value, 3) for name, value in figures.items()}, file=sys.stderr)
    print_table(args.articles, found)


if __name__ == "__main__":
    main()
