"""A PostgreSQL server of the tests' own, in a temporary folder: started once for a process, ended with it.

It listens at a socket in its folder and at a free port of the loopback, trusts who asks, and is told not to wait for
the disk. Where the tests run as root it runs as `postgres`, since it refuses to be root.
"""

from __future__ import annotations

import atexit
import itertools
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

import pytest
import sqlalchemy as sa

from l10n.stores.database import migrate, open_database
from l10n.stores.postgres import close_all

OWNER = "postgres"
_numbers = itertools.count(1)


def binaries() -> Path | None:
    """Return the folder of the newest server that is installed, None where there is none."""
    found = shutil.which("initdb")
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
    return Path(found).parent if found else folders[-1] if folders else None


_in_ci = os.environ.get("CI", "").lower() in {"1", "true"}
needs_postgres = pytest.mark.skipif(binaries() is None and not _in_ci, reason="postgresql is not installed")
"""Skips where there is no server to start; in CI the test runs, and fails."""


class Server:
    """A server that runs; *durable* as a newsroom's does, *within* a network namespace by these words of a command."""

    def __init__(self, *, durable: bool = False, host: str = "127.0.0.1", within: Sequence[str] = ()) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="diglot-pg-", dir="/tmp"))
        self.host, self.port = host, _free_port()
        self._as = [*within, *_as_other_account(self.folder)]
        bin = binaries()
        assert bin, "postgresql is not installed"
        self._bin = bin
        self._run("initdb", "-D", str(self.folder / "data"), "-U", OWNER, "-A", "trust", "-E", "UTF8", "--no-locale")
        quick = "" if durable else "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"
        settings = (
            f"listen_addresses = '{host}'\nport = {self.port}\nunix_socket_directories = '{self.folder}'\n{quick}"
        )
        with (self.folder / "data" / "postgresql.conf").open("a") as file:
            file.write(settings)
        if within:
            with (self.folder / "data" / "pg_hba.conf").open("a") as file:
                file.write(f"host all all {host}/16 trust\n")
        self.start()

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://{OWNER}@{self.host}:{self.port}/{database}"

    def start(self) -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-l", str(self.folder / "log"), "-w", "start")

    def stop(self, how: str = "immediate") -> None:
        """End it: `immediate` as a crash does, `fast` cutting all connections."""
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", how, "-w", "stop", check=False)

    def close(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def make(self, *, template: str = "template0") -> str:
        """Make a database, and return its URL."""
        name = f"diglot_{os.getpid()}_{next(_numbers)}"
        with closing_engine(self.url()) as connection:
            connection.execute(sa.text(f"CREATE DATABASE {name} TEMPLATE {template}"))
        return self.url(name)

    def drop(self, url: str) -> None:
        name = url.rpartition("/")[2]
        with closing_engine(self.url()) as connection:
            connection.execute(sa.text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))

    def _run(self, program: str, *words: str, check: bool = True) -> None:
        done = subprocess.run(
            [*self._as, str(self._bin / program), *words], capture_output=True, text=True, cwd="/tmp", check=False
        )
        assert not check or done.returncode == 0, done.stderr + done.stdout


@contextmanager
def closing_engine(url: str) -> Iterator[sa.Connection]:
    engine = sa.create_engine(url.replace("postgresql:", "postgresql+psycopg:", 1), isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


@cache
def server() -> Server:
    """Return this process's server."""
    started = Server()
    atexit.register(started.close)
    return started


@cache
def _migrated() -> str:
    url = server().make()
    migrate(open_database(url))
    close_all()
    return url.rpartition("/")[2]


def fresh_url() -> str:
    """Return the URL of a new database with the journal's schema; it goes with the server."""
    return server().make(template=_migrated())


@contextmanager
def postgres_url() -> Iterator[str]:
    """Give the URL of a new database with the journal's schema, which is gone afterwards."""
    url = fresh_url()
    try:
        yield url
    finally:
        close_all()
        server().drop(url)


def _free_port() -> int:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _as_other_account(folder: Path) -> list[str]:
    """Return the words before a command that give root away, with the folder."""
    if os.geteuid() != 0:
        return []
    shutil.chown(folder, OWNER)
    return ["runuser", "-u", OWNER, "--"]
