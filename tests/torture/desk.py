"""The desk as a process of its own, which can be killed, and people who use it over HTTP as a browser does.

Python and the libraries take most of a start. A `Nursery` has them loaded and forks a desk for each trial, before
anything of a project is opened; `start_cold` is the command as people run it.
"""

from __future__ import annotations

import contextlib
import hashlib
import html
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlencode

from .newsroom import PASSPHRASE

REPOSITORY = Path(__file__).resolve().parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(REPOSITORY)} | {"PYTHONUNBUFFERED": "1"}
ENVIRONMENT.pop("PYTHONDONTWRITEBYTECODE", None)

NOTHING: Mapping[str, str] = MappingProxyType({})

LOADED = """
import importlib, os, pkgutil, signal, sys
import alembic.command, babel.dates, flask_babel, jinja2.ext, polib, rapidfuzz.process, sqlalchemy.dialects.sqlite
import waitress.server, werkzeug.security
import l10n, webapp
from l10n.cli import run
for part in ("l10n", "l10n.checks", "l10n.glossary", "l10n.newsroom", "l10n.readers", "l10n.stores", "l10n.workflow"):
    package = importlib.import_module(part)
    for module in pkgutil.iter_modules(package.__path__, f"{part}."):
        if not module.ispkg and not module.name.endswith(".__main__"):
            importlib.import_module(module.name)
import l10n.cli.serve, l10n.cli.recover
"""
"""Loads the program and the libraries, and opens nothing."""

_NURSERY = (
    LOADED
    + """
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
print("ready", flush=True)
for line in sys.stdin:
    pid = os.fork()
    if pid == 0:
        os.setpgid(0, 0)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.close(0)
        os.dup2(2, 1)
        os._exit(run(line.rstrip("\\n").split("\\t")))
    try:
        os.setpgid(pid, pid)  # whichever of the two comes first: who is told of the group may kill it
    except OSError:
        pass
    print(pid, flush=True)
"""
)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


class Nursery:
    """A process that has the program loaded and forks it on demand, each child in a group of its own."""

    def __init__(self, log: Path, environment: Mapping[str, str] = NOTHING) -> None:
        self._log = log.open("ab")
        self._process = subprocess.Popen(
            [sys.executable, "-c", _NURSERY],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
            env={**ENVIRONMENT, **environment},
            start_new_session=True,  # Ctrl-C is for who tortures, here and wherever else a process is started
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "ready\n"

    def start(self, *args: str) -> int:
        """Run `diglot ARGS` and return the id of its process, which is that of its group."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("\t".join(args) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def close(self) -> None:
        self._process.kill()  # it holds nothing, and to end by itself takes long on a busy machine
        self._process.communicate()
        self._log.close()


def start_cold(log: Path, *args: str, environment: Mapping[str, str] = NOTHING) -> subprocess.Popen[bytes]:
    """Run `diglot ARGS` as people do, in a group of its own, with more in its *environment*."""
    with log.open("ab") as written:
        return subprocess.Popen(
            [sys.executable, "-m", "l10n", *args],
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=written,
            env={**ENVIRONMENT, **environment},
            start_new_session=True,
        )


def kill_group(pid: int, child: subprocess.Popen[bytes] | None = None) -> None:
    """Kill all of the process group and wait until none of it is left; *child* is its first, where it is ours."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
    if child:
        child.wait()
    end = time.monotonic() + 10
    while time.monotonic() < end and _alive(pid):
        time.sleep(0.001)


def _alive(pid: int) -> bool:
    try:
        os.killpg(pid, 0)
    except ProcessLookupError:
        return False
    return True


def wait_answer(port: int, *, timeout_s: float = 30.0) -> None:
    """Wait for the first page that the desk at *port* answers."""
    end = time.monotonic() + timeout_s
    while True:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout_s)
            with contextlib.closing(connection):
                connection.request("GET", "/login")
                answer = connection.getresponse()
                answer.read()
                if answer.status == 200:
                    return
                raise AssertionError(f"the desk answered {answer.status}")
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.005)


class Browser:
    """One person's browser: a connection that is kept, cookies, the fields of the page it shows."""

    def __init__(self, port: int, handle: str) -> None:
        self.port, self.handle = port, handle
        self.cookies: dict[str, str] = {}
        self.is_signed_in = False
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)

    def ask(self, path: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        """Return the status and the text of an answer. OSError or HTTPException where the desk is gone."""
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        body = None
        if fields is not None:
            body, headers["Content-Type"] = urlencode(fields), "application/x-www-form-urlencoded"
        try:
            self.connection.request("GET" if fields is None else "POST", path, body, headers)
            answer = self.connection.getresponse()
            text = answer.read().decode("utf-8")
        except BaseException:
            self.connection.close()
            raise
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, text

    def sign_in(self) -> None:
        _, page = self.ask("/login")
        fields = {"handle": self.handle, "passphrase": PASSPHRASE, "next": "/", "csrf_token": field(page, "csrf_token")}
        status, _ = self.ask("/login", fields)
        assert status in (302, 303), f"{self.handle} cannot sign in: {status}"
        self.is_signed_in = True

    def decide(self, path: str, page: str, action: str, text: str) -> tuple[int, str]:
        """Send the form of the paragraph that *page* shows, with *text* in its box."""
        fields = {"action": action, "base": field(page, "base"), "csrf_token": field(page, "csrf_token")}
        warned = hashlib.sha256(text.encode()).hexdigest()[:16]
        return self.ask(path, {**fields, "target": text, "warned": warned})


def field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    return html.unescape(found[1]) if found else ""
