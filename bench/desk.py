"""The desk under load: people at work on a large project, beside a bare Flask app that writes and renders as much.

    python bench/desk.py                          1,000 articles in two locales, 50 people, 30 seconds
    python bench/desk.py --articles 50 --people 5 --seconds 5

Each person opens a paragraph, thinks, approves it, and goes on; now and then they look at the front page, the article,
or say something. The server is the real one, on loopback, in a process of its own; so are the people.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import hashlib
import html
import http.client
import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlencode, urlsplit

import prose

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
WORK = ROOT / "build" / "bench"
PASSPHRASE = "boats carry rice and letters"  # noqa: S105 (of a bench)
CHEAP = "pbkdf2:sha256:1"
"""How the passphrases of the bench are kept: signing in is not what is measured."""
CONFIG = '[project]\nname = "Bench"\nsource = "en"\ntargets = ["es", "my"]\nlicence = "CC0-1.0"\n'
PORT = 8765
STARTING_S = 60.0
THINK_S = 4.0
"""What a person thinks between two clicks, on average."""

BARE = """
import hashlib, os, sqlite3, sys, tempfile
from flask import Flask, request, redirect, render_template_string
from waitress import serve
folder = sys.argv[1]
PAGE = open(os.path.join(folder, "page.html"), encoding="utf-8").read()
CATALOG = open(os.path.join(folder, "catalog.po"), "rb").read()
app = Flask(__name__)
with sqlite3.connect(folder + "/journal.sqlite") as db:
    db.execute("CREATE TABLE decisions (id INTEGER PRIMARY KEY, text, outcome)")

def connect():
    db = sqlite3.connect(folder + "/journal.sqlite", timeout=10, isolation_level=None)
    db.execute("PRAGMA synchronous=FULL")
    return db

@app.get("/<path:any>")
@app.get("/")
def show(any=""):
    return render_template_string("{{ page | safe }}", page=PAGE)

@app.post("/<path:any>")
def decide(any):
    db = connect()
    db.execute("BEGIN IMMEDIATE")
    insert = "INSERT INTO decisions (text, outcome) VALUES (?, 'pending')"
    id = db.execute(insert, (request.form.get("target"),)).lastrowid
    db.execute("COMMIT")
    path = os.path.join(folder, hashlib.md5(any.encode()).hexdigest() + ".po")
    handle, part = tempfile.mkstemp(dir=folder)
    with os.fdopen(handle, "wb") as file:
        file.write(CATALOG)
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, path)
    directory = os.open(folder, os.O_RDONLY)
    os.fsync(directory)
    os.close(directory)
    db.execute("BEGIN IMMEDIATE")
    db.execute("UPDATE decisions SET outcome = 'applied' WHERE id = ?", (id,))
    db.execute("COMMIT")
    db.close()
    return redirect("/", 303)

