"""`diglot build`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import Command, Settings
from .output import answer, hint, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..errors import EditionError
    from ..manner import Manner
    from ..model import CatalogKey
    from ..workflow.build import Built

STALE = ("refuse", "show-old-with-mark", "source-only", "both")
ORDER = ("target-first", "source-first")

Refused = list[tuple[str, str, "EditionError"]]


def _formats(ctx: click.Context, param: click.Parameter, value: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in value.split(",") if name.strip())
    if names:
        from ..editions import writer_for

        for name in names:
            writer_for(name)  # a wrong name is told once, not for every article
    return names


@click.command("build", cls=Command)
@click.argument("articles", nargs=-1)
@click.option("-l", "--locale", "locales", multiple=True, metavar="LOCALE", help="Only this target; may be repeated.")
@click.option(
    "--format", "formats", default="", callback=_formats, metavar="LIST", help="html, epub, pdf, docx, messages …"
)
@click.option("--draft", is_flag=True, help="Build in spite of unreviewed paragraphs; each is labelled.")
@click.option("--single", is_flag=True, help="One file per language instead of bilingual ones.")
@click.option("--stale", type=click.Choice(STALE), help="What to do with translations of an earlier original.")
@click.option("--order", type=click.Choice(ORDER), help="Which language comes first.")
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
    stale: str | None,
    order: str | None,
    rebuild: bool,
    jobs: int,
) -> int:
    """Write the editions that readers download, from approved text only.

    Example: diglot build -l my --format html,epub
    """
    from ..newsroom.config import load_config
    from ..newsroom.publishing import Publishing
    from ..parallel import spare_collector

    spare_collector()
    publishing = Publishing(load_config(settings.folder))  # of a project, all that a build needs
    manner = changed_manner(publishing.manner, stale=stale, order=order)
    results = publishing.build_all(
        articles, locales, formats=formats, draft=draft, single=single, manner=manner, rebuild=rebuild, jobs=jobs
    )
    return _report(settings, results, publishing.root)


def _report(settings: Settings, results: Iterable[tuple[CatalogKey, Built | EditionError]], root: Path) -> int:
    """Tell of each article as it is done, and of those refused at the end; return the exit code."""
    from ..errors import EditionError

    rows: list[dict[str, object]] = []
    warnings: dict[str, None] = {}
    refused: Refused = []
    for key, result in results:
        if isinstance(result, EditionError):
            refused.append((key.slug, key.locale, result))
            continue
        warnings.update(dict.fromkeys(result.warnings))
        if settings.json:
            rows += _rows(key, result, root)
        elif not settings.quiet:
            _show(key, result, root)
    if settings.json:
        answer({"schema": "diglot.build/1", "files": rows, "refused": _refusals(refused)})
    else:
        _complain(warnings, refused)
    return 1 if refused else 0


def changed_manner(manner: Manner, *, stale: str | None, order: str | None) -> Manner:
    """Return the configured manner with what somebody asks for this time."""
    from dataclasses import replace

    from ..manner import Order, Stale

    return replace(manner, stale=Stale(stale or manner.stale), order=Order(order or manner.order))


def _show(key: CatalogKey, built: Built, root: Path) -> None:
    for file in built.files:
        size = f"{file.size_bytes / 1000:,.1f} kB" + ("" if file.changed else "  unchanged")
        say("ok", f"{key.slug}  {key.locale}  {file.path.relative_to(root).as_posix()}  {size}")


def _complain(warnings: Iterable[str], refused: Refused) -> None:
    for warning in warnings:
        hint(f"! {warning}")
    for slug, locale, refusal in refused:
        click.echo(f"Error: {slug} {locale} not built: {refusal}", err=True)
        if refusal.remedy:
            click.echo(f"  Try: {refusal.remedy}", err=True)


def _rows(key: CatalogKey, built: Built, root: Path) -> list[dict[str, object]]:
    return [
        {
            "slug": key.slug,
            "locale": key.locale,
            "format": file.format,
            "path": file.path.relative_to(root).as_posix(),
            "sha256": file.sha256,
        }
        for file in built.files
    ]


def _refusals(refused: Refused) -> list[dict[str, object]]:
    return [{"slug": s, "locale": loc, "reason": str(e), "remedy": e.remedy} for s, loc, e in refused]
