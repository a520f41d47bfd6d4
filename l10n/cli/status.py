"""`diglot status`."""

from __future__ import annotations

import click

from . import Command, Settings
from .output import answer, table

COLUMNS = ("segments", "approved", "review", "draft", "stale", "empty")


@click.command("status", cls=Command)
@click.argument("articles", nargs=-1)
@click.option("-l", "--locale", "locales", multiple=True, metavar="LOCALE", help="Only this target; may be repeated.")
@click.pass_obj
def command(settings: Settings, articles: tuple[str, ...] = (), locales: tuple[str, ...] = ()) -> None:
    """Show how far each article is.

    Example: diglot status -l my
    """
    rows = settings.open().status(articles, locales)
    if settings.json:
        listed = [{"slug": r.slug, "locale": r.locale, **{c: getattr(r.counts, c) for c in COLUMNS}} for r in rows]
        answer({"schema": "diglot.status/1", "articles": listed})
    elif rows:
        header = ("article", "locale", "segments", "approved", "in review", "drafts", "needs work", "empty")
        table(header, [(r.slug, r.locale, *(getattr(r.counts, c) for c in COLUMNS)) for r in rows])
    else:
        click.echo("No articles yet.   Next: diglot add FILE")
