"""`diglot recover`."""

from __future__ import annotations

import click

from . import Command, Settings
from .output import answer, say


@click.command("recover", cls=Command)
@click.pass_obj
def command(settings: Settings) -> None:
    """Finish what a crash interrupted: apply decisions that were recorded but not yet written.

    `diglot serve` does this by itself when it starts.

    Example: diglot recover
    """
    recovered = settings.open().recover()
    if settings.json:
        answer({"schema": "diglot.recover/1", "applied": recovered.applied, "conflicts": recovered.conflicts})
    elif not settings.quiet:
        say("ok", f"{recovered.applied} decisions applied, {recovered.conflicts} conflicts kept as suggestions")
