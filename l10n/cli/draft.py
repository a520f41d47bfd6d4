"""`diglot draft`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import TYPE_CHECKING

import click

from ..model import CatalogKey
from . import Command, Settings
from .consent import counted, recipients
from .output import answer, hint, quoted, say

if TYPE_CHECKING:
    from ..allowance import Allowance
    from ..workflow.draft import Drafted
    from .draft_work import Work

_SHOWN = 5
_NOTHING = "Nothing like it has been approved before. Name an engine (--engine), or translate it: diglot serve --open"


def one_short_line(ctx: click.Context, param: click.Parameter, value: str) -> str:
    if not value.isprintable() or len(value) > 100:
        raise click.BadParameter("a handle is one line of at most 100 characters.")
    return value.strip()


def _names(ctx: click.Context, param: click.Parameter, value: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for part in value.split(",") if (name := part.strip())))


@click.command("draft", cls=Command)
@click.argument("articles", nargs=-1)
@click.option("-l", "--locale", "locales", multiple=True, metavar="LOCALE", help="Only this target; may be repeated.")
@click.option(
    "--engine", "names", multiple=True, metavar="NAME", help="Only this engine; may be repeated, tried in order."
)
@click.option("--limit", type=click.IntRange(min=1), help="Draft at most this many segments of each catalog.")
@click.option("-n", "--dry-run", is_flag=True, help="Show what would be sent, how much, and to whom; send nothing.")
@click.option("--fresh", is_flag=True, help="Ask again for what an engine has answered before.")
@click.option("-y", "--yes", is_flag=True, help="Send without asking; sensitivity and budgets hold all the same.")
@click.option("--as", "by", default="", callback=one_short_line, metavar="HANDLE", help="In whose name texts are sent.")
@click.option(
    "--compare", default="", callback=_names, metavar="NAME,NAME", help="Show these engines' drafts; save nothing."
)
@click.pass_obj
def command(
    settings: Settings,
    articles: tuple[str, ...],
    locales: tuple[str, ...],
    names: tuple[str, ...],
    limit: int | None,
    dry_run: bool,
    fresh: bool,
    yes: bool,
    by: str,
    compare: tuple[str, ...],
) -> int:
    """Fill empty paragraphs with drafts. Every draft stays marked until a person approves it.

    Without --engine the project's engines are asked in order, the memory first. Where texts may go is set by
    `sensitivity`. Before any go to a host that is not the newsroom's own, you are asked; afterwards: diglot ledger

    Example: diglot draft -l es --engine apertium --limit 5
    """
    from .draft_work import Work

    project = settings.open()
    work = Work(
        project,
        slugs=project.chosen(articles),
        locales=project.locales(locales),
        names=compare or names,
        limit=limit,
        fresh=fresh,
        by=by,
        quiet=settings.quiet or settings.json,
    )
    if compare:
        from .draft_compare import compare as show

        return show(work, dry_run=dry_run, yes=yes, json=settings.json)
    return _draft(work, dry_run=dry_run, yes=yes, json=settings.json)


def _draft(work: Work, *, dry_run: bool, yes: bool, json: bool) -> int:
    agreed = set() if dry_run else work.agreed(yes=yes)
    results = []
    catalogs, refused = set(work.project.catalogs.keys()), Counter[str]()
    for result in work.drafted(agreed=agreed, dry_run=dry_run):
        results.append(result)
        if CatalogKey(result.slug, result.locale) not in catalogs:
            hint(f"! {result.slug} has no paragraphs in {result.locale} yet: diglot update")
            continue
        if not work.quiet:
            _show(result, dry_run=dry_run, told=refused)
            refused.update(result.refused)
            for plan in result.plan:
                if plan.texts and (limits := _limits(work.project.allowance(plan.engine))):
                    hint(f"{plan.engine} is sent at most {limits}")
    for line, times in refused.items():
        if times > 1:
            hint(f"! the same for {counted(times - 1, 'more catalog')}: {line.split('.')[0]}")
    if json:
        answer({"schema": "diglot.draft/1", "catalogs": [_as_json(result) for result in results]})
    if work.stop.asked:
        return 130
    if work.withheld:
        return 1
    return 5 if work.names and any(r.refused or (r.empty_left and r.failures) for r in results) else 0


def _show(result: Drafted, *, dry_run: bool, told: Collection[str]) -> None:
    if dry_run:
        _show_plan(result)
    else:
        done = ", ".join(f"{count} by {engine}" for engine, count in result.drafted.items() if count)
        line = f"{result.slug}  {result.locale}  {f'drafted {done}' if done else 'nothing drafted'}"
        say("no" if result.stopped else "ok", f"{line}; {result.empty_left} empty")
        if result.empty_left and not (done or result.refused or result.failures or result.stopped):
            hint(_NOTHING)
    for engine, characters in result.sent.items():
        hint(f"{counted(characters, 'character')} went to {engine}: diglot ledger")
    for engine, count in result.cached.items():
        hint(f"{engine} had answered {count} before; to ask again: --fresh")
    for line in result.refused:
        if line not in told:
            hint(f"! {line}")
    for failure in result.failures[:_SHOWN]:
        hint(f"! {failure.engine}: {failure.reason}  {quoted(failure.source)}")
    if len(result.failures) > _SHOWN:
        hint(f"! and {len(result.failures) - _SHOWN} more; see them all with --json")
    if result.stopped:
        hint("Stopped. What was finished is saved; the same command goes on from there.")


def _limits(allowance: Allowance) -> str:
    """Return the budgets of an engine in words, "" where it has none."""
    limits = ((allowance.characters_per_run, "run"), (allowance.characters_per_month, "month"))
    return " and ".join(f"{counted(most, 'character')} a {time}" for most, time in limits if most)


def _show_plan(result: Drafted) -> None:
    for engine, count in result.drafted.items():
        click.echo(f"  {engine}: would draft {count} segments")
    for plan in result.plan:
        if plan.cached:
            click.echo(f"  {plan.engine}: has answered {plan.cached} segments before")
        if not plan.texts:
            continue
        if plan.host:
            click.echo(f"  {recipients([plan])[0]}")
        else:
            texts = f"{counted(len(plan.texts), 'text')}, {counted(plan.characters, 'character')}"
            click.echo(f"  {plan.engine}: would draft {texts}, sent to nobody: it stays on this computer")
        for text in plan.texts:
            click.echo(f"    {text}")


def _as_json(result: Drafted) -> dict[str, object]:
    return {
        "slug": result.slug,
        "locale": result.locale,
        "drafted": dict(result.drafted),
        "cached": dict(result.cached),
        "sent": dict(result.sent),
        "empty": result.empty_left,
        "stopped": result.stopped,
        "refused": list(result.refused),
        "plan": [
            {
                "engine": p.engine,
                "host": p.host,
                "proxy": p.proxy,
                "characters": p.characters,
                "cost": p.cost,
                "cached": p.cached,
                "hidden": p.hidden,
                "asks": p.asks,
                "texts": list(p.texts),
            }
            for p in result.plan
        ],
        "failures": [{"engine": f.engine, "reason": f.reason, "source": f.source} for f in result.failures],
    }
