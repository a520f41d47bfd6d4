"""The desk below each server that docs/running.md has a recipe for: sign in, approve, kill a worker, go on."""

import contextlib
import http.client
import json
import os
import random
import re
import signal
import socket
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from postgres import needs_postgres, postgres_url
from sample_desk import PASSPHRASE, PEOPLE, REPOSITORY, SLUG, copy_sample
from served_fixture import BIN, Browser, environment, free_port, not_approved, running, wait_until_ready

from l10n.model import Action, CatalogKey
from l10n.newsroom.project import open_project, utc_now

pytestmark = pytest.mark.slow

ES = CatalogKey(SLUG, "es")
TOKEN = "a-token-of-the-metrics-page"
GUNICORN = (str(BIN / "gunicorn"), "-c", str(REPOSITORY / "ops" / "gunicorn.conf.py"))
WAITRESS = ("--ident=", "--channel-timeout=150", "--no-clear-untrusted-proxy-headers", "webapp.wsgi:app")
FORWARDED = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "desk.example.org"}


@pytest.fixture
def project(tmp_path):
    return copy_sample(tmp_path / "newsroom")


@pytest.fixture(params=["files", pytest.param("rows", marks=needs_postgres)])
def kept(request, project):
    """Return the project, its catalogs and journal once in files and once in a PostgreSQL."""
    if request.param == "files":
        yield project
        return
    with postgres_url() as url:
        with project.config.path.open("a", encoding="utf-8") as file:
            file.write(f'\n[database]\nurl = "{url}"\n')
        shared = open_project(project.root)
        assert all(done.taken for done in shared.sync(now=utc_now()))
        for handle, role in PEOPLE.items():
            token = shared.people.invite(handle=handle, role=role, now=utc_now())
            shared.people.accept(token, passphrase=PASSPHRASE, now=utc_now())
        yield shared


@pytest.fixture
def served(project, tmp_path):
    """Return a function that runs a server for the project."""

    def start(name, **more):
        port = free_port()
        commands = {
            "gunicorn": GUNICORN,
            "waitress": [str(BIN / "waitress-serve"), "--host=127.0.0.1", f"--port={port}", *WAITRESS],
            "diglot": (str(BIN / "python"), "-m", "l10n", "-C", str(project.root), "serve", "--port", str(port)),
        }
        told = {"DIGLOT_PROJECT": str(project.root), "DIGLOT_LOG": "json", "DIGLOT_BIND": f"127.0.0.1:{port}"}
        return running(commands[name], tmp_path / "log", f"http://127.0.0.1:{port}", **{**told, **more})

    return start


def wait_until_replaced(server, killed):
    until = time.monotonic() + 30
    while len(set(server.children()) - set(killed)) < 3:
        assert time.monotonic() < until
        time.sleep(0.1)
    wait_until_ready(server)


def approve_one(visitor, project):
    number = not_approved(project, ES)[0]
    answer = visitor.approve(project, ES, number)
    assert answer.status_code == 303, answer.text
    assert number not in not_approved(project, ES)


def approvals(project):
    return [d for d in project.journal.newest() if d.action is Action.APPROVE and d.outcome.value == "applied"]


