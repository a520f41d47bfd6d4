"""`diglot add`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import Command, Settings
from .output import answer, hint, say

if TYPE_CHECKING:
    from ..newsroom.project import Project
    from ..ports import Piece
    from ..workflow.add import Added

_SHOWN = 3
_SHOWN_LETTERS = 60


@click.command("add", cls=Command)
@click.argument("sources", nargs=-1, required=True, metavar="FILE|URL…")
@click.option(
    "--slug", default=None, help="Name of the article in files and addresses.  [default: from the file's name]"
)
@click.option("-n", "--dry-run", is_flag=True, help="Show how the article would be cut; write nothing.")
@click.option("--replace", is_flag=True, help="Give up what was edited by hand in an article that is here already.")
@click.pass_obj
def command(settings: Settings, sources: tuple[str, ...], slug: str | None, dry_run: bool, replace: bool) -> None:
    """Take articles in from files or web pages.

    Says what it found, what it left out and what it doubts; the original is kept beside the result. The same
    source again is an update: `diglot update` then says what it touches.

    \b
    Examples: diglot add report.txt --slug defections
              diglot add https://news.example/2024/bridges
    """
    if slug and len(sources) > 1:
        raise click.UsageError("--slug names one article; add the files one by one")
    project = settings.open()
    for source in sources:
        added = _add(project, source, slug=slug, dry_run=dry_run, replace=replace, quiet=settings.quiet)
        if settings.json:
            answer(_as_json(added))
        elif not settings.quiet:
            _show(added, dry_run=dry_run)


def _add(project: Project, source: str, *, slug: str | None, dry_run: bool, replace: bool, quiet: bool) -> Added:
    if not source.lower().startswith(("http://", "https://")):
        return project.add(Path(source), slug=slug, dry_run=dry_run, replace=replace)

    def tell(host: str) -> None:
        if not quiet:
            hint(f"contacting {host}; it learns that somebody here reads this page")

    return project.add_url(source, slug=slug, dry_run=dry_run, replace=replace, tell=tell)


def _show(added: Added, *, dry_run: bool) -> None:
    from ..labels import label_segment

    if dry_run:
        for segment in added.document.segments:
            click.echo(f"{segment.line:>4}  {label_segment(segment):<10}  {segment.source}")
    unchanged = not added.written and not dry_run
    outcome = ": as it was" if unchanged else " (nothing written)" if dry_run else ": updated" if added.updated else ""
    say("ok", f"{added.slug}  {len(added.document.segments)} segments, {added.words:,} words{outcome}")
    click.echo("  " + " · ".join(f"{kind} {count}" for kind, count in added.counts.items()))
    if not unchanged:
        _show_skipped(added.coverage, whole=dry_run)
    for doubt in added.doubts:
        hint(f"! line {doubt.line}: {doubt.message}" if doubt.line else f"! {doubt.message}")
    if added.written:
        click.echo("  Next: diglot update" + (", to see what the changes touch" if added.updated else ""))


def _show_skipped(coverage: tuple[Piece, ...], *, whole: bool) -> None:
    """Say what was left out, by reason; with its words where they are asked for."""
    reasons = Counter(piece.skipped for piece in coverage if piece.skipped)
    if reasons:
        click.echo("  left out: " + " · ".join(f"{reason} {count}" for reason, count in reasons.most_common()))
    for reason, count in reasons.most_common() if whole else ():
        click.echo(f"    {reason} ({count})")
        pieces = [piece for piece in coverage if piece.skipped == reason]
        for piece in pieces[:_SHOWN]:
            text = piece.text if len(piece.text) <= _SHOWN_LETTERS else piece.text[: _SHOWN_LETTERS - 1] + "…"
            click.echo(f"      {piece.place}: {text}" if piece.place else f"      {text}")
        if count > _SHOWN:
            click.echo(f"      and {count - _SHOWN} more; all of them with --json")


def _as_json(added: Added) -> dict[str, object]:
    return {
        "schema": "diglot.add/1",
        "slug": added.slug,
        "segments": len(added.document.segments),
        "kinds": added.counts,
        "words": added.words,
        "doubts": [{"line": d.line, "message": d.message} for d in added.doubts],
        "written": added.written,
        "updated": added.updated,
        "coverage": [{"text": p.text, "skipped": p.skipped, "place": p.place} for p in added.coverage],
    }
