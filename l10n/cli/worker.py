"""`diglot worker`."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import Command, Settings
from .output import hint, say
from .signing import Signature, signature_options, signing_for

if TYPE_CHECKING:
    from ..newsroom.project import Project

KINDS = ("draft", "build", "publish")
_PAUSE_S = 3.0


@click.command("worker", cls=Command)
@click.option("--only", "kinds", multiple=True, type=click.Choice(KINDS), help="Only these jobs; may be repeated.")
@click.option("--once", is_flag=True, help="End when no job is left.")
@click.option("--ask", type=click.Choice(("build", "publish")), help="Put a job in for some worker, and end.")
@click.option("--article", "articles", multiple=True, metavar="ARTICLE", help="With --ask: only this; may be repeated.")
@click.option("--as", "by", default="", metavar="HANDLE", help="With --ask: in whose name.")
@signature_options
@click.pass_obj
def command(
    settings: Settings,
    kinds: tuple[str, ...],
    once: bool,
    ask: str | None,
    articles: tuple[str, ...],
    by: str,
    sign_with: Path | None,
    unsigned: bool,
    passphrase_file: Path | None,
) -> None:
    """Do the newsroom's jobs, where several machines share a database; as many workers as you like. Ctrl+C stops it.

    A worker that dies leaves nothing behind: another takes its job up again. Editions and the site are files of the
    machine whose worker makes them: let one machine alone --only build and publish.

    \b
    Examples:
      diglot worker --only draft
      diglot worker --ask publish --article river-school --as nilar
    """
    project = settings.open()
    if ask:
        if not by:
            raise click.UsageError("--ask wants to know in whose name: --as HANDLE")
        new = project.ask_workers(ask, articles, (), by=by)
        say("ok", f"{ask} waits for a worker" + ("" if new else "; it did already"))
        return
    if articles or by:
        raise click.UsageError("--article and --as go with --ask.")
    signing = signing_for(project, Signature(sign_with, unsigned, passphrase_file))
    chosen = kinds or KINDS
    project.queue  # noqa: B018 (says what is wrong before it is begun)
    if not settings.quiet:
        click.echo(f"Working on jobs: {', '.join(chosen)}   Ctrl+C stops")
    while True:
        ended = _work(project, chosen, signing, wait=not once)
        if ended or once:
            return
        time.sleep(_PAUSE_S)


def _work(project: Project, kinds: tuple[str, ...], signing: object, *, wait: bool) -> bool:
    """Work until a signal says stop, which is True, or the database goes away."""
    from ..errors import StorageError
    from ..newsroom.shipping import Signing

    assert isinstance(signing, Signing)  # noqa: S101 (imported late)
    try:
        project.work(kinds=kinds, signing=signing, wait=wait, report=say)
    except StorageError as error:
        if not wait:
            raise
        hint(f"! {error}; trying again")
        return False
    return True
