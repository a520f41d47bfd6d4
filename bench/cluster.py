"""A newsroom on several machines, on one host: PostgreSQL, three desks behind nginx, two workers; and parts of it fail.

    python bench/cluster.py                       60 people, 60 seconds; a desk and a worker are killed on the way
    python bench/cluster.py --network             two network namespaces; the link to the database is cut and healed
    python bench/cluster.py --people 6 --seconds 15

Every decision has a text of its own. Who gets no answer, or an error, sends the same again, as people do. Afterwards
the journal and the catalogs are compared with what people were told. Needs postgresql and nginx, --network also root.
"""

from __future__ import annotations

import argparse
import html
import http.client
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlencode, urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import prose  # noqa: E402
from adversary import right  # noqa: E402
from desk import CHEAP, CONFIG, PASSPHRASE, field  # noqa: E402
from engine_doubles import LibreTranslate  # noqa: E402
from postgres import Server, _free_port  # noqa: E402

from l10n.labels import paragraph_id  # noqa: E402
from l10n.model import CatalogKey, Outcome  # noqa: E402
from l10n.newsroom.project import Project, open_project, utc_now  # noqa: E402
from l10n.ports.jobs import Job, JobState, Order  # noqa: E402
from l10n.stores.people import SqlPeople  # noqa: E402

DESKS, WORKERS, JOBS = 3, 2, 6
DATABASE_NET, DESK_NET = "diglot-db", "diglot-desk"


