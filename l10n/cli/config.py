"""`diglot config`."""

from __future__ import annotations

import click

from . import Settings
from .groups import Group
from .output import answer


@click.group("config", cls=Group)
def command() -> None:
    """Show the configuration and where it comes from.

    Example: diglot config show --origin
    """


@command.command("show")
@click.option("--origin", is_flag=True, help="Say where each value comes from.")
@click.pass_obj
def show(settings: Settings, origin: bool) -> None:
    """Print every key with its value."""
    from ..newsroom.config import load_config
    from ..newsroom.config_faults import shown_url

    config = load_config(settings.folder)
    shown_values = {**config.values, "database.url": shown_url(config.text("database.url"))}
    if settings.json:
        values = {k: {"value": v, "origin": config.origins[k]} for k, v in shown_values.items()}
        answer({"schema": "diglot.config/1", "path": str(config.path), "values": values})
        return
    for key, value in shown_values.items():
        shown = ", ".join(value) if isinstance(value, tuple) else value
        click.echo(f"{key} = {shown}" + (f"   ({config.origins[key]})" if origin else ""))
