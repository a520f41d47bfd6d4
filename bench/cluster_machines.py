"""The machines of `cluster.py`: folders, programs, the balancer before them, and the networks between them."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import prose
from desk import CHEAP, CONFIG, PASSPHRASE

from l10n.labels import paragraph_id
from l10n.model import CatalogKey
from l10n.newsroom.project import Project, utc_now
from l10n.stores.people import SqlPeople

ROOT = Path(__file__).resolve().parent.parent
DATABASE_NET, DESK_NET = "diglot-db", "diglot-desk"


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