print("http://127.0.0.1:%s/" % sys.argv[2], flush=True)
serve(app, host="127.0.0.1", port=int(sys.argv[2]), threads=8, _quiet=True)
"""


class Person(threading.Thread):
    """Somebody at work: one browser, one connection that is kept."""

    def __init__(self, address: str, handle: str, slugs: list[str], end: float, think_s: float, *, bare: bool) -> None:
        super().__init__(name=handle)
        self.host, self.handle, self.end, self.think_s, self.bare = urlsplit(address).netloc, handle, end, think_s, bare
        self.draw = random.Random(handle)  # noqa: S311 (chance for a test)
        self.slug, self.times, self.errors = self.draw.choice(slugs), defaultdict[str, list[float]](list), list[str]()
        self.sizes = defaultdict[str, list[int]](list)
        self.connection, self.cookies = http.client.HTTPConnection(self.host, timeout=30), dict[str, str]()

    def ask(self, kind: str, path: str, fields: dict[str, str] | None = None) -> tuple[str, str]:
        """Return where the answer leads, and its text; note how long it took."""
        headers = {"Accept-Encoding": "gzip", "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        body = urlencode(fields) if fields is not None else None
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        try:
            self.connection.request("POST" if fields is not None else "GET", path, body, headers)
            answer = self.connection.getresponse()
            data = answer.read()
            self.sizes[kind].append(len(data))
            text = (gzip.decompress(data) if answer.headers.get("Content-Encoding") == "gzip" else data).decode()
        except (OSError, http.client.HTTPException) as error:
            self.errors.append(f"{kind} {type(error).__name__}")
            self.connection = http.client.HTTPConnection(self.host, timeout=30)
            return "", ""
        self.times[kind].append(time.perf_counter() - began)
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        if answer.status >= 400:
            self.errors.append(f"{kind} {answer.status}")
        return answer.headers.get("Location", ""), text

    def run(self) -> None:
        time.sleep(self.draw.uniform(0, 2 * self.think_s))  # nobody comes at the same moment
        if not self.bare:
            _, page = self.ask("sign in", "/login")
            fields = {
                "handle": self.handle,
                "passphrase": PASSPHRASE,
                "next": "/",
                "csrf_token": field(page, "csrf_token"),
            }
            self.ask("sign in", "/login", fields)
        base = f"/articles/{self.slug}/{self.draw.choice(['es', 'my'])}"
        _, page = self.ask("article", base)
        ids = re.findall(r'id="p-([0-9a-f]{12})"', page) or ["0" * 12]
        number = 0
        while time.time() < self.end:
            path = f"{base}/p/{ids[number % len(ids)]}"
            number += 1
            _, page = self.ask("paragraph", path)
            self.think()
            if time.time() >= self.end:  # or all would approve at this one moment
                return
            fields = {"action": "approve-anyway", "base": field(page, "base"), "csrf_token": field(page, "csrf_token")}
            fields["target"] = f"{text_in_box(page)} {'!' * (number % 3)}".strip()
            fields["warned"] = hashlib.sha256(fields["target"].encode()).hexdigest()[:16]
            self.ask("approve", path, fields)
            if number % 5 == 0:
                self.ask("front page", "/")
            if number % 7 == 0:
                self.ask("article", base)
            if number % 11 == 0 and not self.bare:
                words = {"comment": f"word {number}", "csrf_token": fields["csrf_token"]}
                self.ask("comment", f"{path}/comments", words)
            self.think()

    def think(self) -> None:
        time.sleep(
            min(self.draw.expovariate(1 / self.think_s) if self.think_s else 0.0, max(0.0, self.end - time.time()))
        )


def field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    return html.unescape(found[1]) if found else ""


def text_in_box(page: str) -> str:
    """Return what stands in the box; where nothing does, the words of the original."""
    box = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", page, re.DOTALL)
    source = re.search(r'<p class="text"[^>]*>(.*?)</p>', page, re.DOTALL)
    words = (box and box[1]) or (source and "¡" + re.sub(r"<[^>]+>", "", source[1])) or "¡"
    return html.unescape(words)


def make_project(articles: int, people: int) -> Path:
    """Return a project of so many articles, half of their paragraphs approved, and so many reviewers."""
    from l10n.newsroom.project import open_project, utc_now
    from l10n.stores.people import SqlPeople

    root = WORK / f"desk-{articles}"
    if not (root / "diglot.toml").exists():
        shutil.rmtree(root, ignore_errors=True)
        prose.write_articles(root / "articles", articles)
        (root / "diglot.toml").write_text(CONFIG, encoding="utf-8")
        project, draw = open_project(root), random.Random(1)  # noqa: S311
        list(project.update())
        for key in list(project.catalogs.keys()):
            catalog, revision = project.catalogs.read(key)
            filled = {e.key: e.approved("¡" + e.source) for e in catalog.entries if draw.random() < 0.5}
            project.catalogs.replace(key, catalog.with_entries(filled), expected=revision)
    project = open_project(root)
    kept = SqlPeople(project.database, hashing=CHEAP)
    for number in range(people):
        if not kept.find(f"p{number}"):
            token = kept.invite(handle=f"p{number}", role="reviewer", now=utc_now())
            kept.accept(token, passphrase=PASSPHRASE, now=utc_now())
    return root


def work(address: str, people: int, seconds: float, think_s: float, slugs: list[str], *, bare: bool) -> None:
    """Let people work for so many seconds, and print their times as JSON: this runs in a process of its own."""
    end = time.time() + seconds
    crowd = [Person(address, f"p{number}", slugs, end, think_s, bare=bare) for number in range(people)]
    for person in crowd:
        person.start()
    for person in crowd:
        person.join()
    times, sizes = defaultdict(list), defaultdict(list)
    for person in crowd:
        for kind, bytes_read in person.sizes.items():
            sizes[kind] += bytes_read
        for kind, taken in person.times.items():
            times[kind] += taken
    print(
        json.dumps({"times": times, "sizes": sizes, "errors": [error for person in crowd for error in person.errors]})
    )


def measure(
    name: str,
    command: list[str],
    args: argparse.Namespace,
    slugs: list[str],
    *,
    bare: bool = False,
    environment: dict[str, str] | None = None,
) -> None:
    """Run a server at PORT, let people work at it, and print what they met."""
    env, quiet, address = {**os.environ, **(environment or {})}, subprocess.DEVNULL, f"http://127.0.0.1:{PORT}"
    server = subprocess.Popen(command, stdout=quiet, stderr=quiet, env=env, start_new_session=True)
    end = time.time() + STARTING_S
    while not answers(address):
        if server.poll() is not None or time.time() > end:
            sys.exit(f"{name} did not start")
        time.sleep(0.05)
    warm_up(address, bare=bare)
    crowd = [sys.executable, __file__, "--work", address, *(["--bare"] if bare else [])]
    options = ["--people", str(args.people), "--seconds", str(args.seconds), "--think", str(args.think)]
    began = cpu_s(server.pid)
    told = subprocess.run([*crowd, *options, "--slugs", *slugs[:200]], capture_output=True, text=True, check=True)
    found = json.loads(told.stdout)
    spent, resident = cpu_s(server.pid) - began, resident_mb(server.pid)
    server.send_signal(signal.SIGTERM)
    server.wait(40)
    told_of = f"{spent:.1f} s CPU, {resident:.0f} MB resident, {len(found['errors'])} errors"
    print(f"\n{name}: {told_of} {sorted(set(found['errors']))}")
    print("| what | how many | p50 ms | p95 ms | p99 ms | most | kB sent |")
    print("|---|---|---|---|---|---|---|")
    for kind, taken in sorted(found["times"].items()):
        cut = quantiles(taken, n=100) if len(taken) > 1 else taken * 99
        ms = (f"{1000 * each:.0f}" for each in (cut[49], cut[94], cut[98], max(taken)))
        row = (kind, len(taken), *ms, f"{median(found['sizes'][kind]) / 1000:.1f}")
        print("| " + " | ".join(map(str, row)) + " |")


def answers(address: str) -> bool:
    try:
        with contextlib.closing(socket.create_connection((urlsplit(address).hostname, urlsplit(address).port))):
            return True
    except OSError:
        return False


def warm_up(address: str, *, bare: bool) -> None:
    """Let one person visit every kind of page, so that all of the program is loaded before anything is timed."""
    visitor = Person(address, "p0", ["article-0000"], time.time() + 2, 0.0, bare=bare)
    visitor.start()
    visitor.join()


def processes(group: int) -> list[Path]:
    """Return those of a server, which may be several."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if os.getpgid(int(process.name)) == group:
                found.append(process)
    return found


