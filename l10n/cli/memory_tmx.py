"""`diglot memory import` and `export`: what is remembered, from and for other tools, as TMX."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import Command, Settings
from .consent import counted
from .output import Progress, answer, hint, say

if TYPE_CHECKING:
    from ..newsroom.memory_files import GivenOut, TakenIn
    from ..newsroom.project import Project

SCHEMA = "diglot.memory/1"


@click.command("import", cls=Command)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@click.option("--name", default="", help="What to call it in memory/.  [default: the file's own name]")
@click.option("--replace", is_flag=True, help="Take the place of an imported file of the same name.")
@click.option("-n", "--dry-run", is_flag=True, help="Show what would be remembered; keep nothing.")
@click.pass_obj
def import_(settings: Settings, files: tuple[Path, ...], name: str, replace: bool, dry_run: bool) -> None:
    """Remember what another tool does, from TMX files of any size.

    The texts are kept as memory/NAME.tmx in the project, without people's names; what machines made is left out. To
    forget them, delete that file.

    Example: diglot memory import agency.tmx
    """
    if name and len(files) > 1:
        raise click.UsageError("--name names one file; import the files one by one")
    project = settings.open()
    taken: list[TakenIn] = []
    for path in files:
        bar = Progress(path.name, quiet=settings.quiet or settings.json)
        try:
            result = project.import_memory(path, name=name, replace=replace, dry_run=dry_run, progress=bar)
        finally:
            bar.close()
        taken.append(result)
        if not settings.json and not settings.quiet:
            _show_taken(project, result, dry_run=dry_run)
    if settings.json:
        answer({"schema": SCHEMA, "files": [_taken_as_json(project, each) for each in taken]})


def _show_taken(project: Project, taken: TakenIn, *, dry_run: bool) -> None:
    texts = ", ".join(f"{count:,} {locale}" for locale, count in taken.texts.items())
    note = "  (dry run: nothing was kept)" if dry_run else "" if taken.changed else "  as it was"
    say("ok", f"{_shown(project, taken.path)}  {counted(taken.units, 'text')}: {texts}{note}")
    for reason, count in taken.left_out.items():
        click.echo(f"  left out: {count:,} {reason}")


def _taken_as_json(project: Project, taken: TakenIn) -> dict[str, object]:
    return {
        "path": _shown(project, taken.path),
        "units": taken.units,
        "texts": dict(taken.texts),
        "left_out": dict(taken.left_out),
        "changed": taken.changed,
    }


@click.command("export", cls=Command)
@click.option("-l", "--locale", "locales", multiple=True, metavar="LOCALE", help="Only this target; may be repeated.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="PATH", help="File or folder; else exports/ here."
)
@click.option("--own", is_flag=True, help="Only what was approved here, without what was imported.")
@click.option("--force", is_flag=True, help="Replace a file that differs.")
@click.pass_obj
def export(settings: Settings, locales: tuple[str, ...], output: Path | None, own: bool, force: bool) -> None:
    """Write all that is remembered as TMX, a file for each target. No names of people stand in it.

    Example: diglot memory export -l my -o agency/
    """
    project = settings.open()
    given = project.export_memory(locales, output=output, own=own, force=force)
    if settings.json:
        answer({"schema": SCHEMA, "files": [_given_as_json(project, each) for each in given]})
    elif not settings.quiet:
        for each in given:
            say("ok", f"{_shown(project, each.path)}  {each.locale}  {each.texts:,} texts")
    for warning in dict.fromkeys(line for each in given for line in each.warnings):
        hint(f"! {warning}")


def _given_as_json(project: Project, given: GivenOut) -> dict[str, object]:
    path = _shown(project, given.path)
    return {"path": path, "locale": given.locale, "texts": given.texts, "warnings": list(given.warnings)}


def _shown(project: Project, path: Path) -> str:
    resolved = path.resolve()
    return resolved.relative_to(project.root).as_posix() if resolved.is_relative_to(project.root) else str(path)
