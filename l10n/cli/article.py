"""`diglot article`: rename, archive, restore, remove, list."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from . import Settings
from .groups import Group
from .output import answer, hint, say, table

if TYPE_CHECKING:
    from ..newsroom.project import Project

SCHEMA = "diglot.article/1"


@click.group("article", cls=Group)
def command() -> None:
    """Rename, archive, restore, remove or list articles. No approval is ever lost.

    Example: diglot article rename flood flood-in-may
    """


@command.command("rename")
@click.argument("old")
@click.argument("new")
@click.pass_obj
def rename(settings: Settings, old: str, new: str) -> None:
    """Give the article OLD the short name NEW: its text, pictures, catalogs and history move along.

    Editions built under the old name stay where they are: readers may hold their addresses.

    Example: diglot article rename flood flood-in-may
    """
    project = settings.open()
    project.rename_article(old, new)
    if project.target_locales:
        list(project.update([new]))
    stays = _editions(project, old)
    if settings.json:
        answer({"schema": SCHEMA, "action": "rename", "slug": new, "was": old, "editions": stays})
    elif not settings.quiet:
        say("ok", f"{old} is called {new} now, with its catalogs and its history")
        if stays:
            hint(f"Editions of the old name stay in {stays}: readers may hold them. Next: diglot build {new}")


@command.command("archive")
@click.argument("slug")
@click.pass_obj
def archive(settings: Settings, slug: str) -> None:
    """Put an article away: out of status, update, build and the desk. Its translations stay as memory.

    Example: diglot article archive flood
    """
    project = settings.open()
    place = project.archive_article(slug).relative_to(project.root).as_posix()
    if settings.json:
        answer({"schema": SCHEMA, "action": "archive", "slug": slug, "path": place})
    elif not settings.quiet:
        say("ok", f"{slug} is archived in {place}; its catalogs stay as memory")
        hint(f"To bring it back, with every approval: diglot article restore {slug}")


@command.command("restore")
@click.argument("slug")
@click.pass_obj
def restore(settings: Settings, slug: str) -> None:
    """Bring an archived article back, with every approval it had.

    Example: diglot article restore flood
    """
    project = settings.open()
    place = project.restore_article(slug).relative_to(project.root).as_posix()
    if settings.json:
        answer({"schema": SCHEMA, "action": "restore", "slug": slug, "path": place})
    elif not settings.quiet:
        say("ok", f"{slug} is back in {place}   Next: diglot update {slug}")


@command.command("remove")
@click.argument("slug")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def remove(settings: Settings, slug: str, yes: bool) -> int:
    """Delete the text of an article. Its catalogs stay as memory: added again, it has every approval back.

    Example: diglot article remove flood --yes
    """
    project = settings.open()
    original = project.kept_original(slug)
    if not yes and not _agreed(
        project, slug, "" if original is None else original.relative_to(project.root).as_posix()
    ):
        return 1
    project.remove_article(slug)
    if settings.json:
        answer({"schema": SCHEMA, "action": "remove", "slug": slug})
    elif not settings.quiet:
        say("ok", f"{slug} is removed; its catalogs stay as memory: add the same article again to go on with them")
    return 0


@command.command("list")
@click.pass_obj
def list_(settings: Settings) -> None:
    """List the articles: active, archived, and removed ones whose catalogs are kept.

    Example: diglot article list
    """
    articles = settings.open().articles()
    if settings.json:
        rows = [{"slug": a.slug, "place": a.place, "title": a.title, "locales": list(a.locales)} for a in articles]
        answer({"schema": SCHEMA, "articles": rows})
    elif articles:
        titles = [(a.slug, a.place, " ".join(a.locales), a.title[:60]) for a in articles]
        table(("article", "place", "catalogs", "title"), titles)
    else:
        click.echo("No articles yet.   Next: diglot add FILE")


def _agreed(project: Project, slug: str, original: str) -> bool:
    """Say what will be deleted and what stays, and ask; False where nobody can answer."""
    from ..errors import ArticleError

    known = {a.slug for a in project.articles() if a.place != "removed"}
    if slug not in known:
        project.chosen([slug])
    hint(f"Deleted: the text of {slug}, and its template.")
    hint(f"Kept: its catalogs, history, pictures and editions{f', and the original {original}' if original else ''}.")
    if not original:
        hint(f"No original was kept of it: the text itself would be lost. To keep it: diglot article archive {slug}")
    if not sys.stdin.isatty():
        raise ArticleError(
            "nothing was removed: nobody can be asked here", remedy=f"diglot article remove {slug} --yes"
        )
    return click.confirm(f"Remove {slug}?", default=False, err=True)


def _editions(project: Project, slug: str) -> str:
    folder = project.root / "editions" / slug
    return folder.relative_to(project.root).as_posix() if folder.is_dir() else ""
