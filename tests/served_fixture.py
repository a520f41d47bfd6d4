"""A desk as a real program, and a browser that keeps cookies and sends forms: what tests of servers share."""

from __future__ import annotations

import html
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests
from sample_desk import PASSPHRASE, REPOSITORY

from l10n.model import CatalogKey, State
from l10n.newsroom.project import Project
from webapp.rows import paragraph_id

BIN = Path(sys.executable).parent
WAIT_S = 60


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def environment(**more: str) -> dict[str, str]:
    """Return this process's environment, with the modules of the repository and *more*."""
    path = os.pathsep.join(filter(None, [str(REPOSITORY), os.environ.get("PYTHONPATH", "")]))
    return {**os.environ, "PYTHONPATH": path, "PYTHONUNBUFFERED": "1", **more}


@dataclass
class Running:
    """A server that runs: its process, and where what it writes to stderr and stdout goes."""

    process: subprocess.Popen[bytes]
    address: str
    log: Path
    verify: bool = True

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def children(self) -> list[int]:
        found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(self.process.pid)], capture_output=True, text=True)
        return [int(pid) for pid in found.stdout.split()]


@contextmanager
def running(
    command: Sequence[str], log: Path, address: str, *, verify: bool = True, wait: bool = True, **more: str
) -> Iterator[Running]:
    """Run a server until the block ends; with *wait* it begins when /readyz says yes."""
    with log.open("wb") as file:
        process = subprocess.Popen(
            command, stdout=file, stderr=subprocess.STDOUT, env=environment(**more), cwd=REPOSITORY, process_group=0
        )
    server = Running(process, address, log, verify)
    try:
        if wait:
            wait_until_ready(server)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(timeout=WAIT_S)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            process.wait()


def wait_until_ready(server: Running) -> None:
    until = time.monotonic() + WAIT_S
    while time.monotonic() < until:
        assert server.process.poll() is None, server.said()
        try:
            if requests.get(server.address + "/readyz", timeout=5, verify=server.verify).status_code == 200:
                return
        except requests.RequestException:
            pass
        time.sleep(0.1)
    raise AssertionError(server.said())


class Browser:
    """Somebody at the desk: cookies, forms with their tokens, headers that each request carries."""

    def __init__(self, address: str, headers: Mapping[str, str] | None = None, *, verify: bool = True) -> None:
        self.address, self.session = address, requests.Session()
        self.session.headers.update({"Referer": address + "/", **(headers or {})})
        self.session.verify = verify
        self.session.trust_env = False

    def get(self, path: str) -> requests.Response:
        return self.session.get(self.address + path, timeout=30, allow_redirects=False)

    def post(self, path: str, **fields: str) -> requests.Response:
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.get("/help").text + self.get("/login").text)
        assert found
        data = {"csrf_token": found[1], **fields}
        return self.session.post(self.address + path, data=data, timeout=30, allow_redirects=False)

    def sign_in(self, handle: str) -> requests.Response:
        return self.post("/login", handle=handle, passphrase=PASSPHRASE)

    def approve(self, project: Project, catalog: CatalogKey, number: int) -> requests.Response:
        """Approve the entry *number* of a catalog as it stands."""
        return self.decide(
            project, catalog, number, "approve", project.catalogs.read(catalog)[0].entries[number].target
        )

    def decide(self, project: Project, catalog: CatalogKey, number: int, action: str, target: str) -> requests.Response:
        """Send the form of the entry *number* with *target* and the button *action*."""
        entry = project.catalogs.read(catalog)[0].entries[number]
        path = f"/articles/{catalog.slug}/{catalog.locale}/p/{paragraph_id(entry.key)}"
        form = self.get(path).text.split("data-decide", 1)[1]
        base = re.search(r'name="base" value="([^"]*)"', form)
        assert base
        return self.post(path, action=action, target=target, base=html.unescape(base[1]))


def not_approved(project: Project, catalog: CatalogKey) -> list[int]:
    """Return the numbers of the entries that a person can approve as they stand."""
    entries = project.catalogs.read(catalog)[0].entries
    return [i for i, e in enumerate(entries) if e.target and e.state(project.approvals) is not State.APPROVED]
