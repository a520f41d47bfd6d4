"""The desk under load: `diglot serve` as it is, with many articles and people, beside a bare Flask application.

The desk, the people (`desk_people.py`) and the bare application (`desk_bare.py`) are processes of their own. A run is
bounded: so many people, so many seconds. `--write` puts the tables into docs/performance.md.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import json
import os
import platform
import re
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import prose
from desk_people import PASSPHRASE

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "build" / "bench-desk"
PAGE = ROOT / "docs" / "performance.md"
MARKS = ("<!-- make bench: desk -->", "<!-- end -->")
HERE = Path(__file__).parent
LOCALES = ("es", "fr")
CHEAP = "pbkdf2:sha256:1"
"""How the people's passphrases are kept: signing in is not what is measured."""
START_S = 60
ROUTES = ("first look", "articles", "review", "paragraph", "approve", "comment")


def make_project(folder: Path, *, articles: int, people: int) -> None:
    """Make a project whose every entry waits for a reviewer, and its people; one that is there is used again."""
    from l10n import open_project
    from l10n.newsroom.project import utc_now
    from l10n.stores.people import SqlPeople

    config = f'[project]\nname = "bench"\nsource = "en"\ntargets = [{", ".join(map(repr, LOCALES))}]\n'
    shutil.rmtree(folder, ignore_errors=True)
    prose.write_articles(folder / "articles", articles)
    (folder / "diglot.toml").write_text(config.replace("'", '"'), encoding="utf-8")
    project = open_project(folder)
    list(project.update())
    for key in project.catalogs.keys():  # noqa: SIM118  the port's method
        catalog, revision = project.catalogs.read(key)
        filled = {e.key: e.reviewed(_target(e.source)) for e in catalog.entries}
        project.catalogs.replace(key, catalog.with_entries(filled), expected=revision)
    store = SqlPeople(project.database, hashing=CHEAP)
    for number in range(people):
        token = store.invite(handle=f"person{number}", role="reviewer", now=utc_now())
        store.accept(token, passphrase=PASSPHRASE, now=utc_now())


def _target(source: str) -> str:
    """Return words that are no longer English, with the same signs and numbers."""
    return re.sub(r"\b[a-z]{4,}\b(?![^(]*\))", lambda word: word[0][::-1], source)


@contextlib.contextmanager
def running(command: list[str], port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until the block ends; it is there when its port answers."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT)
    try:
        until = time.monotonic() + START_S
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            if process.poll() is not None or time.monotonic() > until:
                raise SystemExit(f"{command} does not answer")
            time.sleep(0.1)
        yield process
    finally:
        process.terminate()
        process.wait(10)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def resident_mb(process: subprocess.Popen[bytes]) -> float:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{process.pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return 0.0


def visited(port: int, asked: argparse.Namespace, *, think_s: float, bare: bool = False) -> dict[str, Any]:
    command = [sys.executable, str(HERE / "desk_people.py"), f"127.0.0.1:{port}", "--people", str(asked.people)]
    command += ["--articles", str(asked.articles), "--locales", ",".join(LOCALES), "--seconds", str(asked.seconds)]
    command += ["--think-s", str(think_s), *(["--bare"] if bare else [])]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, timeout=asked.seconds + 180)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def rows_of(title: str, found: dict[str, Any], seconds: float, mb: float) -> list[str]:
    """Return the lines of a table: the times of each route in milliseconds."""
    asked = sum(len(times) for times in found["times"].values())
    errors = ", ".join(f"{n}× {what}" for what, n in found["errors"].items()) or "none"
    lines = [
        f"{title}: {asked:,} requests, {asked / seconds:.0f} a second; errors: {errors}; peak resident {mb:.0f} MB.",
        "",
        "| page | requests | p50 ms | p95 | p99 | worst | kB on the wire |",
        "|---|---|---|---|---|---|---|",
    ]
    for route in (name for name in ROUTES if name in found["times"]):
        times = sorted(found["times"][route])
        cuts = statistics.quantiles(times, n=100, method="inclusive") if len(times) > 1 else times * 99
        kb = found["bytes"][route] / 1000
        lines.append(
            f"| {route} | {len(times):,} | {cuts[49]:.0f} | {cuts[94]:.0f} | {cuts[98]:.0f} | {times[-1]:.0f} | {kb:.1f} |"
        )
    return [*lines, ""]


def measure(asked: argparse.Namespace) -> list[str]:
    folder = WORK / f"desk-{asked.articles}"
    make_project(folder, articles=asked.articles, people=asked.people)
    lines = []
    runs = (("thinking", asked.think_s), ("without a pause", 0.0))
    for name, think_s in runs:
        port = free_port()
        serve = [sys.executable, "-m", "l10n", "-C", str(folder), "serve", "--port", str(port)]
        with running(serve, port) as process:
            found = visited(port, asked, think_s=think_s)
            lines += rows_of(f"The desk, {asked.people} people, {name}", found, asked.seconds, resident_mb(process))
        port = free_port()
        (WORK / "bare").mkdir(parents=True, exist_ok=True)
        with running([sys.executable, str(HERE / "desk_bare.py"), str(WORK / "bare"), str(port)], port) as process:
            found = visited(port, asked, think_s=think_s, bare=True)
            lines += rows_of(f"Bare Flask, {name}", found, asked.seconds, resident_mb(process))
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100)
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--think-s", type=float, default=8.0)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    today = datetime.datetime.now(datetime.UTC).date()
    load = os.getloadavg()[0]
    head = (
        f"Measured on {today.day} {today:%B %Y}, {os.cpu_count()} cores (load {load:.1f} at the start), Python"
        f" {platform.python_version()}: {asked.articles:,} articles in {len(LOCALES)} locales, {asked.people} people,"
        f" {asked.seconds:.0f} s a run; a person thinks {asked.think_s:g} s on average between two requests."
    )
    text = "\n".join([head, "", *measure(asked)])
    print(text)
    if asked.write:
        page = PAGE.read_text(encoding="utf-8")
        begin = page.index(MARKS[0]) + len(MARKS[0])
        end = page.index(MARKS[1], begin)
        PAGE.write_text(f"{page[:begin]}\n\n{text}\n{page[end:]}", encoding="utf-8")


if __name__ == "__main__":
    main()
