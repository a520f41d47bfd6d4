"""`diglot export`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import Command, Settings
from .output import answer, hint, say

if TYPE_CHECKING:
    from ..newsroom.exchanging import Exported


@click.command("export", cls=Command)
@click.argument("articles", nargs=-1)
@click.option("-l", "--locale", "locales", multiple=True, metavar="LOCALE", help="Only this target; may be repeated.")
@click.option(
    "--format",
    "format",
    default="po",
    show_default=True,
    metavar="NAME",
    help="po, xliff, xliff2, tmx, csv, docx, kit.",
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="PATH", help="File or folder; else exports/ here."
)
@click.option("--force", is_flag=True, help="Replace a file that differs.")
@click.pass_obj
def command(
    settings: Settings,
    articles: tuple[str, ...],
    locales: tuple[str, ...],
    format: str,
    output: Path | None,
    force: bool,
) -> None:
    """Write files for translators who work with other tools. TMX holds approved text alone.

    Example: diglot export ferry -l es --format xliff
    """
    project = settings.open()
    exported = project.export(articles, locales, format=format, output=output, force=force)
    if settings.json:
        answer({"schema": "diglot.export/1", "files": [_as_json(file, project.root) for file in exported]})
    elif not settings.quiet:
        for file in exported:
            detail = f"{file.entries} segments" + ("" if file.changed else "  unchanged")
            say("ok", f"{' '.join(file.slugs)}  {file.locale}  {_shown(file.path, project.root)}  {detail}")
        hint("Next, when it comes back: diglot import FILE")
    for warning in dict.fromkeys(line for file in exported for line in file.warnings):
        hint(f"! {warning}")


def _shown(path: Path, root: Path) -> str:
    resolved = path.resolve()
    return resolved.relative_to(root).as_posix() if resolved.is_relative_to(root) else str(path)


def _as_json(file: Exported, root: Path) -> dict[str, object]:
    return {
        "articles": list(file.slugs),
        "locale": file.locale,
        "format": file.format,
        "path": _shown(file.path, root),
        "segments": file.entries,
        "changed": file.changed,
        "warnings": list(file.warnings),
    }
