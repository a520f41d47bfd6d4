"""The containers of ops/compose.yaml, from an empty volume to a desk where somebody approves; then each is killed.

    python bench/containers.py            after: docker compose -f ops/compose.yaml build
    python bench/containers.py --docker "sudo docker" --compose-file /elsewhere/ops/compose.yaml

Takes the ports 80 and 443 of this host, and needs root, because Docker does not mend a kill that it knows of. Works in
a project of its own, whose containers and volumes are gone afterwards. DIGLOT_HOST is localhost, so that Caddy has a
certificate of its own. Ends with 1 where something was not as it should be.
"""

from __future__ import annotations

import argparse
import http.client
import io
import os
import re
import shlex
import signal
import ssl
import subprocess
import sys
import tarfile
import time
from urllib.parse import urlencode

from desk import PASSPHRASE, ROOT, field, text_in_box

PROJECT = "diglot-trial"
SERVICES = ("desk", "worker", "db", "caddy")
WAIT_S = 120
SAID = re.compile(r"/invite/([\w-]+)")


class Stack:
    """The containers, asked through docker's own command."""

    def __init__(self, docker: str, file: str) -> None:
        self.docker = shlex.split(docker)
        secrets = {"DIGLOT_HOST": "localhost", "DIGLOT_DB_PASSWORD": "of a trial, with / and : in it"}
        self.environment = {**os.environ, **secrets}
        self.compose = [*self.docker, "compose", "--project-name", PROJECT, "--file", file]

    def __call__(self, *words: str, sent: bytes | None = None) -> str:
        """Return what a command of compose says; CalledProcessError."""
        given = {"input": sent} if sent is not None else {"stdin": subprocess.DEVNULL}
        ran = subprocess.run([*self.compose, *words], env=self.environment, capture_output=True, check=True, **given)
        return ran.stdout.decode()

    def pid_of(self, service: str) -> int:
        name = f"{PROJECT}-{service}-1"
        asked = [*self.docker, "inspect", "--format", "{{.State.Pid}}", name]
        return int(subprocess.run(asked, capture_output=True, check=True).stdout)


class Person:
    """Somebody at the desk, over https with a certificate that nobody vouches for."""

    def __init__(self) -> None:
        self.cookies: dict[str, str] = {}

    def ask(self, path: str, fields: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Return status, text, and where it leads; 0 where nobody answers."""
        trusting = ssl._create_unverified_context()  # noqa: S323 (localhost, a certificate of Caddy's own)
        link = http.client.HTTPSConnection("localhost", timeout=20, context=trusting)
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()), "Referer": "https://localhost/"}
        body = urlencode(fields) if fields is not None else None
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            link.request("GET" if body is None else "POST", path, body, headers)
            answer = link.getresponse()
            for cookie in answer.headers.get_all("Set-Cookie") or ():
                name, _, value = cookie.partition(";")[0].partition("=")
                self.cookies[name] = value
            return answer.status, answer.read().decode(), answer.headers.get("Location", "")
        except (OSError, http.client.HTTPException):
            return 0, "", ""
        finally:
            link.close()

    def send(self, path: str, **fields: str) -> tuple[int, str, str]:
        return self.ask(path, {"csrf_token": field(self.ask(path)[1], "csrf_token"), **fields})

    def approve(self, path: str) -> int:
        """Approve a paragraph as it stands."""
        form = self.ask(path)[1].split("data-decide", 1)[-1]
        sent = {name: field(form, name) for name in ("csrf_token", "base")}
        return self.ask(path, {**sent, "action": "approve", "target": text_in_box(form)})[0]


def seconds_until_ready(person: Person) -> float:
    began = time.monotonic()
    while time.monotonic() - began < WAIT_S:
        if person.ask("/readyz")[0] == 200:
            return time.monotonic() - began
        time.sleep(0.2)
    raise SystemExit(f"not ready after {WAIT_S} s")


def sample() -> bytes:
    """Return the repository's article and its catalogs, packed."""
    with io.BytesIO() as packed:
        with tarfile.open(fileobj=packed, mode="w") as archive:
            for name in ("articles", "locales"):
                archive.add(ROOT / name, name)
        return packed.getvalue()


def trial(stack: Stack) -> bool:
    stack("run", "--rm", "desk", "diglot", "init", "--target", "my", "--target", "es")
    began = time.monotonic()
    stack("up", "--detach")
    nilar = Person()
    seconds_until_ready(nilar)
    print(f"up, and ready: {time.monotonic() - began:.1f} s")
    stack("exec", "-T", "desk", "sh", "-c", "tar x && diglot sync", sent=sample())
    asked = ("people", "invite", "nilar", "--role", "maintainer", "--at", "https://localhost")
    link = SAID.findall(stack("exec", "-T", "desk", "diglot", *asked))[0]
    joined = nilar.send(f"/invite/{link}", passphrase=PASSPHRASE, again=PASSPHRASE)[0]
    page = nilar.ask("/articles/river-school/es")[1]
    paths = list(dict.fromkeys(re.findall(r"/articles/river-school/es/p/\w+", page)))
    said = [nilar.approve(paths[0])]
    for number, service in enumerate(SERVICES, start=1):
        os.kill(stack.pid_of(service), signal.SIGKILL)
        print(f"{service} killed, ready again: {seconds_until_ready(nilar):.1f} s")
        time.sleep(5)
        seconds_until_ready(nilar)
        said.append(nilar.approve(paths[number]))
    for service in SERVICES:
        began = time.monotonic()
        stack("stop", service)
        print(f"{service} stopped: {time.monotonic() - began:.1f} s")
    print(f"joined: {joined}; approved: {said}")
    return [joined, *said] == [303] * (2 + len(SERVICES))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--docker", default="docker")
    parser.add_argument("--compose-file", default=str(ROOT / "ops" / "compose.yaml"))
    options = parser.parse_args()
    stack = Stack(options.docker, options.compose_file)
    try:
        is_well = trial(stack)
    finally:
        stack("down", "--volumes")
    sys.exit(not is_well)


if __name__ == "__main__":
    main()
