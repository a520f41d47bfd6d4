"""The command line: a thin skin over `Project`.

Each command is a file in this folder, loaded when it is called. stdout is the answer; stderr has progress, warnings
and hints. Global options are taken before and after the command.
"""

from __future__ import annotations

import difflib
import importlib
import keyword
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from ..newsroom.project import Project

COMMANDS = {
    "init": "Make a project: configuration, folders, .gitignore.",
    "add": "Take an article in from a file or a web page.",
    "update": "Bring templates and catalogs in line with the articles.",
    "draft": "Fill empty paragraphs with machine or memory drafts.",
    "ledger": "Show what was sent to engines: to whom, how much, in whose name.",
    "status": "Show how far each article is.",
    "check": "Find mistakes in the translations.",
    "serve": "Open the desk where translators work.",
    "people": "Invite people to the desk, give roles, let them go.",
    "build": "Write the editions that readers download.",
    "publish": "Put finished articles on the site that readers download from; check a copy of it.",
    "retract": "Take an article off the site, with a notice in its place.",
    "unretract": "Put a retracted article on the site again.",
    "inspect": "Show what finished files give away, and what they fetch.",
    "export": "Write files for translators with other tools: PO, XLIFF, TMX, CSV, Word.",
    "import": "Take back what translators did in other tools.",
    "memory": "Find what was approved before; share it with other tools as TMX.",
    "merge": "Merge two versions of a catalog, for git too; no approval is lost.",
    "sync": "Keep a checkout in step with the database that several machines share.",
    "worker": "Do the jobs of a newsroom whose machines share a database.",
    "article": "Rename, archive, restore, remove or list articles; no approval is lost.",
    "target": "Add or drop a target language; no approval is lost.",
    "glossary": "List, add, import, export and check the words and names agreed on.",
    "backup": "Write all that cannot be made again into one file, while people work on.",
    "restore": "Put the project of a backup back: whole, or not at all.",
    "purge": "Forget how published articles came about; editions and credits stay.",
    "recover": "Finish what a crash interrupted.",
    "doctor": "Look whether the project is in order, and which engines work.",
    "config": "Show the configuration and where it comes from.",
}
"""Name of each command and its line in `diglot --help`, so that help loads none of them."""

EXIT_CODES = (
    "Exit codes: 0 ok · 1 findings, or refused · 2 usage · 3 configuration · 4 input · 5 engine or network · "
    "6 locked · 7 storage · 130 interrupted"
)


@dataclass(slots=True)
class Settings:
    """The global options, as given before or after the command."""

    folder: Path = Path()
    json: bool = False
    quiet: bool = False
    traceback: bool = False

    def open(self) -> Project:
        from ..newsroom.project import open_project

        return open_project(self.folder)


def _remember(ctx: click.Context, param: click.Parameter, value: Any) -> Any:
    settings = ctx.ensure_object(Settings)
    if value not in (None, False) and param.name:
        setattr(settings, param.name, Path(value) if param.name == "folder" else value)
    return value


def global_options() -> list[click.Parameter]:
    """Return the options that every command takes, before or after its name."""
    common: dict[str, Any] = {"expose_value": False, "callback": _remember}
    return [
        click.Option(["-C", "folder"], metavar="DIR", help="Work in this folder.", **common),
        click.Option(["--json", "json"], is_flag=True, help="Answer with one JSON object.", **common),
        click.Option(
            ["-q", "--quiet", "quiet"], is_flag=True, help="Print only what was asked for, and errors.", **common
        ),
        click.Option(
            ["--traceback", "traceback"], is_flag=True, help="Show where in the program an error arose.", **common
        ),
    ]


class Command(click.Command):
    """A command that takes the global options too."""

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        return [*super().get_params(ctx), *global_options()]


def refuse_unknown(ctx: click.Context, name: str, known: Sequence[str]) -> None:
    """Raise a usage error that names the nearest command, where there is none called *name*."""
    if name not in known and not name.startswith("-"):
        near = difflib.get_close_matches(name, known, n=1)
        hint = f" Did you mean {near[0]!r}?" if near else f" See: {ctx.command_path} --help"
        ctx.fail(f"There is no command {name!r}.{hint}")


class LazyGroup(click.Group):
    """The `diglot` command: knows its commands by name and loads the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f".{cmd_name}{'_' if keyword.iskeyword(cmd_name) else ''}", __name__)
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        refuse_unknown(ctx, name, list(COMMANDS))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        return [*super().get_params(ctx), *global_options()]


def _version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value:
        from importlib.metadata import version

        click.echo(f"diglot {version('diglot')}")
        ctx.exit()


@click.group(
    cls=LazyGroup,
    name="diglot",
    invoke_without_command=True,
    epilog=EXIT_CODES,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Print the version."
)
@click.pass_context
def diglot(ctx: click.Context) -> None:
    """Turn news articles into reviewed bilingual editions.

    \b
    The way of an article:
      diglot init newsroom && cd newsroom
      diglot add article.txt && diglot update && diglot draft
      diglot serve --open        translators approve paragraph by paragraph
      diglot build               readers' editions of what is approved
    """
    if ctx.invoked_subcommand is None:
        from ..errors import ConfigError
        from ..newsroom.config import find_config

        settings = ctx.ensure_object(Settings)
        try:
            find_config(settings.folder)
        except ConfigError:
            click.echo(ctx.get_help())
            return
        status = diglot.get_command(ctx, "status")
        if status is not None:
            ctx.invoke(status)


_INTERRUPTED = "Interrupted. What was finished is saved; the same command goes on from there."


def main(args: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code; no traceback reaches a person unasked."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(run(args))


def run(args: list[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    settings = Settings()
    try:
        color = False if os.environ.get("NO_COLOR") else None
        result = diglot.main(args=args, prog_name="diglot", standalone_mode=False, obj=settings, color=color)
        return result if isinstance(result, int) else 0
    except click.exceptions.Abort as abort:  # click's word for Ctrl-C, and for a question left unanswered
        click.echo(_INTERRUPTED if isinstance(abort.__cause__, KeyboardInterrupt) else "\nNothing was done.", err=True)
        return 130
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except KeyboardInterrupt:
        click.echo(f"\n{_INTERRUPTED}", err=True)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        return _explain(error, settings)


def _explain(error: Exception, settings: Settings) -> int:
    from ..errors import DiglotError, StorageError

    if settings.traceback or os.environ.get("DIGLOT_DEBUG"):
        raise error
    if isinstance(error, OSError) and not isinstance(error, DiglotError):
        error = StorageError(f"{error.filename or 'the disk'}: {error.strerror or error}")
    if isinstance(error, DiglotError):
        click.echo(f"Error: {error}", err=True)
        if error.remedy:
            click.echo(f"  Try: {error.remedy}", err=True)
        return error.exit_code
    click.echo(f"Error: something unforeseen happened: {type(error).__name__}: {error}", err=True)
    click.echo("  This is a defect in Diglot. Nothing half-written was kept. For the report: --traceback", err=True)
    return 1