def test_three_workers_of_gunicorn_are_one_desk_and_one_that_is_killed_is_replaced(project, served):
    with served("gunicorn", DIGLOT_WORKERS="3", DIGLOT_METRICS_TOKEN=TOKEN) as server:
        visitor = Browser(server.address)
        assert visitor.sign_in("aung").status_code == 303
        approve_one(visitor, project)
        before = server.children()
        assert len(before) == 3
        for killed in (before[:2], before[2:]):
            for pid in killed:
                os.kill(pid, signal.SIGKILL)
            wait_until_replaced(server, killed)
            visitor.session.close()  # connections that the dead had accepted
            approve_one(visitor, project)  # session and form token hold in the new workers too
        assert len(approvals(project)) == 3
        answer = visitor.session.get(server.address + "/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
        assert 'diglot_decisions_total{action="approve",outcome="applied"} 3.0' in answer.text
        assert posts_of(answer.text) == 3.0  # counted by three processes, two of which are dead
    assert server.process.returncode == 0
    lines = [json.loads(line) for line in server.said().splitlines()]
    assert {line["level"] for line in lines} <= {"info", "warning", "error"}
    assert "Booting worker with pid" in server.said()
    assert "127.0.0.1" not in server.said()


@pytest.mark.parametrize("name", ["gunicorn", "waitress", "diglot"])
def test_a_proxy_that_keeps_its_connection_finds_it_open_after_a_while(served, name):
    with served(name) as server, contextlib.closing(http.client.HTTPConnection(server.address[7:])) as kept:
        for pause_s in (0, 5):
            time.sleep(pause_s)
            kept.request("POST", "/login", b"")  # a form sent at a closed door would be lost
            assert kept.getresponse().read()


CLIENTS = ("thiri", "aung", "nilar")
KILLS, EACH = 8, 4
"""So often a worker is killed, each time after so many more decisions were acknowledged."""


def test_workers_that_are_killed_again_and_again_lose_nothing_that_was_acknowledged(kept, served):
    """Each client writes its own paragraph: what stands there at the end is what it was told last, or newer."""
    with served("gunicorn", DIGLOT_WORKERS="3") as server:
        visitors = [Browser(server.address) for _ in CLIENTS]
        assert [v.sign_in(handle).status_code for v, handle in zip(visitors, CLIENTS, strict=True)] == [303] * 3
        places = [i for i, e in enumerate(kept.catalogs.read(ES)[0].entries) if not e.target]
        acked, over = [0] * len(CLIENTS), threading.Event()
        with ThreadPoolExecutor(len(CLIENTS)) as pool:
            jobs = [pool.submit(write, visitors[n], kept, places[n], acked, n, over) for n in range(len(CLIENTS))]
            try:
                for number in range(KILLS):
                    wait_for_more(acked, (number + 1) * EACH, jobs)
                    kill_one(server, random.Random(number))
                wait_for_more(acked, (KILLS + 1) * EACH, jobs)
            finally:
                over.set()  # whatever was found: the pool ends when its jobs end
            broken = [job.result() for job in jobs]
        entries = kept.catalogs.read(ES)[0].entries
        found = [int(entries[place].target.removeprefix("Texto ") or 0) for place in places[: len(CLIENTS)]]
        kept.recover()  # what the last worker that was killed had begun, as its successor does when it starts
        assert kept.journal.pending() == []
    print(f"{KILLS} kills, last acknowledged {acked}, {sum(broken)} requests broken off")
    assert [last for last, told in zip(found, acked, strict=True) if last < told] == []


def wait_for_more(acked, many, jobs):
    until = time.monotonic() + 120
    while sum(acked) < many:
        assert time.monotonic() < until
        assert not any(job.done() for job in jobs), [job.result() for job in jobs if job.done()]
        time.sleep(0.02)


def kill_one(server, chance):
    """Kill a worker; one that was killed before may stand in the list of processes until it is collected."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with contextlib.suppress(ProcessLookupError, IndexError):
            return os.kill(chance.choice(server.children()), signal.SIGKILL)
        time.sleep(0.01)
    raise AssertionError(server.said())


def write(visitor, project, place, acked, number, over):
    """Save `Texto 1`, `Texto 2` … in a paragraph of one's own, tell of each that is acknowledged; how many broke off.

    What a request that broke off had begun is finished by the worker that comes after: it can stand there before the
    next request is written, which is then told so (409), once, with both texts.
    """
    tried, broken, unsure = 0, 0, False
    while not over.is_set():
        try:
            tried += 1
            answer = visitor.decide(project, ES, place, "save", f"Texto {tried}")
        except requests.RequestException:
            visitor.session.close()
            broken, unsure = broken + 1, True
            continue
        if answer.status_code == 409 and unsure:
            assert f">{tried}</ins>" in answer.text, answer.text
        else:
            assert answer.status_code == 303, answer.text
            acked[number] = tried
        unsure = False
    return broken


def posts_of(page):
    route = "/articles/<slug>/<locale>/p/<id>"
    return sum(
        float(line.rpartition(" ")[2])
        for line in page.splitlines()
        if line.startswith("diglot_requests_total{") and f'route="{route}"' in line and 'method="POST"' in line
    )


@pytest.mark.parametrize("name", ["waitress", "diglot"])
def test_waitress_serves_it_and_after_a_kill_it_goes_on(project, served, name):
    with served(name) as server:
        visitor = Browser(server.address)
        assert visitor.sign_in("aung").status_code == 303
        approve_one(visitor, project)
        server.process.kill()
        server.process.wait()
    with served(name) as server:
        cookies = visitor.session.cookies.get_dict()
        again = Browser(server.address)
        again.session.cookies.update(cookies)
        approve_one(again, project)  # who was signed in still is
    assert len(approvals(project)) == 2


@pytest.mark.parametrize("name", ["gunicorn", "waitress", "diglot"])
def test_below_each_server_a_proxy_that_it_was_told_of_is_believed_and_nobody_else(served, name):
    with served(name, DIGLOT_PROXY="10.0.0.0/8") as server:
        assert "secure" not in Browser(server.address, FORWARDED).get("/login").headers["Set-Cookie"].lower()
    with served(name, DIGLOT_PROXY="127.0.0.0/8,unix") as server:
        answer = Browser(server.address, FORWARDED).get("/")
        assert "secure" in Browser(server.address, FORWARDED).get("/login").headers["Set-Cookie"].lower()
    assert answer.status_code == 303


def test_a_desk_that_was_loaded_before_the_fork_is_refused(project, served):
    told = environment(DIGLOT_PROJECT=str(project.root), DIGLOT_BIND=f"127.0.0.1:{free_port()}")
    ran = subprocess.run([*GUNICORN, "--preload"], env=told, cwd=REPOSITORY, capture_output=True, text=True, timeout=60)
    assert ran.returncode != 0
    assert "without --preload" in ran.stderr


def test_a_project_that_is_not_there_is_said_without_a_traceback(tmp_path):
    told = environment(DIGLOT_PROJECT=str(tmp_path), DIGLOT_BIND=f"127.0.0.1:{free_port()}")
    ran = subprocess.run(GUNICORN, env=told, cwd=REPOSITORY, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 3
    assert "no Diglot project" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_the_owners_link_is_shown_on_a_terminal_and_never_in_a_log(project, tmp_path):
    command = [str(BIN / "python"), "-m", "l10n", "-C", str(project.root), "serve", "--port", "0"]
    with running(command, tmp_path / "log", "", wait=False) as server:
        wait_for("To let the first person in: diglot people invite", server.said)
    assert "/welcome/" not in server.said()
    ours, theirs = os.openpty()
    with subprocess.Popen(command, stdout=theirs, stderr=theirs, env=environment(), cwd=REPOSITORY) as shown:
        os.close(theirs)
        said = ""
        while "/welcome/" not in said:
            said += os.read(ours, 4096).decode()
        shown.terminate()
    os.close(ours)
    assert "signs the owner in, once, within the hour" in said


def wait_for(text, said):
    until = time.monotonic() + 30
    while text not in said():
        assert time.monotonic() < until, said()
        time.sleep(0.1)


BROKEN = (
    b"GET /secretmark HTTP/9.9\r\nHost: secretmark\r\n\r\n",
    b"GET /secretmark\r\n\r\n",
    b"\x16\x03\x01secretmark\r\n\r\n",
    b"GET /invite/secretmark HTTP/1.1\r\nHost: x\r\nBad Header: secretmark\r\n\r\n",
    b"GET /secretmark HTTP/1.1\r\nHost: a\r\nContent-Length: secretmark\r\n\r\n",
    b"POST /login HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nsecretmark\r\n",
    b"GET /" + b"secretmark" * 9000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET /secretmark HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 192.0.2.7\r\nX-Forwarded-Proto: secretmark\r\n\r\n",
    b"POST /invite/secretmark HTTP/1.1\r\nHost: a\r\nContent-Length: 900\r\n\r\nhalf",
)


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("name", ["gunicorn", "waitress", "diglot"])
def test_what_a_server_says_of_broken_requests_holds_nothing_of_them(served, name, form):
    with served(name, DIGLOT_LOG=form, DIGLOT_PROXY="127.0.0.1") as server:
        port = int(server.address.rpartition(":")[2])
        for sent in BROKEN:
            with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
                connection.sendall(sent)
                with contextlib.suppress(OSError):  # it may be closed already
                    connection.shutdown(socket.SHUT_WR)
                    while connection.recv(65536):
                        pass
        wait_until_ready(server)
    lines = [line for line in server.said().splitlines() if not re.search("The desk is at|To let the first", line)]
    assert [line for line in lines if re.search(r"secretmark|192\.0\.2|127\.0\.0\.1", line)] == []
    assert "Traceback" not in server.said()
