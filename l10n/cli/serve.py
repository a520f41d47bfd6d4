"""`diglot serve`."""

from __future__ import annotations

import gc
import socket
from typing import TYPE_CHECKING

import click

from . import Command, Settings
from .output import say

if TYPE_CHECKING:
    from ..newsroom.project import Project

KEPT = 512
"""How many articles and catalogs the desk keeps parsed; each is some 100 kB."""

LOOPBACK = ("127.0.0.1", "::1", "localhost")


@click.command("serve", cls=Command)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="Port; 0 takes a free one."
)
@click.option("--open", "browser", is_flag=True, help="Open the desk in the browser.")
@click.option("--threads", default=8, show_default=True, type=click.IntRange(1, 64), help="Requests worked on at once.")
@click.option("--proxy", metavar="ADDRESS", help="The TLS proxy in front, whose word for https and the name is taken.")
@click.pass_obj
def command(settings: Settings, host: str, port: int, browser: bool, threads: int, proxy: str | None) -> None:
    """Open the desk where translators work. Ctrl+C stops it.

    Example: diglot serve --open
    """
    project = settings.open()
    project.kept = KEPT
    recovered = project.recover()
    if recovered.applied or recovered.conflicts:
        say("warn", f"After a crash: {recovered.applied} decisions applied, {recovered.conflicts} kept as suggestions")
    listener = _listen(host, port)
    name = f"[{host}]" if ":" in host else host
    address = f"http://{name}:{listener.getsockname()[1]}"
    start = address + "/" + _first_page(project, host)
    reach = (
        "only this computer can reach it"
        if host in LOOPBACK
        else "others can reach it: put TLS or an onion service in front"
    )
    click.echo(f"The desk is at {address}/  ({reach})   Ctrl+C stops")
    if start != address + "/":
        click.echo(f"This link signs the owner in, once, within the hour:\n  {start}")
    if browser:
        click.launch(start)
    _serve(project, listener, threads, proxy)


def _listen(host: str, port: int) -> socket.socket:
    from ..errors import DiglotError

    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise DiglotError(
            f"cannot listen on {host}:{port}: {error.strerror}",
            remedy=f"stop the other program, or choose a port: diglot serve --port {port + 1 if port < 65535 else 0}",
        ) from error


def _first_page(project: Project, host: str) -> str:
    """Return the path of a one-time link for the owner where only this computer can ask, else "".

    Who may start the desk may read its journal anyway, so the link gives nobody more than they have.
    """
    from ..newsroom.project import utc_now

    if host in LOOPBACK:
        return f"welcome/{project.people.owner_link(now=utc_now())}"
    return ""


def _clean_up_seldom() -> None:
    """Have Python look for cycles among what the desk keeps in memory less often: each look stops all requests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)


def _serve(project: Project, listener: socket.socket, threads: int, proxy: str | None) -> None:
    from waitress.server import create_server

    from webapp import create_app

    app = create_app(project, secret_key=project.secret_key())
    server = create_server(
        app,
        sockets=[listener],
        threads=threads,
        ident="",
        trusted_proxy=proxy,
        trusted_proxy_headers={"x-forwarded-proto", "x-forwarded-host"} if proxy else set(),
        clear_untrusted_proxy_headers=True,
    )
    _clean_up_seldom()
    try:
        server.run()
    finally:
        server.close()
        click.echo("\nThe desk is closed. Every decision is saved.", err=True)