def cpu_s(group: int) -> float:
    ticks = 0
    for process in processes(group):
        fields = (process / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def resident_mb(group: int) -> float:
    texts = [(process / "status").read_text(encoding="utf-8") for process in processes(group)]
    return sum(int(found[1]) for text in texts if (found := re.search(r"VmHWM:\s+(\d+)", text))) / 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--think", type=float, default=THINK_S, help="seconds between two clicks, on average")
    parser.add_argument("--workers", type=int, default=2, help="gunicorn's processes")
    parser.add_argument("--work", help=argparse.SUPPRESS)
    parser.add_argument("--slugs", nargs="*", default=[], help=argparse.SUPPRESS)
    parser.add_argument("--bare", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.work:
        work(args.work, args.people, args.seconds, args.think, args.slugs, bare=args.bare)
        return
    root = make_project(args.articles, args.people)
    slugs = sorted(path.stem for path in (root / "articles").glob("*.md"))
    print(f"{args.articles} articles, 2 locales, {args.people} people, {args.think} s between clicks, {args.seconds} s")
    measure("Diglot", [sys.executable, "-u", "-m", "l10n", "-C", str(root), "serve", "--port", str(PORT)], args, slugs)
    gunicorn = [sys.executable, "-m", "gunicorn", "-c", str(ROOT / "ops" / "gunicorn.conf.py")]
    where = {"DIGLOT_PROJECT": str(root), "DIGLOT_BIND": f"127.0.0.1:{PORT}", "DIGLOT_WORKERS": str(args.workers)}
    measure(f"Diglot below gunicorn, {args.workers} processes", gunicorn, args, slugs, environment=where)
    with tempfile.TemporaryDirectory() as folder:
        catalog = next((root / "locales" / "es" / "LC_MESSAGES").glob("*.po"))
        shutil.copy(catalog, Path(folder, "catalog.po"))
        Path(folder, "page.html").write_text("<p>" + "paragraph " * 1250 + "</p>", encoding="utf-8")
        measure("A bare Flask app", [sys.executable, "-u", "-c", BARE, folder, str(PORT)], args, slugs, bare=True)


if __name__ == "__main__":
    main()
