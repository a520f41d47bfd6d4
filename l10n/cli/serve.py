"""`diglot serve`."""

from __future__ import annotations

import os
import socket
import sys
from typing import TYPE_CHECKING

import click

from . import Command, Settings
from .output import say

if TYPE_CHECKING:
    from webapp.starting import Started

    from ..newsroom.project import Project

LOOPBACK = ("127.0.0.1", "::1", "localhost")


@click.command("serve", cls=Command)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="Port; 0 takes a free one."
)
@click.option("--open", "browser", is_flag=True, help="Open the desk in the browser.")
@click.option("--threads", default=8, show_default=True, type=click.IntRange(1, 64), help="Requests worked on at once.")
@click.option("--proxy", metavar="ADDRESS", help="The TLS proxy in front, whose word for https and the name is taken.")
@click.option("--log", type=click.Choice(["text", "json"]), help="Write faults, or a JSON line for each request.")
@click.pass_obj
def command(
    settings: Settings, host: str, port: int, browser: bool, threads: int, proxy: str | None, log: str | None
) -> None:
    """Open the desk where translators work. Ctrl+C stops it.

    Example: diglot serve --open
    """
    from webapp.starting import start_desk

    project = settings.open()
    started = start_desk(project, environment=os.environ, proxies=proxy or "", log=log or "")
    recovered = started.recovered
    if recovered.applied or recovered.conflicts:
        say("warn", f"After a crash: {recovered.applied} decisions applied, {recovered.conflicts} kept as suggestions")
    listener = _listen(host, port)
    name = f"[{host}]" if ":" in host else host
    address = f"http://{name}:{listener.getsockname()[1]}"
    is_local = host in LOOPBACK
    reach = (
        "only this computer can reach it" if is_local else "others can reach it: put TLS or an onion service in front"
    )
    click.echo(f"The desk is at {address}/  ({reach})   Ctrl+C stops")
    _let_in(project, address, browser=browser, is_local=is_local)
    _serve(started, listener, threads)


def _let_in(project: Project, address: str, *, browser: bool, is_local: bool) -> None:
    """Open the desk in the browser, and show the owner's link to whoever looks at this terminal.

    Who may start the desk may read its journal anyway, so the link gives nobody more than they have. What is no
    terminal may be a log that others read: there it is not written.
    """
    from ..newsroom.project import utc_now

    start = address + "/"
    if is_local and (browser or sys.stdout.isatty()):
        start += f"welcome/{project.people.owner_link(now=utc_now())}"
    if browser:
        click.launch(start)
    if sys.stdout.isatty() and is_local:
        click.echo(f"This link signs the owner in, once, within the hour:\n  {start}")
    elif is_local:
        click.echo(f"To let the first person in: diglot people invite HANDLE --role maintainer --at {address}")


def _listen(host: str, port: int) -> socket.socket:
    from ..errors import DiglotError

    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise DiglotError(
            f"cannot listen on {host}:{port}: {error.strerror}",
            remedy=f"stop the other program, or choose a port: diglot serve --port {port + 1 if port < 65535 else 0}",
        ) from error


def _serve(started: Started, listener: socket.socket, threads: int) -> None:
    from waitress.server import create_server

    from webapp.starting import clean_up_seldom
    from webapp.warming import warm_up_beside

    server = create_server(
        started.app,
        sockets=[listener],
        threads=threads,
        ident="",
        channel_timeout=150,  # as in ops/gunicorn.conf.py: longer than a proxy keeps what is idle
        clear_untrusted_proxy_headers=False,  # the desk does, which believes the same whoever serves it
    )
    clean_up_seldom()
    warm_up_beside(started.app)
    try:
        server.run()
    finally:
        server.close()
        click.echo("\nThe desk is closed. Every decision is saved.", err=True)