class Clerk(threading.Thread):
    """Somebody who decides all the time, and sends again what got no answer."""

    def __init__(self, address: str, handle: str, pages: list[str], end: float, think_s: float) -> None:
        super().__init__(name=handle)
        self.host, self.handle, self.pages, self.end, self.think_s = (
            urlsplit(address).netloc,
            handle,
            pages,
            end,
            think_s,
        )
        self.draw, self.cookies = random.Random(handle), dict[str, str]()  # noqa: S311 (chance for a test)
        self.times: list[tuple[float, str, float, int]] = []
        self.acked, self.conflicts, self.unkept = list[str](), list[str](), 0

    def ask(self, kind: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        """Return the status, 0 without an answer, and the text; note when, and how long it took."""
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began, status, text = time.time(), 0, ""
        with closing(http.client.HTTPConnection(self.host, timeout=60)) as connection:
            try:
                body = urlencode(fields) if fields is not None else None
                connection.request("POST" if fields is not None else "GET", path, body, headers)
                answer = connection.getresponse()
                status, text = answer.status, answer.read().decode()
                for cookie in answer.headers.get_all("Set-Cookie") or ():
                    name, _, value = cookie.partition(";")[0].partition("=")
                    self.cookies[name] = value
            except (OSError, http.client.HTTPException):
                pass
        self.times.append((began, kind, time.time() - began, status))
        return status, text

    def run(self) -> None:
        time.sleep(self.draw.uniform(0, 2 * self.think_s))
        while time.time() < self.end:
            status, page = self.ask("sign in", "/login")
            form = {
                "handle": self.handle,
                "passphrase": PASSPHRASE,
                "next": "/",
                "csrf_token": field(page, "csrf_token"),
            }
            if status == 200 and self.ask("sign in", "/login", form)[0] == 303:
                break
            time.sleep(1)
        number = 0
        while time.time() < self.end:
            number += 1
            self.decide(self.draw.choice(self.pages), f"¡{self.handle} {number}!")
            if number % 7 == 0:
                self.ask("front page", "/")

    def decide(self, path: str, text: str) -> None:
        """Write *text* into a paragraph, and go on trying until there is an answer."""
        while True:
            status, page = self.ask("open", path)
            if status == 200:
                break
            if time.time() > self.end + 60:
                return
            time.sleep(1)
        fields = {
            "action": "review",
            "base": field(page, "base"),
            "csrf_token": field(page, "csrf_token"),
            "target": text,
        }
        time.sleep(self.draw.expovariate(1 / self.think_s) if self.think_s else 0)
        while time.time() < self.end + 60:
            status, answer = self.ask("decide", path, fields)
            if status == 303:
                self.acked.append(text)
                return
            if status == 409:
                self.conflicts.append(text)
                return
            if status == 503 and text not in html.unescape(answer):
                self.unkept += 1
            time.sleep(1)
        return


def make_machine(root: Path, articles: int, engine: str) -> None:
    prose.write_articles(root / "articles", articles)
    (root / "diglot.toml").write_text(
        f'{CONFIG}\n[draft]\nengines = ["libretranslate"]\n[engine.libretranslate]\nurl = "{engine}"\n',
        encoding="utf-8",
    )


def fill(project: Project, people: int) -> list[str]:
    """Make the catalogs and the people; return the addresses of paragraphs that are to be worked on."""
    list(project.update())
    kept = SqlPeople(project.database, hashing=CHEAP)
    for number in range(people):
        token = kept.invite(handle=f"p{number}", role="reviewer", now=utc_now())
        kept.accept(token, passphrase=PASSPHRASE, now=utc_now())
    keys = [CatalogKey(slug, "my") for slug in project.slugs()]
    return [
        f"/articles/{key.slug}/my/p/{paragraph_id(entry.key)}"
        for key in keys
        for entry in project.catalogs.read(key)[0].entries
    ]


@contextmanager
def running(command: list[str], url: str, *, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program of the newsroom, with the database's address in its environment."""
    environment = os.environ | {"DIGLOT_DATABASE_URL": url, "PYTHONPATH": str(ROOT)}
    with log.open("wb") as file:
        process = subprocess.Popen(command, env=environment, stdout=file, stderr=subprocess.STDOUT)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def diglot(root: Path, *words: str, within: tuple[str, ...] = ()) -> list[str]:
    return [*within, sys.executable, "-m", "l10n", "-C", str(root), *words]


def await_desk(address: str, s: float = 40) -> None:
    end = time.time() + s
    while time.time() < end:
        try:
            with closing(http.client.HTTPConnection(urlsplit(address).netloc, timeout=5)) as connection:
                connection.request("GET", "/login")
                if connection.getresponse().status == 200:
                    return
        except OSError:
            pass
        time.sleep(0.3)
    sys.exit(f"{address} does not answer")


@contextmanager
def nginx(folder: Path, ports: list[int], port: int) -> Iterator[None]:
    servers = "".join(f"server 127.0.0.1:{each} max_fails=1 fail_timeout=5s; " for each in ports)
    config = folder / "nginx.conf"
    config.write_text(
        f"""daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log; worker_processes 1;
events {{ worker_connections 512; }}
http {{
  access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  upstream desks {{ {servers} }}
  server {{ listen 127.0.0.1:{port};
    location / {{ proxy_pass http://desks; proxy_set_header Host $http_host; proxy_connect_timeout 2s; }} }}
}}
""",
        encoding="utf-8",
    )
    process = subprocess.Popen(["nginx", "-c", str(config), "-p", str(folder)], stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait(10)


def crowd(address: str, people: int, pages: list[str], seconds: float, think_s: float) -> list[Clerk]:
    end = time.time() + seconds
    clerks = [Clerk(address, f"p{number}", pages, end, think_s) for number in range(people)]
    for clerk in clerks:
        clerk.start()
    return clerks


def judge(project: Project, clerks: list[Clerk]) -> bool:
    """Compare what people were told with what is kept; print it, and return whether all is well."""
    recovered = project.recover()
    rows = project.journal.newest(limit=10**6)
    applied = Counter(row.after.target for row in rows if row.outcome is Outcome.APPLIED)
    known = {row.after.target for row in rows}
    acked = [text for clerk in clerks for text in clerk.acked]
    conflicts = [text for clerk in clerks for text in clerk.conflicts]
    lost = [text for text in acked if not applied[text]] + [text for text in conflicts if text not in known]
    double = [text for text, count in applied.items() if count > 1]
    newest: dict[object, str] = {}
    for row in rows:
        if row.outcome is Outcome.APPLIED:
            newest.setdefault((row.catalog, row.key), row.after.target)
    wrong = [
        key
        for catalog in {catalog for catalog, _ in newest}  # type: ignore[misc]
        for key, entry in project.catalogs.read(catalog)[0].by_key().items()
        if (catalog, key) in newest and entry.target != newest[catalog, key]
    ]
    replayed, unkept = recovered.applied + recovered.conflicts, sum(clerk.unkept for clerk in clerks)
    print(
        f"decisions answered {len(acked)}, told of a conflict {len(conflicts)}; lost {len(lost)}, twice {len(double)}, "
        f"catalogs that differ from the journal {len(wrong)}, pending replayed {replayed}, "
        f"error pages without the typed text {unkept}"
    )
    return not (lost or double or wrong)


def tell_times(clerks: list[Clerk], parts: dict[str, tuple[float, float]]) -> None:
    print("| when | what | how many | p50 ms | p99 ms | most ms | no answer or 5xx |")
    print("|---|---|---|---|---|---|---|")
    for part, (start, end) in parts.items():
        for kind in ("open", "decide", "front page"):
            found = [t for clerk in clerks for t in clerk.times if t[1] == kind and start <= t[0] < end]
            good = [taken for _, _, taken, status in found if status and status < 500]
            if len(good) > 1:
                cut = quantiles(good, n=100)
                ms = f"{1000 * cut[49]:.0f} | {1000 * cut[98]:.0f} | {1000 * max(good):.0f}"
                print(f"| {part} | {kind} | {len(found)} | {ms} | {len(found) - len(good)} |")


def several(args: argparse.Namespace, folder: Path, stack: ExitStack) -> bool:
    """Three desks and two workers under load; one of each is killed."""
    server = stack.enter_context(closing(Server(durable=True)))
    url = server.make()
    engine = stack.enter_context(LibreTranslate(translate=slowly))
    machines = [folder / f"machine{number}" for number in range(DESKS)]
    for root in machines:
        make_machine(root, args.articles, engine.url)
    os.environ["DIGLOT_DATABASE_URL"] = url
    project = open_project(machines[0])
    pages = fill(project, args.people)
    ports = [_free_port() for _ in range(DESKS + 1)]
    desks = [
        stack.enter_context(running(diglot(root, "serve", "--port", str(port)), url, log=folder / f"desk{port}.log"))
        for root, port in zip(machines, ports[1:], strict=True)
    ]
    workers = [
        stack.enter_context(running(diglot(root, "worker"), url, log=folder / f"worker{number}.log"))
        for number, root in enumerate(machines[:WORKERS])
    ]
    stack.enter_context(nginx(folder, ports[1:], ports[0]))
    for port in ports:
        await_desk(f"http://127.0.0.1:{port}")
    began = time.time()
    clerks = crowd(f"http://127.0.0.1:{ports[0]}", args.people, pages, args.seconds, args.think)
    orders = [
        Order(CatalogKey(slug, "es"), ("libretranslate",), "p0", (), project.new_run(), ())
        for slug in project.slugs()[:JOBS]
    ]
    jobs = [project.jobs.add(order, now=utc_now()) for order in orders]
    for job in jobs:
        project.hand_over(job)
    time.sleep(args.seconds / 3)
    desks[0].kill()
    workers[0].kill()
    killed = time.time()
    print(f"after {killed - began:.0f} s: kill -9 of one desk of {DESKS} and of one worker of {WORKERS}")
    for clerk in clerks:
        clerk.join()
    ended = time.time()
    while any(project.jobs.job(job.id).state is not JobState.DONE for job in jobs) and time.time() < ended + 120:  # type: ignore[union-attr]
        time.sleep(1)
    done = [project.jobs.job(job.id) for job in jobs]
    drafted = [bool(e.target) for order in orders for e in project.catalogs.read(order.catalog)[0].entries]
    again = sum(job.attempts > 1 for job in done if job)
    print(
        f"jobs done {sum(job.state is JobState.DONE for job in done if job)} of {len(jobs)}, of which "
        f"{again} taken up again, the last ended {time.time() - ended:.0f} s after "
        f"the load; segments drafted {sum(drafted)} of {len(drafted)}, counted {sum(map(_drafted, done))}"
    )
    tell_times(clerks, {"before": (began + 10, killed), "after": (killed, ended)})
    return judge(project, clerks) and all(job and job.state is JobState.DONE for job in done)


def _drafted(job: Job | None) -> int:
    return sum(job.result.drafted.values()) if job else 0


def slowly(text: str) -> str:
    time.sleep(0.4)
    return right(text)


def ip(*words: str, check: bool = True) -> None:
    subprocess.run(["ip", *words], check=check, capture_output=not check)


@contextmanager
def namespaces() -> Iterator[None]:
    """Two networks of their own: the database in one, the desk in the other, and a link from us to the desk."""
    for name in (DATABASE_NET, DESK_NET):
        ip("netns", "delete", name, check=False)
    try:
        for name in (DATABASE_NET, DESK_NET):
            ip("netns", "add", name)
            ip("-n", name, "link", "set", "lo", "up")
        ip("link", "add", "dg-db", "netns", DATABASE_NET, "type", "veth", "peer", "name", "dg-link", "netns", DESK_NET)
        ip("link", "add", "dg-us", "type", "veth", "peer", "name", "dg-desk", "netns", DESK_NET)
        for name, link, address in ((DATABASE_NET, "dg-db", "10.77.0.1/24"), (DESK_NET, "dg-link", "10.77.0.2/24")):
            ip("-n", name, "addr", "add", address, "dev", link)
            ip("-n", name, "link", "set", link, "up")
        ip("-n", DESK_NET, "addr", "add", "10.78.0.2/24", "dev", "dg-desk")
        ip("-n", DESK_NET, "link", "set", "dg-desk", "up")
        ip("addr", "add", "10.78.0.1/24", "dev", "dg-us")
        ip("link", "set", "dg-us", "up")
        yield
    finally:
        for name in (DATABASE_NET, DESK_NET):
            ip("netns", "delete", name, check=False)
        ip("link", "delete", "dg-us", check=False)


def network(args: argparse.Namespace, folder: Path, stack: ExitStack) -> bool:
    """One desk, whose link to the database is cut for a third of the time."""
    stack.enter_context(namespaces())
    within = ("ip", "netns", "exec", DATABASE_NET)
    server = stack.enter_context(closing(Server(durable=True, host="10.77.0.1", within=within)))
    here = f"postgresql://postgres@/newsroom?host={server.folder}&port={server.port}"
    psql = ["psql", "-q", "-h", str(server.folder), "-p", str(server.port), "-U", "postgres"]
    subprocess.run([*psql, "-c", "CREATE DATABASE newsroom TEMPLATE template0"], check=True)
    os.environ["DIGLOT_DATABASE_URL"] = here
    root = folder / "machine"
    make_machine(root, args.articles, "http://127.0.0.1:9")
    project = open_project(root)
    pages = fill(project, args.people)
    command = diglot(
        root,
        "serve",
        "--host",
        "10.78.0.2",
        "--port",
        "8000",
        "--threads",
        "16",
        within=("ip", "netns", "exec", DESK_NET),
    )
    stack.enter_context(running(command, server.url("newsroom"), log=folder / "desk.log"))
    await_desk("http://10.78.0.2:8000")
    began = time.time()
    clerks = crowd("http://10.78.0.2:8000", args.people, pages, args.seconds, args.think)
    time.sleep(args.seconds / 3)
    ip("-n", DESK_NET, "link", "set", "dg-link", "down")
    cut = time.time()
    time.sleep(args.seconds / 3)
    ip("-n", DESK_NET, "link", "set", "dg-link", "up")
    healed = time.time()
    print(f"the link to the database was cut after {cut - began:.0f} s, for {healed - cut:.0f} s")
    for clerk in clerks:
        clerk.join()
    told = [t for clerk in clerks for t in clerk.times if cut <= t[0] < healed]
    slowest = max((taken for _, _, taken, status in told if status == 503), default=0.0)
    first = min((t[0] + t[2] for c in clerks for t in c.times if t[0] > cut and t[3] == 303), default=0.0)
    print(
        f"while it was cut: answers by status {dict(Counter(status for *_, status in told))}, the slowest 503 after "
        f"{slowest:.1f} s; the first decision taken {first - healed:.1f} s after it was healed"
    )
    tell_times(clerks, {"before": (began + 5, cut), "after": (healed, time.time())})
    return judge(project, clerks)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=60)
    parser.add_argument("--articles", type=int, default=40)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--think", type=float, default=3.0, help="seconds between opening and deciding, on average")
    parser.add_argument("--network", action="store_true", help="cut the link to the database instead")
    args = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="diglot-cluster-"))
    try:
        with ExitStack() as stack:
            sound = (network if args.network else several)(args, folder, stack)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(0 if sound else 1)


if __name__ == "__main__":
    main()
