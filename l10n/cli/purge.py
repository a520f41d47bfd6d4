"""`diglot purge`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from . import Command, Settings
from .consent import counted
from .output import answer, hint, say

if TYPE_CHECKING:
    from ..newsroom.forgetting import Forgotten

SCHEMA = "diglot.purge/1"
_WORDS = {
    "history": "decision",
    "authors": "name",
    "comments": "comment",
    "openings": "opening",
    "unsaved": "unsaved text",
    "jobs": "job",
}


@click.command("purge", cls=Command)
@click.argument("articles", nargs=-1)
@click.option("-n", "--dry-run", is_flag=True, help="Show what would go; take nothing out.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def command(settings: Settings, articles: tuple[str, ...], dry_run: bool, yes: bool) -> int:
    """Forget how published articles came about, as [retention] in the configuration says. It cannot be taken back.

    What would go is shown first, and asked about. Editions, credits and the site stay what they are, and the journal's
    chain holds. Backups made before still have it all.

    Example: diglot purge --dry-run
    """
    from ..clock import utc_now

    project, now = settings.open(), utc_now()
    if not project.config.number("retention.days"):
        hint("Nothing is ever forgotten here: [retention] days is 0.")
    shown = project.purge(articles, now=now)
    rehearsed = dry_run or not shown
    if not rehearsed and not yes:
        _tell(shown, settings, "would go")
        asked = sys.stdin.isatty() and not settings.json
        if not asked or not click.confirm("  Forget it for good?", default=False, err=True):
            hint("Nothing was taken out; with --yes it is.")
            return 1
    found = shown if rehearsed else project.purge(articles, now=now, dry_run=False)
    if settings.json:
        _answer(found, done=not rehearsed)
    elif found:
        _tell(found, settings, "would go" if rehearsed else "gone")
    elif not settings.quiet:
        say("ok", "there is nothing to forget")
    return 0


def _tell(found: list[Forgotten], settings: Settings, what: str) -> None:
    for each in found if not (settings.quiet or settings.json) else ():
        parts = [counted(number, _WORDS[kind]) for kind, number in each.counts.items() if number]
        say(
            "ok" if what == "gone" else "warn", f"{each.slug}  {what}: {', '.join(parts)}, up to {each.before:%Y-%m-%d}"
        )


def _answer(found: list[Forgotten], *, done: bool) -> None:
    articles = [{"slug": each.slug, "before": each.before.isoformat(), **each.counts} for each in found]
    answer({"schema": SCHEMA, "done": done, "articles": articles})
