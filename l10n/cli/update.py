"""`diglot update`."""

from __future__ import annotations

import click

from . import Command, Settings
from .output import answer, say


@click.command("update", cls=Command)
@click.argument("articles", nargs=-1)
@click.option("--check", is_flag=True, help="Change nothing; exit 1 if anything would change.")
@click.pass_obj
def command(settings: Settings, articles: tuple[str, ...], check: bool) -> int:
    """Bring templates and catalogs in line with the articles.

    Approved text is kept; where a paragraph has changed, its translation is marked as needing work.

    Example: diglot update --check
    """
    updated = list(settings.open().update(articles, check=check))
    if settings.json:
        fields = ("slug", "locale", "unchanged", "edited", "new", "removed", "revived", "changed")
        answer({"schema": "diglot.update/1", "catalogs": [{f: getattr(u, f) for f in fields} for u in updated]})
    elif not settings.quiet:
        for u in updated:
            verb = "would change" if check and u.changed else "updated" if u.changed else "no change"
            detail = f"+{u.new} ~{u.edited} -{u.removed}" + (f" returned {u.revived}" if u.revived else "")
            say("ok", f"{u.slug}  {u.locale}  {verb}" + (f"  {detail}" if u.changed else ""))
        if not updated:
            click.echo("No articles yet.   Next: diglot add FILE")
    return 1 if check and any(u.changed for u in updated) else 0
