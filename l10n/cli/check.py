"""`diglot check`."""

from __future__ import annotations

import click

from . import Command, Settings
from .output import answer, say


@click.command("check", cls=Command)
@click.argument("articles", nargs=-1)
@click.option("-l", "--locale", "locales", multiple=True, metavar="LOCALE", help="Only this target; may be repeated.")
@click.option("--strict", is_flag=True, help="Let warnings count as errors.")
@click.pass_obj
def command(settings: Settings, articles: tuple[str, ...], locales: tuple[str, ...], strict: bool) -> int:
    """Find mistakes in the translations: numbers, links, quotation marks, encoding.

    Exits 1 when there are errors (with --strict: or warnings).

    Example: diglot check -l my
    """
    found = list(settings.open().check(articles, locales))
    grave = [f for f in found if f.finding.severity == "error" or (strict and f.finding.severity == "warn")]
    if settings.json:
        listed = [
            {
                "slug": f.slug,
                "locale": f.locale,
                "path": f.path,
                "segment": f.label,
                "rule": f.finding.rule,
                "severity": f.finding.severity.value,
                "message": f.finding.message,
                "source": f.entry.source,
            }
            for f in found
        ]
        answer({"schema": "diglot.check/1", "findings": listed})
        return 1 if grave else 0
    for f in found:
        click.echo(f"{f.path}  {f.label}  {f.finding.severity.value}  {f.finding.rule}  {f.finding.message}")
    if not settings.quiet:
        say("no" if grave else "ok", f"{len(grave)} to mend, {len(found) - len(grave)} to look at")
    return 1 if grave else 0
