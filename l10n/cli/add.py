"""`diglot add`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import Command, Settings
from .output import answer, hint, say

if TYPE_CHECKING:
    from ..workflow.add import Added


@click.command("add", cls=Command)
@click.argument("sources", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@click.option(
    "--slug", default=None, help="Name of the article in files and addresses.  [default: from the file's name]"
)
@click.option("-n", "--dry-run", is_flag=True, help="Show how the article would be cut; write nothing.")
@click.pass_obj
def command(settings: Settings, sources: tuple[Path, ...], slug: str | None, dry_run: bool) -> None:
    """Take articles in from text or Markdown files.

    Says what it found and what it doubts; the original is kept beside the result.

    Example: diglot add report.txt --slug defections
    """
    if slug and len(sources) > 1:
        raise click.UsageError("--slug names one article; add the files one by one")
    project = settings.open()
    for source in sources:
        added = project.add(source, slug=slug, dry_run=dry_run)
        if settings.json:
            answer(_as_json(added))
        elif not settings.quiet:
            _show(added, dry_run=dry_run)


def _show(added: Added, *, dry_run: bool) -> None:
    from ..labels import label_segment

    if dry_run:
        for segment in added.document.segments:
            click.echo(f"{segment.line:>4}  {label_segment(segment):<10}  {segment.source}")
    say(
        "ok",
        f"{added.slug}  {len(added.document.segments)} segments, {added.words:,} words"
        + (" (nothing written)" if dry_run else ""),
    )
    click.echo("  " + " · ".join(f"{kind} {count}" for kind, count in added.counts.items()))
    for doubt in added.doubts:
        hint(f"! line {doubt.line}: {doubt.message}")
    if not dry_run:
        click.echo("  Next: diglot update")


def _as_json(added: Added) -> dict[str, object]:
    return {
        "schema": "diglot.add/1",
        "slug": added.slug,
        "segments": len(added.document.segments),
        "kinds": added.counts,
        "words": added.words,
        "doubts": [{"line": d.line, "message": d.message} for d in added.doubts],
        "written": added.written,
    }
