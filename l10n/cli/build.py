"""`diglot build`."""

from __future__ import annotations

import click

from . import Command, Settings
from .output import answer, hint, say


def _formats(ctx: click.Context, param: click.Parameter, value: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in value.split(",") if name.strip())


@click.command("build", cls=Command)
@click.argument("articles", nargs=-1)
@click.option("-l", "--locale", "locales", multiple=True, metavar="LOCALE", help="Only this target; may be repeated.")
@click.option(
    "--format",
    "formats",
    default="",
    callback=_formats,
    metavar="LIST",
    help="html, epub, markdown, text; with commas.",
)
@click.option("--draft", is_flag=True, help="Build in spite of unreviewed paragraphs; each is labelled.")
@click.option("--single", is_flag=True, help="One file per language instead of bilingual ones.")
@click.pass_obj
def command(
    settings: Settings,
    articles: tuple[str, ...],
    locales: tuple[str, ...],
    formats: tuple[str, ...],
    draft: bool,
    single: bool,
) -> int:
    """Write the editions that readers download, from approved text only.

    Example: diglot build -l my --format html,epub
    """
    from ..errors import EditionError

    project = settings.open()
    built, refused = [], []
    for slug in project.chosen(articles):
        for locale in project.locales(locales):
            try:
                result = project.build(slug, locale, formats=formats, draft=draft, single=single)
            except EditionError as error:
                refused.append((slug, locale, error))
                continue
            built.append((slug, locale, result))
    if settings.json:
        files = [
            {"slug": s, "locale": loc, "format": f.format, "path": str(f.path), "sha256": f.sha256}
            for s, loc, b in built
            for f in b.files
        ]
        refusals = [{"slug": s, "locale": loc, "reason": str(e), "remedy": e.remedy} for s, loc, e in refused]
        answer({"schema": "diglot.build/1", "files": files, "refused": refusals})
        return 1 if refused else 0
    for slug, locale, result in built:
        for file in result.files:
            if not settings.quiet:
                say(
                    "ok",
                    f"{slug}  {locale}  {file.path}  {file.size_bytes / 1000:,.1f} kB"
                    + ("" if file.changed else "  unchanged"),
                )
        for warning in result.warnings:
            hint(f"! {warning}")
    for slug, locale, refusal in refused:
        click.echo(f"Error: {slug} {locale} not built: {refusal}", err=True)
        if refusal.remedy:
            click.echo(f"  Try: {refusal.remedy}", err=True)
    return 1 if refused else 0
