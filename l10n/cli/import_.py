"""`diglot import`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import Command, Settings
from .output import answer, hint, quoted, say

if TYPE_CHECKING:
    from ..errors import DiglotError
    from ..newsroom.exchanging import Imported
    from ..workflow.exchange import Adopted


_SHOWN = 20
"""How many texts without a place are named: a file of strangers' texts fills no screen."""


def _one_short_line(ctx: click.Context, param: click.Parameter, value: str) -> str:
    if not value.isprintable() or len(value) > 100:
        raise click.BadParameter("a handle is one line of at most 100 characters.")
    return value.strip()


@click.command("import", cls=Command)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("-l", "--locale", default="", metavar="LOCALE", help="The target, where a file does not say.")
@click.option("--article", default="", metavar="SLUG", help="The article, where a file does not say.")
@click.option(
    "--as", "by", default="", callback=_one_short_line, metavar="HANDLE", help="Who translated; else the file's name."
)
@click.option("--trust", is_flag=True, help="Take drafts that the other tool calls finished as read by a person.")
@click.option("-n", "--dry-run", is_flag=True, help="Show what would become of each text; change nothing.")
@click.pass_obj
def command(
    settings: Settings, files: tuple[Path, ...], locale: str, article: str, by: str, trust: bool, dry_run: bool
) -> int:
    """Take back what translators did in other tools. Nothing that comes back is approved by it.

    A changed text is in review; where the text here has changed too, or is approved, it is a suggestion beside it.

    Example: diglot import ferry.es.xlf --as lucia
    """
    from ..newsroom.project import utc_now

    project = settings.open()
    if not files:
        raise click.UsageError("Name the file that came back.")

    def take_back(path: Path) -> Imported:
        return project.import_(
            project.read_import(path),
            name=str(path),
            now=utc_now(),
            slug=article,
            locale=locale,
            by=by,
            trust=trust,
            dry_run=dry_run,
        )

    results, refused = _each(files, take_back)
    if settings.json:
        answer(_as_json(results, refused))
    else:
        for result in results:
            _show(result, dry_run=dry_run, quiet=settings.quiet)
    for _, refusal in refused:
        click.echo(f"Error: {refusal}", err=True)
        if refusal.remedy:
            click.echo(f"  Try: {refusal.remedy}", err=True)
    if refused:
        return max(refusal.exit_code for _, refusal in refused)
    return 1 if any(result.adoption.unplaced for result in results) else 0


def _each(
    files: Sequence[Path], take_back: Callable[[Path], Imported]
) -> tuple[list[Imported], list[tuple[Path, DiglotError]]]:
    """Return what the files brought and which were refused; of a single file the refusal is raised."""
    from ..errors import DiglotError

    results: list[Imported] = []
    refused: list[tuple[Path, DiglotError]] = []
    for path in files:
        try:
            results.append(take_back(path))
        except DiglotError as error:
            if len(files) == 1:
                raise
            refused.append((path, error))
    return results, refused


def _show(result: Imported, *, dry_run: bool, quiet: bool) -> None:
    from ..returning import MEANINGS, Verdict

    adoption = result.adoption
    if not quiet:
        key = adoption.catalog
        say("ok", f"{key.slug}  {key.locale}  {result.path}" + ("  (dry run: nothing was changed)" if dry_run else ""))
        for verdict, count in adoption.counts.items():
            click.echo(f"  {count:4}  {MEANINGS[verdict]}")
        for row in adoption.rows:
            if row.verdict in (Verdict.SUGGESTION, Verdict.ECHO):
                click.echo(f"  {row.verdict.value}: {quoted(row.source)} → {quoted(row.target)}")
            for finding in row.findings:
                if finding.severity.value != "info":
                    hint(f"! {quoted(row.source)}: {finding.message}")
        if any(verdict in adoption.counts for verdict in (Verdict.REVIEW, Verdict.ACCEPTED, Verdict.SUGGESTION)):
            hint("Next: the same without --dry-run" if dry_run else "Next: diglot serve --open")
    for row in adoption.unplaced[:_SHOWN]:
        near = f"; nearest now: {quoted(row.near)}" if row.near else ""
        hint(f"! no paragraph has the original {quoted(row.source)}{near}")
    more = len(adoption.unplaced) - _SHOWN
    if more > 0:
        hint(f"! and {more:,} more; all of them: --json")


def _as_json(results: list[Imported], refused: list[tuple[Path, DiglotError]]) -> dict[str, object]:
    return {
        "schema": "diglot.import/1",
        "files": [
            {
                "path": result.path,
                "format": result.format,
                "by": result.by,
                "slug": result.adoption.catalog.slug,
                "locale": result.adoption.catalog.locale,
                "counts": {verdict.value: count for verdict, count in result.adoption.counts.items()},
                "segments": [_row_as_json(row) for row in result.adoption.rows],
            }
            for result in results
        ],
        "refused": [{"path": str(path), "reason": str(e), "remedy": e.remedy} for path, e in refused],
    }


def _row_as_json(row: Adopted) -> dict[str, object]:
    return {
        "verdict": row.verdict.value,
        "source": row.source,
        "target": row.target,
        "nearest": row.near,
        "decision": row.decision_id,
        "findings": [{"rule": f.rule, "severity": f.severity.value, "message": f.message} for f in row.findings],
    }
