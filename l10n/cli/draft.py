"""`diglot draft`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from . import Command, Settings
from .output import Progress, answer, hint, say

if TYPE_CHECKING:
    from ..ports import Engine
    from ..project import Project
    from ..workflow.draft import Drafted


@click.command("draft", cls=Command)
@click.argument("articles", nargs=-1)
@click.option("-l", "--locale", "locales", multiple=True, metavar="LOCALE", help="Only this target; may be repeated.")
@click.option(
    "--engine", "names", multiple=True, metavar="NAME", help="Only this engine; may be repeated, tried in order."
)
@click.option("--limit", type=click.IntRange(min=1), help="Draft at most this many segments of each catalog.")
@click.option("-n", "--dry-run", is_flag=True, help="Show what would be sent, how much, and to whom; send nothing.")
@click.pass_obj
def command(
    settings: Settings,
    articles: tuple[str, ...],
    locales: tuple[str, ...],
    names: tuple[str, ...],
    limit: int | None,
    dry_run: bool,
) -> int:
    """Fill empty paragraphs with drafts. Every draft stays marked until a person approves it.

    Without --engine the project's engines are tried in order. Where texts may go is set by `sensitivity`.

    Example: diglot draft -l es --engine apertium --limit 5
    """
    project = settings.open()
    results = []
    for locale in project.locales(locales):
        engines = _engines(project, names, locale)
        try:
            for slug in project.chosen(articles):
                bar = Progress(f"{slug} {locale}", quiet=settings.quiet or settings.json)
                try:
                    result = project.draft(slug, locale, engines=engines, limit=limit, dry_run=dry_run, progress=bar)
                finally:
                    bar.close()
                results.append(result)
                if not settings.json and not settings.quiet:
                    _show(result, dry_run=dry_run)
        finally:
            for engine in engines:
                engine.close()
    if settings.json:
        answer({"schema": "diglot.draft/1", "catalogs": [_as_json(r) for r in results]})
    return 5 if names and any(r.refused or (r.empty_left and r.failures) for r in results) else 0


def _engines(project: Project, names: tuple[str, ...], locale: str) -> list[Engine]:
    """Return the engines asked for; those of the project's own list that are missing here are told and left out."""
    from ..errors import EngineError

    engines = []
    for name in names or project.config.items("draft.engines"):
        try:
            engines.append(project.engine(name, locale))
        except EngineError as error:
            if names:
                raise
            hint(f"! {error}" + (f"  ({error.remedy})" if error.remedy else ""))
    return engines


def _show(result: Drafted, *, dry_run: bool) -> None:
    for plan in result.plan:
        to = plan.host or "nobody: it stays on this computer"
        click.echo(
            f"  {plan.engine}: would draft {len(plan.texts)} segments, {plan.characters:,} characters, sent to {to}"
        )
        for text in plan.texts:
            click.echo(f"    {text}")
    done = ", ".join(f"{count} by {engine}" for engine, count in result.drafted.items() if count)
    if not dry_run:
        say(
            "ok",
            f"{result.slug}  {result.locale}  "
            + (f"drafted {done}" if done else "nothing drafted")
            + f"; {result.empty_left} empty",
        )
    if result.empty_left and not (done or dry_run or result.refused or result.failures):
        hint(
            "Nothing like it has been approved before. Name an engine (--engine), or translate it: diglot serve --open"
        )
    for line in result.refused:
        hint(f"! {line}")
    for failure in result.failures[:5]:
        hint(f"! {failure.engine}: {failure.reason}  “{failure.source[:60]}”")
    if len(result.failures) > 5:
        hint(f"! and {len(result.failures) - 5} more; see them all with --json")


def _as_json(result: Drafted) -> dict[str, object]:
    return {
        "slug": result.slug,
        "locale": result.locale,
        "drafted": dict(result.drafted),
        "empty": result.empty_left,
        "refused": list(result.refused),
        "plan": [
            {"engine": p.engine, "host": p.host, "characters": p.characters, "texts": list(p.texts)}
            for p in result.plan
        ],
        "failures": [{"engine": f.engine, "reason": f.reason, "source": f.source} for f in result.failures],
    }
