"""Commands that have commands of their own: `diglot article rename`."""

from __future__ import annotations

from typing import Any

import click

from . import Command, global_options


class Group(click.Group):
    """A command with sub-commands; each takes the global options too."""

    command_class = Command

    def __init__(self, *args: Any, **attrs: Any) -> None:
        super().__init__(*args, **attrs)
        self.no_args_is_help = True

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        return [*super().get_params(ctx), *global_options()]
