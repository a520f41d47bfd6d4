"""`diglot build`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import Command, Settings
from .output import answer, hint, say

if TYPE_CHECKING:
    from ..errors import EditionError
    from ..workflow.build import Built

Results = list[tuple[str, str, "Built"]]
Refused = list[tuple[str, str, "EditionError"]]


def _formats(ctx: click.Context, param: click.Parameter, value: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in value.split(",") if name.strip())


@click.command("build", cls=Command)
@click.argument("articles", nargs=-1)
@click.option("-l", "--locale", "locales", multiple=True, metavar="LOCALE", help="Only this target; may be repeated.")
@click.option("--format", "formats", default="", callback=_formats, metavar="LIST", help="html, epub, markdown, text.")
@click.option("--draft", is_flag=True, help="Build in spite of unreviewed paragraphs; each is labelled.")
@click.option("--single", is_flag=True, help="One file per language instead of bilingual ones.")
@click.option("--rebuild", is_flag=True, help="Make every edition anew, also where nothing has changed.")
@click.option("-j", "--jobs", default=0, type=click.IntRange(0), metavar="N", help="Processes; 0: as many as pay.")
@click.pass_obj
def command(
    settings: Settings,
    articles: tuple[str, ...],
    locales: tuple[str, ...],
    formats: tuple[str, ...],
    draft: bool,
    single: bool,
    rebuild: bool,
    jobs: int,
) -> int:
    """Write the editions that readers download, from approved text only.

    Example: diglot build -l my --format html,epub
    """
    from ..config import load_config
    from ..errors import EditionError
    from ..parallel import spare_collector
    from ..publishing import Publishing

    spare_collector()
    publishing = Publishing(load_config(settings.folder))  # of a project, all that a build needs
    built: Results = []
    refused: Refused = []
    for key, result in publishing.build_all(
        articles, locales, formats=formats, draft=draft, single=single, rebuild=rebuild, jobs=jobs
    ):
        if isinstance(result, EditionError):
            refused.append((key.slug, key.locale, result))
        else:
            built.append((key.slug, key.locale, result))
    if settings.json:
        answer(_as_json(built, refused, publishing.root))
    else:
        _show(built, refused, publishing.root, quiet=settings.quiet)
    return 1 if refused else 0


def _show(built: Results, refused: Refused, root: Path, *, quiet: bool) -> None:
    for slug, locale, result in built:
        for file in result.files if not quiet else ():
            size = f"{file.size_bytes / 1000:,.1f} kB" + ("" if file.changed else "  unchanged")
            say("ok", f"{slug}  {locale}  {file.path.relative_to(root).as_posix()}  {size}")
    for warning in dict.fromkeys(w for _, _, result in built for w in result.warnings):
        hint(f"! {warning}")
    for slug, locale, refusal in refused:
        click.echo(f"Error: {slug} {locale} not built: {refusal}", err=True)
        if refusal.remedy:
            click.echo(f"  Try: {refusal.remedy}", err=True)


def _as_json(built: Results, refused: Refused, root: Path) -> dict[str, object]:
    files = [
        {
            "slug": slug,
            "locale": locale,
            "format": file.format,
            "path": file.path.relative_to(root).as_posix(),
            "sha256": file.sha256,
        }
        for slug, locale, result in built
        for file in result.files
    ]
    refusals = [{"slug": s, "locale": loc, "reason": str(e), "remedy": e.remedy} for s, loc, e in refused]
    return {"schema": "diglot.build/1", "files": files, "refused": refusals}
