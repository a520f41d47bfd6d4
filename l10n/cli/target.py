"""`diglot target`: add, drop, list."""

from __future__ import annotations

import click

from . import Settings
from .groups import Group
from .output import answer, hint, say, table

SCHEMA = "diglot.target/1"


@click.group("target", cls=Group)
def command() -> None:
    """Add or drop a language to translate into. No approval is ever lost.

    Example: diglot target add pt-BR
    """


@command.command("add")
@click.argument("locale")
@click.pass_obj
def add(settings: Settings, locale: str) -> None:
    """Add LOCALE to the targets, and make its catalogs. One that was dropped has its translations back.

    Example: diglot target add pt-BR
    """
    project = settings.open()
    kept = project.kept_catalogs(locale)
    project.add_target(locale)
    made = [u for u in settings.open().update() if u.locale == locale]
    if settings.json:
        answer({"schema": SCHEMA, "action": "add", "locale": locale, "catalogs": len(made), "kept": kept})
    elif not settings.quiet:
        kept_too = f", {kept} of them kept from before" if kept else ""
        say("ok", f"{locale} is a target now; catalogs in line: {len(made)}{kept_too}")


@command.command("drop")
@click.argument("locale")
@click.pass_obj
def drop(settings: Settings, locale: str) -> None:
    """Take LOCALE out of the targets. Its catalogs stay where they are, and come back when it is added again.

    Example: diglot target drop pt-BR
    """
    project = settings.open()
    project.drop_target(locale)
    kept = project.kept_catalogs(locale)
    if settings.json:
        answer({"schema": SCHEMA, "action": "drop", "locale": locale, "kept": kept})
    elif not settings.quiet:
        say("ok", f"{locale} is no target any more; catalogs kept in locales/{locale.replace('-', '_')}/: {kept}")
        hint(f"To have it back, with every approval: diglot target add {locale}")


@command.command("list")
@click.pass_obj
def list_(settings: Settings) -> None:
    """List the targets, and languages dropped whose catalogs are kept.

    Example: diglot target list
    """
    project = settings.open()
    found = {key.locale for key in project.catalogs.keys()}  # noqa: SIM118  the store's method
    locales = [*project.target_locales, *sorted(found - set(project.target_locales))]
    rows = [
        (locale, "target" if locale in project.target_locales else "dropped", project.kept_catalogs(locale))
        for locale in locales
    ]
    if settings.json:
        answer({"schema": SCHEMA, "targets": [{"locale": r[0], "place": r[1], "catalogs": r[2]} for r in rows]})
    elif rows:
        table(("locale", "place", "catalogs"), rows)
    else:
        click.echo("No targets yet.   Next: diglot target add LOCALE")
