"""A newsroom on several machines, on one host: PostgreSQL, three desks behind nginx, two workers; and parts of it fail.

    python bench/cluster.py                       60 people, 60 seconds; a desk and a worker are killed on the way
    python bench/cluster.py --network             two network namespaces; the link to the database is cut and healed
    python bench/cluster.py --people 6 --seconds 15

Every decision has a text of its own. Who gets no answer, or an error, sends the same again, as people do. Afterwards
the journal and the catalogs are compared with what people were told. Needs postgresql and nginx, --network also root.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from adversary import right  # noqa: E402
from cluster_machines import (  # noqa: E402
    DATABASE_NET,
    DESK_NET,
    await_desk,
    diglot,
    fill,
    ip,
    make_machine,
    namespaces,
    nginx,
    running,
)
from cluster_people import crowd, judge, tell_times  # noqa: E402
from engine_doubles import LibreTranslate  # noqa: E402
from postgres import Server, _free_port  # noqa: E402

from l10n.labels import paragraph_id  # noqa: E402
from l10n.model import CatalogKey  # noqa: E402
from l10n.newsroom.project import Project, open_project, utc_now  # noqa: E402
from l10n.ports.jobs import Job, JobState, Order  # noqa: E402

DESKS, WORKERS, JOBS = 3, 2, 6
SETTLED_S = 10.0
"""After so long everybody has signed in."""
DESK = "10.78.0.2"


@dataclass
class Newsroom:
    """Several machines that run: their programs, where the balancer is, and what is worked on."""

    project: Project
    pages: list[str]
    address: str
    desks: list[subprocess.Popen[bytes]]
    workers: list[subprocess.Popen[bytes]]


def several(args: argparse.Namespace, folder: Path, stack: ExitStack) -> bool:
    """Three desks and two workers under load; one of each is killed."""
    room = started(args, folder, stack)
    began = time.time()
    clerks = crowd(room.address, args.people, room.pages, args.seconds, args.think)
    jobs = ordered(room.project)
    time.sleep(args.seconds / 3)
    room.desks[0].kill()
    room.workers[0].kill()
    killed = time.time()
    print(f"after {killed - began:.0f} s: kill -9 of one desk of {DESKS} and of one worker of {WORKERS}")
    for clerk in clerks:
        clerk.join()
    ended = time.time()
    are_done = judge_jobs(room.project, jobs, ended)
    tell_times(clerks, {"before": (began + SETTLED_S, killed), "after": (killed, ended)})
    return judge(room.project, clerks) and are_done


def started(args: argparse.Namespace, folder: Path, stack: ExitStack) -> Newsroom:
    """Start everything; it ends with *stack*."""
    server = stack.enter_context(closing(Server(durable=True)))
    url = server.make()
    engine = stack.enter_context(LibreTranslate(translate=slowly))
    machines = [folder / f"machine{number}" for number in range(DESKS)]
    for root in machines:
        make_machine(root, args.articles, engine.url)
    os.environ["DIGLOT_DATABASE_URL"] = url
    project = open_project(machines[0])
    pages = fill(project, args.people)
    front, *ports = [_free_port() for _ in range(DESKS + 1)]
    desks = [
        stack.enter_context(running(diglot(root, "serve", "--port", str(port)), url, log=folder / f"desk{port}.log"))
        for root, port in zip(machines, ports, strict=True)
    ]
    workers = [
        stack.enter_context(running(diglot(root, "worker"), url, log=folder / f"worker{number}.log"))
        for number, root in enumerate(machines[:WORKERS])
    ]
    stack.enter_context(nginx(folder, ports, front))
    for port in (front, *ports):
        await_desk(f"http://127.0.0.1:{port}")
    return Newsroom(project, pages, f"http://127.0.0.1:{front}", desks, workers)


def ordered(project: Project) -> list[Job]:
    """Order drafts of some articles, as people do at the desk."""
    orders = []
    for slug in project.slugs()[:JOBS]:
        key = CatalogKey(slug, "es")
        todo = tuple(paragraph_id(entry.key) for entry in project.catalogs.read(key)[0].entries)
        orders.append(Order(key, ("libretranslate",), "p0", (), project.new_run(), todo))
    jobs = [project.jobs.add(order, now=utc_now()) for order in orders]
    for job in jobs:
        project.hand_over(job)
    return jobs


def judge_jobs(project: Project, jobs: list[Job], ended: float) -> bool:
    """Wait until all jobs are done, two minutes at most; print what came of them, and return whether they are."""

    def now() -> list[Job]:
        return [found for job in jobs if (found := project.jobs.job(job.id))]

    while any(job.state is not JobState.DONE for job in now()) and time.time() < ended + 120:
        time.sleep(1)
    found = now()
    drafted = [bool(e.target) for job in found for e in project.catalogs.read(job.order.catalog)[0].entries]
    done = sum(job.state is JobState.DONE for job in found)
    print(
        f"jobs done {done} of {len(jobs)}, of which {sum(job.attempts > 1 for job in found)} taken up again, the last "
        f"ended {time.time() - ended:.0f} s after the load; segments drafted {sum(drafted)} of {len(drafted)}, "
        f"counted {sum(sum(job.result.drafted.values()) for job in found)}"
    )
    return done == len(jobs)


def slowly(text: str) -> str:
    time.sleep(0.4)
    return right(text)


def network(args: argparse.Namespace, folder: Path, stack: ExitStack) -> bool:
    """One desk, whose link to the database is cut for a third of the time."""
    stack.enter_context(namespaces())
    project, pages = started_apart(args, folder, stack)
    began = time.time()
    clerks = crowd(f"http://{DESK}:8000", args.people, pages, args.seconds, args.think)
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


def started_apart(args: argparse.Namespace, folder: Path, stack: ExitStack) -> tuple[Project, list[str]]:
    """Start the database in one network and a desk in another."""
    within = ("ip", "netns", "exec", DATABASE_NET)
    server = stack.enter_context(closing(Server(durable=True, host="10.77.0.1", within=within)))
    psql = ["psql", "-q", "-h", str(server.folder), "-p", str(server.port), "-U", "postgres"]
    subprocess.run([*psql, "-c", "CREATE DATABASE newsroom TEMPLATE template0"], check=True)
    os.environ["DIGLOT_DATABASE_URL"] = f"postgresql://postgres@/newsroom?host={server.folder}&port={server.port}"
    root = folder / "machine"
    make_machine(root, args.articles, "http://127.0.0.1:9")
    project = open_project(root)
    pages = fill(project, args.people)
    words = ("serve", "--host", DESK, "--port", "8000", "--threads", "16")
    command = diglot(root, *words, within=("ip", "netns", "exec", DESK_NET))
    stack.enter_context(running(command, server.url("newsroom"), log=folder / "desk.log"))
    await_desk(f"http://{DESK}:8000")
    return project, pages


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
